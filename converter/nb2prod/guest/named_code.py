"""Pickles functions that got a name from us by that name; tells which one has no name."""

import linecache
import pickle
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any

_NOTEBOOK = "__main__"
_ABSENT_NAME = object()


class NamedPickler(pickle.Pickler):
    """A pickler that writes such functions and classes as names of the notebook."""

    #   vec = TfidfVectorizer(tokenizer=lambda s: s.split())
    #   the project:  def tokenizer(s): ...       the pickle says: __main__.tokenizer
    def __init__(self, file: Any, protocol: int, names: Mapping[Any, str]) -> None:
        super().__init__(file, protocol)
        self._names = names
        self._before: dict[str, Any] = {}
        self._nameless: Any = None

    @property
    def reason(self) -> str:
        """Which function or class stood in the way because no name leads to it; else empty."""
        return "" if self._nameless is None else _told_nameless(self._nameless)

    def reducer_override(self, value: Any) -> Any:
        """The name of what has one from us; all else is pickled as ever."""
        if not isinstance(value, type | types.FunctionType):
            return NotImplemented
        own = value.__module__ == _NOTEBOOK
        name = self._names.get(key_of(value)) if own else None
        if name is None:
            if "<" in value.__qualname__:
                self._nameless = value
            return NotImplemented
        # pickle looks the name up right after this
        space = sys.modules[_NOTEBOOK].__dict__
        self._before.setdefault(name, space.get(name, _ABSENT_NAME))
        space[name] = value
        return name

    def dump(self, value: Any) -> None:
        """Write the value; afterwards the notebook's names are as they were."""
        try:
            super().dump(value)
        finally:
            space = sys.modules[_NOTEBOOK].__dict__
            for name, before in self._before.items():
                if before is _ABSENT_NAME:
                    space.pop(name, None)
                else:
                    space[name] = before
            self._before.clear()


def key_of(value: Any) -> Any:
    """What two functions of one text have in common; a class is known by its qualified name."""
    return value.__qualname__ if isinstance(value, type) else code_key(value.__code__)


def names_of(told: Iterable[Mapping[str, str]]) -> dict[Any, str]:
    """The names by what they are names of; `told` has name, kind and code of each."""
    found: dict[Any, str] = {}
    for one in told:
        if one["kind"] == "class":
            key: Any = one["code"]
        else:
            lambda_ = one["kind"] == "lambda"
            text = f"({one['code']}\n)" if lambda_ else one["code"]
            module = compile(text, "named", "eval" if lambda_ else "exec")
            wanted = "<lambda>" if lambda_ else None
            key = next(
                code_key(code)
                for code in module.co_consts
                if isinstance(code, types.CodeType) and code.co_name in (wanted, one["name"])
            )
        found.setdefault(key, one["name"])
    return found


def code_key(code: types.CodeType) -> tuple[Any, ...]:
    """All of a function's code that decides what it does."""
    constants = tuple(
        code_key(item) if isinstance(item, types.CodeType) else (type(item).__name__, repr(item))
        for item in code.co_consts
    )
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars


def _told_nameless(value: Any) -> str:
    #   it holds a lambda, line 3 of its cell: `scale = FunctionTransformer(lambda x: x * k)`
    if isinstance(value, type):
        return f"it holds the class `{value.__name__}`, which stands inside a function"
    code = value.__code__
    line = linecache.getline(code.co_filename, code.co_firstlineno).strip()
    what = "a lambda" if value.__name__ == "<lambda>" else f"the inner function `{value.__name__}`"
    return f"it holds {what}, line {code.co_firstlineno} of its cell: `{line}`"[:300]
