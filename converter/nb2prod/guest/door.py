"""
The one entry that the silent requests call; the guest files share one namespace.

It is kept as an attribute of `sys`, so that no name appears among the notebook's own.
"""

import json
import sys
from collections.abc import Callable
from typing import Any


def opened(guest: dict[str, Any]) -> None:
    """Begin to listen for opened files; `guest` holds everything that the guest files define."""
    guest["files"] = guest["OpenedFiles"]()
    sys.addaudithook(guest["files"])


def answer(guest: dict[str, Any], request: str, path: str) -> None:
    """Write the answer to a request as strict JSON to the path."""
    files = guest["files"]
    files.paused = True
    try:
        with guest["unseen"]():
            found = guest["answered"](_question(guest, json.loads(request)))
            with open(path, "w", encoding="utf-8") as file:
                json.dump(found, file, allow_nan=False)
    finally:
        files.paused = False


def _question(guest: dict[str, Any], request: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    if request["ask"] == "capture":
        names, path, limit = request["names"], request["pickle"], request["limit"]
        namespace = sys.modules["__main__"].__dict__
        if names is None:
            names = guest["data_names"](namespace)
        return lambda: dict(guest["capture"](namespace, names, path, _describe(guest), limit))
    return lambda: {"environment": guest["environment"](), "files": guest["files"].inputs()}


def _describe(guest: dict[str, Any]) -> Callable[[str, Any], dict[str, Any]]:
    """A description with the hash of the content, where the value can be hashed."""

    def described(name: str, value: Any) -> dict[str, Any]:
        found: dict[str, Any] = guest["describe"](name, value)
        try:
            found["sha256"] = guest["content_hash"](found["kind"], value)
        except Exception:
            found["sha256"] = None
        return found

    return described
