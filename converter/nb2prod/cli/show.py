"""Results as text for people and as documents for scripts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DONE, NOTEBOOK_FAILED, REFUTED
from .outcome import Outcome

if TYPE_CHECKING:
    from ..model.findings import Finding
    from ..model.notebook import Tag
    from ..model.plan import Plan
    from ..model.proof import Claim, Proof
    from ..model.tagging import Tagging
    from ..model.verdict import NotebookVerdict


def tagging(found: "Tagging") -> Outcome:
    """Return the tags that each code cell has or should have, and why."""
    rows = [
        (
            str(cell.cell_index + 1),
            _tags(cell.proposed) or _tags(cell.present),
            f"{cell.confidence:.0%}" if cell.proposed else "",
            cell.reason,
            cell.first_line.strip()[:50],
        )
        for cell in found.cells
    ]
    parts = [table(("cell", "tags", "sure", "because", "begins with"), rows)]
    count = len(found.proposed)
    if not count:
        parts.append("No tags to add.")
    elif found.written:
        parts.append(f"Tags were added to {count} cells of {found.path}.")
    else:
        parts.append(f"{count} cells would get tags; --write adds them to the file.")
    if found.refusal:
        parts.append(f"What still stops a conversion: {found.refusal}")
    parts.append(findings_text(found.findings, str(found.path), {}))
    return Outcome(_document(found), "\n\n".join(part for part in parts if part))


def _tags(tags: Iterable["Tag"]) -> str:
    return " ".join(f"{tag.role}:{tag.name}" if tag.name else tag.role for tag in tags)


def plan(made: "Plan") -> Outcome:
    """Return the functions, the service and the claims that convert would write and prove."""
    functions = [
        (
            function.qualified,
            ", ".join(crossing.name for crossing in function.inputs),
            ", ".join(crossing.name for crossing in function.outputs),
            _cells(function.first_cell, function.last_cell),
        )
        for module in made.modules
        for function in module.functions
    ]
    parts = [f"{made.title} becomes the package `{made.package}`."]
    parts.append(table(("function", "takes", "gives", "from"), functions))
    if made.serving is not None:
        parts.append(_serving_text(made.serving))
    parts.append(table(("claim", "about"), [(claim.id, claim.subject) for claim in made.claims]))
    if made.left_out:
        rows = [
            (f"cell {left.place.cell_index + 1}", left.text.split("\n")[0][:50], left.reason)
            for left in made.left_out
        ]
        parts.append(table(("left out", "", "because"), rows))
    parts.append(findings_text(made.findings, made.notebook_name, {}))
    return Outcome(_document(made), "\n\n".join(part for part in parts if part))


def _serving_text(serving: Any) -> str:
    text = f"The service takes {serving.rung}: {', '.join(c.name for c in serving.columns)}."
    stopped = serving.stopped_by
    return f"{text}\nThe next rung was stopped by {stopped}" if stopped else text


def conversion(done: Any) -> Outcome:
    """Return where the project lies and what was proven about it."""
    from ..wire import to_json

    document = {
        "schema_version": 1,
        "folder": str(done.folder),
        "package": done.package,
        "rung": done.rung,
        "claims": to_json(done.proof.claims),
        "findings": to_json(done.findings),
        "files": [getattr(file, "path", None) or str(file) for file in done.files],
        "changes": to_json(done.changes),
        "rung_stopped_by": done.proof.rung_stopped_by,
    }
    conflicts = [change for change in done.changes if change.what == "conflict"]
    parts = [
        findings_text(done.findings, "", {}),
        claims_table(done.proof.claims),
        f"{_tally(done.proof)}. {_rung_text(done.proof)}",
        done.environment,
        _again_text(done.changes),
        f"The project is in {done.folder}; begin with its README.md.",
    ]
    text = "\n\n".join(part for part in parts if part)
    return Outcome(document, text, REFUTED if done.proof.refuted or conflicts else DONE)


def _rung_text(shown: Any) -> str:
    """Return the rung, and what stopped the next one."""
    stopped = f" Stopped by: {shown.rung_stopped_by}" if shown.rung_stopped_by else ""
    return f"Rung: {shown.rung}.{stopped}"


def _again_text(changes: Iterable[Any]) -> str:
    """Return how many files met which fate; nothing for a project that is new."""
    kinds = [change.what for change in changes]
    if set(kinds) <= {"new"}:
        return ""
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(sorted(kinds)))
    return f"Files: {counted}."


def proving(done: Any) -> Outcome:
    """Return all claims with their verdicts, and what became of the broken copies."""
    shown = done.proof
    parts = [claims_table(shown.claims), f"{_tally(shown)}. {_rung_text(shown)}", done.environment]
    text = "\n\n".join(part for part in parts if part)
    document = _document(shown)
    if done.mutants is not None:
        from ..wire import to_json

        document["mutants"] = to_json(done.mutants.mutants)
        text += f"\n\n{_mutants_text(done.mutants)}"
    return Outcome(document, text, REFUTED if shown.refuted else DONE)


def proposal(made: Any) -> Outcome:
    """Return the proposed map as it stands in a pyproject, and what is left to map by hand."""
    lines = [made.toml]
    lines += [f"# nothing was found for {function}" for function in made.without]
    return Outcome(_document(made), "\n".join(lines))


def _mutants_text(report: Any) -> str:
    from ..model.mutants import CAUGHT

    rows = [
        (f"{mutant.file}:{mutant.line}", mutant.operator, mutant.change, mutant.status)
        for mutant in report.mutants
        if mutant.status != CAUGHT
    ]
    caught = report.count(CAUGHT)
    told = f"Broken on purpose in {len(report.mutants)} ways: a claim noticed {caught}."
    if not rows:
        return told
    return f"{table(('place', 'kind', 'change', 'why no claim noticed'), rows)}\n\n{told}"


def verdicts(found: Sequence["NotebookVerdict"]) -> Outcome:
    """Return each notebook's verdict, and the cells to look at."""
    from ..wire import to_json

    lines = []
    for notebook in found:
        why = f" ({notebook.cause})" if notebook.cause else ""
        lines.append(f"{notebook.path}: {notebook.verdict}{why}")
        if notebook.message:
            lines.append(f"    {notebook.message}")
        for cell in notebook.cells:
            # the notebook's own message begins with its first cell
            said = notebook.message.startswith(f"cell {cell.cell_index + 1}: ")
            if cell.message and cell.verdict != "reproduces" and not said:
                cause = f" ({cell.cause})" if cell.cause else ""
                lines.append(
                    f"    cell {cell.cell_index + 1}: {cell.verdict}{cause}: {cell.message}"
                )
    document = {"schema_version": 1, "notebooks": to_json(found)}
    kinds = {notebook.verdict for notebook in found}
    code = REFUTED if kinds & {"differs", "unverified"} else DONE
    return Outcome(document, "\n".join(lines), NOTEBOOK_FAILED if "fails" in kinds else code)


