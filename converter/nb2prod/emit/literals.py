"""Python literals as the formatter would leave them."""

import json
import math
from collections.abc import Iterable

Scalar = str | int | float | bool | None


def literal(value: Scalar) -> str:
    """The value as Python source; not-a-number is None, as the contract says it."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and not math.isfinite(value):
        return "None"
    return repr(value)


def tuple_literal(values: tuple[Scalar, ...]) -> str:
    """The values as Python source of a tuple."""
    return f"({', '.join(literal(value) for value in values)}{',' if len(values) == 1 else ''})"


def toml(text: str) -> str:
    """The text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_list(texts: Iterable[str]) -> str:
    """The texts as a TOML array on one line."""
    return f"[{', '.join(toml(text) for text in texts)}]"
