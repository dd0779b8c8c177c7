"""Text compared token by token: words exactly, numbers as numbers, noise only with a proof."""

import re
from difflib import SequenceMatcher

from .comparison import SAME, Comparison, Surroundings, changed, remarked, together
from .noise import proven_noise, same_token
from .tokens import Token, plain_scalars, sets_sorted, tokens

_SHOWN = 60  # characters of a token or line in a message
_ALIGNED = 400  # lines that are worth aligning
_SPEAKS_OF_TIME = re.compile(
    r"(?i)\b(?:elapsed|took|duration|run[ _-]?time|wall[ _-]?time|time[ _-]?(?:taken|spent|used)"
    r"|(?:fit|train|training|total|exec|execution|load|score|inference|process|cpu)[ _-]?time"
    r"|time|seconds|secs|millis\w*|ms)\b"
)


_SPEAKS_OF_PROCESSES = re.compile(r"(?i)\bp?pid\b|\bprocess\b")


def compare_text(
    recorded: str, fresh: str, again: str | None = None, world: Surroundings | None = None
) -> Comparison:
    """
    How two texts differ; `again` is the same output of a second fresh run.

    Only what differs is looked at closely, so that long logs cost what reading them costs.
    """
    if recorded == fresh:
        return SAME
    world = world or Surroundings()
    if ("np." in recorded) != ("np." in fresh):
        plain, now = plain_scalars(recorded), plain_scalars(fresh)
        if (plain, now) != (recorded, fresh):
            found = compare_text(plain, now, plain_scalars(again) if again else again, world)
            return together((found, remarked("numpy shows its types now, or no longer does")))
    old, new = (_lines(sets_sorted(text)) for text in (recorded, fresh))
    third = _lines(sets_sorted(again)) if again is not None else None
    if third is not None and len(third) != len(new):
        third = None
    if len(old) == len(new):
        parts = _by_line(old, new, third, world)
        if parts is not None:
            return parts
    return _as_a_whole(old, new, world)


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _by_line(
    old: list[str], new: list[str], third: list[str] | None, world: Surroundings
) -> Comparison | None:
    """The comparison line by line, or None where a line has other words than before."""
    parts = []
    for number, (was, now) in enumerate(zip(old, new, strict=True), start=1):
        if was == now or was.split() == now.split():
            continue
        before, after = tokens(was), tokens(now)
        if len(before) != len(after):
            return None
        later = tokens(third[number - 1]) if third is not None else None
        where = f"line {number}: " if len(new) > 1 else ""
        topic = _what_it_speaks_of(now)
        found = _by_token(before, after, later, world, topic, (was, now))
        parts.append(found.placed(where))
    return together(parts)


def _by_token(
    before: tuple[Token, ...],
    after: tuple[Token, ...],
    later: tuple[Token, ...] | None,
    world: Surroundings,
    topic: str,
    lines: tuple[str, str],
) -> Comparison:
    if later is not None and len(later) != len(after):
        later = None
    parts = []
    for index, (was, now) in enumerate(zip(before, after, strict=True)):
        if same_token(was, now):
            continue
        again = later[index] if later is not None else None
        proof = proven_noise(was, now, again, world, topic)
        step = f"{_short(was.within(lines[0]))} -> {_short(now.within(lines[1]))}"
        parts.append(remarked(f"{proof} ({step})") if proof else changed(step))
    return together(parts)


def _what_it_speaks_of(line: str) -> str:
    """Whether the line speaks of a time or a process, so that a bare number may be one."""
    if _SPEAKS_OF_TIME.search(line):
        return "time"
    return "process" if _SPEAKS_OF_PROCESSES.search(line) else ""


def _as_a_whole(old: list[str], new: list[str], world: Surroundings) -> Comparison:
    """The comparison where lines do not pair up: wrapped otherwise, or lines came and went."""
    first, last = _shared_edges(old, new)
    before = [token for line in old[first : len(old) - last] for token in tokens(line)]
    after = [token for line in new[first : len(new) - last] for token in tokens(line)]
    if len(before) == len(after) and all(map(same_token, before, after)):
        return SAME
    return changed(_first_change(old, new, world))


def _shared_edges(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning and at the end."""
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - first
    last = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return first, last


def _first_change(old: list[str], new: list[str], world: Surroundings) -> str:
    start = 0
    while start < min(len(old), len(new)) and not _line_differs(old[start], new[start], world):
        start += 1
    counts = f" ({len(old)} lines recorded, {len(new)} now)" if len(old) != len(new) else ""
    one_line = len(old) <= 1 and len(new) <= 1
    where = "" if one_line else f"line {start + 1}: "
    if start >= len(old):
        return f"{where}new: `{_short(new[start])}`{counts}"
    if start >= len(new):
        return f"{where}gone: `{_short(old[start])}`{counts}"
    if len(old) != len(new):
        steps = SequenceMatcher(
            None, old[start : start + _ALIGNED], new[start : start + _ALIGNED], autojunk=False
        ).get_opcodes()
        if steps and steps[0][0] == "insert":
            return f"{where}new: `{_short(new[start])}`{counts}"
        if steps and steps[0][0] == "delete":
            return f"{where}gone: `{_short(old[start])}`{counts}"
    return f"{where}`{_short(old[start])}` -> `{_short(new[start])}`{counts}"


def _line_differs(was: str, now: str, world: Surroundings) -> bool:
    if was == now:
        return False
    before, after = tokens(was), tokens(now)
    if len(before) != len(after):
        return True
    return bool(_by_token(before, after, None, world, "", (was, now)).differences)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
