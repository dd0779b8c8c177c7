"""The seed project's plan, observed from its table, and the project that our texts make of it."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from nb2prod.emit.build_files import build_files
from nb2prod.emit.contract import contract_module
from nb2prod.emit.project_tests import project_tests
from nb2prod.emit.validation import expectations_module, validation_module
from nb2prod.guest.columns import frame_columns
from nb2prod.model.notebook import Place
from nb2prod.model.plan import (
    Call,
    Crossing,
    FrozenEntry,
    FunctionPlan,
    Kept,
    ModulePlan,
    Parameter,
    Piece,
    Plan,
    RowsPlan,
    ServingPlan,
)
from nb2prod.model.run import Column
from tests.emit.plans import FLOAT, FRAME, INT, TEXT, service_plan

SEED = Path(__file__).parents[2] / "converter" / "nb2prod" / "templates" / "service"
MODULES = {
    "load": "read_rides",
    "prep": "fill_gaps",
    "train": "fit_model",
    "evaluate": "measure_error",
    "predict": "predict_minutes",
}


def seed_plan() -> Plan:
    """What a run of the seed's notebook would have shown, as far as texts need it."""
    table = pd.read_csv(SEED / "data" / "seed.csv")
    columns = tuple(_column(described) for described in frame_columns(table))
    serving = ServingPlan(
        rung="raw rows", request_table="rides", request_boundary=3,
        columns=tuple(column for column in columns if column.name != "minutes"),
        ignored=("minutes",), label="minutes", predict="predict.predict_minutes",
        predict_table="test", prediction="minutes", prediction_columns=(),
        artifacts=(Crossing("model", None),),
        rows=RowsPlan(
            "prep_rows", (Piece("", Place(3, None, 1)),), "test",
            (FrozenEntry("distance_median", FLOAT, "median", Place(3, None, 1), "median()"),),
        ),
    )  # fmt: skip
    modules = tuple(
        ModulePlan(module, (), (), (FunctionPlan(name, module, "", (), (), ()),))
        for module, name in MODULES.items()
    )
    place = Place(1, None, 1)
    return replace(
        service_plan(),
        package="seed_service",
        title="How long will the ride take?",
        notebook_name="seed_service.ipynb",
        parameters=(
            Parameter("data_path", '"data/seed.csv"', TEXT, place),
            Parameter("test_share", "0.25", FLOAT, place),
            Parameter("seed", "7", INT, place),
        ),
        modules=modules,
        calls=tuple(Call(f"{module}.{name}", (), ()) for module, name in MODULES.items()),
        results=(Crossing("mae", FLOAT), Crossing("minutes", FRAME)),
        serving=serving,
        chains=(),
        raw_table="rides",
        raw_columns=columns,
        raw_rows=len(table),
        kept=Kept("sklearn"),
    )


def _column(described: Mapping[str, object]) -> Column:
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in described.items()}
    return Column(**values)  # type: ignore[arg-type]


def write_project(folder: Path, *, data_sample: bool = True) -> Plan:
    """Copy the seed, put our texts over it, and return its plan."""
    plan = seed_plan()
    shutil.copytree(
        SEED,
        folder,
        ignore=shutil.ignore_patterns("__pycache__", ".*", "models"),
        dirs_exist_ok=True,
    )
    source = folder / "src" / plan.package
    (source / "contract.py").write_text(
        contract_module(plan, data_sample=data_sample), encoding="utf-8"
    )
    (source / "expectations.py").write_text(expectations_module(plan), encoding="utf-8")
    (source / "validation.py").write_text(validation_module(), encoding="utf-8")
    files = {
        **build_files(plan),
        **project_tests(plan, data_sample=data_sample),
        "README.md": "# Seed\n",
    }
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return plan
