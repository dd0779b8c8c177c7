"""A tiny notebook, the project that somebody made of it by hand, and a run of the notebook."""

import json
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from nb2prod.guest import verify
from nb2prod.model.proof import Proof
from nb2prod.model.run import Boundary, CellRun, Environment, Run, TypeName, Value
from nb2prod.proving.claims import read_claims_map
from nb2prod.proving.functions import check_functions
from nb2prod.proving.prove import prove
from nb2prod.proving.worker import Place, Reply

CELLS = (
    """
    import numpy as np
    import pandas as pd
    """,
    """
    seed = 3
    limit = 30.0
    """,
    """
    stops = pd.read_csv("stops.csv")
    """,
    """
    class Line:
        def __init__(self, slope, intercept):
            self.slope, self.intercept = slope, intercept

        def predict(self, rows):
            return (rows["weight"] * self.slope + self.intercept).round(3)


    stops = stops[~(stops["weight"] > limit)]
    usual = stops["weight"].median()
    stops["weight"] = stops["weight"].fillna(usual)
    stops["heavy"] = (stops["weight"] >= 10).astype(int)
    stops["parking"] = stops["parking"].astype("category")
    """,
    """
    notes = ["begun"]
    np.random.seed(seed)
    sample = stops.sample(frac=0.8)
    slope, intercept = np.polyfit(sample["weight"], sample["seconds"], 1)
    model = Line(slope, intercept)
    """,
    """
    predictions = model.predict(stops)
    """,
    """
    mae = float((predictions - stops["seconds"]).abs().mean())
    groups = stops.groupby("parking", observed=False)
    by_parking = {str(name): float(part["seconds"].mean()) for name, part in groups}
    """,
)
PROBES = {
    2: ("seed", "limit"),
    3: ("stops", "seed", "limit"),
    4: ("stops", "usual", "seed"),
    5: ("stops", "sample", "model", "notes"),
    6: ("stops", "predictions"),
    7: ("predictions", "mae", "by_parking"),
}
FILES = {
    "load.py": """
    import os
    from pathlib import Path

    import pandas as pd


    def read_stops() -> pd.DataFrame:
        return pd.read_csv(Path(os.environ.get("TINY_DATA_DIR", ".")) / "stops.csv")
    """,
    "prep.py": """
    import pandas as pd


    def mend(stops: pd.DataFrame, limit: float) -> tuple[pd.DataFrame, float]:
        stops = stops.copy()
        stops = stops[~(stops["weight"] > limit)]
        usual = stops["weight"].median()
        stops["weight"] = stops["weight"].fillna(usual)
        stops["heavy"] = (stops["weight"] >= 10).astype(int)
        stops["parking"] = stops["parking"].astype("category")
        return stops, usual
    """,
    "train.py": """
    import numpy as np
    import pandas as pd


    class Line:
        def __init__(self, slope: float, intercept: float) -> None:
            self.slope, self.intercept = slope, intercept

        def predict(self, rows: pd.DataFrame) -> pd.Series:
            return (rows["weight"] * self.slope + self.intercept).round(3)


    def fit(stops: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, Line]:
        np.random.seed(seed)
        sample = stops.sample(frac=0.8)
        slope, intercept = np.polyfit(sample["weight"], sample["seconds"], 1)
        model = Line(slope, intercept)
        return sample, model
    """,
    "predict.py": """
    import pandas as pd


    def seconds_at_the_door(model, stops: pd.DataFrame) -> pd.Series:
        print("noise of the user's code")
        predictions = model.predict(stops)
        return predictions
    """,
    "evaluate.py": """
    def errors(stops, predictions):
        mae = float((predictions - stops["seconds"]).abs().mean())
        by_parking = {
            str(name): float(part["seconds"].mean())
            for name, part in stops.groupby("parking", observed=False)
        }
        return mae, by_parking
    """,
    "pipeline.py": """
    from typing import Any, NamedTuple

    from . import evaluate, load, predict, prep, train


    class Result(NamedTuple):
        mae: float
        by_parking: dict[str, float]


    def run(seed: int = 3, limit: float = 30.0) -> Result:
        stops = load.read_stops()
        stops, usual = prep.mend(stops, limit)
        sample, model = train.fit(stops, seed)
        predictions = predict.seconds_at_the_door(model, stops)
        mae, by_parking = evaluate.errors(stops, predictions)
        return Result(mae, by_parking)
    """,
    "__init__.py": "",
}
PYPROJECT = """
[tool.nb2prod]
schema_version = 1
package = "tiny"
source = "src"
notebook_folder = "../notebook"
rung = "function"

[[tool.nb2prod.chains]]
id = "function:load.read_stops"
before = 2
after = 3

[[tool.nb2prod.chains.calls]]
function = "tiny.load:read_stops"
inputs = []
outputs = ["stops"]

[[tool.nb2prod.chains]]
id = "function:prep.mend"
before = 3
after = 4

[[tool.nb2prod.chains.calls]]
function = "tiny.prep:mend"
inputs = ["stops", "limit"]
outputs = ["stops", "usual"]

[[tool.nb2prod.chains]]
id = "function:train.fit"
before = 4
after = 5

[[tool.nb2prod.chains.calls]]
function = "tiny.train:fit"
inputs = ["stops", "seed"]
outputs = ["sample", "model"]

[[tool.nb2prod.chains]]
id = "function:predict.seconds_at_the_door"
before = 5
after = 6

[[tool.nb2prod.chains.calls]]
function = "tiny.predict:seconds_at_the_door"
inputs = ["model", "stops"]
outputs = ["predictions"]

[[tool.nb2prod.chains]]
id = "function:evaluate.errors"
before = 6
after = 7

[[tool.nb2prod.chains.calls]]
function = "tiny.evaluate:errors"
inputs = ["stops", "predictions"]
outputs = ["mae", "by_parking"]

[tool.nb2prod.pipeline]
run = "tiny.pipeline:run"
results = ["mae", "by_parking"]
after = 7
"""
STOPS = "weight,parking,seconds\n" + "".join(
    f"{'' if n % 7 == 3 else n * 1.5},{('yes', 'no', '')[n % 3]},{40 + 3 * n + n % 4}\n"
    for n in range(24)
)

