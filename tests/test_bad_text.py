"""
Whatever stands in the cells: reading, proposing and planning end with an answer or one message.

Nothing here is run, so that a notebook may hold what no kernel would survive.
"""

import ast
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nb2prod import api
from nb2prod.errors import Nb2prodError
from nb2prod.model.options import Options
from tests.notebooks import notebook_json, write_notebook


def all_of(path: Path, tmp_path: Path) -> tuple[str, str, str]:
    """What inspect, tag and convert --no-run say: `ok`, or the code of the one message."""
    told = []
    for verb in (
        lambda: api.inspect(path),
        lambda: api.tag(path),
        lambda: converted(path, tmp_path / "out"),
    ):
        told.append(answer(verb))
    return told[0], told[1], told[2]


def answer(verb: Callable[[], object]) -> str:
    """`ok`, or the code of an error that says what to do."""
    try:
        verb()
    except Nb2prodError as error:
        return error.code if error.remedy else "no remedy"
    return "ok"


def converted(path: Path, folder: Path) -> None:
    """The project, whose every module is Python."""
    api.convert(path, Options(run=False, output=folder), lambda *_: None)
    modules = sorted(folder.rglob("*.py"))
    assert modules
    for module in modules:
        ast.parse(module.read_text(encoding="utf-8"))


CODES = {
    "names that shadow builtins": ("list = [1]\nprint = list\nsum = print[0]", "ok"),
    "names of modules and keywords of old": ("exec = 1\nasync_ = exec\nmatch = 2\ntype = 3", "ok"),
    "names in other scripts": ("größe = 1\n数 = größe\n販売 = 数", "ok"),
    "a name that normalises": ("ﬁt = 1\nx = fit", "ok"),
    "tabs": ("if True:\n\tx = 1\n\tif x:\n\t\ty = 2\nz = 3", "ok"),
    "a form feed": ("x = 1\n\x0cy = x", "ok"),
    "a form feed before an indent": ("def f():\n\x0c    return 1\nx = f()", "ok"),
    "tabs and blanks mixed": ("if True:\n\tx = 1\n        y = 2", "NB114"),
    "line ends of all systems": ("x = 1\r\ny = 2\rz = 3\nw = 4", "ok"),
    "separators that are no line ends": ("x = 'a\u2028b\x0bc\x85d'\ny = x", "ok"),
    "a null character": ("x = 'a\x00b'", "NB114"),
    "a byte order mark in the cell": ("\ufeffx = 1", "NB114"),
    "Python 2": ("print 'hello'\nx = 1L", "NB114"),
    "Python 2 exceptions": ("try:\n    x = 1\nexcept Exception, e:\n    pass", "NB114"),
    "deep brackets": ("x = " + "(" * 1500 + "1" + ")" * 1500, "NB114"),
    "a deep chain of methods": ("x = 1\ny = x" + ".a()" * 3000, None),
    "a deep sum": ("x = " + " + ".join(["1"] * 5000), None),
    "deep unary signs": ("x = " + "-" * 3000 + "1", None),
    "deep attribute lookups": ("y = x" + ".a" * 4000, None),
    "deep indentation": (
        "".join(" " * n + "if 1:\n" for n in range(80)) + " " * 80 + "x = 1", "ok",
    ),
    "indentation at the limit": (
        "".join(" " * n + "if 1:\n" for n in range(99)) + " " * 99 + "x = 1", "NB114",
    ),
    "indentation too deep": (
        "".join(" " * n + "if 1:\n" for n in range(120)) + " " * 120 + "x = 1", "NB114",
    ),
    "a long chain of elif": (
        "x = 1\nif x == 0:\n    y = 0\n"
        + "".join(f"elif x == {n}:\n    y = {n}\n" for n in range(150)), "ok",
    ),
    "a line of a million characters": ("x = '" + "a" * 1_000_000 + "'", "ok"),
    "a number of 10,000 digits": ("x = " + "9" * 10_000, None),
    "two functions of one name": (
        "def f():\n    return 1\na = f()\ndef f():\n    return 2\nb = f()", "ok",
    ),
    "an encoding that is not UTF-8 declared": ("# -*- coding: latin-1 -*-\nx = 'é'", "ok"),
}  # fmt: skip


@pytest.mark.parametrize("what", CODES)
def test_odd_code_gives_a_project_or_one_message(tmp_path: Path, what: str) -> None:
    source, code = CODES[what]
    document = notebook_json("# %% prep\nx = 1")
    document["cells"][0]["source"] = source
    path = tmp_path / "odd.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    inspected, tagged, planned = all_of(path, tmp_path)
    assert (inspected, tagged) == ("ok", "ok")
    if code is None:  # Python's own limits, which differ with its version
        assert planned in ("ok", "NB114", "NB216")
    else:
        assert planned == code


@pytest.mark.parametrize(
    "name", ["json", "class", "pandas", "test", "2nd try", "Δ", "__init__", "a.b", "con", "-"]
)
def test_a_notebook_of_any_name_becomes_a_package(tmp_path: Path, name: str) -> None:
    path = write_notebook(tmp_path / f"{name}.ipynb", "# %% prep\nx = [1]")
    assert all_of(path, tmp_path) == ("ok", "ok", "ok")
    plan = api.plan(path, Options(run=False), lambda *_: None)
    assert plan.package.isidentifier()
    assert plan.package not in ("json", "class", "test")


def cells(count: int) -> str:
    linked = "".join(f"# %%\nx{n} = x{n - 1} + 1\n" for n in range(1, count))
    return f"# %% load\nx0 = 1\n{linked}# %% prep\ny = x{count - 1}"


@pytest.mark.slow
def test_ten_thousand_cells_take_seconds(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "long.ipynb", cells(10_000))
    started = time.process_time()
    assert len(api.inspect(path).cells) == 10_001
    found = api.tag(path)
    assert len(found.cells) == 10_001
    assert time.process_time() - started < 60


def test_fifty_megabytes_of_outputs_are_no_hindrance(tmp_path: Path) -> None:
    document: dict[str, Any] = notebook_json("# %%\nx = pd.read_csv('a')\n# %% prep\ny = x + 1")
    picture = {"image/png": "A" * 5_000_000, "text/plain": ["<Figure>"]}
    output = {"output_type": "display_data", "metadata": {}, "data": picture}
    document["cells"][0]["outputs"] = [output] * 10
    path = tmp_path / "heavy.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    before = path.stat().st_size
    assert before > 50_000_000
    started = time.process_time()
    found = api.tag(path, write=True)
    assert (found.written, time.process_time() - started < 20) == (True, True)
    assert path.stat().st_size - before < 100


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32", "utf-8-sig"])
def test_another_encoding_is_told_by_name_of_the_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "old.ipynb"
    document = notebook_json("# %% load\nname = 'Zoë'")
    path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
    assert all_of(path, tmp_path) == ("NB105", "NB105", "NB105")


def test_null_bytes_in_the_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "null.ipynb"
    path.write_bytes(json.dumps(notebook_json("# %% load\nx = 1")).encode() + b"\x00" * 100)
    assert all_of(path, tmp_path) == ("NB105", "NB105", "NB105")
