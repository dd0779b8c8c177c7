"""The notebook's document with the fresh outputs of the cells that changed, and nothing else."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from .cells import TimedRun
from .streams import screen_text


def accepted_document(
    document: Mapping[str, Any], cells: Iterable[int], timed: TimedRun
) -> dict[str, Any]:
    """The document with those cells' outputs replaced by what the run showed."""
    changed = copy.deepcopy(dict(document))
    for index in cells:
        cell = changed["cells"][index]
        outputs = _merged(timed.outputs(index) or ())
        position = _position(changed["cells"], index)
        if cell.get("execution_count") is None:
            cell["execution_count"] = position
        for output in outputs:
            if output.get("output_type") == "execute_result":
                output["execution_count"] = cell["execution_count"]
        cell["outputs"] = outputs
    return changed


def _merged(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The outputs as JupyterLab saves them: neighbouring pieces of one stream are one."""
    merged: list[dict[str, Any]] = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.get("output_type") == "stream" and last.get("name") == output.get("name"):
            last["text"] += output["text"]
        else:
            merged.append(copy.deepcopy(dict(output)))
    for output in merged:
        text = output.get("text")
        if isinstance(text, str) and "\x1b" not in text:
            output["text"] = screen_text(text)  # a progress bar's last state, not its thousand
    return merged


def _position(cells: list[Mapping[str, Any]], index: int) -> int:
    """The count that the cell gets when the notebook is run from top to bottom."""
    return sum(1 for cell in cells[: index + 1] if cell.get("cell_type") == "code")
