"""Frozen data to JSON and back: for `--json`, for the lab and for what is cached."""

import math
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SCHEMA_VERSION = 1

T = TypeVar("T")


class WireError(ValueError):
    """The JSON does not hold what the type asks for; the message says where."""


def document(value: object) -> dict[str, Any]:
    """Return the JSON object of a data class as a document of its own, with its schema version."""
    return {"schema_version": SCHEMA_VERSION, **to_json(value)}


def to_json(value: Any) -> Any:
    """
    Return what `json.dumps` takes: objects, lists, texts, finite numbers.

    Sets come sorted; what JSON has no number for (nan, infinity) becomes its name.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_json(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((to_json(item) for item in value), key=repr)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [to_json(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def json_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of what `to_json` gives for a value of that type."""
    definitions: dict[str, Any] = {}
    schema = _schema(kind, definitions)
    return {**schema, "$defs": dict(sorted(definitions.items()))} if definitions else schema


def from_json(kind: type[T], data: Any) -> T:
    """Return the value of that type that `to_json` gave the data for, or raise a WireError."""
    value: T = _value(kind, data, kind.__name__)
    return value


def _value(kind: Any, data: Any, where: str) -> Any:
    """Return the data as a value of that type; `where` is told when it cannot be."""
    origin = typing.get_origin(kind)
    if kind is Any or kind is object:
        return data
    if origin in (typing.Union, types.UnionType):
        return _member(typing.get_args(kind), data, where)
    if origin is not None:
        return _container(origin, typing.get_args(kind), data, where)
    if kind is None or kind is types.NoneType:
        _expected(data is None, "null", data, where)
        return None
    if is_dataclass(kind):
        return _instance(kind, data, where)
    if issubclass(kind, Enum):
        return _enum(kind, data, where)
    if issubclass(kind, Path):
        _expected(isinstance(data, str), "a path", data, where)
        return kind(data)
    return _scalar(kind, data, where)


def _scalar(kind: type, data: Any, where: str) -> Any:
    if kind is float:
        if data in ("nan", "inf", "-inf"):
            return float(data)
        _expected(_is_number(data), "a number", data, where)
        return float(data)
    # True is an int in Python, but not in JSON
    right = isinstance(data, kind) and (kind is bool or not isinstance(data, bool))
    _expected(right, kind.__name__, data, where)
    return data


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _enum(kind: type[Enum], data: Any, where: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        raise WireError(f"{where}: {data!r} is no {kind.__name__}") from None


def _member(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    """Return the data as the first type of the union that takes it as it is."""
    #   float | str | None    "nan" becomes the number, for `float` comes first
    #   str | int | float     "nan" stays the text
    for kind in kinds:
        try:
            return _value(kind, data, where)
        except WireError:
            continue
    raise WireError(f"{where}: {_shown(data)} fits none of {', '.join(map(str, kinds))}")


def _container(origin: Any, arguments: tuple[Any, ...], data: Any, where: str) -> Any:
    if issubclass(origin, Mapping):
        _expected(isinstance(data, dict), "an object", data, where)
        kind = arguments[1]
        return {key: _value(kind, item, f"{where}.{key}") for key, item in data.items()}
    if not issubclass(origin, Collection):
        raise TypeError(f"{origin} has no JSON form")
    _expected(isinstance(data, list), "a list", data, where)
    if origin is tuple and arguments[-1] is not Ellipsis:
        _expected(len(data) == len(arguments), f"{len(arguments)} values", data, where)
        kinds = arguments
    else:
        kinds = (arguments[0],) * len(data)
    values = (
        _value(kind, item, f"{where}[{index}]")
        for index, (kind, item) in enumerate(zip(kinds, data, strict=True))
    )
    return origin(values) if origin in (tuple, list, set, frozenset) else tuple(values)


def _instance(kind: Any, data: Any, where: str) -> Any:
    _expected(isinstance(data, dict), "an object", data, where)
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    for name in data:
        _expected(name in known, f"no field `{name}`", data, where)
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{where}.{name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise WireError(f"{where}: `{name}` is missing")
    return kind(**values)


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type; data classes go to the definitions and are referred to."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any or kind is object:
        return {}
    if origin in (typing.Union, types.UnionType):
        members = [_schema(argument, definitions) for argument in arguments]
        # `float` takes the names of nan and infinity too, so a text may fit twice
        return {
            "anyOf": [member for at, member in enumerate(members) if member not in members[:at]]
        }
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin is not None:
        return _list_schema(origin, arguments, definitions)
    if is_dataclass(kind):
        return _object_schema(kind, definitions)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if kind is float:
        return {"anyOf": [{"type": "number"}, {"enum": ["nan", "inf", "-inf"]}]}
    names = {bool: "boolean", int: "integer", str: "string", Path: "string", types.NoneType: "null"}
    return {"type": names[kind]}


def _list_schema(
    origin: Any, arguments: tuple[Any, ...], definitions: dict[str, Any]
) -> dict[str, Any]:
    if origin is tuple and arguments[-1] is not Ellipsis:
        items = [_schema(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    return {"type": "array", "items": _schema(arguments[0], definitions)}


def _object_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a type may hold itself
        hints = _hints(kind)
        names = [field.name for field in fields(kind)]
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip().split("\n")[0],
            "properties": {name: _schema(hints[name], definitions) for name in names},
            "required": names,
        }
    return {"$ref": f"#/$defs/{name}"}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _expected(right: bool, what: str, data: Any, where: str) -> None:
    if not right:
        raise WireError(f"{where}: {what} was expected, not {_shown(data)}")


def _shown(data: Any) -> str:
    text = repr(data)
    return text if len(text) <= 60 else text[:57] + "..."
