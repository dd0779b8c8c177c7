"""From the lab's paths to files of this computer: nothing outside of the server's root."""

from pathlib import Path
from typing import Any

from jupyter_server.utils import ensure_async

from jupyter_prod.refusals import Refused


async def notebook_file(contents: Any, path: str) -> Path:
    """The notebook's file; refuses what is not there, is hidden, or leads out of the root."""
    file = await inside(contents, path)
    if not await ensure_async(contents.file_exists(path.strip("/"))) or not file.is_file():
        raise Refused(404, f"There is no notebook {path}: it was moved, renamed or deleted.")
    return file


async def project_folder(contents: Any, path: str) -> Path:
    """The folder that a project may be written to; it need not be there yet."""
    folder = await inside(contents, path)
    if folder == _root(contents):
        raise Refused(400, "The project needs a folder of its own, not the server's root.")
    if folder.exists() and not folder.is_dir():
        raise Refused(400, f"{path} is a file; the project is a folder.")
    return folder


async def inside(contents: Any, path: str) -> Path:
    """The place of a path of the lab, with every symbolic link followed, within the root."""
    root = _root(contents)
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or any(ord(sign) < 32 for sign in path):
        raise Refused(400, "This is no path below the server's root folder.")
    api_path = "/".join(parts)
    if not contents.allow_hidden and await _is_hidden(contents, parts):
        raise Refused(404, f"{api_path} is hidden, and this server shows no hidden files.")
    try:
        place = (root / api_path).resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        raise Refused(400, f"{api_path} cannot be followed to a file.") from None
    if place != root and root not in place.parents:
        raise Refused(403, f"{api_path} leads out of the server's root folder.")
    return place


def lab_path(contents: Any, place: Path) -> str | None:
    """How the lab names a place; None outside of the root."""
    try:
        return place.resolve().relative_to(_root(contents)).as_posix()
    except ValueError:
        return None


async def _is_hidden(contents: Any, parts: list[str]) -> bool:
    if any(part.startswith(".") for part in parts):
        return True
    path = "/".join(parts)
    return bool(
        await ensure_async(contents.file_exists(path))
        and await ensure_async(contents.is_hidden(path))
    )


def _root(contents: Any) -> Path:
    folder = getattr(contents, "root_dir", None)
    if not isinstance(folder, str) or not folder:
        raise Refused(400, "This server keeps its notebooks elsewhere than in files on its disk.")
    return Path(folder).resolve()
