"""A file is written beside its place and then moved there: a reader sees the old or the new."""

import os
import tempfile
from pathlib import Path

_READABLE = 0o644  # what is new is for everybody to read, as if it had simply been opened


def replace_file(path: Path, content: bytes | str) -> Path:
    """
    Put the content in the file's place, whole or not at all, and return the path.

    The permissions of a file that stands there stay. Another name of the old file (a hard link)
    keeps the old content. Raises OSError; then nothing is left behind.
    """
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(draft).chmod(path.stat().st_mode & 0o7777 if path.exists() else _READABLE)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return path
