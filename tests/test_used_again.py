"""A served project was trained and asked: converting again tells that all is unchanged."""

import csv
import http.client
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nb2prod.proving.server import running_service
from nb2prod.proving.worker import Place
from tests.command import Command
from tests.notebooks import write_notebook

pytestmark = pytest.mark.slow

RIDES = """
    # %% imports
    import pandas as pd
    from sklearn.linear_model import LinearRegression
    # %% load
    rides = pd.read_csv("rides.csv")
    # %% prep:fill_gaps
    rides["km"] = rides["km"].fillna(rides["km"].median())
    rides["rush"] = rides["hour"].isin([8, 17]).astype(int)
    # %% train:fit_line
    features = ["km", "hour", "rush"]
    model = LinearRegression().fit(rides[features], rides["minutes"])
    # %% predict
    minutes = model.predict(rides[features])
"""


def write_rides(folder: Path) -> None:
    with (folder / "rides.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["km", "hour", "minutes"])
        for number in range(80):
            km = "" if number % 9 == 4 else f"{1 + number % 13}.5"
            writer.writerow([km, number % 24, 10 + 3 * (number % 13) + number % 5])


def used(project: Path) -> None:
    """Train another version, let it answer, and leave it as it is."""
    scratch = project.parent / "scratch"
    scratch.mkdir()
    source, data = project / "src", project.parent
    place = Place(sys.executable, project, source, project.name, data, scratch)
    train = [sys.executable, "-m", project.name, "train"]
    subprocess.run(train, cwd=project, env=place.variables(), check=True, capture_output=True)
    with running_service(place) as port:
        assert isinstance(port, int), port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        body = json.dumps({"rows": [{"km": 3.5, "hour": 8}, {"km": None, "hour": 30}]})
        connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
        assert connection.getresponse().status == 200
        connection.close()


def fates(ended_document: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {one["path"]: one["what"] for one in ended_document["changes"]}


def test_what_was_used_in_between_is_unchanged(command: Command, tmp_path: Path) -> None:
    write_rides(tmp_path)
    notebook = write_notebook(tmp_path / "rides.ipynb", RIDES)
    first = command("convert", notebook, "--json")
    assert first.code == 0, first.out
    made = set(fates(first.document))
    assert any(path.startswith("tests/data/functions/fill_gaps/") for path in made)

    used(tmp_path / "rides")
    again = command("convert", notebook, "--json")
    assert again.code == 0, again.out
    assert {path: what for path, what in fates(again.document).items() if what != "unchanged"} == {}
    assert set(fates(again.document)) == made
    assert again.document["rung"] == first.document["rung"]
