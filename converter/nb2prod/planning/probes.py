"""Which names to capture where, while the notebook runs."""

from collections.abc import Mapping

from ..model.run import Probe
from .outline import Outline


def probes(outline: Outline, shown: Mapping[str, tuple[int, str]]) -> tuple[Probe, ...]:
    """
    One probe before and one after each part, with what goes in and comes out.

    `shown` are names that we gave to values which the notebook does not name, with their cells.
    """
    wanted: dict[int, dict[str, None]] = {}
    for part in outline.parts:
        first, last = part.group.cells[0], part.group.cells[-1]
        wanted.setdefault(first, {}).update(dict.fromkeys(part.inputs))
        wanted.setdefault(last + 1, {}).update(dict.fromkeys(part.outputs))
    if outline.parts:
        end = wanted.setdefault(outline.parts[-1].group.cells[-1] + 1, {})
        end.update(dict.fromkeys(outline.results))
    for name, (cell, value) in shown.items():
        for before, names in list(wanted.items()):
            if name in names:
                del names[name]
                if before == cell + 1:
                    names[f"{name}={value}"] = None
    return tuple(Probe(before, tuple(names)) for before, names in sorted(wanted.items()))
