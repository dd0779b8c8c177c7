"""
Values that nobody can keep or compare, code that no two runs give alike, projects that are broken.

Nothing of it may end in a traceback, and nothing that depends on it may be called proven.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command, check_failure
from tests.notebooks import write_notebook
from tests.test_converting_again import NOTEBOOK

pytestmark = pytest.mark.slow

LONGEST = """
    # %% evaluate:find_longest
    longest = max(stops)
"""
KEPT_BY_NOBODY = {
    "a generator": """
    # %% load:read
    stops = (number * number for number in range(4))
    # %% prep:sort_stops
    stops = sorted(stops)
    """,
    "a lock": """
    # %% imports
    import threading
    # %% load:read
    guard = threading.Lock()
    stops = [3, 1, 2]
    # %% prep:sort_stops
    with guard:
        stops = sorted(stops)
    """,
    "an open file": """
    # %% load:read
    lines = open("stops.txt")
    # %% prep:sort_stops
    stops = sorted(int(line) for line in lines)
    """,
    "a socket": """
    # %% imports
    import socket
    # %% load:read
    line = socket.socket()
    # %% prep:sort_stops
    stops = sorted([line.family, 1, 2])
    """,
}
ODD_CLASS = """
    # %% imports
    import numpy as np

    class Distance:
        def __init__(self, km):
            self.km = km

        def __eq__(self, other):
            {equality}

        __hash__ = None
    # %% load:read
    odd = Distance(3)
    # %% prep:stretch
    odd = Distance(odd.km + 1)
    # %% evaluate:double
    doubled = odd.km * 2
"""
CHANCE = {
    "the clock": ("import time", "time.time() + stop"),
    "nanoseconds": ("import time", "time.time_ns() + stop"),
    "a moment": ("import datetime", "datetime.datetime.now()"),
    "no seed": ("import numpy as np", "float(np.random.default_rng().normal()) + stop"),
}
BY_CHANCE = """
    # %% imports
    {module}
    # %% load:read
    stops = [3, 1, 2]
    # %% prep:stamp
    stamped = [{value} for stop in stops]
    # %% evaluate:find_longest
    longest = max(stops)
    count = len(stamped)
"""


def claims(command: Command, *arguments: object, code: int = 0) -> dict[str, tuple[str, str]]:
    """The command's claims: status and reason by name."""
    ended = command(*arguments, "--json")
    assert ended.code == code, ended.out
    return {claim["id"]: (claim["status"], claim["reason"]) for claim in ended.document["claims"]}


@pytest.mark.parametrize("what", KEPT_BY_NOBODY)
def test_what_cannot_be_kept_is_named_and_the_rest_is_proven(
    command: Command, tmp_path: Path, what: str
) -> None:
    (tmp_path / "stops.txt").write_text("3\n1\n2\n")
    path = write_notebook(tmp_path / "odd.ipynb", KEPT_BY_NOBODY[what] + LONGEST)
    found = claims(command, "convert", path)
    for name in ("function:load.read", "function:prep.sort_stops"):
        assert found[name][0] == "not checked"
        assert "cannot pickle" in found[name][1]
    assert found["function:evaluate.find_longest"][0] == "proven"
    assert found["pipeline:run"][0] == "proven"


@pytest.mark.parametrize(
    "equality", ['raise ValueError("not me")', "return np.array([True, False])"]
)
def test_an_equality_of_the_authors_own_is_never_asked(
    command: Command, tmp_path: Path, equality: str
) -> None:
    path = write_notebook(tmp_path / "odd.ipynb", ODD_CLASS.format(equality=equality))
    assert {status for status, _ in claims(command, "convert", path).values()} == {"proven"}
    prep = tmp_path / "odd" / "src" / "odd" / "prep.py"
    prep.write_text(prep.read_text().replace("odd.km + 1", "odd.km + 2"))
    edited = claims(command, "prove", tmp_path / "odd", code=1)
    assert edited["function:prep.stretch"][0] == "refuted"
    assert "4 vs 5" in edited["function:prep.stretch"][1]


@pytest.mark.parametrize("what", CHANCE)
def test_what_no_two_runs_give_alike_is_neither_proven_nor_refuted(
    command: Command, tmp_path: Path, what: str
) -> None:
    module, value = CHANCE[what]
    path = write_notebook(tmp_path / "odd.ipynb", BY_CHANCE.format(module=module, value=value))
    found = claims(command, "convert", path)
    status, reason = found["function:prep.stamp"]
    assert status == "not checked"
    assert "two calls of the same function differ in `stamped`" in reason
    assert found["function:evaluate.find_longest"][0] == "proven"


