"""What `inspect` tells a person: sections, what crosses, findings, and what comes next."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DONE, REFUSED
from .outcome import Outcome

if TYPE_CHECKING:
    from ..model.findings import Finding
    from ..model.inspection import Inspection
    from ..model.picture import Picture, Section

_WEIGHTS = ("error", "warning", "note")
_MOST_NAMES = 4
_MOST_ALIKE = 3


def inspection(found: "Inspection", drawn: Path | None = None) -> Outcome:
    """Return the sections, all findings and the next step."""
    from ..wire import document

    parts = [_head(found), *_sections(found.picture)]
    if found.requirements:
        parts.append(f"Installs: {', '.join(found.requirements)}")
    parts += _findings(found)
    if drawn is not None:
        parts.append(f"The picture is in {drawn}.")
    parts.append(_next(found))
    return Outcome(document(found), "\n\n".join(parts), REFUSED if found.stops else DONE)


def _head(found: "Inspection") -> str:
    code = [cell for cell in found.cells if cell.kind == "code"]
    tagged = sum(bool(cell.tags) for cell in code)
    run = sum(cell.execution_count is not None for cell in code)
    kernel = f"kernel {found.kernel_name}" if found.kernel_name else "no kernel named"
    return (
        f"{found.path.name}: {_counted(len(code), 'code cell')}, {tagged} with a role, "
        f"{run} with a run recorded; {kernel}"
    )


def _sections(picture: "Picture | None") -> Iterator[str]:
    from .show import table

    if picture is None or not picture.sections:
        return
    tagged = any(section.role for section in picture.sections)
    rows = [
        (
            _cells(section),
            section.role or ("-" if tagged else ""),
            _title(section),
            _names(section.takes),
            _names(section.gives),
        )
        for section in picture.sections
    ]
    yield table(("cells", "role", "section", "takes", "gives"), rows)


def _cells(section: "Section") -> str:
    first, last = section.cells[0].index + 1, section.cells[-1].index + 1
    return str(first) if first == last else f"{first}-{last}"


def _title(section: "Section") -> str:
    title = section.title or section.cells[0].first_line
    short = title if len(title) <= 34 else title[:31] + "..."
    return short if section.title or len(section.cells) == 1 else f"{short} ..."


def _names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    shown = names if more <= 1 else names[:_MOST_NAMES]
    return ", ".join(shown) + (f" and {more} more" if more > 1 else "")


def _findings(found: "Inspection") -> Iterator[str]:
    """The findings, those that weigh most first; alike ones are told once."""
    from .show import findings_text

    counts = {cell.index: cell.execution_count for cell in found.cells}
    if not found.findings:
        yield "No findings."
    for weight in _WEIGHTS:
        chosen, more = _few_of_each([f for f in found.findings if f.severity == weight])
        if not chosen:
            continue
        text = findings_text(chosen, found.path.name, counts)
        for code, number in more.items():
            text += f"\n... and {number} more {code}; --json lists all."
        yield text


def _few_of_each(findings: Sequence["Finding"]) -> tuple[list["Finding"], dict[str, int]]:
    chosen: list[Finding] = []
    more: dict[str, int] = {}
    for finding in findings:
        if finding.severity != "error" and (
            sum(other.code == finding.code for other in chosen) >= _MOST_ALIKE
        ):
            more[finding.code] = more.get(finding.code, 0) + 1
        else:
            chosen.append(finding)
    return chosen, more


def _next(found: "Inspection") -> str:
    errors = [finding for finding in found.findings if finding.severity == "error"]
    if [finding.code for finding in errors] in (["NB117"], ["NB201"]):
        return f"Next: `nb2prod tag {found.path.name}` proposes roles for the cells."
    if errors:
        return (
            f"Next: mend {_counted(len(errors), 'error')}; `nb2prod convert` would stop at the "
            f"first. More on each: nb2prod explain {errors[0].code}"
        )
    sections = found.picture.sections if found.picture else ()
    left = any(not section.role or section.aside for section in sections)
    return (
        f"Next: `nb2prod plan {found.path.name}` shows what `nb2prod convert` makes of the "
        f"sections{'; of the other cells it takes what they need' if left else ''}."
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
