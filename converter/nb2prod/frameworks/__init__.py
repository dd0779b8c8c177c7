"""How each framework keeps a model safely: one file for each, found by the type of a model."""

from collections.abc import Iterable

from . import catboost, keras, lightgbm, sklearn, statsmodels, torch, xgboost
from .framework import Framework

ALL = (
    keras.FRAMEWORK,
    torch.FRAMEWORK,
    xgboost.FRAMEWORK,
    lightgbm.FRAMEWORK,
    catboost.FRAMEWORK,
    sklearn.FRAMEWORK,
    statsmodels.FRAMEWORK,
)
_BY_NAME = {framework.name: framework for framework in ALL}


def framework_of(types: Iterable[str]) -> Framework | None:
    """
    The framework that keeps the first of these types ("module.Name") that any of them keeps.

    One that has a format of its own comes before one that has none.
    """
    found = [one for name in types for one in ALL if one.keeps(name)]
    return next((one for one in found if one.code), found[0] if found else None)


def named(name: str) -> Framework | None:
    """The framework of that name, or None for no name."""
    return _BY_NAME.get(name)


def told(name: str, beside: str = "") -> str:
    """How a project keeps models in that framework's way, for people."""
    framework, other = named(name), named(beside)
    if framework is None:
        return "a pickle whose hash is checked before it is opened"
    return f"{framework.told}; what stands beside it in {other.told}" if other else framework.told


__all__ = ["ALL", "Framework", "framework_of", "named", "told"]
