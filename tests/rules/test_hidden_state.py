"""What only exists because of a session's history is found, and nothing is found in a clean one."""

from pathlib import Path

import pytest

from tests.rules.recorded import printed, recorded, said, shown

CLEAN = """
# %% imports
import pandas as pd
# %% load
df = pd.read_csv("a.csv")
# %% prep
def clean(table):
    return table.dropna()
df = clean(df)
total = 0
for value in df["a"]:
    total += value
# %%
print("rows", len(df))
# %%
df.head()
"""


def test_a_clean_notebook_has_no_finding(tmp_path: Path) -> None:
    outputs = {3: [printed("rows 3\n")], 4: [shown("a", 5)]}
    assert said(recorded(tmp_path, CLEAN, [1, 2, 3, 4, 5], outputs)) == []


def test_a_notebook_that_was_never_run_has_no_finding(tmp_path: Path) -> None:
    assert said(recorded(tmp_path, CLEAN)) == []


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "code", "severity", "cell", "words"),
    [
        ("print(x)\n# %%\nx = 1", "NB301", "error", 0, "further down, in cell 2"),
        ("print(x)\nx = 1", "NB301", "error", 0, "only further down"),
        ("print(x)", "NB302", "error", 0, "no cell binds it"),
        ("x = 1\n# %%\ndel x\n# %%\nprint(x)", "NB301", "error", 2, "cell 2 deletes it"),
        ("def f():\n    return x\n# %%\nf()\n# %%\nx = 1", "NB301", "warning", 1, "`f` reads `x`"),
        ("x += 1", "NB301", "error", 0, "only further down"),
        ("for n in range(3):\n    x += n", "NB301", "error", 0, "only further down"),
        ("for n in xrange(3):\n    pass", "NB302", "error", 0, "Python 2"),
        ("%run setup.py\n# %%\nprint(x)", "NB302", "warning", 1, "no cell binds it"),
    ],
)
def test_a_name_without_a_value(
    tmp_path: Path, text: str, code: str, severity: str, cell: int, words: str
) -> None:
    (found,) = said(recorded(tmp_path, text), "NB301", "NB302")
    assert (found.code, found.severity, found.cell_index) == (code, severity, cell)
    assert words in found.message
    assert found.remedy


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    x\nexcept NameError:\n    x = 1",
        "# %% raises-exception\nprint(x)",
        "def f():\n    return x\n# %%\nx = 1\n# %%\nf()",
        "if a := 3:\n    print(a)",
        "[n for n in range(3)]",
        "class A:\n    b = 1\n    c = b",
        "%%capture out\n1\n# %%\nprint(out)",
        "print(__name__, _, In)",
        "x = (\n# %%\nprint(x)",
        "from os.path import *\n# %%\njoin('a', 'b')",
        "import numpy as np\nlambda x: x + np.pi",
        "import pandas as pd\na = b = 1\npd.eval('a.T[0] < 1 and b')",
        "def f():\n    try:\n        x.close()\n    except:\n        pass\nf()\n# %%\nx = 1",
        "class A:\n    def f(self):\n        return x\nA()\n# %%\nx = 1",
        "def f():\n    global x\n    x = 1\n    return x\nf()",
        "if 1:\n    for n in range(3):\n        pass\n    print(n)",
        "for i in range(3):\n    pass\nprint(i)",
        "def even(n):\n    return odd(n - 1)\ndef odd(n):\n    return even(n)\neven(3)",
    ],
)
def test_names_that_have_a_value(tmp_path: Path, text: str) -> None:
    assert said(recorded(tmp_path, text), "NB301", "NB302") == []


def test_each_name_is_told_once_and_all_at_once(tmp_path: Path) -> None:
    path = recorded(tmp_path, "print(x, y)\n# %%\nprint(x)\n# %%\ny = 1")
    assert [f.code for f in said(path, "NB301", "NB302")] == ["NB302", "NB301"]


# ---------------------------------------------------------------- counts


ORDERED = "scale = 1\n# %%\nresult = 3 * scale\n# %%\nscale = 10"


def test_an_order_that_matters_is_a_warning(tmp_path: Path) -> None:
    (found,) = said(recorded(tmp_path, ORDERED, [1, 3, 2]))
    assert (found.code, found.severity, found.cell_index) == ("NB303", "warning", 1)
    assert "In [3]" in found.message
    assert "`scale`" in found.message
    assert "cell 3" in found.message


def test_an_order_that_does_not_matter_is_a_note(tmp_path: Path) -> None:
    (found,) = said(recorded(tmp_path, "a = 1\n# %%\nb = 2\n# %%\nc = 3", [1, 3, 2]))
    assert (found.code, found.severity) == ("NB303", "note")


def test_missing_runs_are_one_note(tmp_path: Path) -> None:
    (found,) = said(recorded(tmp_path, "a = 1\n# %%\nb = 2", [4, 8]))
    assert (found.code, found.severity, found.cell_index) == ("NB304", "note", None)
    assert "[1] to [3], [5] to [7]" in found.message


