"""Which choices of rows keep rows from training, and whether one tells single raw rows as well."""

import pickle
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .boundary import set_random
from .capture import random_state
from .serving_way import alone

_TRIED = 20  # rows that were left out, and as many that were kept


@dataclass
class Chosen:
    """What a choice did to the notebook's table: labels of the rows before and after it."""

    before: Any
    after: Any


def chosen_at(request: Mapping[str, Any], step: int, scope: Mapping[str, Any]) -> dict[int, Chosen]:
    """What the choices of the step are about to do; the notebook sees no change."""
    found = {}
    state = random_state()
    for number, choice in enumerate(request.get("choices", ())):
        if choice["step"] != step:
            continue
        try:
            inner = dict(scope)
            before = inner[choice["table"]].index
            found[number] = Chosen(before, eval(choice["text"], inner).index)
        except Exception:  # it stands in the middle of a loop: nothing is told of it
            continue
    set_random(state)
    return found


def left_out(request: Mapping[str, Any], seen: Mapping[int, Chosen], raw: Any) -> list[int]:
    """The choices that all rows of training came through; none where no label tells that."""
    #   test = rides[rides["year"] > 2024]      training learns from the others
    trained = _trained_labels(request, raw) if seen and raw.index.is_unique else None
    return [
        number
        for number, chosen in seen.items()
        if trained is not None and len(_lost(chosen)) and trained.isin(chosen.after).all()
    ]


def _lost(seen: Chosen) -> Any:
    return seen.before.difference(seen.after, sort=False)


def _trained_labels(request: Mapping[str, Any], raw: Any) -> Any:
    """The labels of all that goes into training; None where it has none of the table's."""
    found = None
    for path, names in request.get("trained", ()):
        try:
            held = pickle.loads(Path(path).read_bytes())["values"]
        except Exception:  # a class that only the notebook has
            return None
        for name in names:
            index: Any = getattr(held.get(name), "index", None)
            if hasattr(index, "isin") and len(index) and index.isin(raw.index).all():
                found = index if found is None else found.union(index)
    return found


def tells_raw_rows(
    code: str, seen: Chosen, raw: Any, used: Sequence[Any], scope: Mapping[str, Any], root: str
) -> bool:
    """Whether rows are left out one by one, as they come in a request, as they were together."""
    if not seen.before.isin(raw.index).all() or not seen.after.isin(seen.before).all():
        return False
    compiled = compile(code, "choice", "eval")
    asked, lost = raw[list(used)], _lost(seen)
    gone, kept = (_some(raw.index.get_indexer(labels)) for labels in (lost, seen.after))
    together = asked.iloc[gone + kept].reset_index(drop=True)

    def stay(rows: Any) -> list[int]:
        return list(eval(compiled, {**scope, root: rows}).index)

    try:
        return (
            all(not stay(alone(asked, position)) for position in gone)
            and all(stay(alone(asked, position)) == [0] for position in kept)
            and stay(together) == list(range(len(gone), len(gone) + len(kept)))
        )
    except Exception:  # it needs a column that no request has, or what training learns
        return False


def _some(positions: Any) -> list[int]:
    listed = [int(position) for position in positions]
    return listed if len(listed) <= _TRIED else random.Random(4).sample(listed, _TRIED)
