"""
Runs sections again, each from its captured start, and tells with which types functions were called.

`python start.py call_types request.json`; the answer goes to the path that the request names.
"""

import json
import sys
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from .notebook_scope import opened
from .observe import type_name

_HELD = (list, tuple, dict, set, frozenset)  # their types tell what they hold, value by value
_NOT_PLAIN = 0x20 | 0x80 | 0x100 | 0x200  # generators and coroutines give something else back


def main(request_path: str) -> None:
    """Write what the calls showed."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    answer = call_types(request, sys.modules["__main__"].__dict__)
    Path(request["answer"]).write_text(json.dumps(answer), encoding="utf-8")


def call_types(request: Mapping[str, Any], scope: dict[str, Any]) -> dict[str, Any]:
    """For each function the types of its arguments and answers; the sections that failed."""
    #   def trips(boxes): return boxes / per_trip      the global becomes an argument
    watch = _Watch(request["functions"], scope)
    failed = []
    for number, section in enumerate(request["sections"]):
        try:
            opened({**request, **section}, scope)
            codes = [compile(code, "section", "exec") for code in section["codes"]]
            sys.setprofile(watch)
            for code in codes:
                exec(code, scope)
        except Exception:
            failed.append(number)
        finally:
            sys.setprofile(None)
    return {"functions": watch.told(), "failed": failed}


class _Watch:
    """Looks at the calls of the named functions of a notebook, and at the globals they read."""

    def __init__(self, names: Mapping[str, Collection[str]], scope: Mapping[str, Any]) -> None:
        self.names, self.scope = names, scope
        self.seen: dict[str, dict[str, dict[str, Any]]] = {}
        self.known: dict[type, dict[str, Any]] = {}

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event not in ("call", "return") or code.co_name not in self.names:
            return
        if getattr(self.scope.get(code.co_name), "__code__", None) is not code:
            return
        slots = self.seen.setdefault(code.co_name, {})
        if event == "call":
            for name in _arguments(code):
                self._note(slots, name, frame.f_locals.get(name))
            for name in self.names[code.co_name]:
                self._note(slots, name, self.scope.get(name))
        elif not code.co_flags & _NOT_PLAIN:
            self._note(slots, "return", argument)

    def _note(self, slots: dict[str, dict[str, Any]], slot: str, value: Any) -> None:
        kind = type(value)
        if kind in _HELD:
            found = type_name(value)
        else:
            if kind not in self.known:
                self.known[kind] = type_name(value)
            found = self.known[kind]
        slots.setdefault(slot, {})[json.dumps(found, sort_keys=True)] = found

    def told(self) -> dict[str, dict[str, list[Any]]]:
        return {
            function: {slot: list(types.values()) for slot, types in slots.items()}
            for function, slots in self.seen.items()
        }


def _arguments(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
