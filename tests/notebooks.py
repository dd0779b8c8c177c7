"""
The tiny notebook language of the tests: a text in, a notebook out.

    # %% [markdown]
    # ## Clean the orders
    # %% prep:clean_orders
    df = df.dropna()
    # %% predict evaluate
    model.predict(df)

A line `# %%` starts a cell; what follows on it are the cell's tags.
Lines before the first one are an untagged cell.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

CORPUS = Path(__file__).parent / "corpus"

_CELL_LINE = re.compile(r"^# %%(?:[ \t]+(.*))?$", re.MULTILINE)
_KIND = re.compile(r"\[(?P<kind>markdown|raw)\]")


def notebook_json(text: str, **metadata: Any) -> dict[str, Any]:
    """
    Return the notebook (nbformat 4.5, never run) that the text describes.

    Cells are named cell-0, cell-1 ...; keyword arguments are added to the notebook's metadata.
    """
    cells = [_cell(f"cell-{index}", head, body) for index, (head, body) in enumerate(_split(text))]
    kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernelspec, "language_info": {"name": "python"}, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_notebook(path: Path | str, text: str, **metadata: Any) -> Path:
    """Write the text's notebook to the path, making its folder, and return the path."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    notebook = notebook_json(text, **metadata)
    content = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    target.write_text(content, encoding="utf-8", newline="\n")
    return target


def corpus_names() -> tuple[str, ...]:
    """Return the names of the notebooks of the corpus, sorted."""
    return tuple(sorted(path.name.removesuffix(".nb.py") for path in CORPUS.glob("*.nb.py")))


def corpus_notebook(name: str, folder: Path | str) -> Path:
    """Write a notebook of the corpus and its table into the folder, and return its path."""
    text = (CORPUS / f"{name}.nb.py").read_text(encoding="utf-8")
    notebook = write_notebook(Path(folder) / f"{name}.ipynb", text)
    shutil.copyfile(CORPUS / f"{name}.csv", notebook.with_suffix(".csv"))
    return notebook


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands on each cell's first line, and the cell's text without blank edges."""
    before, *rest = _CELL_LINE.split(dedent(text))
    if before.strip():
        yield "", _without_blank_edges(before)
    for head, body in zip(rest[::2], rest[1::2], strict=True):
        yield (head or "").strip(), _without_blank_edges(body)


def _without_blank_edges(body: str) -> str:
    return re.sub(r"\A(?:[ \t]*\n)+", "", body).rstrip()


def _cell(cell_id: str, head: str, body: str) -> dict[str, Any]:
    marked = _KIND.match(head)
    kind = marked["kind"] if marked else "code"
    tags = re.split(r"[\s,]+", head[marked.end() :] if marked else head)
    kept = [tag for tag in dict.fromkeys(tags) if tag]
    source = _uncommented(body) if kind == "markdown" else body
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": cell_id,
        "metadata": {"tags": kept} if kept else {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _uncommented(body: str) -> str:
    """Return the markdown without its comment signs, when each of its lines carries one."""
    #   # ## Clean the orders      commented: the heading "## Clean the orders"
    #   ## Clean the orders        plain:     the same heading
    lines = body.splitlines()
    if all(line == "#" or line.startswith("# ") or not line.strip() for line in lines):
        return "\n".join(line[2:] for line in lines)
    return body
