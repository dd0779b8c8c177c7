"""Where a statement ends: strings, brackets and continued lines hide what looks like a magic."""

import re

# one step through Python text; what is in none of these groups is of no interest here
_TOKEN = re.compile(
    r"""
    (?P<triple>'{3}|\"{3})
  | (?P<string>'(?:[^'\\\n]|\\.)*'? | "(?:[^"\\\n]|\\.)*"?)
  | (?P<comment>\#[^\n]*)
  | (?P<continued>\\\n)
  | (?P<newline>\n)
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<question>\?)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {
    "'''": re.compile(r"(?:[^\\]|\\.)*?'''", re.DOTALL),
    '"""': re.compile(r'(?:[^\\]|\\.)*?"""', re.DOTALL),
}


def statement_end(text: str, start: int) -> tuple[int, bool]:
    """
    Return where the logical line that begins at `start` ends, and whether it holds a bare `?`.

    The end is the position of its newline, or the text's length.
    """
    #   x = (a        <- one logical line:
    #     % b)           no magic here
    #   print('''
    #   !ls           <- nor here
    #   ''')
    depth = 0
    questioned = False
    position = start
    while token := _TOKEN.search(text, position):
        position = token.end()
        kind = token.lastgroup
        if kind == "triple":
            closing = _CLOSING[token["triple"]].match(text, position)
            position = closing.end() if closing else len(text)
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "newline" and depth == 0:
            return token.start(), questioned
        elif kind == "question":
            questioned = True
    return len(text), questioned


def escaped_end(text: str, start: int) -> int:
    """Return where a magic or shell line ends: at its newline, unless a backslash continues it."""
    position = start
    while True:
        end = text.find("\n", position)
        if end < 0:
            return len(text)
        if not text[:end].endswith("\\"):
            return end
        position = end + 1
