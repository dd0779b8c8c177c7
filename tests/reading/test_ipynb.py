"""Reading forgives what does no harm, and says exactly what is wrong where it cannot go on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nb2prod.errors import NotebookError, WriteRefused
from nb2prod.model.findings import Severity
from nb2prod.model.notebook import Role, Tag
from nb2prod.reading import ipynb
from tests.notebooks import notebook_json, write_notebook

TEXT = """
    # %% [markdown]
    # # Stops
    # %% load
    stops = read()
    # %% prep:clean
    stops = stops.dropna()
"""


def saved(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Write the small notebook after changing its JSON."""
    document = notebook_json(TEXT)
    change(document)
    path = folder / "stops.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def check_refused(path: Path, code: str, *words: str) -> NotebookError:
    """Reading raises that code, with the file's name and these words; the file stays as it is."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(NotebookError) as caught:
        ipynb.read(path)
    error = caught.value
    assert error.code == code
    assert error.notebook == str(path)
    assert error.remedy
    for word in words:
        assert word in str(error)
    assert (path.read_bytes() if path.is_file() else None) == before
    return error


def test_cells_roles_and_kernel_come_back(tmp_path: Path) -> None:
    notebook = ipynb.read(write_notebook(tmp_path / "stops.ipynb", TEXT))
    assert [cell.kind for cell in notebook.cells] == ["markdown", "code", "code"]
    assert notebook.cells[1].source == "stops = read()"
    assert notebook.cells[2].tags == (Tag(Role.PREP, "clean"),)
    assert (notebook.kernel_name, notebook.language, notebook.nbformat) == (
        "python3",
        "python",
        (4, 5),
    )
    assert notebook.findings == ()


def test_lines_and_line_ends_are_joined(tmp_path: Path) -> None:
    lines = ["a = 1\r\n", "b = 2\r", "c = 3"]
    path = saved(tmp_path, lambda document: document["cells"][1].update(source=lines))
    assert ipynb.read(path).cells[1].source == "a = 1\nb = 2\nc = 3"


def test_recorded_outputs_are_joined_but_json_lists_stay_lists(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": ["<b>", "</b>"], "application/json": ["x", "y"]},
        },
    ]
    path = saved(tmp_path, lambda document: document["cells"][1].update(outputs=outputs))
    stream, display = ipynb.read(path).cells[1].outputs
    assert stream["text"] == "a\nb\n"
    assert display["data"] == {"text/html": "<b></b>", "application/json": ["x", "y"]}


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["cells"][1].pop("id"),
        lambda document: document["cells"][1].update(id=7),
        lambda document: document["cells"][1].update(metadata=[]),
        lambda document: document["cells"][0].pop("metadata"),
        lambda document: document["cells"][1].pop("outputs"),
        lambda document: document.update(metadata={"kernelspec": "python3"}),
        lambda document: document.pop("nbformat_minor"),
    ],
)
def test_harmless_oddities_are_read(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    notebook = ipynb.read(saved(tmp_path, change))
    assert [cell.source for cell in notebook.code_cells] == [
        "stops = read()",
        "stops = stops.dropna()",
    ]


def test_a_notebook_without_a_kernel_is_python_with_a_note(tmp_path: Path) -> None:
    notebook = ipynb.read(saved(tmp_path, lambda document: document.update(metadata={})))
    assert (notebook.kernel_name, notebook.language) == (None, "python")
    assert [(finding.code, finding.severity) for finding in notebook.findings] == [
        ("NB118", Severity.NOTE)
    ]


def test_no_such_file(tmp_path: Path) -> None:
    check_refused(tmp_path / "none.ipynb", "NB101", "no such file")


def test_a_folder(tmp_path: Path) -> None:
    check_refused(tmp_path, "NB102", "folder")


def test_a_file_below_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    check_refused(tmp_path / "file" / "a.ipynb", "NB103", "cannot be read")


def test_a_name_that_no_file_can_have() -> None:
    check_refused_name = Path("a\0b.ipynb")
    with pytest.raises(NotebookError, match="NB103"):
        ipynb.read(check_refused_name)


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    check_refused(path, "NB104", "empty")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"import pandas as pd\n", "line 1"),
        (b'{"cells": [', "ends too early"),
        (b'{"cells": [], "metadata": {"a', "ends too early"),
        (b"\xef\xbb\xbf{}", "BOM"),
        ('{"cells": []}'.encode("utf-16"), "UTF-16"),
        ('{"cells": []}'.encode("utf-16-le"), "UTF-16"),
        (b'{"cells": ["\xff"]}', "not UTF-8"),
        (b"[" * 100_000, "deeply nested"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "number too long"),
    ],
)
def test_not_json(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    check_refused(path, "NB105", words)


@pytest.mark.parametrize(
    "content",
    ["[]", "3", '"text"', "null", "{}", '{"cells": {}}', '{"nbformat": 3, "cells": []}'],
)
def test_json_of_another_shape(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    check_refused(path, "NB106", "not a notebook")


def test_a_version_that_is_no_number(tmp_path: Path) -> None:
    check_refused(saved(tmp_path, lambda document: document.update(nbformat="4")), "NB106", '"4"')


def test_a_future_format(tmp_path: Path) -> None:
    check_refused(
        saved(tmp_path, lambda document: document.update(nbformat=5)), "NB107", "format 5"
    )


def old_notebook(folder: Path, worksheets: object) -> Path:
    path = folder / "old.ipynb"
    document = {"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0}
    path.write_text(json.dumps({**document, "worksheets": worksheets}))
    return path


def test_format_3_is_upgraded_in_memory_only(tmp_path: Path) -> None:
    code = {"cell_type": "code", "input": ["x = 1\n", "x"], "language": "python", "outputs": []}
    heading = {"cell_type": "heading", "level": 2, "source": ["Title"]}
    path = old_notebook(tmp_path, [{"cells": [heading, code]}])
    before = path.read_bytes()
    notebook = ipynb.read(path)
    assert [cell.source for cell in notebook.cells] == ["## Title", "x = 1\nx"]
    assert notebook.nbformat == (3, 0)
    assert "NB119" in [finding.code for finding in notebook.findings]
    assert ipynb.read(path) == notebook
    assert ipynb.stripped(path) == ipynb.stripped(path)
    assert path.read_bytes() == before


def test_a_broken_format_3(tmp_path: Path) -> None:
    check_refused(old_notebook(tmp_path, [{"cells": [{"cell_type": 1}]}]), "NB107", "old format 3")


def test_no_code_cells(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% [markdown]\n# # Only words")
    check_refused(path, "NB108", "no code")


def test_only_blank_code_cells(tmp_path: Path) -> None:
    check_refused(write_notebook(tmp_path / "a.ipynb", "# %%\n# %%"), "NB108", "no code")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}},
        {"kernelspec": {"name": "ir", "display_name": "R"}},
        {"kernelspec": {"name": "julia-1.10"}},
        {"kernelspec": {"name": "x"}, "language_info": {"name": "R"}},
        {"kernelspec": {"name": "python2"}, "language_info": {"name": "python"}},
        {"language_info": {"name": "python", "version": "2.7.18"}},
    ],
)
def test_another_language(tmp_path: Path, metadata: dict[str, Any]) -> None:
    path = saved(tmp_path, lambda document: document.update(metadata=metadata))
    check_refused(path, "NB109", "Python")


@pytest.mark.parametrize("name", ["python3", "conda-env-x-py", "my-venv", "Python 3.12"])
def test_a_kernel_of_any_name_may_be_python(tmp_path: Path, name: str) -> None:
    metadata = {"kernelspec": {"name": name}}
    assert (
        ipynb.read(saved(tmp_path, lambda document: document.update(metadata=metadata))).findings
        == ()
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cell_type": "heading"}, "heading"),
        ({"cell_type": None}, "null"),
        ({"source": 3}, "source"),
        ({"source": ["a", 3]}, "source"),
        ({"source": "\ud800"}, "surrogate"),
        ({"outputs": {}}, "outputs"),
        ({"outputs": ["text"]}, "outputs"),
    ],
)
def test_a_cell_of_another_shape(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    path = saved(tmp_path, lambda document: document["cells"][1].update(change))
    error = check_refused(path, "NB110", "cell 2", words)
    assert error.cell_index == 1


def test_a_cell_that_is_no_object(tmp_path: Path) -> None:
    check_refused(
        saved(tmp_path, lambda document: document["cells"].append("x")), "NB110", "cell 4"
    )


@pytest.mark.parametrize("tags", ["prep", {"prep": True}, ["prep", 3]])
def test_tags_that_are_no_list(tmp_path: Path, tags: object) -> None:
    path = saved(tmp_path, lambda document: document["cells"][1].update(metadata={"tags": tags}))
    check_refused(path, "NB111", "cell 2", "stops = read()")


def test_stripping_removes_every_trace_of_a_run_and_nothing_else(tmp_path: Path) -> None:
    def run(document: dict[str, Any]) -> None:
        cell = document["cells"][1]
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "secret row"}]
        cell["execution_count"] = 3
        cell["metadata"] |= {"execution": {"iopub.status.busy": "now"}, "mine": 1}
        document["metadata"]["widgets"] = {"state": "secret row"}

    path = saved(tmp_path, run)
    before = path.read_bytes()
    once = ipynb.stripped(path)
    assert b"secret row" not in once
    assert json.loads(once)["cells"][1]["metadata"] == {"mine": 1, "tags": ["load"]}
    assert path.read_bytes() == before
    path.write_bytes(once)
    assert ipynb.stripped(path) == once


def test_a_stripped_notebook_of_a_bare_text_is_the_same_notebook(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", TEXT)
    assert json.loads(ipynb.stripped(path)) == notebook_json(TEXT)


def test_writing_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_notebook(tmp_path / "a.ipynb", TEXT)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(WriteRefused, match="No space left"):
        ipynb.write(path, notebook_json("x = 1"))
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ipynb"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    ipynb.write(path, notebook_json(TEXT))
    assert [cell.source for cell in ipynb.read(path).code_cells] == [
        "stops = read()",
        "stops = stops.dropna()",
    ]


def test_what_is_no_notebook_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="NB120"):
        ipynb.write(tmp_path / "a.ipynb", {"cells": [{"cell_type": "code"}], "nbformat": 4})
    assert list(tmp_path.iterdir()) == []


def test_nbformat_comes_in_without_the_slow_check_that_nobody_uses() -> None:
    code = (
        "import sys; from nb2prod.reading import ipynb; ipynb._nbformat();"
        "assert 'nbformat' in sys.modules; assert 'rfc3987_syntax' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
