"""A project that is broken on purpose: which changes are tried, and what becomes of them."""

import ast
import sys
from pathlib import Path

import pytest

from nb2prod.model.mutants import CAUGHT, NEVER_REACHED, NO_DIFFERENCE, MutantVerdict
from nb2prod.model.proof import PROVEN
from nb2prod.proving.mutants.choice import Mutant, mutants, owners, requests_in
from nb2prod.proving.mutants.mutate import mutate
from nb2prod.proving.mutants.reach import package_modules, reached
from nb2prod.proving.mutants.source import Module
from tests.proving.seeded import Seeded, seed_project, seed_run

PREP = '''
"""Prepares the data."""

from dataclasses import dataclass

import pandas as pd
from sklearn.model_selection import train_test_split

HOURS = (8, 17)
UNUSED = 3


@dataclass(frozen=True)
class Frozen:
    """Learnt."""

    usual: float
    levels: pd.CategoricalDtype
    seconds: pd.Series


def fill(rides: pd.DataFrame, *, seed: int = 3) -> tuple[float, pd.DataFrame]:
    """Fill 5 gaps."""
    rides = rides.copy()
    usual = rides["größe"].median()
    rides["größe"] = rides["größe"].fillna(usual + 0.5)
    rides["rain"] = rides["wet"].map({"ja": 1, "nein": 0})
    rides["rush"] = rides["hour"].isin(HOURS)
    table = rides
    parts = train_test_split(table[1:], rides, test_size=0.5, random_state=seed)
    if usual < 3:
        parts.append(True)
    return usual, rides


def rows(rides: pd.DataFrame, frozen: Frozen) -> list[float]:
    """Answers."""
    filled = rides["größe"].fillna(frozen.usual).map(frozen.seconds).astype(frozen.levels)
    return list(filled)
'''

CHANGES = [
    ("copy left out", "rides = rides\n"),
    ("call left out", '= rides["größe"]\n'),
    ("other function", 'rides["größe"].mean()'),
    ("other number", "usual + 0.55"),
    ("other default", "seed: int = 4"),
    ("other operator", "fillna(usual - 0.5)"),
    ("columns exchanged", "rides['größe'].map({"),
    ("map permuted", '{"ja": 0, "nein": 1}'),
    ("other text", "'nein_'"),
    ("elements exchanged", "HOURS = (17, 8)"),
    ("element left out", "HOURS = (8,)"),
    ("slice off by one", "table[2:]"),
    ("arguments exchanged", "train_test_split(rides, table[1:], test"),
    ("argument left out", "rides, test_size=0.5)"),
    ("other seed", "random_state=seed + 1)"),
    ("alias cut", 'table = __import__("copy").deepcopy(rides)'),
    ("condition turned", "if not (usual < 3):"),
    ("statement left out", "    if usual < 3:\n        pass\n"),
    ("flag turned", "append(False)"),
    ("results exchanged", "return rides, usual"),
    ("statistic changed", "fillna((frozen.usual * 1.1 + 0.1))"),
    ("statistic changed", "frozen.seconds.sample(frac=1, random_state=0)"),
    ("statistic changed", "pd.CategoricalDtype(frozen.levels.categories[1:]"),
    ("answers reordered", "return (list(filled))[::-1]"),
    ("answers lost", "return (list(filled))[:-1]"),
    ("answers repeated", "return [(list(filled))[0]] * len((list(filled)))"),
]


# changes that no table of rows can hide
TOLD_BY_ANY_ROW = {
    *("answers lost", "answers reordered", "answers repeated", "arguments exchanged"),
    *("call left out", "columns exchanged", "element left out", "field left out", "other seed"),
    *("results exchanged", "statement left out", "statistic changed", "wrong version"),
}


def _module(text: str = PREP) -> Module:
    return Module.read("trips/prep.py", text.encode())


def _all(module: Module, limit: int = 10_000) -> tuple[Mutant, ...]:
    places = [("prep", owner) for owner in owners(module)]
    return mutants({"prep": module}, places, limit)


@pytest.mark.parametrize(("operator", "text"), CHANGES)
def test_an_operator_makes_its_change_and_no_other(operator: str, text: str) -> None:
    made = [m.text.decode() for m in _all(_module()) if m.change.operator == operator]
    changed = [version for version in made if text in version]
    assert changed, made
    before, after = PREP.splitlines(), changed[0].splitlines()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_what_changes_no_value_is_left_alone() -> None:
    for mutant in _all(_module()):
        text = mutant.text.decode()
        assert ast.unparse(ast.parse(text)) != ast.unparse(ast.parse(PREP))
        for kept in ('"""Fill 5 gaps."""', "@dataclass(frozen=True)", "-> tuple[float, pd.DataFr"):
            assert kept in text


