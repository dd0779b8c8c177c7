"""The file that a `%%writefile` cell leaves beside the notebook."""

import shlex
from pathlib import PurePosixPath

from ..model.notebook import WrittenFile

_MAGICS = ("file", "writefile")


def written_file(magic: str, rest: str, body: str) -> WrittenFile | None:
    """The file, or None where the cell writes none or its place cannot be told."""
    #   %%writefile helpers.py
    #   %%writefile -a lib/helpers.py
    if magic not in _MAGICS:
        return None
    try:
        words = shlex.split(rest)
    except ValueError:  # an open quote
        return None
    options = {word for word in words if word.startswith("-")}
    names = [word for word in words if not word.startswith("-")]
    if len(names) != 1 or options - {"-a", "--append"} or set(names[0]) & set("$`{}~\\:"):
        return None
    path = PurePosixPath(names[0])
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return None
    text = body if body.endswith("\n") else f"{body}\n"
    return WrittenFile(path.as_posix(), text, bool(options))
