"""Which values are rows of the request's table, and which rows they are."""

import pickle
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest.colours import coloured

TABLE = pd.DataFrame({"a": [3, 1, 2, 2, 5, 4], "g": list("xyxyxy"), "y": [0, 1, 0, 1, 0, 1]})
pytestmark = pytest.mark.filterwarnings("ignore")  # as when the guest is a process
SETUP = (
    "import numpy as np",
    "import pandas as pd",
    "from sklearn.model_selection import train_test_split",
)


class Seen:
    """The sites of a few statements on the table `df`, found by their code."""

    def __init__(self, folder: Path, *statements: str, **others: Any) -> None:
        path = folder / "boundary.pickle"
        path.write_bytes(pickle.dumps({"values": {"df": TABLE.copy(), **others}}))
        self.scope: dict[str, Any] = types.ModuleType("__main__").__dict__
        self.statements = statements
        request = {
            "root": "df",
            "target": "out",
            "setup": SETUP,
            "boundaries": [str(path)],
            "folder": str(folder),
            "statements": statements,
            "late": {},
            "names": ["out", "df"],
        }
        self.told = coloured(request, self.scope)
        assert self.told["error"] is None

    def site(self, code: str) -> dict[str, Any]:
        """The one site with that code."""
        return next(site for site in self.told["sites"] if self._code(site) == code)

    def colour(self, code: str) -> list[str]:
        """The colours seen at the site with that code."""
        found: list[str] = self.site(code)["colours"]
        return found

    @property
    def rows(self) -> list[int] | None:
        """The rows of `df` that `out` holds."""
        found: list[int] | None = self.told["target_rows"]
        return found

    def _code(self, site: dict[str, Any]) -> str:
        lines = self.statements[site["statement"]].splitlines()
        if site["start"][0] != site["end"][0]:
            return ""
        return lines[site["start"][0] - 1][site["start"][1] : site["end"][1]]


@pytest.fixture(autouse=True)
def same_path() -> Iterator[None]:
    """Statements run with the notebook's folder on the path; it goes again."""
    kept = list(sys.path)
    yield
    sys.path[:] = kept


def test_columns_are_rows_and_statistics_are_not(tmp_path: Path) -> None:
    seen = Seen(tmp_path, 'out = df["a"] - df["a"].mean()')
    assert seen.colour('df["a"]') == ["row"]
    assert seen.colour('df["a"].mean()') == ["agg"]
    assert seen.rows == [0, 1, 2, 3, 4, 5]


