"""Whatever is wrong with a notebook's file: one clear message, an exit code, nothing touched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nb2prod.errors import REFUSED
from tests.command import Command, check_failure, files_below
from tests.notebooks import notebook_json, write_notebook

GOOD = """
    # %% load
    stops = [1, 2]
    # %% prep:clean
    stops = stops[:1]
"""


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = notebook_json(GOOD)
    change(document)
    return json.dumps(document).encode()


UNREADABLE = {
    "not JSON": (b"import pandas", "NB105", "not JSON"),
    "a merge that was not finished": (b"<<<<<<< HEAD\n{}\n", "NB105", "line 1"),
    "cut off": (json.dumps(notebook_json(GOOD)).encode()[:-40], "NB105", "ends too early"),
    "a byte order mark": (b"\xef\xbb\xbf" + changed(lambda _: None), "NB105", "BOM"),
    "UTF-16": (changed(lambda _: None).decode().encode("utf-16"), "NB105", "UTF-16"),
    "empty": (b"", "NB104", "empty"),
    "another shape": (b'{"name": "package"}', "NB106", "not a notebook"),
    "a list": (b"[1, 2]", "NB106", "not a notebook"),
    "an old format that is broken": (
        b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [3]}]}',
        "NB107",
        "old format 3",
    ),
    "a format of the future": (changed(lambda d: d.update(nbformat=9)), "NB107", "format 9"),
    "no code": (changed(lambda d: d.update(cells=[])), "NB108", "no code"),
    "another language": (
        changed(lambda d: d.update(metadata={"kernelspec": {"name": "ir", "language": "R"}})),
        "NB109",
        "`R`",
    ),
    "a cell of another shape": (
        changed(lambda d: d["cells"][1].update(source={"text": "x"})),
        "NB110",
        "cell 2",
    ),
    "tags that are no list": (
        changed(lambda d: d["cells"][1].update(metadata={"tags": "prep"})),
        "NB111",
        "cell 2",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read(command: Command, tmp_path: Path, what: str) -> None:
    content, code, words = UNREADABLE[what]
    path = tmp_path / "analysis.ipynb"
    path.write_bytes(content)
    check_failure(command, tmp_path, "inspect", path, exit_code=REFUSED, code=code, words=words)
    assert "analysis.ipynb" in command("inspect", path).err


def test_a_file_that_is_not_there(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "none.ipynb"
    check_failure(command, tmp_path, "inspect", path, exit_code=3, code="NB101", words="none.ipynb")


def test_a_folder(command: Command, tmp_path: Path) -> None:
    check_failure(command, tmp_path, "inspect", tmp_path, exit_code=3, code="NB102", words="folder")


def test_a_file_that_the_system_refuses(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", GOOD)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", refuse)
        ended = command("inspect", path)
    assert ended.code == 3
    assert "NB103 the file cannot be read (Permission denied)" in ended.err


FOUND = {
    "no role at all": ("# %%\nx = 1", "NB117", None),
    "a mistyped role": ("# %% load\nx = 1\n# %% perp\ny = 2", "NB113", 1),
    "a role in capitals": ("# %% load\nx = 1\n# %% TRAIN\ny = 2", "NB113", 1),
    "a step that cannot be a name": ("# %% load\nx = 1\n# %% prep:2nd\ny = 2", "NB115", 1),
    "three roles": ("# %% load prep train\nx = 1", "NB116", 0),
    "a syntax error": ("# %% load\nx = 1\n# %% prep\ny = (", "NB114", 1),
    "a change of folder": ("# %% load\n%pushd data\nx = 1", "NB121", 0),
}


@pytest.mark.parametrize("what", FOUND)
def test_a_notebook_that_cannot_be_converted_yet(
    command: Command, tmp_path: Path, what: str
) -> None:
    text, code, cell = FOUND[what]
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    before = files_below(tmp_path)
    ended = command("inspect", path)
    assert ended.code == REFUSED
    place = "analysis.ipynb" if cell is None else f"analysis.ipynb, cell {cell + 1}"
    assert place in ended.out
    assert f"error {code} " in ended.out
    told = command("inspect", path, "--json")
    assert told.code == REFUSED
    assert (code, cell, "error") in [
        (finding["code"], finding["cell_index"], finding["severity"])
        for finding in told.document["findings"]
    ]
    assert "Traceback" not in ended.out + ended.err + told.out + told.err
    assert files_below(tmp_path) == before


REMARKED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a role on a text": ("# %% load\nx = 1\n# %% [markdown] prep\n# # words", {}, "NB112"),
    "no kernel": ("# %% load\nx = 1", {"kernelspec": {}, "language_info": {}}, "NB118"),
    "a shell command": ("# %% load\n!wget out\nx = 1", {}, "NB122"),
}


@pytest.mark.parametrize("what", REMARKED)
def test_what_is_only_remarked(command: Command, tmp_path: Path, what: str) -> None:
    text, metadata, code = REMARKED[what]
    path = write_notebook(tmp_path / "a.ipynb", text, **metadata)
    ended = command("inspect", path)
    assert ended.code == 0
    assert code in ended.out


def test_an_old_notebook_is_read_and_left_as_it_is(command: Command, tmp_path: Path) -> None:
    cell: dict[str, Any] = {"cell_type": "code", "input": "x = 1", "language": "python"}
    cell |= {"outputs": [], "metadata": {"tags": ["load"]}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old))
    before = path.read_bytes()
    ended = command("inspect", path)
    assert (ended.code, "NB119" in ended.out) == (0, True)
    assert path.read_bytes() == before


def test_all_findings_come_at_once(command: Command, tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "a.ipynb", "# %% perp\n%pushd x\n# %% load\ny = (\n# %% trian\n1"
    )
    told = command("inspect", path, "--json")
    assert [finding["code"] for finding in told.document["findings"]] == [
        "NB113", "NB121", "NB114", "NB113"
    ]  # fmt: skip
