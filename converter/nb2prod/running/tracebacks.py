"""Finds the line of a cell in the traceback that IPython printed for it."""

import re
from collections.abc import Sequence

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# Cell In[3], line 2          IPython 8.7 and later
# Cell In [3], line 2         8.5
# Input In [3], in <cell line: 2>()      8.0
# <ipython-input-3-5f..> in <module>  and below it an arrow "----> 2 x = 1"      7
_FRAME = re.compile(
    r"(?:Cell|Input) In ?\[(?P<count>\d+)\](?:, in)?,? ?"
    r"(?:line (?P<line>\d+)|<cell line: (?P<cell_line>\d+)>)"
)
_OLD_FRAME = re.compile(r"<ipython-input-(?P<count>\d+)-\w+> in (?P<where>\S+)")
_ARROW = re.compile(r"^-+> ?(?P<line>\d+) ", re.MULTILINE)
_TIMED = re.compile(r"File <timed (?:exec|eval)>:(?P<line>\d+)")


def plain(traceback: Sequence[str]) -> str:
    """The traceback's text without colours."""
    return _COLOUR.sub("", "\n".join(traceback))


def line_in_cell(traceback: Sequence[str], execution_count: int | None) -> int | None:
    """
    The line of the failing cell itself, counted from 1, or None where no frame names it.

    Where the error was raised deeper, in a function of another cell, it is the line that called.
    """
    text = plain(traceback)
    for frame in _FRAME.finditer(text):
        if execution_count is None or int(frame["count"]) == execution_count:
            timed = _TIMED.search(text)
            # %%time: the cell's own first line is the magic, its body is counted from 1 again
            if timed:
                return int(timed["line"]) + 1
            return int(frame["line"] or frame["cell_line"])
    for old in _OLD_FRAME.finditer(text):
        if execution_count is None or int(old["count"]) == execution_count:
            arrow = _ARROW.search(text, old.end())
            return int(arrow["line"]) if arrow else None
    return None