def test_counts_of_numbers_are_no_rows_though_their_labels_look_like_it(tmp_path: Path) -> None:
    seen = Seen(tmp_path, 'out = df["y"].value_counts()')
    assert seen.colour('df["y"].value_counts()') == ["agg"]
    assert seen.rows is None


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        ('out = df[df["a"] > 2]', [0, 4, 5]),
        ('out = df.loc[df["a"] > 2, ["a"]]', [0, 4, 5]),
        ('out = df.query("a > 2")', [0, 4, 5]),
        ("out = df.iloc[2:4]", [2, 3]),
        ("out = df[:2]", [0, 1]),
        ('out = df.sort_values("a", kind="stable")', [1, 2, 3, 0, 5, 4]),
        ("out = df.values[[4, 1]]", [4, 1]),
        ("out = df.values[1:3, :1]", [1, 2]),
        ('out = df.drop_duplicates("g")', [0, 1]),
        ('out = df[df["a"] > 2].reset_index(drop=True)', [0, 4, 5]),
        ('out = df.groupby("g").head(1)', [0, 1]),
        ("out = [row for row in df.a]", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_rows_are_followed(tmp_path: Path, statement: str, rows: list[int]) -> None:
    assert Seen(tmp_path, statement).rows == rows


@pytest.mark.parametrize(
    "statement",
    [
        'df.drop(df[df["a"] > 2].index, inplace=True)',
        'df.query("a <= 2", inplace=True)',
        'df.sort_values("a", inplace=True)',
    ],
)
def test_a_choice_in_place_is_noticed(tmp_path: Path, statement: str) -> None:
    seen = Seen(tmp_path, statement, "out = df")
    assert any(site["selects"] for site in seen.told["sites"])
    assert seen.rows is not None
    assert seen.scope["out"]["a"].tolist() == TABLE["a"].iloc[seen.rows].tolist()


def test_new_labels_for_the_same_rows_are_the_same_rows(tmp_path: Path) -> None:
    seen = Seen(tmp_path, 'df.set_index("g", inplace=True)', "out = df")
    assert seen.rows == [0, 1, 2, 3, 4, 5]


def test_arrays_that_are_dealt_out_are_followed_and_stay_as_they_are(tmp_path: Path) -> None:
    from sklearn.model_selection import train_test_split

    deal = 'rest, out = train_test_split(df[["a"]].values, test_size=2, random_state=5)'
    seen = Seen(tmp_path, deal)
    _, expected = train_test_split(TABLE[["a"]].values, test_size=2, random_state=5)
    assert np.array_equal(seen.scope["out"], expected)
    assert seen.rows is not None
    assert TABLE["a"].iloc[seen.rows].tolist() == expected[:, 0].tolist()


def test_rows_stacked_on_another_table_are_found_again(tmp_path: Path) -> None:
    both = "both = pd.concat([more, df], ignore_index=True)"
    assert Seen(tmp_path, both, "out = both[2:]", more=TABLE[:2]).rows == [0, 1, 2, 3, 4, 5]
    assert Seen(tmp_path, both, "out = both[:2]", more=TABLE[:2]).rows is None
    assert Seen(tmp_path, both, "out = both", more=TABLE[:2]).rows is None


def test_another_table_is_no_constant(tmp_path: Path) -> None:
    seen = Seen(tmp_path, 'out = df["a"] + more["a"].max()', more=TABLE[:2])
    assert seen.colour('more["a"].max()') == ["agg"]


def test_in_a_loop_over_tables_the_pass_of_the_request_counts(tmp_path: Path) -> None:
    loop = 'for table in [more, df]:\n    table["b"] = table["a"] * 2'
    seen = Seen(tmp_path, loop, "out = df", more=TABLE[:2])
    assert seen.colour('table["a"]') == ["row"]
    assert seen.site('table["a"]')["loop"] == []


def test_a_name_bound_in_a_loop_is_a_statistic_at_once(tmp_path: Path) -> None:
    loop = 'for c in ["a"]:\n    m = df[c].max()\n    df[c] = df[c] / m'
    seen = Seen(tmp_path, loop, "out = df")
    assert seen.colour("m") == ["agg"]


def test_a_loop_from_row_to_row_is_one_site(tmp_path: Path) -> None:
    loop = 'for i in range(len(df)):\n    out.append(df["a"][i] + 1)'
    seen = Seen(tmp_path, "out = []", loop)
    kinds = [site["kind"] for site in seen.told["sites"] if site["statement"] == 1]
    assert kinds == ["RowLoop"]
    assert seen.rows == [0, 1, 2, 3, 4, 5]


def test_a_loop_over_columns_is_no_row_loop(tmp_path: Path) -> None:
    seen = Seen(tmp_path, "for c in df:\n    df[c] = df[c]", "out = df")
    assert "RowLoop" not in [site["kind"] for site in seen.told["sites"]]


def test_a_list_of_tables_is_looked_into(tmp_path: Path) -> None:
    seen = Seen(tmp_path, "tables = [df]", "out = tables[0]")
    assert seen.colour("tables") == ["lazy"]
    assert seen.rows == [0, 1, 2, 3, 4, 5]


def test_slices_with_several_parts_run_as_ever(tmp_path: Path) -> None:
    seen = Seen(tmp_path, 'out = df.loc[1:4, "a":"g"]')
    assert seen.rows == [1, 2, 3, 4]
    assert seen.scope["out"].equals(TABLE.loc[1:4, "a":"g"])
