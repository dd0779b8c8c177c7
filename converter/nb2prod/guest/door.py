"""
The one entry that the silent requests call; the guest files share one namespace.

It is kept as an attribute of `sys`, so that no name appears among the notebook's own.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
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
    memory = request["memory"]
    return lambda: {"environment": guest["environment"](memory), **guest["files"].inputs()}


def _captured(guest: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, and apart from it all else, as long as that stays small."""
    namespace = sys.modules["__main__"].__dict__
    second = partial(guest["NamedPickler"], names=guest["names_of"](request["named"]))
    describe = _describe(guest, second)
    room = guest["room_at"](request["pickle"])
    capture = partial(guest["capture"], second=second, large=guest["too_large"], room=room)
    found: dict[str, Any] = {"asked": None, "spare": None}
    if request["names"] is not None:
        found["asked"] = capture(namespace, request["names"], request["pickle"], describe)
    if request["spare_bytes"]:
        names, limit = guest["public_names"](namespace), request["spare_bytes"]
        path = request["spare_pickle"]
        found["spare"] = capture(namespace, names, path, describe, limit, portable=True)
    return found


def _describe(
    guest: dict[str, Any], second: Callable[..., Any]
) -> Callable[[str, Any], dict[str, Any]]:
    """A description with the hash of the content; the same content is looked at once."""
    memory: dict[Any, dict[str, Any]] = guest["described"]

    def described(name: str, value: Any) -> dict[str, Any]:
        kind = guest["kind_of"](value)
        try:
            columns = guest["column_hashes"](value) if kind == "frame" else None
            sha256 = guest["content_hash"](kind, value, columns, second)
        except (Exception, SystemExit):
            columns = sha256 = None
        found = memory.get((type(value), sha256)) if sha256 else None
        if found is None:
            known = _columns(guest, value, columns) if columns else None
            found = {**guest["describe"](name, value, known), **guest["network_facts"](kind, value)}
            memory[type(value), sha256] = found
        return {**found, "name": name, "identity": id(value), "sha256": sha256}

    return described


def _columns(
    guest: dict[str, Any], frame: Any, hashes: list[tuple[Any, str]]
) -> list[dict[str, Any]]:
    """The columns of a table; one that an earlier table had is not looked at again."""
    #   [3] df = pd.read_csv(...)                  30 columns are looked at
    #   [4] df["per_km"] = df["cost"] / df["km"]   one is new
    memory: dict[Any, dict[str, Any]] = guest["described"]
    looked_at = frame.copy(deep=False)
    found = []
    for position, (label, digest) in enumerate(hashes):
        key = ("column", str(label), digest)
        if key not in memory:
            memory[key] = guest["column_of"](str(label), looked_at.iloc[:, position])
        found.append(memory[key])
    return found
