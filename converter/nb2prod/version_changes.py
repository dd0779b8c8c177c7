"""Two versions of a model compared by their cards: data, parameters, metrics, code, libraries."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import OptionsError
from .model.difference import FactChange, VersionDifference
from .origins import facts
from .versions import card, version_names

_ASIDE = ("reference", "sample")  # rows and distributions: long, and they follow from the data


def version_changes(folder: Path, first: str, second: str) -> VersionDifference:
    """What changed from the first version to the second."""
    models = folder / "models"
    before, after = (dict(facts(_card(models, name), _ASIDE)) for name in (first, second))
    subjects = list(dict.fromkeys([*before, *after]))
    changes = tuple(
        FactChange(subject, before.get(subject, ""), after.get(subject, ""))
        for subject in subjects
        if before.get(subject) != after.get(subject)
    )
    changed = {change.subject for change in changes}
    same = tuple(subject for subject in subjects if subject not in changed)
    return VersionDifference(str(folder), first, second, changes, same)


def _card(models: Path, name: str) -> Mapping[str, Any]:
    known = version_names(models)
    found = card(models, name) if name in known else {}
    if found:
        return found
    there = ", ".join(known) or "none"
    why = f"{models / name}/model.json cannot be read" if name in known else f"there is {there}"
    raise OptionsError(
        "NB605",
        f"{models} has no version {name!r} to compare: {why}.",
        "Versions are the folders of models/: v1, v2 ...",
    )
