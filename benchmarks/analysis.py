"""
What reading a notebook costs, as ratios to references measured in the same run.

    python benchmarks/analysis.py [NOTEBOOK] [--rounds 5]

In this process: the flow, and all of `inspect`, against json + ast.parse + symtable of the same
file, and of a made one of 174 code cells in 1,000 lines; notebooks of 250 to 2,000 cells; a second
analysis after an edit of one cell of 200.
As commands: `convert --no-run` of both beside the peers that are installed here.

CPU seconds are compared, the least of some rounds: they are steady on a busy machine, wall time
is not. All memories are emptied before each round, but for the second analysis.
"""

import argparse
import ast
import gc
import json
import math
import os
import resource
import subprocess
import symtable
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nb2prod.api_inspect import inspect
from nb2prod.flow.graph import build_flow
from nb2prod.model.notebook import PythonCell
from nb2prod.reading.code import python_cells, syntax_problem
from nb2prod.reading.ipynb import read
from nb2prod.trees import forget

EXAMPLE = Path(__file__).parent.parent / "example_notebooks" / "service_time.ipynb"
CELL = """
# %% the part {n}
rates_{n} = {{"a": {n}, "b": base_{before} if {n} > 1 else 0}}

def part_{n}(table, limit={n}):
    kept = table[table["x"] > limit].copy()
    kept["y_{n}"] = kept["x"].map(lambda value: value * rates_{n}["a"])
    return kept

frame_{n} = part_{n}(source)
frame_{n}["z"] = [item + {n} for item in frame_{n}["x"] if item]
base_{n} = frame_{n}["z"].sum()
print(f"part {n}: {{base_{n}:.2f}}")
"""
# an analyst's notebook: what is prepared, what is only looked at, a function on the way
LOAD = """
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

rides = pd.read_csv("rides.csv")
rides["minutes"] = rides["seconds"] / 60
"""
ROUND = (
    (
        "",
        """
def clipped_{n}(column, low={n}, high={n} + 90):
    # the meter jumps when the driver restarts it
    shown = column.clip(low, high)
    if shown.isna().any():
        shown = shown.fillna(shown.median())
    return shown
""",
    ),
    (
        "prep",
        """
# the fare of zone {n} is told in cents
rides["fare_{n}"] = clipped_{n}(rides["cents"] / 100)
rides["dear_{n}"] = rides["fare_{n}"] > rides["fare_{n}"].mean()
by_zone_{n} = rides.groupby("zone")["fare_{n}"].mean()
rides["usual_{n}"] = rides["zone"].map(by_zone_{n})
rides = rides[rides["fare_{n}"] >= 0].copy()
rides["log_{n}"] = np.log1p(rides["fare_{n}"])
""",
    ),
    (
        "",
        """
print(f"zone {n}: {{rides['fare_{n}'].mean():.2f}}")
rides[["fare_{n}", "usual_{n}"]].describe()
rides["fare_{n}"].plot(kind="hist", bins=30)
rides.head()
""",
    ),
)
ASK = (
    ("train", 'X = rides[["minutes", "fare_1"]]\ny = rides["tip"]\nmodel = LinearRegression()'
     "\nmodel.fit(X, y)"),
    ("predict", "tips = model.predict(X)"),
)  # fmt: skip
PEERS = {
    "jupytext": ["jupytext", "--to", "py:light", "-o", "{out}/jupytext.py", "{notebook}"],
    "nbconvert": ["nbconvert", "--to", "python", "--output-dir", "{out}", "{notebook}"],
}


def least(work: Callable[[], object], rounds: int, fresh: bool = True) -> float:
    """The least CPU seconds of some rounds."""
    found = math.inf
    for _ in range(rounds):
        if fresh:
            forget()
        started = time.process_time()
        work()
        found = min(found, time.process_time() - started)
    return found


def command_seconds(command: list[str], rounds: int) -> float:
    """The least CPU seconds of a command and its children."""
    found = math.inf
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found = min(found, used)
    return found


def shown(name: str, ours: float, reference: float) -> None:
    """Print one line of the table."""
    print(
        f"{name:<58} {ours * 1000:9.1f}  {reference * 1000:9.1f}  {ours / reference:7.2f} x",
        flush=True,
    )


def readable(path: Path) -> list[PythonCell]:
    """The code cells that Python can read."""
    return [cell for cell in python_cells(read(path)) if syntax_problem(cell) is None]


def flow_of(path: Path) -> object:
    """The flow of a notebook file."""
    notebook = read(path)
    cells = [cell for cell in python_cells(notebook) if syntax_problem(cell) is None]
    return build_flow(notebook, cells)


