"""What goes wrong while a notebook is run or its project is written: one message, nothing left."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command, check_failure
from tests.notebooks import write_notebook
from tests.test_bad_input import UNREADABLE

GOOD = """
    # %% load
    stops = [3, 1, 2]
    # %% prep:sort_stops
    stops = sorted(stops)
    # %% evaluate
    longest = max(stops)
"""


# ---------------------------------------------------------------- refused before anything is run


@pytest.mark.parametrize("verb", ["plan", "convert"])
@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read(command: Command, tmp_path: Path, what: str, verb: str) -> None:
    content, code, words = UNREADABLE[what]
    path = tmp_path / "analysis.ipynb"
    path.write_bytes(content)
    check_failure(command, tmp_path, verb, path, exit_code=3, code=code, words=words)


BEFORE_THE_RUN = {
    "no role at all": ("# %%\nopen('ran', 'w')", "NB117", "role"),
    "a mistyped role": ("# %% load\nopen('ran', 'w')\n# %% perp\ny = 2", "NB113", "cell 2"),
    "a syntax error": ("# %% load\nopen('ran', 'w')\n# %% prep\ny = (", "NB114", "cell 2"),
    "another notebook": ("# %% load\nx = open('ran', 'w')\n%run b.ipynb", "NB121", "line 2"),
}


@pytest.mark.parametrize("what", BEFORE_THE_RUN)
def test_what_is_wrong_is_said_before_the_notebook_is_run(
    command: Command, tmp_path: Path, what: str
) -> None:
    text, code, words = BEFORE_THE_RUN[what]
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    check_failure(command, tmp_path, "convert", path, exit_code=3, code=code, words=words)


def test_a_role_on_a_text_is_a_remark(command: Command, tmp_path: Path) -> None:
    text = "# %% [markdown] prep\n# # Words\n# %% load\nstops = [1]\n# %% prep\nlast = stops[-1]"
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    told = command("convert", path, "--no-run", "--json")
    assert told.code == 0, told.out
    assert "NB112" in [finding["code"] for finding in told.document["findings"]]


def test_a_kernel_that_is_not_installed(command: Command, tmp_path: Path) -> None:
    kernel = {"name": "no-such-kernel", "display_name": "x", "language": "python"}
    path = write_notebook(tmp_path / "analysis.ipynb", GOOD, kernelspec=kernel)
    check_failure(
        command, tmp_path, "convert", path, exit_code=3, code="NB420", words="no-such-kernel"
    )


def test_a_target_with_something_else_is_refused_before_the_run(
    command: Command, tmp_path: Path
) -> None:
    text = "# %% load\nopen('ran', 'w')\nx = 1\n# %% prep\ny = x"
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("precious")
    arguments = ("convert", path, "--output", tmp_path / "thesis")
    check_failure(command, tmp_path, *arguments, exit_code=3, code="NB702", words="something else")


def test_a_foreign_folder_of_the_packages_name_is_refused_before_the_run(
    command: Command, tmp_path: Path
) -> None:
    text = "# %% load\nopen('ran', 'w')\nx = 1\n# %% prep\ny = x"
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "chapter.txt").write_text("precious")
    check_failure(
        command, tmp_path, "convert", path, exit_code=3, code="NB702", words="something else"
    )


def test_a_target_below_a_file(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "analysis.ipynb", GOOD)
    (tmp_path / "file").write_text("precious")
    arguments = ("convert", path, "--output", tmp_path / "file" / "project")
    check_failure(
        command, tmp_path, *arguments, exit_code=3, code="NB703", words="could not be written"
    )


# ---------------------------------------------------------------- the notebook fails


FAILING = {
    "an error": ("# %% load\nx = 1\n# %% prep\ny = x / 0", "NB411", "cell 2"),
    "a missing file": ("# %% load\nx = open('none').read()\n# %% prep\ny = x", "NB403", "none"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAILING)
def test_a_notebook_that_fails_leaves_with_4(command: Command, tmp_path: Path, what: str) -> None:
    text, code, words = FAILING[what]
    path = write_notebook(tmp_path / "analysis.ipynb", text)
    check_failure(command, tmp_path, "convert", path, exit_code=4, code=code, words=words)


# ---------------------------------------------------------------- writing fails


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "NB704"), (errno.EROFS, "NB703")])
def test_a_disk_that_refuses(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = write_notebook(tmp_path / "analysis.ipynb", GOOD)
    real = Path.write_bytes

    def refuse(self: Path, content: Any) -> int:
        if ".nb2prod-new-" in str(self) and self.suffix == ".py":
            raise OSError(number, os.strerror(number), str(self))
        return real(self, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    check_failure(
        command, tmp_path, "convert", path, exit_code=3, code=code, words=os.strerror(number)
    )
