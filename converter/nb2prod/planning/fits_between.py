"""Untagged cells that fit an estimator while a section is still making it."""

from collections.abc import Sequence

from ..model.flow import Flow
from ..model.notebook import Role
from .parts import Part
from .refusals import fitted_meanwhile

_FITS = (".fit(", ".fit_transform(", ".fit_predict(", ".fit_resample(")

#   train:      encoder = OneHotEncoder()
#   untagged:   encoder.fit_transform(X)                 a look at what comes out, but it fits
#   train:      pipe = make_pipeline(encoder, model)     the notebook's `pipe` holds it fitted


def check_fits(parts: Sequence[Part], flow: Flow) -> None:
    """Raise where the section's values would not be the notebook's without an untagged fit."""
    for part in parts:
        first, last = part.statements[0].number, part.statements[-1].number
        own = {statement.number: statement for statement in part.statements}
        made: set[str] = set()
        for statement in flow.statements[first:last]:
            if statement.number in own:
                made |= statement.effects.binds
            fitted = sorted(statement.effects.uncertain & made)
            if statement.role is None and fitted and _fits(statement.code):
                raise fitted_meanwhile(statement, fitted[0], part.group.role or Role.PREP)


def _fits(code: str) -> bool:
    return any(call in code for call in _FITS)
