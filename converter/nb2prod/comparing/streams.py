"""Streams as a terminal would have left them: one text per name, progress resolved."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_CONTROL = re.compile(r"[\r\b\x1b]")
_STYLE = re.compile(
    r"\x1b\[[0-9;:?]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-B0-2]|\x1b[=>]"
)
_MOVE = re.compile(
    r"\x1b\[([0-9]*)([ABCDGK])|\x1b\[[0-9;:?]*[a-zA-Z]|\x1b\].*?(?:\x07|\x1b\\)|\x1b.?|.", re.DOTALL
)

#   75%|#######5  | 30/40 [00:01<00:00, 29.80it/s, loss=0.31]
# The bar, the times and the rates belong to the run; the count and the loss do not.
_BAR = re.compile(r"\s*\d+(?:\.\d+)?%\|[^|\n]*\|\s*")
_TIMES = re.compile(
    r"\[\d+:\d+(?::\d+)?<[^,\]\n]*,\s*[^,\]\n]*(?:,\s*)?|\[\d+:\d+(?::\d+)?,\s*[^,\]\n]*/s(?:,\s*)?"
)
_CPU = re.compile(
    r"^(?:CPU times: .*|Wall time: .*|Compiler\s*: .*|Parser\s*: .*)\n?", re.MULTILINE
)
_TIMEIT = re.compile(
    r"^(?:<TimeitResult : )?\d.* (?:per loop|each) .*\n?"
    r"|^\d+ loops?, best of \d+: .*\n?"
    r"|^The slowest run took .*\n?",
    re.MULTILINE,
)


def merged_stream(outputs: Iterable[Mapping[str, Any]], name: str) -> str:
    """The text that a cell wrote to `stdout` or `stderr`, however it was cut in pieces."""
    pieces = [
        str(output.get("text", ""))
        for output in outputs
        if output.get("output_type") == "stream" and output.get("name") == name
    ]
    return screen_text("".join(pieces))


def screen_text(text: str) -> str:
    r"""What stands on the screen after the text was written: `\r`, `\b` and colours resolved."""
    if not _CONTROL.search(text):
        return text
    text = text.replace("\r\n", "\n")
    if not _CONTROL.search(text):
        return text
    if "\x1b" in text and not re.search(r"\r|\x08|\x1b\[[0-9]*[ABCDGK]", text):
        return _STYLE.sub("", text)
    return _played(text)


def _played(text: str) -> str:
    lines: list[list[str]] = [[]]
    row = column = 0
    for move in _MOVE.finditer(text):
        written = move.group()
        if written == "\n":
            row, column = row + 1, 0
            if row == len(lines):
                lines.append([])
        elif written == "\r":
            column = 0
        elif written == "\b":
            column = max(0, column - 1)
        elif written.startswith("\x1b"):
            row, column = _moved(lines, row, column, move.group(1) or "", move.group(2) or "")
        else:
            line = lines[row]
            line.extend(" " * (column - len(line)))
            line[column : column + 1] = [written]
            column += 1
    return "\n".join("".join(line) for line in lines)


def _moved(
    lines: list[list[str]], row: int, column: int, amount: str, letter: str
) -> tuple[int, int]:
    steps = int(amount) if amount else 1
    if letter == "A":
        return max(0, row - steps), column
    if letter == "B":
        return min(len(lines) - 1, row + steps), column
    if letter == "C":
        return row, column + steps
    if letter == "D":
        return row, max(0, column - steps)
    if letter == "G":
        return row, max(0, steps - 1)
    if letter == "K":
        mode = amount or "0"
        start = 0 if mode in "12" else column
        lines[row][start:] = [" "] * (column if mode == "1" else 0)
    return row, column


def without_progress(text: str) -> str:
    """The text with bars, times and rates of progress lines gone, counts and postfixes kept."""
    if "%|" not in text and "it/s" not in text and "s/it" not in text and "/s]" not in text:
        return text
    return _TIMES.sub("[", _BAR.sub(" ", text))


def without_timings(text: str) -> str:
    """The text without the lines that `%time` and `%timeit` print: each run measures anew."""
    return _TIMEIT.sub("", _CPU.sub("", text))
