"""
Runs the whole table's statements, then the way of one row on single rows, and compares.

`python start.py rehearse request.json`; the answer goes to the path that the request names.
"""

import copy
import json
import sys
import warnings
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from .columns_read import columns_read, used_columns, with_blanks
from .culprit import Seen, culprit, rows_in_table
from .dead_columns import dead_statements
from .left_out import Chosen, chosen_at, left_out, tells_raw_rows
from .mixed_rows import mixed_rows
from .notebook_scope import opened
from .observe import type_name
from .row_choice import chosen
from .row_equality import unlike
from .row_numbers import length
from .serving_way import Way, alone, row_of

BATCH = 2000  # rows in which used columns show
LEAN_ROWS = 20  # rows that are tried with the used columns only
_SMALL = 50  # rows; below, a statistic may have as many entries


def main(request_path: str) -> None:
    """Write what the rehearsal showed."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    answer = rehearse(request, sys.modules["__main__"].__dict__)
    Path(request["answer"]).write_text(json.dumps(answer, default=str), encoding="utf-8")


def rehearse(request: Mapping[str, Any], scope: dict[str, Any]) -> dict[str, Any]:
    """Whether single rows come out as the whole table did."""
    loaded = opened(request, scope)
    exec("from copy import deepcopy", scope)
    raw = copy.deepcopy(scope[request["root"]])
    choices: dict[int, Chosen] = {}
    try:
        for step, code in enumerate(request["fit"]):
            choices |= chosen_at(request, step, scope)
            exec(compile(code, "fit", "exec"), scope)
        learnt = {name: copy.deepcopy(scope[name]) for name in request["learnt"]}
    except Exception as error:
        text = f"the statements with named statistics failed: {type(error).__name__}: {error}"
        return {"ok": False, "reason": text}
    refused = _table_sized(learnt, raw, loaded)
    if refused is not None:
        return refused
    way = Way(request, _serving_scope(request), learnt)
    types = {name: type_name(value) for name, value in learnt.items()}
    found = _compared(request, scope, raw, way)
    if found["ok"]:
        found["left_out"] = left_out(request, choices, raw)
        leaving = {number: choices[number] for number in found["left_out"]}
        found["choices"] = _telling(request, leaving, raw, found.pop("columns"))
    return {"types": types, **found}


def _telling(
    request: Mapping[str, Any], seen: Mapping[int, Chosen], raw: Any, used: Sequence[Any]
) -> list[int]:
    """The choices of rows that say of a request's row whether training would have kept it."""
    scope, root = _serving_scope(request), request["root"]
    return [
        number
        for number, chosen in seen.items()
        if tells_raw_rows(request["choices"][number]["code"], chosen, raw, used, scope, root)
    ]


def _serving_scope(request: Mapping[str, Any]) -> dict[str, Any]:
    scope: dict[str, Any] = {"__builtins__": __builtins__}
    for code in request["serve_setup"]:
        exec(compile(code, "setup", "exec"), scope)
    return scope


def _table_sized(
    learnt: Mapping[str, Any], raw: Any, loaded: Collection[str]
) -> dict[str, Any] | None:
    """The refusal where a learnt value is as long as the table it was learnt from."""
    for name, value in learnt.items():
        if grows_with(value, len(raw)) and not (name in loaded and _is_another(value, raw)):
            reason = f"its value grows with the table: {len(value):,} entries for {len(raw):,} rows"
            return {"ok": False, "reason": reason, "learnt": name}
    return None


def grows_with(value: Any, rows: int) -> bool:
    """Whether a learnt value has an entry for each row: it is the table, not a statistic."""
    if isinstance(value, (str, bytes)) or rows <= _SMALL:
        return False
    size = length(value)
    return size is not None and bool(size >= rows / 2)


def _is_another(value: Any, raw: Any) -> bool:
    """Whether a loaded table is about other things than the request's: a look-up, no other rows."""
    columns = list(getattr(value, "columns", ()))
    return bool(columns) and sum(name in raw.columns for name in columns) < len(columns)


def _compared(
    request: Mapping[str, Any], scope: dict[str, Any], raw: Any, way: Way
) -> dict[str, Any]:
    target, rows = scope[request["target"]], request["target_rows"]
    read = columns_read(request, scope, target)
    sample = chosen(raw, rows)
    problem = _first_difference(way, raw, target, rows, sample, read)
    if problem is not None:
        place = _place(request, scope, way, raw, rows[problem["position"]])
        return {"ok": False, **problem, **place}
    problem = mixed_rows(way, raw, target, rows, read)
    if problem is not None:
        return {"ok": False, **problem}
    batch = raw.iloc[rows[:BATCH]]
    dead = dead_statements(request, way, batch, read)
    way = way.changed(dict.fromkeys(dead, "pass"))
    used = used_columns(way, batch, read)
    tried = sample[:LEAN_ROWS]
    lean = [
        _first_difference(way, table, target, rows, tried, read) is None
        for table in (raw[used], *with_blanks(raw, used))
    ]
    if not any(lean):
        used = list(raw.columns)
    return {
        "ok": True,
        "dead": dead,
        "rows": len(sample),
        "used": [str(name) for name in used],
        "columns": list(used),
        "features": [str(name) for name in read or []],
        "all_columns": any(lean) and not lean[0],
        "integer_columns": all(isinstance(name, int) for name in raw.columns),
        "text_blanks": any(lean) and not lean[0] and not lean[1],
        "by_label": _by_label(raw, target, rows),
    }


def _first_difference(
    way: Way,
    raw: Any,
    target: Any,
    rows: Sequence[int],
    sample: Sequence[int],
    read: Collection[str] | None,
) -> dict[str, Any] | None:
    """None when each row alone comes out as in the table, else what went wrong first."""
    for position in sample:
        try:
            got = way(alone(raw, rows[position]))
        except Exception as error:
            text = f"one row alone fails: {type(error).__name__}: {error}"
            return {"reason": text, "position": position}
        text = unlike(row_of(target, position), got, read) or ""
        if text:
            return {"reason": text, "position": position}
    return None


def _by_label(raw: Any, target: Any, rows: Sequence[int]) -> bool:
    """Whether the labels of the target's rows are those of the raw rows they come from."""
    index = getattr(target, "index", None)
    if index is None or callable(index) or not raw.index.is_unique:
        return False
    return bool(index.equals(raw.index[rows]))


def _place(
    request: Mapping[str, Any], scope: dict[str, Any], way: Way, raw: Any, row: int
) -> dict[str, Any]:
    seen: Seen = {}
    try:
        opened(request, scope)
        seen = rows_in_table(request["fit"], request["bound"], scope, raw.index[row])
    except Exception:  # the statements ran once; where they do not run twice, no place is told
        return {}
    return culprit(way, request["bound"], seen, raw, row)