def test_a_count_of_a_billion_is_told_at_once(tmp_path: Path) -> None:
    (found,) = said(recorded(tmp_path, "a = 1\n# %%\nb = 2", [1, 10**9]))
    assert f"{10**9 - 2} of {10**9} runs" in found.message


def test_one_count_twice(tmp_path: Path) -> None:
    (found,) = said(recorded(tmp_path, "a = 1\n# %%\nb = 2\n# %%\nc = 3", [1, 2, 2]))
    assert (found.code, found.severity, found.cell_index) == ("NB305", "note", 2)


def test_a_cell_that_was_not_run_and_matters(tmp_path: Path) -> None:
    text = "rate = 1\n# %%\nrate = 2\n# %%\nprint(rate)"
    (found,) = said(recorded(tmp_path, text, [1, None, 2]))
    assert (found.code, found.severity, found.cell_index) == ("NB306", "warning", 1)
    assert "cell 3" in found.message


def test_cells_that_were_not_run_and_do_not_matter_are_one_note(tmp_path: Path) -> None:
    text = "rate = 1\n# %%\n# a remark alone\n# %%\nprint(2)\n# %%\n3"
    (found,) = said(recorded(tmp_path, text, [1, None, None, None]))
    assert (found.code, found.severity) == ("NB306", "note")
    assert "Cells 3 and 4 were" in found.message


@pytest.mark.parametrize(
    "line", ["p = p * 2", "p += 1", "p['a'] = p['a'] / 2", "p = p.iloc[1:]", "p.append(3)"]
)
def test_a_cell_that_perhaps_ran_twice(tmp_path: Path, line: str) -> None:
    path = recorded(tmp_path, f"p = load()\n# %%\n{line}", [1, 3])
    (found,) = said(path, "NB307")
    assert (found.severity, found.cell_index, found.line) == ("warning", 1, 1)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("p = 1\n# %%\np = p * 2", [1, 2]),  # no run is missing
        ("p = 1\n# %%\nq = p * 2", [1, 3]),  # a second run gives the same
        ("p = 1\n# %%\np = 2\np = p * 2", [1, 3]),  # it begins anew
        ("p = 1\n# %%\np = p.dropna()", [1, 3]),
    ],
)
def test_a_second_run_that_did_no_harm(tmp_path: Path, text: str, counts: list[int | None]) -> None:
    assert said(recorded(tmp_path, text, counts), "NB307") == []


# ---------------------------------------------------------------- definitions and outputs


def test_a_function_that_is_defined_again(tmp_path: Path) -> None:
    text = "def f():\n    return 1\n# %%\nf()\n# %%\ndef f():\n    return 2"
    (found,) = said(recorded(tmp_path, text))
    assert (found.code, found.severity, found.cell_index) == ("NB308", "note", 2)


def test_a_definition_that_is_repeated_word_for_word(tmp_path: Path) -> None:
    text = "def f():\n    return 1\n# %%\ndef f():\n    return 1  # again"
    assert said(recorded(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "output", "words"),
    [
        ("x = 1", shown("1", 1), "shows none"),
        ("x = 1", printed("hello"), "nothing in this cell can print"),
        ("print('mean', 3)", printed("median 3"), "'mean'"),
        ("1", shown("1", 4), "Out [4]"),
    ],
)
def test_an_output_of_another_text(tmp_path: Path, text: str, output: dict, words: str) -> None:
    (found,) = said(recorded(tmp_path, text, [1], {0: [output]}))
    assert (found.code, found.severity, found.cell_index) == ("NB309", "warning", 0)
    assert words in found.message


def test_an_output_without_a_count_tells_nothing(tmp_path: Path) -> None:
    text = "x = 1\n# %%\nx = 2\n# %%\nx"
    path = recorded(tmp_path, text, [None, None, 3], {0: [shown("1", 7)], 2: [shown("1", 3)]})
    assert said(path, "NB306", "NB309") == []


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("print('mean', 3)", printed("mean 3")),
        ("print('a\\tb')", printed("a\tb\n")),
        ("import antigravity", printed("hello")),
        ("table.note", printed("a property may print")),
        ("%time x = 1", printed("Wall time: 1 s")),
        ("if x:\n    print('no')", printed("something")),
        ("print('bar', end='\\r')", printed("100%\r")),
        ("f();", printed("f prints")),
    ],
)
def test_an_output_of_this_text(tmp_path: Path, text: str, output: dict) -> None:
    assert said(recorded(tmp_path, text, [1], {0: [output]}), "NB309") == []


def test_a_recorded_failure(tmp_path: Path) -> None:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'age'", "traceback": []}
    (found,) = said(recorded(tmp_path, "x = {}", [1], {0: [error]}))
    assert (found.code, found.severity) == ("NB310", "warning")
    assert "KeyError: 'age'" in found.message
    meant = recorded(tmp_path, "# %% raises-exception\nx = {}", [1], {0: [error]})
    assert said(meant) == []
