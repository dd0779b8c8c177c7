"""A line of text as tokens: what could be bound to a run is recognised by its shape."""

import re
from dataclasses import dataclass

from .numbers import NUMBER

_UNIT = (
    r"(?:ns|[\u00b5\u03bcu]s|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?)"
    r"(?:/(?:step|it|iter|epoch|batch|row|sample|image|item|file|loop)s?)?"
    r"|(?:[kKMGT]i?)?B/s(?:ec)?|(?:it|its|iter|step|row|sample|image|item|file|batch|token)e?s?/s(?:ec)?"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
_DATED = r"20\d\d(?:-\d\d-\d\d|[01]\d[0-3]\d[-_T]?[0-2]\d[0-5]\d)"  # run_20260314_150926
_ZONE = r"(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"

_SHAPES = (
    ("address", r"(?<=\bat )0x[0-9a-fA-F]{5,16}\b"),
    ("pointer", r"\b0x[0-9a-f]{9,12}\b"),
    ("uuid", r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    ("cell", r"<ipython-input-\d+-[0-9a-f]+>|\bCell In ?\[\d+\]|\b(?:In|Out) ?\[\d+\]"),
    (
        "stamp",
        rf"(?<![0-9A-Za-z])\d{{4}}-\d\d-\d\d[T _]\d\d[:-]\d\d(?:[:-]\d\d(?:[.,]\d+)?)?{_ZONE}",
    ),
    ("stamp", rf"\b{_DAY}\d{{1,2}} {_MONTH},? \d{{4}}(?:,? {_CLOCK}{_ZONE})?"),
    ("stamp", rf"\b{_DAY}{_MONTH} {{1,2}}\d{{1,2}},? (?:{_CLOCK} )?\d{{4}}(?: {_CLOCK}{_ZONE})?"),
    ("stamp", rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}(?:,? {_CLOCK})?(?: [AP]M)?"),
    ("stamp", r"(?<![0-9A-Za-z])\d{4}[-/]\d\d[-/]\d\d(?![0-9A-Za-z])"),
    ("stamp", r"(?<![0-9A-Za-z])20\d{2}[01]\d[0-3]\d[-_T]?[0-2]\d[0-5]\d[0-5]\d(?![0-9A-Za-z])"),
    ("interval", r"\b(?:\d+ days?,? )?\d+:\d\d:\d\d\.\d+(?![\w.])"),
    ("stamp", rf"(?<![\w.:]){_CLOCK}(?: [AP]M)?(?![\w:])"),
    ("path", r"(?<![\w/\\.~:-])(?:~|[A-Za-z]:)?(?:[/\\]+[\w.+@%~=-]+)+[/\\]?"),
    ("duration", rf"(?<![\w.]){NUMBER} ?(?:{_UNIT})(?![\w/])"),
    ("hex", r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?!\d+e\d+\b)[0-9a-f]{7,}\b"),
    ("number", rf"(?<![\w.]){NUMBER}(?![\w.]|(?<=\d)[eE][-+]?\d)"),
    ("number", rf"(?<=\w)[-+]?{NUMBER}(?=j\b)|(?<![\w.]){NUMBER}(?=j\b|\.(?!\d)|%|x\b|px\b)"),
    ("sign", rf"_(?={_DATED})"),
    ("word", rf"\w+?(?=_{_DATED})|\w+"),
    ("sign", r"[^\w\s]"),
)
_TOKEN = re.compile("|".join(f"({shape})" for _, shape in _SHAPES))
_KINDS = ("", *(kind for kind, _ in _SHAPES))
_NUMPY = re.compile(
    r"\bnp\.(?:(?:float|int|uint|complex)\d+|str_|bool_?)\(([^()]*)\)|\bnp\.(True|False)_"
)
_AROUND = " \t<>[](){},;:'\"`"
_SET = re.compile(r"\{[^{}\n:]*,[^{}\n:]*\}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text and the shape it has."""

    kind: str
    text: str
    start: int = 0
    end: int = 0

    def within(self, line: str) -> str:
        """The token with what stands glued to it: of `1.2.4` all, not the 4 alone."""
        start, end = self.start, self.end
        while start > 0 and line[start - 1] not in _AROUND:
            start -= 1
        while end < len(line) and line[end] not in _AROUND:
            end += 1
        return line[start:end]


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text; white space only separates."""
    return tuple(
        Token(_KINDS[match.lastindex or 1], match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    )


def plain_scalars(text: str) -> str:
    """The text with numpy's scalars as numpy 1 showed them: `np.float64(0.5)` as `0.5`."""
    return _NUMPY.sub(lambda match: match[1] if match[1] is not None else match[2], text)


def sets_sorted(text: str) -> str:
    """The text with each printed set in sorted order: a set has none of its own."""
    if "{" not in text:
        return text
    return _SET.sub(lambda match: _sorted_set(match.group()), text)


def _sorted_set(shown: str) -> str:
    import ast

    try:
        value = ast.literal_eval(shown)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return shown
    if not isinstance(value, set):
        return shown
    return "{" + ", ".join(sorted(repr(item) for item in value)) + "}"
