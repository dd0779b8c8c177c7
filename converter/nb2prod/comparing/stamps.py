"""Dates and times of day: whether one lies within the run, so that it can only be the run's own."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from .comparison import Surroundings

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(\d{1,2})[:](\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ([AP]M))?")
_DASHED_CLOCK = re.compile(r"(?<=[T _])(\d\d)-(\d\d)(?:-(\d\d))?()()")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)[-_T]?(\d\d)(\d\d)(\d\d)")
_ZONE = re.compile(r"(?<=\d) ?(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))$")
_SLACK = timedelta(seconds=2)


def shows_the_run(fresh: str, recorded: str, world: Surroundings) -> bool:
    """Whether the fresh stamp lies within the run and the recorded one is of the same form."""
    if not world.started or _form(fresh) != _form(recorded):
        return False
    return any(_within(fresh, world, zone) for zone in _zones(fresh, world))


def _form(stamp: str) -> str:
    """The stamp with its digits and names as place holders, fractions of any length."""
    plain = re.sub(r"[.,]\d+", ".0", re.sub(r"[A-Za-z]{3,}", "a", stamp))
    return " ".join(re.sub(r"\d+", "0", plain).split())


def _zones(stamp: str, world: Surroundings) -> Iterator[timezone]:
    """The zone that the stamp names, else this computer's and the universal one."""
    named = _ZONE.search(stamp)
    if named and _CLOCK.search(stamp):
        if named[1]:
            yield UTC
            return
        minutes = int(named[3]) * 60 + int(named[4])
        yield timezone(timedelta(minutes=-minutes if named[2] == "-" else minutes))
        return
    local = datetime.fromtimestamp(world.started).astimezone().utcoffset() or timedelta()
    yield timezone(local)
    yield UTC


def _within(stamp: str, world: Surroundings, zone: timezone) -> bool:
    started = datetime.fromtimestamp(world.started, zone) - _SLACK
    ended = datetime.fromtimestamp(world.ended, zone) + _SLACK
    clock = _clock(stamp)
    days = _days(stamp)
    if days is None and clock is None:
        return False
    candidates = (
        days if days is not None else [started.date().timetuple()[:3], ended.timetuple()[:3]]
    )
    for year, month, day in candidates:
        try:
            start = datetime(year, month, day, tzinfo=zone)
        except ValueError:
            continue
        shown, precision = clock or (timedelta(), timedelta(days=1))
        if start + shown <= ended and started < start + shown + precision:
            return True
    return False


def _clock(stamp: str) -> tuple[timedelta, timedelta] | None:
    """The time of day and how precisely it is shown."""
    compact = _COMPACT.fullmatch(stamp)
    if compact:
        hours, minutes, whole = (int(part) for part in compact.groups()[3:])
        return timedelta(hours=hours, minutes=minutes, seconds=whole), timedelta(seconds=1)
    found = _CLOCK.search(stamp) or _DASHED_CLOCK.search(stamp)
    if found is None:
        return None
    hour = int(found[1]) % 12 + (12 if found[5] == "PM" else 0) if found[5] else int(found[1])
    seconds = float(f"{found[3] or 0}.{found[4] or 0}")
    shown = timedelta(hours=hour, minutes=int(found[2]), seconds=seconds)
    return shown, timedelta(seconds=1) if found[3] else timedelta(minutes=1)


def _days(stamp: str) -> list[tuple[int, int, int]] | None:
    """The dates that the stamp can mean; none where it shows a time of day only."""
    compact = _COMPACT.fullmatch(stamp)
    if compact:
        return [(int(compact[1]), int(compact[2]), int(compact[3]))]
    if found := re.match(r"(\d{4})[-/](\d\d)[-/](\d\d)", stamp):
        return [(int(found[1]), int(found[2]), int(found[3]))]
    if found := re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", stamp):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        return [(year, one, two), (year, two, one)]
    if named := re.search("|".join(_MONTHS), stamp.lower()):
        year_found = re.search(r"(?<![\d.:])\d{4}\b", stamp)
        day_found = re.search(r"(?<![\d:.])\d{1,2}(?![\d:.])", stamp)
        if year_found and day_found:
            return [(int(year_found[0]), _MONTHS.index(named[0]) + 1, int(day_found[0]))]
    return None
