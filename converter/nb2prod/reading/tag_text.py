"""Tags put into a notebook's text: every byte that is not theirs stays as it was."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_DECODER = json.JSONDecoder()
_BLANK = " \t\n\r"


@dataclass(frozen=True, slots=True)
class _Member:
    """One key of an object in the text; `start` and `end` are its value's."""

    key: str
    key_start: int
    start: int
    end: int


def with_tags(text: str, tags: Mapping[int, Sequence[str]]) -> str:
    """
    The notebook's text, where the cells of these indexes carry these tags too.

    The text is JSON that was read already, with a list of objects under `cells`.
    """
    cells = next(m for m in _members(text, _skip(text, 0)) if m.key == "cells")
    starts = list(_items(text, cells.start))
    for index in sorted(tags, reverse=True):
        text = _with_cell_tags(text, starts[index], tags[index])
    return text


def _with_cell_tags(text: str, cell: int, tags: Sequence[str]) -> str:
    members = {m.key: m for m in _members(text, cell)}
    metadata = members.get("metadata")
    if metadata is None:
        added = {"tags": list(tags)}
        return _with_member(text, cell, list(members.values()), "metadata", added)
    if text[metadata.start] != "{":
        return text[: metadata.start] + json.dumps({"tags": list(tags)}) + text[metadata.end :]
    inner = list(_members(text, metadata.start))
    found = next((m for m in inner if m.key == "tags"), None)
    if found is None:
        return _with_member(text, metadata.start, inner, "tags", list(tags))
    present = json.loads(text[found.start : found.end]) or []
    value = _rendered([*present, *tags], _line_start(text, found.key_start), text)
    return text[: found.start] + value + text[found.end :]


def _with_member(text: str, start: int, members: Sequence[_Member], key: str, value: object) -> str:
    """The text with one more member, where Jupyter's order of keys puts it."""
    below = next((m for m in members if m.key > key), None)
    if not members:
        margin = _line_start(text, start)
        unit = _unit(text)
        if margin is None or unit is None:
            content = "{" + f'"{key}": {json.dumps(value)}' + "}"
        else:
            inner = margin + unit
            content = f'{{\n{inner}"{key}": {_rendered(value, inner, text)}\n{margin}}}'
        end = text.index("}", start) + 1
        return text[:start] + _ends_as(content, text) + text[end:]
    beside = below or members[-1]
    margin = _line_start(text, beside.key_start)
    rendered = f'"{key}": {_rendered(value, margin, text)}'
    between = "," + (" " if margin is None else "\n" + margin)
    if below is not None:
        at = below.key_start
        return text[:at] + _ends_as(rendered + between, text) + text[at:]
    return text[: beside.end] + _ends_as(between + rendered, text) + text[beside.end :]


def _rendered(value: object, margin: str | None, text: str) -> str:
    unit = _unit(text)
    if margin is None or unit is None:
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, indent=unit, ensure_ascii=False).split("\n")
    return _ends_as(("\n" + margin).join(lines), text)


def _ends_as(rendered: str, text: str) -> str:
    return rendered.replace("\n", "\r\n") if "\r\n" in text else rendered


def _unit(text: str) -> str | None:
    """One step of the text's indentation, or None where all stands on one line."""
    at = text.find("{") + 1
    end = _skip(text, at)
    blank = text[at:end]
    return blank.rpartition("\n")[2] if "\n" in blank else None


def _line_start(text: str, at: int) -> str | None:
    """What stands before a key on its line, or None where that is more than blanks."""
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    if start == 0:
        return None
    if before.strip():
        #   "metadata": {}        the margin of the line counts
        return before[: len(before) - len(before.lstrip())] if text[at] == "{" else None
    return before


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _members(text: str, start: int) -> Iterator[_Member]:
    at = _skip(text, start + 1)
    while text[at] == '"':
        key_start = at
        key, at = _DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, at) + 1)
        end = _end(text, value)
        yield _Member(key, key_start, value, end)
        at = _skip(text, end)
        if text[at] != ",":
            return
        at = _skip(text, at + 1)


def _items(text: str, start: int) -> Iterator[int]:
    at = _skip(text, start + 1)
    while text[at] != "]":
        yield at
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)


def _end(text: str, start: int) -> int:
    _, end = _DECODER.raw_decode(text, start)
    return end
