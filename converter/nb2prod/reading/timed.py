"""What `%timeit` and its like run without anything of it staying in the cell."""

import re

#   timeit -n 100 -r 3 f()        -o and -q take nothing, -v names a variable
_OPTIONS = {
    "timeit": re.compile(r"(?:-[tcqo]+\s+|-[nrpv]\s*\S+\s+|--\s+)+"),
    "memit": re.compile(r"(?:-[co]+\s+|-[rtiP]\s*\S+\s+)+"),
    "lprun": re.compile(r"(?:-[rsz]+\s+|-[fmDTu]\s*\S+\s+)+"),
    "mprun": re.compile(r"(?:-[rc]+\s+|-[fT]\s*\S+\s+)+"),
}
_NAME = re.compile(r"(?P<name>\w+)[ \t]*")


def timed_code(magic: str) -> tuple[str, bool]:
    """
    The code of such a magic without its options, and whether the names it binds are its own.

    `magic` is the text after the `%`; what follows the first line is a cell's body.
    """
    #   timeit -n 3 y = f()      `y` is gone afterwards
    found = _NAME.match(magic)
    name = found["name"] if found else ""
    first, line_end, body = magic[found.end() if found else 0 :].partition("\n")
    options = _OPTIONS[name].match(f"{first} ") if name in _OPTIONS else None
    statement = first[min(options.end(), len(first)) :].strip() if options else first.strip()
    return f"{statement}{line_end}{body}", name == "timeit"
