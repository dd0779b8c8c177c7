"""Risky habits are found where they stand, and look-alikes are left alone."""

from pathlib import Path

import pytest

from tests.rules.recorded import recorded, said

SKLEARN = (
    "import numpy as np\nimport pandas as pd\nimport random\n"
    "from sklearn.ensemble import RandomForestClassifier\n"
    "from sklearn.impute import SimpleImputer\n"
    "from sklearn.model_selection import KFold, train_test_split\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "df = pd.read_csv('a.csv')\n# %% prep\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "train_test_split(df)",
        "RandomForestClassifier(random_state=None)",
        "df.sample(frac=0.5)",
        "np.random.rand(3)",
        "random.shuffle([1])",
        "KFold(3, shuffle=True)",
    ],
)
def test_random_numbers_without_a_seed(tmp_path: Path, line: str) -> None:
    (found,) = said(recorded(tmp_path, SKLEARN + line), "NB320")
    assert (found.severity, found.cell_index, found.line) == ("warning", 1, 1)


@pytest.mark.parametrize(
    "line",
    [
        "train_test_split(df, random_state=3)",
        "train_test_split(df, shuffle=False)",
        "RandomForestClassifier(**options)",
        "np.random.seed(3)\nnp.random.rand(3)\ntrain_test_split(df)",
        "np.random.default_rng(3).random()",
        "random.seed(3)\nrandom.random()",
        "KFold(3)",
        "model.sample(5)",
    ],
)
def test_random_numbers_with_a_seed(tmp_path: Path, line: str) -> None:
    assert said(recorded(tmp_path, SKLEARN + line), "NB320") == []


NETWORK = """
    import torch
    from torch import nn
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 1))
    # %% train
"""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("order = torch.randperm(9)", ["Linear", "randperm"]),
        # one layer of a cell is named, the others draw too
        ("a, b = nn.Linear(2, 2), nn.LSTM(2, 2)", ["Linear", "Linear"]),
        ("model = nn.Linear(2, 2)\n    torch.manual_seed(3)", ["Linear"]),
        # a class draws where it is called, so a seed below its cell is in time
        ("torch.manual_seed(3)\n    model = Net()\n    torch.randperm(9)", []),
        ("order = torch.randperm(9, generator=made)", ["Linear"]),
    ],
)
def test_networks_draw_numbers(tmp_path: Path, lines: str, told: list[str]) -> None:
    found = said(recorded(tmp_path, NETWORK + "    " + lines), "NB320")
    assert [one.message.split("`")[1] for one in found] == told
    assert all("torch.manual_seed(42)" in one.remedy for one in found)


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("x = StandardScaler().fit_transform(df)", "note"),
        ("imp = SimpleImputer()\nx = imp.fit_transform(df)", "note"),
        ("x = df.fillna(df.mean())", "note"),
        ("x, y = sampler.fit_resample(df, df)", "warning"),
    ],
)
def test_learning_from_all_rows(tmp_path: Path, line: str, severity: str) -> None:
    text = f"{SKLEARN}{line}\n# %% prep\na, b = train_test_split(x, random_state=1)"
    (found,) = said(recorded(tmp_path, text), "NB321")
    assert (found.severity, found.cell_index) == (severity, 1)
    assert "cell 3" in found.message


@pytest.mark.parametrize(
    "lines",
    [
        "a, b = train_test_split(df, random_state=1)\na = StandardScaler().fit_transform(a)",
        "s = StandardScaler().fit_transform(df)\na, b = train_test_split(df, random_state=1)",
        "df = df.fillna(0)\na, b = train_test_split(df, random_state=1)",
    ],
)
def test_learning_that_the_split_never_sees(tmp_path: Path, lines: str) -> None:
    assert said(recorded(tmp_path, SKLEARN + lines), "NB321") == []


@pytest.mark.parametrize(
    "path",
    ["/home/me/a.csv", "C:/Users/me/a.csv", r"D:\\data\\a.csv", "/content/a.csv", "~/a.csv"],
)
def test_a_path_of_one_computer(tmp_path: Path, path: str) -> None:
    (found,) = said(recorded(tmp_path, f"# %% load\nx = open('{path}')"), "NB322")
    assert (found.severity, found.line) == ("warning", 1)


@pytest.mark.parametrize(
    "text", ["data/a.csv", "https://a.b/home/x", "s3://home/a", "/", "/api/home"]
)
def test_a_text_that_is_no_path_of_one_computer(tmp_path: Path, text: str) -> None:
    path = recorded(tmp_path, f"# %% load\nx = open('{text}')")
    assert said(path, "NB322") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("df[df.a > 1]['a'] = 1", "NB323"),
        ("df['a'][df.a > 1] = 1", "NB323"),
        ("df.a[3] = 1", "NB323"),
        ("df['a'].iloc[0] = 1", "NB323"),
        ("df.loc[df.a > 1]['a'] = 1", "NB323"),
        ("df['a'].fillna(0, inplace=True)", "NB324"),
        ("df.a.replace(1, 2, inplace=True)", "NB324"),
        ("for d in [df]:\n    d['a'].fillna(0, inplace=True)", "NB324"),
    ],
)
def test_a_change_that_the_table_never_sees(tmp_path: Path, line: str, code: str) -> None:
    (found,) = said(recorded(tmp_path, SKLEARN + line), "NB323", "NB324")
    assert (found.code, found.severity, found.cell_index) == (code, "warning", 1)


@pytest.mark.parametrize(
    "line",
    [
        "df.loc[df.a > 1, 'a'] = 1",
        "df['a'] = 1",
        "d = {'a': {}}\nd['a']['b'] = 1",
        "m = [[1]]\nm[0][0] = 2",
        "df.drop(columns='a', inplace=True)",
        "parts = {'a': df}\nparts['a'].drop(columns='a', inplace=True)",
        "df.columns.values[0] = 'b'",
        "df['a'].fillna(0)",
    ],
)
def test_a_change_that_the_table_sees(tmp_path: Path, line: str) -> None:
    assert said(recorded(tmp_path, SKLEARN + line), "NB323", "NB324") == []


def test_a_module_that_is_gone(tmp_path: Path) -> None:
    text = "from sklearn.externals import joblib\nimport numpy as np\nnp.float(3)"
    found = said(recorded(tmp_path, text), "NB325")
    assert [(f.line, f.severity) for f in found] == [(1, "note"), (3, "note")]
    assert "import joblib" in found[0].remedy


def test_an_import_with_another_way_out(tmp_path: Path) -> None:
    text = "try:\n    from sklearn.externals import joblib\nexcept ImportError:\n    import joblib"
    assert said(recorded(tmp_path, text), "NB325") == []