def test_a_kernel_that_dies_is_told_with_its_cell(command: Command, tmp_path: Path) -> None:
    dying = "import os\n    stops = sorted(stops)\n    os._exit(9)"
    text = NOTEBOOK.replace("stops = sorted(stops)", dying)
    path = write_notebook(tmp_path / "odd.ipynb", text)
    words = "cell 2"
    check_failure(command, tmp_path, "convert", path, exit_code=4, code="NB409", words=words)


# ---------------------------------------------------------------- a project that was edited


def _replaced(old: str, new: str) -> Callable[[Path], None]:
    def edit(prep: Path) -> None:
        prep.write_text(prep.read_text().replace(old, new))

    return edit


EDITS: dict[str, tuple[Callable[[Path], None], str]] = {
    "what is no Python": (_replaced("def ", "def (:\ndef "), "SyntaxError"),
    "a library that is nowhere": (
        _replaced("def ", "import not_installed_anywhere\n\ndef "),
        "No module named 'not_installed_anywhere'",
    ),
    "a renamed function": (_replaced("def sort_stops", "def order_stops"), "sort_stops"),
    "a function that raises": (_replaced("sorted(stops)", "sorted(stops)[7]"), "IndexError"),
    "a lost module": (Path.unlink, "No module named 'stops.prep'"),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_project_that_no_longer_imports_is_refuted_where_it_broke(
    command: Command, tmp_path: Path, what: str
) -> None:
    path = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    assert command("convert", path).code == 0
    edit, words = EDITS[what]
    edit(tmp_path / "stops" / "src" / "stops" / "prep.py")
    for arguments in (("prove", tmp_path / "stops"), ("convert", path)):
        found = claims(command, *arguments, code=1)
        assert found["function:prep.sort_stops"][0] == "refuted"
        assert words in found["function:prep.sort_stops"][1]
        assert found["pipeline:run"][0] == "refuted"
        assert found["function:evaluate.find_longest"][0] == "proven"


# ---------------------------------------------------------------- what an earlier version left


def _earlier(project: Path) -> None:
    """The folder as earlier versions wrote it: fewer notes, at other places."""
    notes = project / ".nb2prod"
    (project / "lineage.json").rename(notes / "lineage.json")
    (notes / "baseline.zip").unlink()
    noted = json.loads((notes / "manifest.json").read_text())
    noted["options"] = {"targets": "docker", "package": 7, "surprise": None}
    noted["files"] = {"src/stops/prep.py": 3, "gone.py": None}
    (notes / "manifest.json").write_text(json.dumps(noted))


def _least(project: Path) -> None:
    notes = project / ".nb2prod"
    (notes / "manifest.json").write_text('{"notebook": "stops.ipynb"}')
    (notes / "baseline.zip").write_bytes(b"PK, and no archive")
    (notes / "proof.json").write_text("[]")
    (notes / "contract.json").unlink(missing_ok=True)


@pytest.mark.parametrize("left", [_earlier, _least])
def test_notes_of_an_earlier_version_lose_nothing_and_stop_nothing(
    command: Command, tmp_path: Path, left: Callable[[Path], None]
) -> None:
    path = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    project = tmp_path / "stops"
    assert command("convert", path).code == 0
    (project / "mine.txt").write_text("mine")
    left(project)
    assert {status for status, _ in claims(command, "prove", project).values()} == {"proven"}
    assert command("diff", project).code == 0
    ended = command("convert", path, "--json")
    assert ended.code == 0
    assert {one["what"] for one in ended.document["changes"]} <= {"unchanged", "changed", "new"}
    assert (project / "mine.txt").read_text() == "mine"
    assert (project / "lineage.json").exists()


def test_a_project_that_cannot_be_noted_in_is_told_before_the_run(
    command: Command, tmp_path: Path
) -> None:
    path = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    assert command("convert", path).code == 0
    notes = tmp_path / "stops" / ".nb2prod"
    notes.rename(tmp_path / "elsewhere")
    notes.write_text("a file of somebody's")
    words = "the proof could not be noted"
    asked = ("prove", tmp_path / "stops")
    check_failure(command, tmp_path, *asked, exit_code=3, code="NB703", words=words)
