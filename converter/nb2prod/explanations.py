"""The codes for `nb2prod explain`: a text for each, in explanations.md beside this file."""

import re
from dataclasses import dataclass
from pathlib import Path

from .errors import OptionsError

_TEXT = Path(__file__).with_suffix(".md")
_HEADING = re.compile(r"^## (?P<code>NB\d{3}) (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, why it matters and what to do, with an example."""

    code: str
    title: str
    text: str


def explanations() -> tuple[Explanation, ...]:
    """Return all explanations, in the order of their codes."""
    text = _TEXT.read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)]
    return tuple(
        Explanation(heading["code"], heading["title"], text[heading.end() : end].strip())
        for heading, end in zip(found, ends, strict=True)
    )


def explanation(code: str) -> Explanation:
    """Return the explanation of that code, or raise with the nearest ones."""
    wanted = code.strip().upper()
    by_code = {item.code: item for item in explanations()}
    if wanted in by_code:
        return by_code[wanted]
    import difflib  # only for a code that does not exist

    near = difflib.get_close_matches(wanted, by_code, n=3)
    remedy = f"Did you mean {', '.join(near)}?" if near else "A code looks like NB113."
    raise OptionsError("NB003", f"there is no code `{code}`.", remedy)
