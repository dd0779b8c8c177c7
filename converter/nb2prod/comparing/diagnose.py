"""
Why an output did not come again, found by intervention rather than by guessing.

A second fresh run with another hash seed splits the question. Where the two runs differ, chance is
at work, and it is found by holding one source of it still at a time. Where they agree with each
other but not with the recording, something around the notebook changed: its order, its clock, its
data, its libraries, or its own text after it was run.
"""

from collections.abc import Iterable
from contextlib import suppress

from ..model.notebook import Notebook
from .cells import TimedRun
from .chance import causes_by_chance
from .outside import causes_from_outside
from .trials import Cause, OutOfTime, Trial, changes, draws


def causes_of(
    notebook: Notebook,
    differing: Iterable[int],
    first: TimedRun,
    second: TimedRun,
    trial: Trial,
) -> dict[int, Cause]:
    """The cause of each differing cell; runs the notebook as often as it takes to tell."""
    differing = tuple(differing)
    unstable = {index for index in differing if changes(notebook, index, first, second)}
    #   accuracy 0.96   in both runs, by chance: where code may draw, two runs say too little
    doubtful = [index for index in differing if index not in unstable and draws(notebook, index)]
    with suppress(OutOfTime):
        third = trial(notebook, {"PYTHONHASHSEED": "2"}) if doubtful else first
        unstable |= {index for index in doubtful if changes(notebook, index, first, third)}
    return {
        **causes_by_chance(
            notebook, [index for index in differing if index in unstable], first, trial
        ),
        **causes_from_outside(notebook, [i for i in differing if i not in unstable], first, trial),
    }
