"""The proof as one page: the claims with what was seen, and the notebook's data flow."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template

from ..model.picture import Picture
from ..model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof
from .svg import stylesheet, svg
from .words import safe

_PAGE = Path(__file__).with_name("proof.html")
_MARKS = {
    PROVEN: ("proven", "✓ proven"),
    REFUTED: ("refuted", "✗ refuted"),
    NOT_CHECKED: ("unchecked", "○ not checked"),
}
# the beginnings of claims' ids, under the heading that they stand below; the rest are functions
_PARTS = (
    ("The project as a whole", ("project:", "pipeline:")),
    ("The functions", ()),
    ("The model and the service", ("train:", "rows:", "service:", "batch:")),
)


def proof_page(package: str, notebook: str, proof: Proof, picture: Picture | None) -> str:
    """The page; it loads nothing and runs no script."""
    drawn = ""
    if picture is not None and picture.sections:
        drawing = svg(picture, style=False)
        drawn = f'<h2>The notebook</h2>\n<div class="wide">{drawing}</div>\n'
    stopped = f" Taking more was stopped by: {_coded(proof.rung_stopped_by)}."
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        title=safe(package),
        style=stylesheet(),
        package=safe(package),
        notebook=safe(notebook),
        counts="".join(_counts(proof)),
        rung=safe(proof.rung),
        stopped=stopped if proof.rung_stopped_by else "",
        tables="\n".join(_tables(proof.claims)),
        drawing=drawn,
    )


def _counts(proof: Proof) -> Iterator[str]:
    for status, (kind, mark) in _MARKS.items():
        yield f'<li><b>{proof.count(status)}</b><span class="{kind}">{mark}</span></li>'


def _tables(claims: Iterable[Claim]) -> Iterator[str]:
    left = list(claims)
    for heading, beginnings in _PARTS:
        others = tuple(b for name, names in _PARTS if name != heading for b in names)
        mine = [c for c in left if c.id.startswith(beginnings or ())]
        if not beginnings:
            mine = [c for c in left if not c.id.startswith(others)]
        if mine:
            rows = "\n".join(map(_row, mine))
            yield (
                f'<h2>{heading}</h2>\n<div class="wide"><table>\n<thead><tr><th>verdict</th>'
                "<th>claim</th><th>cell</th><th>rows</th><th>largest difference</th></tr></thead>\n"
                f"<tbody>\n{rows}\n</tbody></table></div>"
            )


def _row(claim: Claim) -> str:
    kind, mark = _MARKS[claim.status]
    why = f'<span class="why">{_coded(claim.reason)}</span>' if claim.reason else ""
    cell = "" if claim.cell_index is None else str(claim.cell_index + 1)
    rows = "" if claim.rows is None else f"{claim.rows:,}"
    return (
        f'<tr><td class="{kind}">{mark}</td><td>{_coded(claim.subject)}{why}</td>'
        f'<td class="number">{cell}</td><td class="number">{rows}</td>'
        f'<td class="number">{_difference(claim)}</td></tr>'
    )


def _difference(claim: Claim) -> str:
    if claim.max_difference is None:
        return ""
    allowed = f" ({claim.tolerance:g} allowed)" if claim.tolerance and claim.max_difference else ""
    return f"{claim.max_difference:.3g}{allowed}"


def _coded(text: str) -> str:
    """The text with what stands between backticks as code."""
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:  # a lone backtick is a backtick
        return "`".join(parts)
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
