"""
Runs the notebook's statements with a hook on each expression, and tells which values are rows.

`python start.py colours request.json`; the answer goes to the path that the request names.

A value is ROW (aligned with the rows of the request's table, whose numbers it carries), LAZY (a
group-by, an accessor, an indexer over rows), AGG (made of the table, but not one entry for each
row) or CONST.
"""

import ast
import json
import sys
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .alignment import ROW
from .hooking import hooked
from .notebook_scope import opened
from .recorder import Recorder
from .row_numbers import ELSEWHERE


def main(request_path: str) -> None:
    """Run the statements of the request, and write what was seen."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    namespace = sys.modules["__main__"].__dict__
    answer = coloured(request, namespace)
    Path(request["answer"]).write_text(json.dumps(answer), encoding="utf-8")


def coloured(request: Mapping[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The sites with their colours, and the rows of the request's table that the target holds."""
    captured = opened(request, namespace)
    root = namespace[request["root"]]
    count = len(root)
    recorder = Recorder(root, namespace, captured)
    error = None
    for number, code in enumerate(request["statements"]):
        tree, recorder.sites[number] = hooked(code, number, request["late"], recorder.walks_rows)
        try:
            exec(compile(tree, f"statement {number}", "exec"), namespace)
        except Exception as raised:  # the notebook's own statement failed under the hooks
            error = {"statement": number, "text": f"{type(raised).__name__}: {raised}"}
            break
        recorder.bound(ast.parse(code), number)
        recorder.prune()
    known = recorder.colour_of(namespace.get(request["target"]))
    rows = known.rows if known is not None and known.colour == ROW else None
    return {
        "error": error,
        "target_rows": None if rows is None or ELSEWHERE in rows else rows,
        "root_rows": count,
        "colours": {n: recorder.named(n).colour for n in request["names"] if n in namespace},
        "sites": [asdict(site) for sites in recorder.sites.values() for site in sites],
    }