def test_a_few_changes_are_of_many_kinds_and_the_same_each_time() -> None:
    module = _module()
    chosen = _all(module, 12)
    assert len(chosen) == 12
    assert len({mutant.change.operator for mutant in chosen}) == 12
    assert chosen == _all(module, 12)


def test_the_line_and_the_statement_that_stops_there_belong_to_the_change() -> None:
    for mutant in _all(_module()):
        changed = [
            number
            for number, (one, other) in enumerate(
                zip(PREP.splitlines(), mutant.text.decode().splitlines(), strict=True), 1
            )
            if one != other
        ]
        assert mutant.line == changed[0]
        if mutant.stopped:
            assert b"raise RuntimeError" in mutant.stopped
            ast.parse(mutant.stopped)


def test_a_request_loses_fields_and_types() -> None:
    text = """
from pydantic import BaseModel

class Row(BaseModel):
    weight: float | None
    area: str
"""
    module = _module(text)
    assert requests_in({"contract": module, "prep": _module()}, ["weight", "area", "hour"]) == [
        ("contract", "Row")
    ]
    made = {(m.change.operator, m.change.told) for m in _all(module)}
    assert made == {
        ("field left out", "the field `weight` is gone"),
        ("type narrowed", "the field `weight` may not be null"),
        ("type changed", "the field `weight` takes `bool` instead of `float | None`"),
        ("field left out", "the field `area` is gone"),
        ("type changed", "the field `area` takes `int` instead of `str`"),
    }


def test_what_a_function_leads_to_is_followed_through_the_package(tmp_path: Path) -> None:
    package = tmp_path / "trips"
    package.mkdir()
    for name, text in {
        "__init__": "",
        "a": "from trips.b import shared as s\nfrom trips import c\ndef f():\n    s()\n    c.g()\n",
        "b": "LIMIT = 3\ndef shared():\n    lonely = LIMIT\n    return lonely\ndef lonely(): ...\n",
        "c": "from .b import lonely\nimport trips.b as o\ndef g(): o.shared\ndef h(): lonely()\n",
    }.items():
        (package / f"{name}.py").write_text(text)
    modules = package_modules(tmp_path, "trips")
    assert set(modules) == {"__init__", "a", "b", "c"}
    start = [("a", "f")]
    assert reached(modules, "trips", start) == {
        ("a", "f"), ("b", "shared"), ("b", "LIMIT"), ("c", "g"),
    }  # fmt: skip
    assert reached(modules, "trips", [("c", "h")]) == {("c", "h"), ("b", "lonely")}
    assert reached(modules, "trips", start, frozenset({"b"})) == {("a", "f"), ("c", "g")}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    folder = tmp_path_factory.mktemp("mutants")
    made = Seeded(seed_project(folder / "project"), seed_run(folder / "notebook"))
    made.train()
    return made


@pytest.mark.slow
def test_every_broken_copy_of_the_seed_is_noticed_or_explained(seeded: Seeded) -> None:
    files = {p: p.read_bytes() for p in (seeded.folder / "src").rglob("*.py")}
    proof = seeded.prove()
    assert {claim.status for claim in proof.claims} == {PROVEN}
    steps: list[str] = []
    report = mutate(
        seeded.folder,
        seeded.run,
        proof,
        python=sys.executable,
        limit=24,
        progress=lambda step, done=0, total=0, detail="": steps.append(step),
    )
    assert {p: p.read_bytes() for p in (seeded.folder / "src").rglob("*.py")} == files
    assert steps.count("mutants") == 24
    assert len(report.mutants) == 25
    assert report.mutants[-1].operator == "wrong version"
    assert report.mutants[-1].status == CAUGHT
    unnoticed = [m for m in report.mutants if m.status != CAUGHT]
    assert len(unnoticed) <= 6, unnoticed
    assert {m.operator for m in report.mutants if m.status == CAUGHT} >= TOLD_BY_ANY_ROW
    for mutant in report.mutants:
        _check_verdict(mutant)


def _check_verdict(mutant: MutantVerdict) -> None:
    assert mutant.status in (CAUGHT, NEVER_REACHED, NO_DIFFERENCE)
    assert (mutant.status == CAUGHT) == bool(mutant.claim and mutant.reason)