def explanation(given: Any) -> Outcome:
    """Return what a code means."""
    return Outcome(_document(given), f"{given.code} {given.title}\n\n{given.text}")


def cleaned(removed: Any) -> Outcome:
    """Return how much the cache held."""
    size = removed.bytes / 1_000_000
    text = f"Removed {removed.runs} runs ({size:.1f} MB) from {removed.folder}."
    return Outcome(_document(removed), text)


def findings_text(
    findings: Iterable["Finding"], notebook: str, counts: Mapping[int, int | None]
) -> str:
    """Return each finding with its place, its code and the one change to make."""
    return "\n".join(_finding_text(finding, notebook, counts) for finding in findings)


def _finding_text(finding: "Finding", notebook: str, counts: Mapping[int, int | None]) -> str:
    where = [Path(notebook).name] if notebook else []
    if finding.cell_index is not None:
        count = counts.get(finding.cell_index)
        where.append(f"cell {finding.cell_index + 1}" + (f" (In [{count}])" if count else ""))
        if finding.line is not None:
            where.append(f"line {finding.line}")
    place = ", ".join(where) + ": " if where else ""
    text = f"{place}{finding.severity} {finding.code} {finding.message}"
    return f"{text}\n    {finding.remedy}" if finding.remedy else text


def claims_table(claims: Iterable["Claim"]) -> str:
    """Return one line for each claim."""
    rows = [
        (
            claim.subject or claim.id,
            claim.status,
            "" if claim.rows is None else str(claim.rows),
            "" if claim.max_difference is None else f"{claim.max_difference:g}",
            claim.reason,
        )
        for claim in claims
    ]
    return table(("claim", "status", "rows", "max difference", "reason"), rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows in columns; empty columns are left out."""
    if not rows:
        return ""
    used = [at for at in range(len(head)) if any(row[at] for row in rows)]
    lines = [[head[at] for at in used], *([row[at] for at in used] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(used))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _tally(proof: "Proof") -> str:
    counted = [(proof.count(status), status) for status in ("proven", "refuted", "not checked")]
    return ", ".join(f"{count} {status}" for count, status in counted if count) or "No claims"


def _cells(first: int, last: int) -> str:
    return f"cell {first + 1}" if first == last else f"cells {first + 1} to {last + 1}"


def _document(value: object) -> dict[str, Any]:
    from ..wire import document

    return document(value)
