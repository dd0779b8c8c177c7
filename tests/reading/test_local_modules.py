"""Modules beside a notebook are found by reading, with all that they import of their author."""

from pathlib import Path
from textwrap import dedent

from nb2prod.model.local_code import LocalCode
from nb2prod.model.notebook import Cell
from nb2prod.reading.local_modules import local_code
from nb2prod.reading.magics import python_cell


def found(folder: Path, *cells: str, **files: str) -> LocalCode:
    """What the cells need of the files; `lib__a` is the file lib/a.py."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/').replace('INIT', '__init__')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return local_code(
        [
            python_cell(Cell(number, None, "code", dedent(text)))
            for number, text in enumerate(cells)
        ],
        folder,
    )


def paths(code: LocalCode) -> list[str]:
    return [file.path for file in code.files]


def test_what_a_module_imports_comes_along_and_nothing_else(tmp_path: Path) -> None:
    code = found(
        tmp_path,
        "from helpers import clean",
        helpers="from limits import LOW\nimport json",
        limits="",
        unused="",
    )
    assert paths(code) == ["helpers.py", "limits.py"]
    assert code.roots == ("helpers", "limits")
    assert code.findings == ()


def test_packages_with_relative_imports_and_without_an_init(tmp_path: Path) -> None:
    code = found(
        tmp_path,
        "from src.features import build",
        src__features__build="from . import base\nfrom ..units import km",
        src__features__base="",
        src__units="km = 1",
        src__other="",
    )
    assert paths(code) == [
        "src/__init__.py",
        "src/features/__init__.py",
        "src/features/base.py",
        "src/features/build.py",
        "src/units.py",
    ]


def test_a_part_that_is_reached_through_its_package_is_imported_by_it(tmp_path: Path) -> None:
    code = found(tmp_path, "import lib.a\nlib.a.f()", lib__a="", lib__INIT="x = 1")
    (package,) = [file for file in code.files if file.path == "lib/__init__.py"]
    assert package.text == "x = 1\nfrom . import a as a\n"


def test_modules_in_circles_are_read_once(tmp_path: Path) -> None:
    assert paths(found(tmp_path, "import a", a="import b", b="import a")) == ["a.py", "b.py"]


def test_installed_and_standard_modules_are_left_alone(tmp_path: Path) -> None:
    code = found(tmp_path, "import json, numpy\nfrom os import path", json="broken (")
    assert code == LocalCode()


def test_a_folder_on_the_search_path(tmp_path: Path) -> None:
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "tools.py").write_text("")
    for way in (
        'sys.path.append("../lib")',
        "sys.path.insert(0, os.path.abspath(os.path.join(os.pardir, 'lib')))",
        "sys.path.append(str(Path.cwd().parent / 'lib'))",
    ):
        assert paths(found(notebooks, f"{way}\nimport tools")) == ["tools.py"], way
    assert paths(found(notebooks, "sys.path.append(folder)\nimport tools")) == []


def test_a_file_that_a_cell_writes(tmp_path: Path) -> None:
    code = found(
        tmp_path,
        "%%writefile helpers.py\nimport limits",
        "%%writefile -a helpers.py\nx = 1",
        "%%writefile conf.yaml\na: 1",
        "%%writefile README.md\nhello",
        "import helpers",
        limits="",
    )
    assert [(file.path, file.module, file.text) for file in code.files] == [
        ("conf.yaml", "", "a: 1\n"),
        ("helpers.py", "helpers", "import limits\nx = 1\n"),
        ("limits.py", "limits", ""),
    ]
    assert [(finding.code, finding.cell_index) for finding in code.findings] == [("NB222", 3)]


def test_what_does_not_travel_well_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "fast.cpython-311.so").write_bytes(b"")
    code = found(
        tmp_path,
        "x = 1",
        "y = 2\nimport here, there, fast",
        here="import os\nHERE = os.path.dirname(__file__)",
        there="import pandas as pd\nTABLE = pd.read_csv('t.csv')\ndef f(): open('u')",
    )
    assert [(f.code, f.cell_index, f.line) for f in code.findings] == [
        ("NB220", 1, 2),
        ("NB223", 1, 2),
        ("NB221", 1, 2),
    ]
