"""Notebooks with recordings and runs with outputs, said in one line each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nb2prod.comparing.cells import TimedRun
from nb2prod.model.notebook import Cell, Notebook
from nb2prod.model.run import CellRun, Environment, Run

Output = Mapping[str, Any]


def printed(text: str, name: str = "stdout") -> Output:
    """A stream output."""
    return {"output_type": "stream", "name": name, "text": text}


def result(text: str, **others: Any) -> Output:
    """An execute_result with a text/plain and further types, by words: html, png."""
    kinds = {"html": "text/html", "png": "image/png", "json": "application/json"}
    data = {"text/plain": text, **{kinds[word]: value for word, value in others.items()}}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def raised(name: str, value: str) -> Output:
    """An error output."""
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": []}


def cell(
    index: int,
    source: str,
    *outputs: Output | str,
    count: int | None = None,
    tags: tuple[str, ...] = (),
) -> Cell:
    """A code cell that recorded these outputs; a plain text stands for a printed one."""
    shown = tuple(printed(item) if isinstance(item, str) else item for item in outputs)
    number = index + 1 if count is None else count
    return Cell(index, f"c{index}", "code", source, tags, (), number or None, shown)


def notebook(*cells: Cell, path: Path = Path("demo.ipynb")) -> Notebook:
    """A notebook of these cells."""
    return Notebook(path, cells, "python3", "python", (4, 5), "0" * 64)


def run(*outputs: tuple[Output | str, ...] | str, folder: Path = Path("/srv/demo")) -> TimedRun:
    """A run in which cell 0, 1 ... showed these outputs."""
    cells = []
    for index, shown in enumerate(outputs):
        items = (shown,) if isinstance(shown, str) else shown
        texts = tuple(printed(item) if isinstance(item, str) else item for item in items)
        texts = tuple(item for item in texts if item.get("text") != "")
        cells.append(CellRun(index, texts, 0.1, "ok"))
    environment = Environment("/usr/bin/python3", "3.11.7", {}, {})
    made = Run("0" * 64, tuple(cells), (), environment, (), folder, folder, 1.0)
    return TimedRun(made, 1_700_000_000.0, 1_700_000_002.0)
