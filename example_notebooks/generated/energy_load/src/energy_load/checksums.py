"""The files of a version, held against the hashes in its card before anything is made of them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from .errors import RefusedError


def hashes(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file."""
    return {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}


def checked(version: Path, registered: Mapping[str, str]) -> dict[str, bytes]:
    """The contents of the version's files, all as they were registered."""
    paths = [version / file for file in registered]
    contents = {path.name: path.read_bytes() if path.exists() else b"" for path in paths}
    for file, found in hashes(contents).items():
        if found != registered[file]:
            why = f"{file} is not the file that was registered, its sha256 differs"
            way = "copy it again, or python -m energy_load rollback"
            raise RefusedError(f"{version.name}: {why}; {way}")
    return contents