_NOTEBOOK = """
import json, pickle, random, sys
request = json.load(open(sys.argv[1]))
probes = {int(before): names for before, names in request["probes"].items()}

def capture(before):
    names = probes.get(before)
    if names is None:
        return
    numpy = sys.modules.get("numpy")
    state = {"python": random.getstate(), "numpy": numpy and numpy.random.get_state()}
    values = {name: globals()[name] for name in names if name in globals()}
    with open(f"{request['folder']}/{before}.pickle", "wb") as file:
        pickle.dump({"values": values, "random": state}, file)
    with open(f"{request['folder']}/{before}.json", "w") as file:
        json.dump(list(values), file)

for _position, _cell in enumerate(request["cells"]):
    capture(_position)
    exec(_cell, globals())
capture(len(request["cells"]))
"""


@dataclass(frozen=True)
class Tiny:
    """The project's folder and the run of its notebook."""

    folder: Path
    run: Run

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a module."""
        path = self.folder / "src" / "tiny" / file
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def remap(self, old: str, new: str) -> None:
        """Change one place of the claims map."""
        path = self.folder / "pyproject.toml"
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))

    def functions(self) -> dict[str, str]:
        """What became of the claims about functions, looked at in this process: that is quick."""
        content = tomllib.loads((self.folder / "pyproject.toml").read_text())
        claims = read_claims_map(content["tool"]["nb2prod"])
        with (
            TemporaryDirectory() as folder,
            patch("nb2prod.proving.functions.ask_guest", _ask_here),
        ):
            data, scratch = self.run.working_folder, Path(folder)
            place = Place(sys.executable, self.folder, self.folder / "src", "tiny", data, scratch)
            found = check_functions(claims, self.run, place, (), lambda claim: None)
        return {name: claim["status"] for name, claim in found.items()}

    def prove(self) -> Proof:
        """The proof of the project as it stands."""
        return prove(self.folder, self.run, python=sys.executable, progress=lambda *told: None)


def _ask_here(module: str, request: Mapping[str, Any], place: Place, **ignored: Any) -> Reply:
    """The answers of the guest, run in this process and on a fresh import of the project."""
    path, answers = place.scratch / "request.json", place.scratch / "answers.jsonl"
    shared = {"answers": str(answers), "source": str(place.source), "package": place.package}
    path.write_text(json.dumps({**request, **shared}))
    found = patch.object(sys, "path", [str(place.source), *sys.path])
    with chdir(place.data), found, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the project's warnings are its own
        verify.main(str(path))
    for name in [name for name in sys.modules if name.partition(".")[0] == place.package]:
        del sys.modules[name]
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    return Reply({line["id"]: line for line in lines if "id" in line}, None, "")


def run_cells(
    folder: Path,
    cells: tuple[str, ...] = CELLS,
    probes: Mapping[int, tuple[str, ...]] = PROBES,
    files: Mapping[str, str] = MappingProxyType({"stops.csv": STOPS}),
) -> Run:
    """A run of the cells in a plain Python process, with their files beside them."""
    notebook, captured = folder / "notebook", folder / "captured"
    captured.mkdir(parents=True)
    for name, text in files.items():
        (notebook / name).parent.mkdir(parents=True, exist_ok=True)
        (notebook / name).write_text(text)
    (captured / "notebook.py").write_text(_NOTEBOOK)
    request = {
        "cells": [dedent(cell) for cell in cells],
        "probes": {str(before): names for before, names in probes.items()},
        "folder": str(captured),
    }
    (captured / "request.json").write_text(json.dumps(request))
    command = [sys.executable, "-W", "ignore", str(captured / "notebook.py")]
    subprocess.run([*command, str(captured / "request.json")], cwd=notebook, check=True)
    boundaries = tuple(
        Boundary(
            before,
            captured / f"{before}.pickle",
            tuple(map(_value, json.loads((captured / f"{before}.json").read_text()))),
        )
        for before in sorted(probes)
    )
    return Run(
        notebook_sha256="0" * 64,
        cells=tuple(CellRun(index, (), 0.1, "ok") for index in range(len(cells))),
        boundaries=boundaries,
        environment=Environment(sys.executable, "3.11", {}, {}),
        files=(),
        folder=captured,
        working_folder=notebook,
        seconds=1.0,
    )


def write_project(folder: Path) -> Path:
    """The hand-written project in a folder of its own."""
    package = folder / "project" / "src" / "tiny"
    package.mkdir(parents=True)
    for name, text in FILES.items():
        (package / name).write_text(dedent(text).lstrip("\n"))
    (folder / "project" / "pyproject.toml").write_text(PYPROJECT)
    return folder / "project"


def unpickled(run: Run, before: int, name: str, note: str) -> Run:
    """The run, as if that value did not pickle."""
    boundaries = tuple(
        replace(
            boundary,
            values=tuple(
                replace(value, pickled=False, note=note) if value.name == name else value
                for value in boundary.values
            ),
        )
        if boundary.before == before
        else boundary
        for boundary in run.boundaries
    )
    return replace(run, boundaries=boundaries)


def identified(run: Run, *, new: frozenset[tuple[int, str]] = frozenset()) -> Run:
    """
    The run, as if each name had one object all along.

    `new` are boundaries and names where it has another one since the boundary before.
    """
    seen: dict[str, int] = {}

    def told(before: int, value: Value) -> Value:
        if value.name not in seen or (before, value.name) in new:
            seen[value.name] = 1000 * before + len(seen) + 1
        return replace(value, identity=seen[value.name])

    boundaries = tuple(
        replace(one, values=tuple(told(one.before, value) for value in one.values))
        for one in run.boundaries
    )
    return replace(run, boundaries=boundaries)


def _value(name: str) -> Value:
    return Value(name, "other", TypeName("", "object"))
