"""statsmodels: a result's own `save` is a pickle, so there is no safer format than ours."""

from .framework import Framework

FRAMEWORK = Framework(
    name="statsmodels",
    roots=("statsmodels",),
    only=(),
    suffix="",
    imports=(),
    kind="",
    told="a pickle whose hash is checked before it is opened; statsmodels has no other format",
    code="",
)