def reference_of(path: Path) -> Callable[[], None]:
    """json + ast.parse + symtable of the file, as work to measure."""
    sources = [cell.source for cell in readable(path)]

    def work() -> None:
        json.loads(path.read_bytes())
        for source in sources:
            ast.parse(source)
            symtable.symtable(source, "cell", "exec")

    return work


def written(folder: Path, cells: int, changed: int = -1) -> Path:
    """A notebook file with so many cells, of which one may be changed."""
    path = folder / f"made_{cells}.ipynb"
    sources = ["import pandas as pd\nbase_0 = 1\nsource = pd.DataFrame({'x': [1.0, 2.0]})"]
    sources += [CELL.format(n=n, before=n - 1) for n in range(1, cells)]
    if changed >= 0:
        sources[changed] += f"\nadded = frame_{changed}.head()"
    path.write_text(json.dumps(_document([("", source) for source in sources])))
    return path


def analysts(folder: Path) -> Path:
    """The file of a tagged notebook of 174 code cells in about 1,000 lines."""
    sources = [("load", LOAD)]
    sources += [(role, text.format(n=n)) for n in range(1, 58) for role, text in ROUND]
    path = folder / "analysts.ipynb"
    path.write_text(json.dumps(_document([*sources, *ASK])))
    return path


def _document(sources: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A notebook whose code cells have these texts, each with a tag where it has one."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {"tags": [tag]} if tag else {},
                "outputs": [],
                "execution_count": n + 1,
                "source": source.strip(),
            }
            for n, (tag, source) in enumerate(sources)
        ],
    }


def in_process(notebook: Path, rounds: int) -> None:
    """Print what the analysis of one notebook costs."""
    reference = least(reference_of(notebook), rounds)
    shown("flow : json + ast.parse + symtable", least(lambda: flow_of(notebook), rounds), reference)
    whole = least(lambda: inspect(notebook), rounds)
    shown("inspect, all findings : json + ast.parse + symtable", whole, reference)


def growth(folder: Path) -> None:
    """Print how the cost grows with the number of cells."""
    costs = {}
    for cells in (250, 500, 1000, 2000):
        path = written(folder, cells)
        costs[cells] = least(lambda path=path: inspect(path), 2)  # type: ignore[misc]
        shown(f"inspect, {cells} cells", costs[cells], least(reference_of(path), 2))
    print(f"cost grows as cells ** {math.log(costs[2000] / costs[250], 8):.2f}")


def second_look(folder: Path, rounds: int) -> None:
    """Print what a second analysis costs after an edit of one cell."""
    first = least(lambda: inspect(written(folder, 200)), rounds)
    second = math.inf
    for number in range(rounds):
        forget()
        inspect(written(folder, 200))
        path = written(folder, 200, 100 + number)
        second = min(second, least(lambda path=path: inspect(path), 1, fresh=False))  # type: ignore[misc]
    shown("inspect after an edit of one cell of 200 : first time", second, first)


def beside_peers(notebook: Path, folder: Path, rounds: int) -> None:
    """Print what converting costs beside the peers."""
    project = ["--output", str(folder / notebook.stem), "--progress", "none"]
    # with it, every start would compile what a user has compiled once
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    ours = command_seconds(
        [sys.executable, "-m", "nb2prod", "convert", str(notebook), "--no-run", *project], rounds
    )
    shown_name = f"convert --no-run, {len(readable(notebook))} code cells"
    for peer, arguments in PEERS.items():
        if find_spec(peer) is None:
            print(f"{shown_name} : {peer}   NOT MEASURED: {peer} IS NOT INSTALLED HERE")
            continue
        given = [word.format(out=folder, notebook=notebook) for word in arguments]
        shown(
            f"{shown_name} : {peer}",
            ours,
            command_seconds([sys.executable, "-m", *given], rounds),
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # what Python thinks of the notebook's escapes
    gc.set_threshold(200_000, 20, 20)  # as the command line and the lab's analysis do
    print(f"{'milliseconds of CPU':<58} {'ours':>9}  {'reference':>9}  {'ratio':>9}")
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        long = analysts(folder)
        in_process(options.notebook, options.rounds)
        print("an analyst's notebook of 174 code cells:")
        in_process(long, options.rounds)
        growth(folder)
        second_look(folder, options.rounds)
        for notebook in (options.notebook.resolve(), long):
            beside_peers(notebook, folder, options.rounds)


if __name__ == "__main__":
    main()
