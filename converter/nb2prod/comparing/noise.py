"""
Which differing tokens are noise, by proof: a mask is a claim.

Two proofs are known here. *Bound to the run by construction*: the fresh token shows this run's
clock, folders or addresses. *Volatile in fact*: the token has the shape of a measured time or of
a drawn identifier, and two fresh runs differ at this very token. A value that both fresh runs
agree on, and the recording does not, is a changed result whatever its shape.
"""

import re

from .comparison import Surroundings
from .numbers import NUMBER, same_number
from .stamps import shows_the_run
from .tokens import Token

_RANDOM_PARTS = re.compile(r"ipykernel_\d+([/\\])\d+\.py|(?<=[/\\])tmp[a-z0-9_]{8}(?=[/\\]|$)")
_LIBRARY = re.compile(r"^.*[/\\](?:site|dist)-packages[/\\]|^.*[/\\]lib[/\\]python3\.\d+[/\\]")
_DURATION = re.compile(rf"({NUMBER}) ?([^\d].*)")
_SECONDS = {
    "ns": 1e-9, "us": 1e-6, "\u00b5s": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0,
    "min": 60.0, "minute": 60.0, "m": 60.0, "h": 3600.0, "hr": 3600.0, "hour": 3600.0,
}  # fmt: skip
_SLACK = 2.0  # seconds between our clock and the kernel's own
_LARGEST_PROCESS = 4_194_304  # Linux
_PROCESS = "a process number"
_WORDS = {
    "pointer": "a memory address",
    "uuid": "a random identifier",
    "hex": "a random identifier",
    "duration": "a measured time",
    "interval": "a measured time",
    "number": "a measured time",
}


def same_token(recorded: Token, fresh: Token) -> bool:
    """Whether two tokens say the same."""
    if recorded.text == fresh.text:
        return True
    kinds = {recorded.kind, fresh.kind}
    if kinds == {"number"}:
        return same_number(recorded.text, fresh.text)
    if kinds == {"duration"}:
        one, two = _amount(recorded.text), _amount(fresh.text)
        return one[1] == two[1] and same_number(one[0], two[0])
    if kinds == {"cell"}:
        return True
    return kinds == {"path"} and _settled(recorded.text) == _settled(fresh.text)


def proven_noise(
    recorded: Token, fresh: Token, again: Token | None, world: Surroundings, topic: str
) -> str:
    """
    Why the difference is noise, as a few words for a remark; "" where nothing proves it.

    `topic` is what the line speaks of: "time" or "process", for a number that carries no unit.
    """
    if recorded.kind != fresh.kind:
        return ""
    if fresh.kind == "address":
        return "a memory address"
    if fresh.kind == "path" and _moved_along(recorded.text, fresh.text, world.folders):
        return "a path of this computer"
    if fresh.kind == "stamp" and shows_the_run(fresh.text, recorded.text, world):
        return "the time of the run"
    if fresh.kind == "number" and _epoch(recorded.text, fresh.text, world):
        return "the time of the run"
    volatile = fresh.kind in ("pointer", "uuid", "hex") or _measured(fresh, world, topic)
    if volatile and again is not None and again.kind == fresh.kind and again.text != fresh.text:
        return _PROCESS if (fresh.kind, topic) == ("number", "process") else _WORDS[fresh.kind]
    return ""


def _amount(duration: str) -> tuple[str, str]:
    """The number and the unit of a duration; the two letters for micro are one."""
    found = _DURATION.fullmatch(duration)
    assert found, duration
    return found[1], found[2].replace("\u03bc", "\u00b5")


def _settled(path: str) -> str:
    """A path with the parts that the kernel and `tempfile` draw at random replaced."""
    return _RANDOM_PARTS.sub("*", path)


def _moved_along(recorded: str, fresh: str, folders: tuple[str, ...]) -> bool:
    """Whether the fresh path lies under a folder of this run and ends as the recorded one."""
    #   /home/alice/demo/data.csv   ->   /srv/check/data.csv     in /srv/check: the same file
    recorded, fresh = _settled(recorded).rstrip("/\\"), _settled(fresh).rstrip("/\\")
    if _LIBRARY.match(recorded) and _LIBRARY.match(fresh):
        return _LIBRARY.sub("", recorded) == _LIBRARY.sub("", fresh)
    for folder in folders:
        if fresh == folder:
            return True
        if fresh.startswith((folder + "/", folder + "\\")):
            tail = fresh[len(folder) :].replace("\\", "/")
            if recorded.replace("\\", "/").endswith(tail):
                return True
    return False


def _epoch(recorded: str, fresh: str, world: Surroundings) -> bool:
    """Whether both are seconds (or milliseconds) since 1970 and the fresh ones are this run's."""
    if not re.fullmatch(r"1\d{9}(?:\.\d+)?|1\d{12}", fresh) or len(fresh.split(".")[0]) != len(
        recorded.split(".")[0]
    ):
        return False
    scale = 1000.0 if len(fresh) == 13 and "." not in fresh else 1.0
    return world.started - _SLACK <= float(fresh) / scale <= world.ended + _SLACK


def _measured(fresh: Token, world: Surroundings, topic: str) -> bool:
    """Whether the token can be a time that was measured in this run: it cannot exceed the run."""
    if fresh.kind == "interval":
        clock = fresh.text.rsplit(" ", 1)[-1]
        hours, minutes, seconds = (float(part) for part in clock.split(":"))
        return hours * 3600 + minutes * 60 + seconds <= world.seconds + _SLACK
    if fresh.kind == "number":
        if topic == "process":
            return fresh.text.isdecimal() and 1 < int(fresh.text) <= _LARGEST_PROCESS
        clock_read = topic == "time" and world.reads_clock
        return clock_read and float(fresh.text) <= world.seconds + _SLACK
    if fresh.kind != "duration":
        return False
    amount, unit = _amount(fresh.text)
    if unit.endswith(("/s", "/sec")):
        return True  # a rate has no bound that we know
    word = unit.split("/")[0]
    scale = _SECONDS.get(word) or _SECONDS.get(word.removesuffix("s"))
    return scale is not None and float(amount) * scale <= world.seconds + _SLACK
