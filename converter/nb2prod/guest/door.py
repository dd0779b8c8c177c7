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
    guest["described"] = {}
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
        return lambda: _captured(guest, request)
    return lambda: {"environment": guest["environment"](), **guest["files"].inputs()}


def _captured(guest: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, and apart from it all else, as long as that stays small."""
    namespace = sys.modules["__main__"].__dict__
    capture, describe = guest["capture"], _describe(guest)
    found: dict[str, Any] = {"asked": None, "spare": None}
    if request["names"] is not None:
        found["asked"] = capture(namespace, request["names"], request["pickle"], describe)
    if request["spare_bytes"]:
        names, limit = guest["public_names"](namespace), request["spare_bytes"]
        path = request["spare_pickle"]
        found["spare"] = capture(namespace, names, path, describe, limit, portable=True)
    return found


def _describe(guest: dict[str, Any]) -> Callable[[str, Any], dict[str, Any]]:
    """A description with the hash of the content, where the value can be hashed."""
    memory: dict[Any, dict[str, Any]] = guest["described"]

    def described(name: str, value: Any) -> dict[str, Any]:
        kind = guest["kind_of"](value)
        try:
            sha256 = guest["content_hash"](kind, value)
        except Exception:
            sha256 = None
        # the same content as at an earlier boundary: looking at each column again costs most
        found = memory.get((type(value), sha256)) if sha256 else None
        if found is None:
            found = guest["describe"](name, value)
            memory[type(value), sha256] = found
        return {**found, "name": name, "identity": id(value), "sha256": sha256}

    return described
