"""How each framework keeps a model safely: one file for each, found by the type of a model."""

from collections.abc import Iterable

from . import lightgbm, sklearn, xgboost
from .framework import Framework

ALL = (xgboost.FRAMEWORK, lightgbm.FRAMEWORK, sklearn.FRAMEWORK)
_BY_NAME = {framework.name: framework for framework in ALL}


def framework_of(types: Iterable[str]) -> Framework | None:
    """The framework that keeps the first of these types ("module.Name") that any of them keeps."""
    for type_name in types:
        for framework in ALL:
            if framework.keeps(type_name):
                return framework
    return None


def named(name: str) -> Framework | None:
    """The framework of that name, or None for no name."""
    return _BY_NAME.get(name)


__all__ = ["ALL", "Framework", "framework_of", "named"]
