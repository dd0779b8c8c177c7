"""A notebook that stands on files of its author's becomes a project that stands alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from nb2prod.emit.seed import GENERATED, PLAIN, SEED
from nb2prod.planning.local_files import TAKEN
from tests.checks import check_extracted, check_refused
from tests.command import Command
from tests.notebooks import write_notebook

NOTEBOOK = """
    # %% imports
    import pandas as pd
    from my_helpers import Cleaner, clean
    import tools.numbers
    import prep
    # %% [markdown]
    # ## Units
    # %%
    %%writefile units.py
    KM = 1000
    # %% load
    orders = pd.read_csv("orders.csv")
    # %% prep
    from units import KM
    %run more.py
    orders = clean(orders)
    cleaner = Cleaner(2)
    orders["b"] = cleaner.run(orders["a"]) * KM
    orders["c"] = tools.numbers.double(orders["b"])
    orders["d"] = more(prep.third(orders["c"]))
    # %% evaluate
    total = float(orders["d"].sum())
"""
FILES = {
    "orders.csv": "a,x\n1,2\n3,4\n,5\n",
    "my_helpers.py": """
import numpy as np
from limits import LOW, zones


def clean(orders):
    return orders.dropna().reset_index(drop=True)


class Cleaner:
    def __init__(self, factor):
        self.factor = factor

    def run(self, values):
        return np.maximum(values * self.factor, LOW) + len(zones())
""",
    "limits.py": '''"""Limits."""
import pandas as pd

LOW = 1


def zones():
    return pd.read_csv("zones.csv")
''',
    "zones.csv": "zone\n1\n",
    "tools/__init__.py": "",
    "tools/numbers.py": "from .two import TWO\n\ndef double(s): return s * TWO\n",
    "tools/two.py": "TWO = 2\n",
    "prep.py": "def third(values):\n    return values / 3\n",
    "more.py": "def more(values):\n    return values + 1\n",
}


def beside(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return write_notebook(folder / "shop.ipynb", NOTEBOOK)


@pytest.mark.slow
def test_the_authors_modules_live_in_the_package(
    command: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ended = command("convert", beside(tmp_path_factory.mktemp("author")), "--json")
    assert ended.code == 0, ended.out
    statuses = {claim["id"]: claim["status"] for claim in ended.document["claims"]}
    assert set(statuses.values()) == {"proven"}, statuses
    project = Path(ended.document["folder"])
    prep = (project / "src/shop/prep.py").read_text()
    assert "from shop.my_helpers import Cleaner, clean" in prep
    assert "from shop import prep_module as prep" in prep
    assert "from shop.units import KM" in prep
    limits = (project / "src/shop/limits.py").read_text()
    assert 'pd.read_csv(data_file("zones.csv"))' in limits
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        done = subprocess.run(
            [sys.executable, "-m", *check], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_the_project_stands_without_a_run_too() -> None:
    plan = check_extracted(
        """
        # %% imports
        from helpers import *
        # %% load
        rows = [3, 1, 2]
        # %% prep
        RESULT = arranged(rows)
        """,
        files={"helpers.py": "def arranged(rows): return sorted(rows)\ndef unused(): pass\n"},
    )
    assert [file.path for file in plan.local_files] == ["src/story/helpers.py"]
    assert "from helpers import arranged" in plan.modules[-1].imports


@pytest.mark.parametrize(
    "files", [{}, {"more.py": "print('hello')\n"}, {"more.py": "rows = read()\n"}]
)
def test_a_file_that_cannot_be_a_module_is_refused_with_the_line(files: dict[str, str]) -> None:
    check_refused("# %% load\nx = 1\n%run more.py\nRESULT = x", "NB121", 0, files=files)


def test_the_names_that_a_project_takes_are_those_that_it_has() -> None:
    stems = {path.stem for root in (SEED, PLAIN) for path in (root / "src").rglob("*.py")}
    own = {name for name in GENERATED if not name.startswith("test_")}
    assert stems | own <= TAKEN
