"""Which names to capture where, while the notebook runs."""

from ..model.notebook import Notebook
from ..model.run import Probe
from .outline import Outline


def probes(outline: Outline, notebook: Notebook) -> tuple[Probe, ...]:
    """One probe before and one after each part, with what goes in and comes out."""
    wanted: dict[int, dict[str, None]] = {}
    for part in outline.parts:
        first, last = part.group.cells[0], part.group.cells[-1]
        wanted.setdefault(first, {}).update(dict.fromkeys(part.inputs))
        wanted.setdefault(last + 1, {}).update(dict.fromkeys(part.outputs))
    if outline.parts:
        end = wanted.setdefault(outline.parts[-1].group.cells[-1] + 1, {})
        end.update(dict.fromkeys(outline.results))
    return tuple(Probe(before, tuple(names)) for before, names in sorted(wanted.items()))
