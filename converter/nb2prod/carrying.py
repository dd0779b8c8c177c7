"""
What is not ours goes along from the old project into the new one.

    models/ data/ .venv/ .git/        whole, as they are; new versions of the model are added
    src/service_time/extra.py         a file of the user's own
    src/service_time/prep.py          ours: gone, replaced, or an edit that is in the new one
    src/service_time/old.py           was ours, no longer generated: where it was edited

Files are linked, so that the old project stays complete until the new one takes its place.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .target import KEPT_WHOLE, is_generated
from .versions import add_versions

CACHES = frozenset({".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"})
_MODELS = "models"
_FRESH = ".models-fresh"


def carry_over(old: Path, new: Path, ours: Mapping[str, str], *, keep_champion: bool) -> None:
    """Link what is not ours into the new project, and add the new one's versions of the model."""
    fresh = new / _FRESH
    models = new / _MODELS
    if models.is_dir() and (old / _MODELS).is_dir():
        models.rename(fresh)
    _carry(old, new, ours)
    if fresh.exists():
        add_versions(fresh, models, keep_champion=keep_champion)
        shutil.rmtree(fresh)


def carry_late(old: Path, new: Path, ours: Mapping[str, str]) -> None:
    """Link what came into the old project while the new one took its place."""
    _carry(old, new, ours)


def _carry(old: Path, new: Path, ours: Mapping[str, str], inside: str = "") -> None:
    for entry in sorted(old.iterdir()):
        path = f"{inside}{entry.name}"
        place = new / entry.name
        if entry.name in CACHES:
            continue
        if not entry.is_dir() or entry.is_symlink():
            if not os.path.lexists(place) and not is_generated(entry, ours.get(path)):
                _link(entry, place)
        elif path in KEPT_WHOLE:
            if not os.path.lexists(place) or place.is_dir():
                _link_whole(entry, place)
        else:
            _carry_into(entry, place, ours, f"{path}/")


def _carry_into(entry: Path, place: Path, ours: Mapping[str, str], inside: str) -> None:
    existed = os.path.lexists(place)
    if existed and not place.is_dir():
        return
    place.mkdir(exist_ok=True)
    _carry(entry, place, ours, inside)
    known = any(path.startswith(inside) for path in ours)
    if not existed and known and not any(place.iterdir()):
        place.rmdir()  # only files of ours were in it, and they are gone
    elif not existed:
        shutil.copystat(entry, place)


def _link_whole(old: Path, new: Path) -> None:
    new.mkdir(exist_ok=True)
    for entry in os.scandir(old):
        place = new / entry.name
        if entry.is_dir(follow_symlinks=False):
            _link_whole(Path(entry.path), place)
        elif not os.path.lexists(place):
            _link(Path(entry.path), place)
    shutil.copystat(old, new)


def _link(entry: Path, place: Path) -> None:
    """Make the same file known there too; a copy where the file system has no links."""
    if entry.is_symlink():
        place.symlink_to(os.readlink(entry))
        return
    try:
        os.link(entry, place)
    except OSError:
        if entry.is_file():  # a socket or a pipe is made anew by whoever needs it
            with suppress(FileNotFoundError):  # it was there a moment ago
                shutil.copy2(entry, place)
