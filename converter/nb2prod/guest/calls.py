"""Calls a function of the project with the notebook's names, and binds what it gives back."""

from collections.abc import Mapping
from typing import Any

from .answers import NOT_CHECKED, REFUTED, Answer
from .boundary import function_named, told


class Wrong(Exception):
    """The project does something else than the claim says; the text says what."""


def failure(error: BaseException, source: str) -> Answer:
    """What an error of the project's code says about a claim: it is wrong, or there is no room."""
    text = told(error, source)
    if isinstance(error, MemoryError):
        return Answer(NOT_CHECKED, f"{text}; the notebook's values are held beside the project's")
    return Answer(REFUTED, text)


def call_once(call: Mapping[str, Any], names: dict[str, Any]) -> list[Any]:
    """Call the function with the names it takes, bind and return what it gives back."""
    function = function_named(call["function"])
    outputs = call["outputs"]
    given = zip(call.get("parameters") or call["inputs"], call["inputs"], strict=True)
    result = function(**{parameter: names[name] for parameter, name in given})
    if call.get("fields"):
        values = [field_of(result, field) for field in call["fields"]]
    elif len(outputs) > 1:
        if not isinstance(result, tuple) or len(result) != len(outputs):
            count = len(result) if isinstance(result, tuple) else 1
            raise Wrong(f"{call['function']} returns {count} values instead of {len(outputs)}")
        values = list(result)
    else:
        values = [result] if outputs else []
    names.update(zip(outputs, values, strict=True))
    return values


def field_of(result: Any, name: str) -> Any:
    """A part of a function's result: an item of a dictionary, else an attribute."""
    try:
        return result[name] if isinstance(result, Mapping) else getattr(result, name)
    except (KeyError, AttributeError):
        raise Wrong(f"the result, a {type(result).__name__}, has no {name!r}") from None
