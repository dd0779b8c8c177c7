"""Types as they stand in signatures, and the imports that they need."""

import builtins
from collections.abc import Iterable

from ..model.run import TypeName

_BUILT_IN = frozenset(dir(builtins)) | {"..."}
_ALIASES = {"pandas": "pd", "numpy": "np"}
_GENERIC = {"list": 1, "set": 1, "frozenset": 1, "dict": 2, "deque": 1}


def annotation(
    type_name: TypeName | None, imports: set[str], aliases: dict[str, str] | None = None
) -> str:
    """
    The annotation of a type; the import lines that it needs are added to `imports`. Empty where
    unknown.

    `aliases` says what the module's own imports bind: by dotted path, the name in the code.
    """
    if type_name is None or type_name.module == "__main__":
        return ""
    if type_name.module in ("", "builtins") and type_name.name not in _BUILT_IN:
        return ""  # generator, function: types without a name of their own
    names = aliases or {}
    module, name = type_name.module, type_name.name
    root = name.split(".")[0]
    if module in ("", "builtins"):
        text = name
    elif module in _ALIASES:
        alias = names.get(module, _ALIASES[module])
        imports.add(f"import {module}" + (f" as {alias}" if alias != module else ""))
        text = f"{alias}.{name}"
    elif root in names.values() and names.get(f"{module}.{root}") != root:
        #   import datetime        `datetime` is the module here, the type is `datetime.datetime`
        if module not in names:
            return ""
        text = f"{names[module]}.{name}"
    else:
        imports.add(f"from {module} import {root}")
        text = name
    arguments = [
        annotation(argument, imports, aliases) or _any(imports) for argument in type_name.arguments
    ]
    if not arguments and module == "" and name in _GENERIC:
        arguments = [_any(imports)] * _GENERIC[name]
    if name == "Callable" and len(arguments) == 2:
        return f"{text}[{arguments[0]}, {arguments[1]}]"
    return f"{text}[{', '.join(arguments)}]" if arguments else text


def _any(imports: set[str]) -> str:
    imports.add("from typing import Any")
    return "Any"


def returned(
    types: Iterable[TypeName | None], imports: set[str], aliases: dict[str, str] | None = None
) -> str:
    """What a function with these outputs returns; empty where one of them is unknown."""
    texts = [annotation(item, imports, aliases) for item in types]
    if not texts:
        return "None"
    if not all(texts):
        return ""
    return texts[0] if len(texts) == 1 else f"tuple[{', '.join(texts)}]"
