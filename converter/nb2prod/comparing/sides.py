"""Both sides of a cell that does not simply reproduce: what it recorded, and what it gave now."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..model.notebook import Notebook
from ..model.verdict import REPRODUCES, CellVerdict
from .cells import TimedRun

LARGEST = 200_000  # characters of JSON: more than anybody compares by eye


def with_outputs(
    cells: Iterable[CellVerdict], notebook: Notebook, first: TimedRun
) -> tuple[CellVerdict, ...]:
    """The verdicts, with both outputs where there is something to look at."""
    return tuple(
        cell
        if cell.verdict == REPRODUCES
        else replace(
            cell,
            recorded=_shown(notebook.cells[cell.cell_index].outputs),
            fresh=_shown(first.outputs(cell.cell_index) or ()),
        )
        for cell in cells
    )


def _shown(outputs: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(_small(output) for output in outputs)


def _small(output: Mapping[str, Any]) -> Mapping[str, Any]:
    size = len(json.dumps(output, default=str))
    if size <= LARGEST:
        return output
    text = f"(an output of {size:,} characters, too large to be shown here)\n"
    return {"output_type": "stream", "name": "stdout", "text": text}
