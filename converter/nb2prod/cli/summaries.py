"""Summaries in Markdown for the page that a build server shows, however a verb ends."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Nb2prodError

if TYPE_CHECKING:
    from ..model.proof import Claim
    from ..model.run import Progress
    from ..model.verdict import NotebookVerdict
    from .outcome import Outcome

Verb = Callable[["Progress"], Any]


def summarised(
    title: str,
    work: Verb,
    shown: Callable[[Any], "Outcome"],
    summary: Callable[[Any], str],
    path: Path | None,
) -> Callable[["Progress"], "Outcome"]:
    """Return the verb that also adds its summary, or why there is none, to the file."""

    def verb(progress: "Progress") -> "Outcome":
        if path is None:
            return shown(work(progress))
        from ..disk import add_text

        add_text(path, "")  # known before hours of work
        try:
            found = work(progress)
        except Nb2prodError as error:
            add_text(path, f"## {title}\n\n**Failed.** {_cell(str(error))}\n\n")
            raise
        add_text(path, summary(found))
        return shown(found)

    return verb


def check_summary(found: "Sequence[NotebookVerdict]") -> str:
    """Return each notebook's verdict as a table, and the cells to look at."""
    from ..model.verdict import REMARKS, REPRODUCES

    good = [one for one in found if one.verdict in (REPRODUCES, REMARKS)]
    rows = [
        (
            _code(one.path),
            one.verdict,
            one.cause,
            "" if one.cell_index is None else f"cell {one.cell_index + 1}",
            _cell(one.message),
        )
        for one in found
    ]
    head = f"## Notebooks: {len(good)} of {len(found)} give what they show\n\n"
    return head + _table(("notebook", "verdict", "cause", "look at", ""), rows) + "\n"


def proof_summary(done: Any) -> str:
    """Return what was proven of the project; what was not stands on top."""
    from ..model.mutants import CAUGHT
    from ..model.proof import NOT_CHECKED, PROVEN, REFUTED

    proof = done.proof
    counts = [(proof.count(status), status) for status in (PROVEN, REFUTED, NOT_CHECKED)]
    told = ", ".join(f"{count} {status}" for count, status in counts if count) or "no claims"
    parts = [f"## Proof: {told}", f"Rung: {proof.rung}."]
    if proof.rung_stopped_by:
        parts[-1] += f" Stopped by: {_cell(proof.rung_stopped_by)}"
    if done.environment:
        parts.append(done.environment)
    for status in (REFUTED, NOT_CHECKED):
        parts.append(_claims(claim for claim in proof.claims if claim.status == status))
    proven = _claims(claim for claim in proof.claims if claim.status == PROVEN)
    if proven:
        parts.append(f"<details><summary>proven</summary>\n\n{proven}\n\n</details>")
    if done.mutants is not None:
        tried, caught = len(done.mutants.mutants), done.mutants.count(CAUGHT)
        parts.append(f"Broken on purpose in {tried} ways: a claim noticed {caught}.")
    return "\n\n".join(part for part in parts if part) + "\n\n"


def _claims(claims: "Iterable[Claim]") -> str:
    rows = [
        (
            _cell(claim.subject or claim.id),
            claim.status,
            "" if claim.rows is None else f"{claim.rows:,}",
            _cell(claim.reason),
        )
        for claim in claims
    ]
    return _table(("claim", "", "rows", "why"), rows).rstrip()


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    from ..emit.markdown import cell

    # a tag or a link of somebody's data is text here
    return cell(text).replace("<", "&lt;")


def _code(text: str) -> str:
    from ..emit.markdown import code

    return code(text)
