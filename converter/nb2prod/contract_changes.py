"""Two contracts of a service compared: what would break a client, and what is only more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .model.difference import ContractChange

Contract = Mapping[str, Any]


def contract_changes(old: Contract | None, new: Contract | None) -> tuple[ContractChange, ...]:
    """
    Each difference between two contracts.

    A contract: `paths` with their methods, `row` with what each field may hold ("null or number"),
    the `required` fields, and the `answer`.
    """
    if old is None and new is None:
        return ()
    if old is None or new is None:
        what = "there is one now" if old is None else "there is none any more"
        return (ContractChange("service", what, breaking=new is None),)
    return (*_paths(old, new), *_fields(old, new), *_answers(old, new))


def bump(changes: Iterable[ContractChange], *, code_changed: bool) -> str:
    """The step that the project's version number calls for, as semantic versions are counted."""
    found = tuple(changes)
    if any(change.breaking for change in found):
        return "major"
    return "minor" if found else "patch" if code_changed else "none"


def _paths(old: Contract, new: Contract) -> Iterator[ContractChange]:
    before = {(path, verb) for path, verbs in old.get("paths", {}).items() for verb in verbs}
    after = {(path, verb) for path, verbs in new.get("paths", {}).items() for verb in verbs}
    for path, verb in sorted(before - after):
        yield ContractChange(f"{verb.upper()} {path}", "removed", breaking=True)
    for path, verb in sorted(after - before):
        yield ContractChange(f"{verb.upper()} {path}", "added", breaking=False)


def _fields(old: Contract, new: Contract) -> Iterator[ContractChange]:
    needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
    before, after = old.get("row", {}), new.get("row", {})
    for name in before:
        subject = f"request field `{name}`"
        if name not in after:
            yield ContractChange(subject, "removed: a row that has it is refused", breaking=True)
            continue
        if name in needed_after and name not in needed_before:
            yield ContractChange(subject, "must be sent now", breaking=True)
        elif name in needed_before and name not in needed_after:
            yield ContractChange(subject, "need not be sent any more", breaking=False)
        yield from _kinds(subject, before[name], after[name])
    for name in after:
        if name not in before and name in needed_after:
            yield ContractChange(
                f"request field `{name}`", "added, and must be sent", breaking=True
            )
        elif name not in before:
            change = "added, and need not be sent"
            yield ContractChange(f"request field `{name}`", change, breaking=False)


def _kinds(subject: str, before: str, after: str) -> Iterator[ContractChange]:
    #   "null or number" -> "number"     narrowed: null was taken before
    #   "integer" -> "number"            widened: every whole number is a number
    old, new = _taken(before), _taken(after)
    if old == new:
        return
    narrowed = bool(old - new) and "anything" not in new
    word = "narrowed" if narrowed else "widened"
    yield ContractChange(subject, f"{word}: {before} before, {after} now", breaking=narrowed)


def _taken(kind: str) -> frozenset[str]:
    kinds = frozenset(kind.split(" or "))
    return kinds | {"integer"} if "number" in kinds else kinds


def _answers(old: Contract, new: Contract) -> Iterator[ContractChange]:
    before, after = old.get("answer"), new.get("answer")
    if before is None or after is None or before == after:
        return  # it was not recorded: an older project
    old_names, new_names = before.get("columns", []), after.get("columns", [])
    if old_names != new_names:
        gone = not old_names or not new_names or bool(set(old_names) - set(new_names))
        change = f"{_shape(old_names)} before, {_shape(new_names)} now"
        yield ContractChange("answer", change, breaking=gone)
    kinds = before.get("kind"), after.get("kind")
    if None not in kinds and kinds[0] != kinds[1]:
        yield ContractChange("answer", f"{kinds[0]} before, {kinds[1]} now", breaking=True)


def _shape(columns: Iterable[str]) -> str:
    names = ", ".join(f"`{name}`" for name in columns)
    return f"an object of {names}" if names else "a single value"
