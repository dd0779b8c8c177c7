"""Causes of chance: two fresh runs differ, and agree once one source of it is held still."""

import re
from collections.abc import Iterable, Mapping

from ..model.notebook import Notebook
from .cells import TimedRun, measures_time
from .reach import reached_cells, source_of
from .trials import STARTUP, Cause, OutOfTime, Trial, changes, draws

_FETCHES = re.compile(r"https?://|\brequests\b|urlopen|\bhttpx\b")
_ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB")
}


def causes_by_chance(
    notebook: Notebook, unstable: list[int], first: TimedRun, trial: Trial
) -> dict[int, Cause]:
    """Hold one source of chance still at a time; the one that makes two runs agree is named."""
    found: dict[int, Cause] = {}
    unclear: set[int] = set()
    for word, held, shown_by in _holds(notebook, unstable, first):
        left = [index for index in unstable if index not in found]
        if not left:
            break
        # the first run had its hash seed already; where code draws, one agreement may be luck
        twice = 2 if held or any(draws(notebook, index) for index in left) else 1
        try:
            runs = [trial(notebook, held) for _ in range(twice)]
        except OutOfTime:
            break
        one, *others = runs if held else [first, *runs]
        for index in left:
            if any(run.outputs(index) is None for run in (one, *others)):
                unclear.add(index)  # a held run stopped early: say nothing, and no later hold may
            elif index not in unclear and not any(
                changes(notebook, index, one, other) for other in others
            ):
                found[index] = Cause(word, shown_by, by_chance=True)
    for index in unstable:
        if index not in found:
            found[index] = _chance_by_reading(notebook, index)
    return found


def _holds(
    notebook: Notebook, unstable: list[int], first: TimedRun
) -> Iterable[tuple[str, Mapping[str, str], str]]:
    still = "two fresh runs differ, and agree once"
    yield "hash order", {}, f"{still} the hash seed is the same: sort what comes out of a set"
    yield (
        "unseeded randomness",
        {"PYTHONSTARTUP": STARTUP, "NB2PROD_HOLD": "random"},
        f"{still} the random generators are seeded: set a seed",
    )
    if any(measures_time(notebook, index) for index in unstable):
        clock = {"NB2PROD_HOLD": "random,clock", "NB2PROD_CLOCK": f"{first.started:.0f}"}
        yield "clock", {"PYTHONSTARTUP": STARTUP, **clock}, f"{still} the clock is stopped"
    yield (
        "threads",
        {"PYTHONSTARTUP": STARTUP, "NB2PROD_HOLD": "random", **_ONE_THREAD},
        f"{still} there is one thread: their order changes sums",
    )


def _chance_by_reading(notebook: Notebook, index: int) -> Cause:
    text = "\n".join(source_of(notebook, cell) for cell in reached_cells(notebook, index))
    if _FETCHES.search(text):
        return Cause("network", "two fresh runs differ, and the cell uses the network", True)
    if draws(notebook, index):
        return Cause("unseeded randomness", "two fresh runs differ, and it draws at random", True)
    return Cause("unknown", "two fresh runs differ, and nothing held still makes them agree", True)
