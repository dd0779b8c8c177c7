"""One cell's outputs as a reader sees them: streams merged, displays in turn, an error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .bundle import compare_bundles
from .comparison import SAME, Comparison, Surroundings, changed, remarked, together
from .streams import merged_stream, without_progress, without_timings
from .text import compare_text
from .tokens import tokens

_LOOKED_AT = 20_000  # characters; a log repeats itself


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows."""

    stdout: str
    stderr: str
    displays: tuple[Mapping[str, Any], ...]
    error: tuple[str, str] | None


def compare_outputs(
    recorded: Iterable[Mapping[str, Any]],
    fresh: Iterable[Mapping[str, Any]],
    again: Iterable[Mapping[str, Any]] | None,
    world: Surroundings,
) -> Comparison:
    """How a cell's recorded outputs differ from its fresh ones; `again` are a second run's."""
    old, new = shown(recorded, world), shown(fresh, world)
    third = shown(again, world) if again is not None else None
    return together(
        [
            _stream("stdout", old.stdout, new.stdout, third.stdout if third else None, world),
            _displays(old.displays, new.displays, third.displays if third else (), world),
            _errors(old.error, new.error, third.error if third else None, world),
            _stderr(old.stderr, new.stderr, world),
        ]
    )


def shown(outputs: Iterable[Mapping[str, Any]], world: Surroundings) -> Shown:
    """The outputs of a cell, merged per stream, with progress and %time's lines taken out."""
    outputs = tuple(outputs)
    streams = [without_progress(merged_stream(outputs, name)) for name in ("stdout", "stderr")]
    displays = tuple(
        output.get("data", {})
        for output in outputs
        if output.get("output_type") in ("display_data", "execute_result")
    )
    if world.shows_time:
        streams = [without_timings(stream) for stream in streams]
        displays = tuple(data for data in displays if not _is_timing(data))
    failed = [output for output in outputs if output.get("output_type") == "error"]
    error = (
        (str(failed[-1].get("ename", "")), str(failed[-1].get("evalue", ""))) if failed else None
    )
    return Shown(streams[0], streams[1], displays, error)


def shows_duration(outputs: Iterable[Mapping[str, Any]] | None) -> bool:
    """Whether a cell prints something like `12ms/step`, as libraries that measure do."""
    text = merged_stream(outputs or (), "stdout")[:_LOOKED_AT]
    return any(token.kind in ("duration", "interval") for token in tokens(text))


def _is_timing(data: Mapping[str, Any]) -> bool:
    return str(data.get("text/plain", "")).startswith("<TimeitResult")


def _stream(
    name: str, recorded: str, fresh: str, again: str | None, world: Surroundings
) -> Comparison:
    if not recorded.strip() and not fresh.strip():
        return SAME
    if not fresh.strip():
        return changed(f"printed nothing; recorded was `{_first(recorded)}`")
    if not recorded.strip():
        return changed(f"prints `{_first(fresh)}`; nothing was recorded")
    return compare_text(recorded, fresh, again, world)


def _stderr(recorded: str, fresh: str, world: Surroundings) -> Comparison:
    """Warnings and logs on stderr are told, but do not decide."""
    if not fresh.strip():
        return (
            remarked(f"stderr: no longer says `{_first(recorded)}`") if recorded.strip() else SAME
        )
    if not recorded.strip():
        return remarked(f"stderr: now says `{_first(fresh)}`")
    return compare_text(recorded, fresh, None, world).softened().placed("stderr: ")


def _displays(
    old: tuple[Mapping[str, Any], ...],
    new: tuple[Mapping[str, Any], ...],
    third: tuple[Mapping[str, Any], ...],
    world: Surroundings,
) -> Comparison:
    parts = []
    if len(old) != len(new):
        parts.append(_count(old, new))
    for index, (was, now) in enumerate(zip(old, new, strict=False)):
        later = third[index] if len(third) == len(new) else None
        found = compare_bundles(was, now, later, world)
        parts.append(found.placed(f"output {index + 1}: ") if len(new) > 1 else found)
    return together(parts)


def _count(old: tuple[Mapping[str, Any], ...], new: tuple[Mapping[str, Any], ...]) -> Comparison:
    if not new:
        return changed(f"shows nothing; recorded was {_summary(old[0])}")
    if not old:
        return changed(f"shows {_summary(new[0])}; nothing was recorded")
    return changed(f"{len(old)} outputs recorded, {len(new)} now")


def _errors(
    old: tuple[str, str] | None,
    new: tuple[str, str] | None,
    third: tuple[str, str] | None,
    world: Surroundings,
) -> Comparison:
    if old is None and new is None:
        return SAME
    if new is None:
        return changed(f"no longer raises {old[0] if old else ''}, which was recorded")
    if old is None:
        return changed(f"raises {new[0]}: {_first(new[1])}")
    if old[0] != new[0]:
        return changed(f"raises {new[0]}: {_first(new[1])}; recorded was {old[0]}")
    return compare_text(old[1], new[1], third[1] if third else None, world).placed(f"{new[0]}: ")


def _summary(data: Mapping[str, Any]) -> str:
    text = data.get("text/plain")
    return (
        f"`{_first(text)}`" if isinstance(text, str) and text.strip() else ", ".join(sorted(data))
    )


def _first(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 80 else f"{line[:77]}..."
