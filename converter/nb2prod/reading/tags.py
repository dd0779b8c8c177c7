"""Cell tags become roles; what nearly is a role is questioned, what is not ours is left alone."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import replace

from ..model.findings import Finding, Severity
from ..model.notebook import Cell, Role, Tag

_ROLES: tuple[str, ...] = tuple(Role)
_UNNAMED = (Role.PARAMETERS, Role.IMPORTS, Role.SKIP)  # they give no function, so there is no name

# words that say a role in another form: a cell tagged `training` was surely meant for us
_OTHER_WORDS = {
    "param": "parameters", "parameter": "parameters", "params": "parameters",
    "import": "imports", "importing": "imports",
    "loader": "load", "loading": "load",
    "preparation": "prep", "prepare": "prep", "preprocess": "prep", "preprocessing": "prep",
    "trainer": "train", "training": "train",
    "eval": "evaluate", "evaluating": "evaluate", "evaluation": "evaluate",
    "predicting": "predict", "prediction": "predict", "predictions": "predict",
    "skipped": "skip",
}  # fmt: skip

# tags of other tools that resemble a role and are none
_FOREIGN = frozenset(
    {"skip-execution", "skip_execution", "skip-ci", "parameters-cell", "loaded", "load-ext"}
)

_CHOICES = f"The roles are {', '.join(_ROLES)}."


def tags_of(cell: Cell) -> tuple[Cell, tuple[Finding, ...]]:
    """Return the cell with its roles understood, and what is wrong with its tags."""
    if cell.kind != "code":
        return cell, tuple(_on_a_cell_without_code(cell))
    tags: list[Tag] = []
    findings: list[Finding] = []
    for raw in cell.raw_tags:
        understood = _understood(raw, cell)
        if isinstance(understood, Tag):
            tags.append(understood)
        elif understood is not None:
            findings.append(understood)
    kept = tuple(dict.fromkeys(tags))
    tagged = replace(cell, tags=kept) if kept else cell
    return tagged, (*findings, *_conflicts(kept, cell))


def notebook_findings(cells: tuple[Cell, ...]) -> tuple[Finding, ...]:
    """Return what is wrong with the tags of the notebook as a whole."""
    findings: list[Finding] = []
    if not any(cell.tags for cell in cells):
        findings.append(
            Finding(
                "NB117",
                Severity.ERROR,
                "No cell has a role yet, so there is nothing to build a project from.",
                "Tag the cells that do the work: `load`, `prep`, `train`, `predict`.",
            )
        )
    return tuple(findings)


def _understood(raw: str, cell: Cell) -> Tag | Finding | None:
    """Return the role, a question where it nearly is one, or None for a tag that is not ours."""
    text = raw.strip()
    if (
        text == "injected-parameters"
    ):  # papermill's copy of the parameters, with the values of a run
        return Tag(Role.PARAMETERS)
    head, colon, name = text.partition(":")
    if head in _ROLES:
        return _named(Role(head), colon, name, cell)
    if text in _FOREIGN:
        return None
    meant = _meant(text)
    if meant is None:
        return None
    return Finding(
        "NB113",
        Severity.ERROR,
        f"The tag `{text}` is no role. Did you mean {meant}?",
        f"Correct the tag, or rename it when it is not meant for nb2prod. {_CHOICES}",
        cell.index,
    )


def _named(role: Role, colon: str, name: str, cell: Cell) -> Tag | Finding:
    if not colon:
        return Tag(role)
    if role in _UNNAMED:
        message = f"The role `{role}` takes no name, but the tag is `{role}:{name}`."
        return Finding("NB115", Severity.ERROR, message, f"Use `{role}`.", cell.index)
    if name.isidentifier() and name.isascii() and not keyword.iskeyword(name):
        return Tag(role, name)
    message = (
        f"`{name}` in the tag `{role}:{name}` cannot name a function."
        if name
        else f"The tag `{role}:` names nothing."
    )
    proposal = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    if not proposal or proposal[0].isdigit() or keyword.iskeyword(proposal):
        remedy = (
            f"Use `{role}`, or a name in letters, digits and underscores: `{role}:clean_orders`."
        )
    else:
        remedy = f"Use `{role}:{proposal}`."
    return Finding("NB115", Severity.ERROR, message, remedy, cell.index)


def _meant(text: str) -> str | None:
    """Return the role that the tag was probably meant to be, as it should be written, or None."""
    #   perp            -> `prep`
    #   Train           -> `train`
    #   prep_orders     -> `prep:orders`
    #   load, prep      -> two tags: `load` and `prep`
    #   hide-input      -> nothing: another tool's
    words = [word for word in re.split(r"[\s,;+&|]+", text) if word]
    if len(words) > 1 and all(word.partition(":")[0].lower() in _ROLES for word in words):
        return "two tags: " + " and ".join(f"`{word.lower()}`" for word in words)
    parts = re.match(r"(?P<head>[^\W_]+)(?P<rest>[\W_]+(?P<name>.*))?$", text)
    if parts is None:
        return None
    head = parts["head"].lower()
    # `trian_test` is a word of somebody's own; a slip counts only alone or before a colon
    separated = parts["rest"] is not None and not parts["rest"].startswith(":")
    role = head if head in _ROLES else _OTHER_WORDS.get(head)
    if role is None and not separated:
        role = _mistyped(head)
    if role is None:
        return None
    name = re.sub(r"\W+", "_", parts["name"] or "", flags=re.ASCII).strip("_").lower()
    return f"`{role}:{name}`" if name and Role(role) not in _UNNAMED else f"`{role}`"


def _mistyped(word: str) -> str | None:
    """Return the role that differs from the word by a slip of the fingers, or None."""
    import difflib  # only for a tag that is nearly a role

    close = difflib.get_close_matches(word, _ROLES, n=1, cutoff=0.75)
    if not close:
        return None
    role = close[0]
    # letters swapped, doubled or left out; one letter exchanged (loan, ship, brain) is another word
    slipped = sorted(word) == sorted(role) or _drops_to(word, role) or _drops_to(role, word)
    long_enough = len(role) >= 7 and len(word) == len(role)
    return role if slipped or long_enough else None


def _drops_to(longer: str, shorter: str) -> bool:
    """Whether leaving out one letter of the longer word gives the shorter."""
    return len(longer) == len(shorter) + 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def _conflicts(tags: tuple[Tag, ...], cell: Cell) -> Iterator[Finding]:
    """Yield why these roles cannot stand on one cell."""
    roles = tuple(dict.fromkeys(tag.role for tag in tags))
    listed = ", ".join(f"`{tag.role}:{tag.name}`" if tag.name else f"`{tag.role}`" for tag in tags)
    if Role.SKIP in roles and len(roles) > 1:
        message = f"The cell has the roles {listed}; `skip` says that it has none."
        remedy = "Remove `skip`, or the other role."
    elif len(roles) > 2:
        message = f"The cell has {len(roles)} roles: {listed}."
        remedy = "Split the cell; a cell may have two roles at most."
    elif len(roles) < len(tags):
        message = f"The cell names one role twice: {listed}."
        remedy = "Keep one name, or split the cell."
    else:
        return
    yield Finding("NB116", Severity.ERROR, message, remedy, cell.index)


def _on_a_cell_without_code(cell: Cell) -> Iterator[Finding]:
    for raw in cell.raw_tags:
        if raw.strip().partition(":")[0] in _ROLES:
            yield Finding(
                "NB112",
                Severity.WARNING,
                f"The tag `{raw.strip()}` stands on a {cell.kind} cell; it says nothing there.",
                "Set it on the code cell below, and remove it here.",
                cell.index,
            )
