"""Sets one variable of the environment after the other, and looks at what the project reads."""

import ast
import inspect
import json
import math
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .boundary import function_named, told
from .calls import Wrong, field_of


def verify_settings(request: dict[str, Any], answers: Answers) -> None:
    """Whether each variable sets its own setting and no other; what is given goes before it."""
    answers.begin(request["id"])
    try:
        answer = _answer(function_named(request["read"]), request["variables"])
    except Wrong as error:
        answer = Answer(REFUTED, str(error))
    except BaseException as error:
        answer = Answer(REFUTED, told(error, request["source"]))
    answers.give(request["id"], answer)


def _answer(read: Callable[..., Any], variables: Mapping[str, str]) -> Answer:
    with _environment(dict.fromkeys(variables.values())):
        usual = _read(read, variables)
        left_open = []
        for name, variable in variables.items():
            other = another(usual[name])
            if other is None:
                left_open.append(f"`{name}`: no other {type(usual[name]).__name__} is known")
                continue
            _look(read, variables, usual, name, other)
            if _takes(read, name):
                with _environment({variable: text_of(other)}):
                    seen = field_of(read(**{name: usual[name]}), name)
                _agree(f"`{name}`, given beside {variable}", seen, usual[name])
    if left_open:
        return Answer(NOT_CHECKED, "; ".join(left_open))
    return Answer(PROVEN)


def _look(
    read: Callable[..., Any],
    variables: Mapping[str, str],
    usual: Mapping[str, Any],
    name: str,
    other: Any,
) -> None:
    """One variable is set: its setting has that value, and all others are as they were."""
    text = text_of(other)
    with _environment({variables[name]: text}):
        seen = _read(read, variables)
    for each, value in seen.items():
        expected = other if each == name else usual[each]
        _agree(f"`{each}` with {variables[name]}={text}", value, expected)


def _read(read: Callable[..., Any], variables: Mapping[str, str]) -> dict[str, Any]:
    found = read()
    return {name: field_of(found, name) for name in variables}


def _agree(what: str, seen: Any, expected: Any) -> None:
    if type(seen) is not type(expected) or seen != expected:
        raise Wrong(f"{what} is {seen!r} instead of {expected!r}")


def _takes(read: Callable[..., Any], name: str) -> bool:
    """Whether the function can be given that setting: one of other hands need not."""
    parameters = inspect.signature(read).parameters
    return name in parameters or any(p.kind is p.VAR_KEYWORD for p in parameters.values())


def another(value: Any) -> Any:
    """Another value of the same type that has a literal; None where none is known."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 1.5 + 0.25 if math.isfinite(value) else 0.25
    if isinstance(value, str):
        return f"{value}_other"
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(list(value)[1:] if value else [1])
    if isinstance(value, dict):
        return dict(list(value.items())[1:]) if value else {"other": 1}
    return None


def text_of(value: Any) -> str:
    """The value as it is written into a variable: a text as it is, else a literal."""
    if isinstance(value, str):
        return value
    try:
        text = json.dumps(value)  # where both languages write it alike, both kinds of readers do
        return text if ast.literal_eval(text) == value else repr(value)
    except (TypeError, ValueError):
        return repr(value)


@contextmanager
def _environment(variables: Mapping[str, str | None]) -> Iterator[None]:
    """A stretch in which these variables have these values, or none."""
    before = {name: os.environ.get(name) for name in variables}
    _set(variables)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, text in variables.items():
        if text is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = text
