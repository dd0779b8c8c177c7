"""Small pieces of Markdown that survive whatever a notebook holds."""

from collections.abc import Iterable


def cell(text: str) -> str:
    """The text as a table's cell holds it."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """The text as code; of several lines the first one."""
    line, _, more = text.strip().partition("\n")
    if not line:
        return ""
    line = line.replace("|", "\\|") + (" ..." if more else "")
    fence = "``" if "`" in line else "`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def listed(names: Iterable[str]) -> str:
    """The names as code, as a sentence lists them."""
    marked = [code(name) for name in names]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} and {marked[-1]}"
