"""What to capture where, so that the claims of a map can be decided."""

from collections.abc import Iterator, Mapping

from ..model.run import Probe
from .claims import ClaimsMap


def probes(
    claims: ClaimsMap, shown: Mapping[str, tuple[int, str]] | None = None
) -> tuple[Probe, ...]:
    """
    Return the places and the names there that the claims speak of.

    `shown` has names that were given to what has none in the notebook, as in a last line
    `model.predict(X)`: the cell and the expression.
    """
    wanted: dict[int, dict[str, None]] = {}
    for before, names in _places(claims):
        wanted.setdefault(before, {})  # a function without arguments is called there too
        for name in names:
            cell, value = (shown or {}).get(name, (None, ""))
            if cell is None:
                wanted[before][name] = None
            elif before > cell:  # the answer has no name until we give it one
                wanted.setdefault(cell + 1, {})[f"{name}={value}"] = None
    return tuple(Probe(before, tuple(names)) for before, names in sorted(wanted.items()))


def _places(claims: ClaimsMap) -> Iterator[tuple[int, tuple[str, ...]]]:
    for chain in claims.chains:
        yield chain.before, chain.inputs
        yield chain.after, chain.outputs
    if claims.pipeline:
        yield claims.pipeline.after, claims.pipeline.results
    if claims.service:
        yield claims.service.request_before, (claims.service.request_table,)
        yield claims.service.prediction_after, (claims.service.prediction,)
    if claims.features:
        yield claims.features.before, (claims.features.table,)
