"""The way of one raw row through a notebook that is written as text, found without a kernel."""

import ast
import csv
import random
import sys
import types
import warnings
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from nb2prod import api_convert, api_rows
from nb2prod.api_source import Source, read_source
from nb2prod.guest.call_types import call_types
from nb2prod.guest.capture import capture
from nb2prod.guest.colours import coloured
from nb2prod.guest.large import too_large
from nb2prod.guest.notebook_scope import opened
from nb2prod.guest.observe import describe
from nb2prod.guest.rehearse import rehearse
from nb2prod.model.options import Options
from nb2prod.model.plan import Plan, ServingPlan
from nb2prod.model.run import Boundary, Environment, Run, Value
from nb2prod.planning.probes import probes
from nb2prod.wire import from_json
from tests.notebooks import write_notebook

IMPORTS = """
# %% imports
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler
# %% load
orders = pd.read_csv("orders.csv")
"""
MODEL = """
# %% train
model = LinearRegression()
model.fit(X, orders["minutes"])
# %% predict
answer = model.predict(X)
"""
CITIES = ("Aarhus", "Bergen", "Cork", "Delft")
KINDS = ("bulk", "letter", "parcel")


def write_orders(folder: Path, rows: int = 120) -> None:
    """Write the table of the tests: numbers and texts with gaps, a date, an integer label."""
    dice = random.Random(7)
    people = "\n".join(f"{city},{number}" for number, city in enumerate(CITIES, 1))
    (folder / "cities.csv").write_text(f"city,people\n{people}\n")
    with (folder / "orders.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "city", "kind", "weight", "parcels", "day", "minutes"])
        for number in range(rows):
            city = dice.choice(CITIES) if dice.random() > 0.1 else ""
            weight = round(dice.uniform(0.1, 30), 2) if dice.random() > 0.15 else ""
            day = f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
            parcels = dice.randint(1, 9)
            minutes = parcels * 3 + dice.randint(1, 20)
            writer.writerow([number, city, dice.choice(KINDS), weight, parcels, day, minutes])


def served(folder: Path, text: str, room: float = float("inf")) -> ServingPlan:
    """The serving plan of the text's notebook, with its way rehearsed in this process."""
    plan = decided(folder, text, room)
    assert plan.serving is not None, plan.not_served
    return plan.serving


def decided(folder: Path, text: str, room: float = float("inf")) -> Plan:
    """The whole plan of the text's notebook; values that need more than the room are sampled."""
    write_orders(folder)
    source = read_source(write_notebook(folder / "work.ipynb", text))
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.chdir(folder)
        for module in (api_convert, api_rows):
            patch.setattr(module, "asker", lambda run: _asked)
        run = _run(source, folder, room)
        plan: Plan = api_convert.decide(source, run, Options(), lambda *told: None).plan
    return plan


def check_served(folder: Path, prep: str, *lines: str, learnt: str = "") -> ServingPlan:
    """The prep reaches raw rows; serving has these lines, and saves just these names."""
    serving = served(folder, _whole(prep))
    assert serving.rows is not None, serving.stopped_by
    text = "\n".join(piece.text for piece in serving.rows.pieces)
    for line in lines:
        assert line in text, text
    assert sorted(entry.name for entry in serving.rows.frozen) == sorted(learnt.split())
    ast.parse(text)
    return serving


def check_refused(folder: Path, prep: str, *words: str) -> None:
    """The prep does not reach raw rows, and what stopped it names the words."""
    serving = served(folder, _whole(prep))
    assert serving.rows is None
    for word in words:
        assert word in serving.stopped_by


def _whole(prep: str) -> str:
    """The notebook around a prep; one that has its own imports is whole already."""
    text = dedent(prep)
    return text if "# %% imports" in text else f"{IMPORTS}{text}{MODEL}"


def _run(source: Source, folder: Path, room: float) -> Run:
    """A run of the notebook's cells as plain Python, with its boundaries."""
    wanted = {probe.before: probe.names for probe in probes(source.outline, source.shown)}
    module = types.ModuleType("__main__")
    namespace = module.__dict__
    kept, sys.modules["__main__"] = sys.modules["__main__"], module
    boundaries = []
    try:
        for index in range(len(source.cells) + len(source.notebook.cells) + 1):
            if index in wanted:
                boundaries.append(_boundary(namespace, index, wanted[index], folder, room))
            for cell in source.cells:
                if cell.cell.index == index:
                    exec(compile(cell.source, f"cell {index}", "exec"), namespace)
    finally:
        sys.modules["__main__"] = kept
    environment = Environment(sys.executable, "3.11.0", {}, {})
    return Run("", (), tuple(boundaries), environment, (), folder, folder, 0.0)


def _boundary(
    namespace: Mapping[str, Any], before: int, names: tuple[str, ...], folder: Path, room: float
) -> Boundary:
    path = folder / f"before_{before}.pickle"
    told = capture(namespace, names, str(path), describe, large=too_large, room=room)
    return Boundary(before, path, tuple(from_json(Value, value) for value in told["values"]))


def _asked(script: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """The guest's answer, computed here in a namespace of its own."""
    module = types.ModuleType("__main__")
    kept, path = sys.modules["__main__"], list(sys.path)
    sys.modules["__main__"] = module
    try:
        if script == "rehearse":
            return rehearse(request, module.__dict__)
        if script == "call_types":
            return call_types(request, module.__dict__)
        opened(request, module.__dict__)
        return coloured(request, module.__dict__)
    finally:
        sys.modules["__main__"] = kept
        sys.path[:] = path
