"""No secret of a notebook reaches its project; the project asks for it, and says when it lacks."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks import check_extracted
from tests.command import Command
from tests.notebooks import write_notebook

VALUES = {
    "password": "Sommer-2024!",
    "openai": "sk-proj-Ab3dEf6hIj9kLmN0pQrStUvWxYz12345",
    "header": "3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c",
    "weather": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "short": "hunter2",
    "github": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "old": "ghp_99C7e42F292c6912E7710c838347Ae178B4a",
    "login": "s3cr3tPw",
    "aws": "AKIAQYLPMN5HFIQR7XYA",
}
NOTEBOOK = """
    # %% [markdown]
    # # Leaky
    # the password is `{password}`, the key {openai}
    # %%
    !curl -H "Authorization: Bearer {header}" example.org
    %env WEATHER_KEY={weather}
    # %% imports
    import pandas as pd
    from beside import fetch
    API_KEY = "{openai}"
    CONFIG = {{"user": "me", "password": "{short}", "host": "db"}}
    def signed(x):
        '''Sign.'''
        return x + len(API_KEY)
    # %% parameters
    token = "{github}"
    rows = 3
    # %% load
    df = fetch("postgresql://ana:{login}@db.local:5432/shop", CONFIG, rows, token)
    # %% prep
    # old token: {old}
    df["b"] = df["a"].map(signed)
    df["c"] = df["a"] + len(token)
    # %% evaluate
    total = float(df["b"].sum() + df["c"].sum())
"""
BESIDE = """
import pandas as pd
KEY = "{aws}"
def fetch(url, config, rows, token):
    assert config["password"] and KEY
    return pd.DataFrame({{"a": range(rows), "url": [url] * rows}})
"""


@pytest.mark.slow
def test_nothing_of_it_is_in_the_project_and_without_it_one_line_says_so(
    command: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("leaky")
    (folder / "beside.py").write_text(BESIDE.format(**VALUES))
    notebook = write_notebook(folder / "leaky.ipynb", NOTEBOOK.format(**VALUES))
    ended = command("convert", notebook, "--json")
    assert ended.code == 0, ended.out
    assert {claim["status"] for claim in ended.document["claims"]} == {"proven"}
    project = Path(ended.document["folder"])
    for path in project.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for kind, value in VALUES.items():
            assert value.encode() not in content, (kind, path)
    assert not any(value in ended.out for value in VALUES.values())
    found = [
        (f["cell_index"], f["line"]) for f in ended.document["findings"] if f["code"] == "NB230"
    ]
    places = [(0, 2), (0, 2), (1, 1), (1, 2), (2, 4), (3, 1), (4, 1), (5, 1)]
    assert found == [(None, None), *places]

    asked = (project / ".env.example").read_text()
    assert "\nOPENAI_API_KEY=\n" in asked
    assert "AUTH_TOKEN" not in asked  # only a line that is left out had it
    source = {**{"PYTHONPATH": str(project / "src")}, "PATH": ""}
    run = [sys.executable, "-m", "leaky", "run"]
    done = subprocess.run(run, env=source, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "AWS_ACCESS_KEY_ID is not set" in done.stderr.splitlines()[-1]
    given = {"AWS_ACCESS_KEY_ID": "x"}
    done = subprocess.run(run, env=source | given, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "is not set" in done.stderr
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        checked = subprocess.run(
            [sys.executable, "-m", *check], cwd=project, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout


def test_a_constant_with_a_secret_is_read_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("API_KEY", VALUES["aws"])
    plan = check_extracted(
        f"""
        # %% imports
        API_KEY = "{VALUES["aws"]}"
        LIMIT = 3
        def signed(x): return x + len(API_KEY)
        # %% load
        rows = [LIMIT, 1]
        # %% prep
        RESULT = [signed(row) for row in rows] + [len(API_KEY)]
        """
    )
    prep = plan.modules[-1]
    assert prep.defines == ("signed",)
    assert prep.functions[0].pieces[0].text == 'API_KEY = environment_variable("API_KEY")'
    assert [variable.name for variable in plan.variables] == ["API_KEY"]
    assert VALUES["aws"] not in repr(plan)
