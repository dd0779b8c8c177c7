"""A map is proposed for a package that somebody else wrote: names find, values choose."""

import tomllib
from pathlib import Path
from textwrap import dedent

from tests.command import Command
from tests.notebooks import write_notebook

NOTEBOOK = """
    # %% load
    orders = [3, 1, 2]
    limit = 3
    # %%
    print(orders)
    # %% prep:sort_orders
    ordered = sorted(orders)
    # %% prep
    small = [order for order in ordered if order < limit]
    # %% evaluate
    total = sum(small)
"""
PACKAGE = """
    def in_order(orders):
        return sorted(orders)

    def below(ordered, limit, *, loud=False):
        small = [order for order in ordered if order < limit]
        return small

    def wrong_total(small):
        total = sum(small) + 1
        return total

    def unrelated(engine, wheels):
        return engine

    def _private(orders):
        return orders
"""


def _package(folder: Path) -> Path:
    package = folder / "project" / "src" / "trips"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "steps.py").write_text(dedent(PACKAGE))
    return folder / "project"


def test_functions_find_their_cells_and_the_values_say_which_are_right(
    command: Command, tmp_path: Path
) -> None:
    notebook = write_notebook(tmp_path / "orders.ipynb", NOTEBOOK)
    project = _package(tmp_path)
    told = command("prove", project, "--notebook", notebook, "--propose-map", "--json")
    assert told.code == 0, told.err
    document = told.document
    assert (document["package"], document["chains"], document["proven"]) == ("trips", 3, 2)
    assert document["without"] == ["trips.steps:unrelated(engine, wheels)"]
    table = tomllib.loads(document["toml"])["tool"]["nb2prod"]
    chains = {chain["id"]: chain for chain in table["chains"]}
    assert (chains["in_order"]["before"], chains["in_order"]["after"]) == (2, 3)
    assert chains["in_order"]["calls"][0]["outputs"] == ["ordered"]
    assert chains["below"]["calls"] == [
        {
            "function": "trips.steps:below",
            "inputs": ["ordered", "limit"],
            "outputs": ["small"],
        }
    ]
    lines = document["toml"].splitlines()
    at = lines.index('id = "wrong_total"')
    assert lines[at - 2].startswith("# by names only (refuted: `total`:")


def test_the_proposed_map_can_be_proven(command: Command, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "orders.ipynb", NOTEBOOK)
    project = _package(tmp_path)
    (project / "src" / "trips" / "steps.py").write_text(
        dedent(PACKAGE).replace("sum(small) + 1", "sum(small)")
    )
    proposed = command("prove", project, "--notebook", notebook, "--propose-map")
    (project / "pyproject.toml").write_text(proposed.out)
    proven = command("prove", project, "--notebook", notebook, "--json")
    assert proven.code == 0
    assert {claim["status"] for claim in proven.document["claims"]} == {"proven"}
    assert len(proven.document["claims"]) == 7


def test_without_a_notebook_or_a_package_it_says_what_is_missing(
    command: Command, tmp_path: Path
) -> None:
    assert command("prove", tmp_path, "--propose-map").code == 2
    notebook = write_notebook(tmp_path / "orders.ipynb", NOTEBOOK)
    told = command("prove", tmp_path, "--notebook", notebook, "--propose-map")
    assert told.code == 2
    assert "holds no package" in told.err
