"""The door: a project's claims map and a run of its notebook in, a verdict for each claim out."""

import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import OptionsError
from ..model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof
from ..model.run import Progress, Run
from .chance import without_chance
from .claims import INDEPENDENT, PIPELINE, SETTINGS, ClaimsMap, planned_claims, read_claims_map
from .functions import Found, check_functions
from .independence import check_independence
from .pipeline import check_pipeline
from .record import write_proof
from .service import check_service
from .settings import check_settings
from .together import Training, check_together
from .worker import Place

__all__ = ["Training", "planned_claims", "prove"]

_UNREADABLE = ("SyntaxError", "IndentationError", "TabError")
_CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>)( |$)", re.MULTILINE)


def prove(
    folder: Path, run: Run, *, python: str, progress: Progress, training: Training | None = None
) -> Proof:
    """
    Every planned claim, decided by running the project with that interpreter, and recorded.

    The proof knows no author: whoever wrote the project, only its claims map and the run count.
    With `training`, a first version is made on the way, before anything is asked of it.
    """
    table = _claims_table(folder)
    claims, planned = read_claims_map(table), planned_claims(table)
    found: dict[str, Mapping[str, Any]] = {}

    def told(claim: str) -> None:
        if claim:
            progress("prove", len(found), len(planned), claim)

    with tempfile.TemporaryDirectory(prefix="proof-") as scratch:
        place = place_of(folder, claims, run, python, Path(scratch))
        conflicts = conflicting_files(place.source)
        if not conflicts:
            found.update(check_together(claims, run, place, told, training))
        for check in _checks(claims, run, place, conflicts, told, frozenset(found)):
            found.update(check())
            progress("prove", len(found), len(planned))
    found = without_chance(found, claims)
    decided = tuple(_decided(claim, found.get(claim.id), conflicts) for claim in planned)
    proof = Proof(claims.rung, decided, claims.rung_stopped_by)
    write_proof(folder, proof)
    return proof


def conflicting_files(source: Path) -> tuple[str, ...]:
    """The modules with marks of an unresolved merge, relative to the source folder."""
    return tuple(
        path.relative_to(source).as_posix()
        for path in sorted(source.rglob("*.py"))
        if _CONFLICT.search(path.read_bytes())
    )


def _checks(
    claims: ClaimsMap,
    run: Run,
    place: Place,
    conflicts: tuple[str, ...],
    told: Callable[[str], None],
    known: frozenset[str],
) -> list[Callable[[], Found]]:
    """What is still to be looked at, once some claims are decided."""
    checks: list[Callable[[], Found]] = []
    if not {name for chain in claims.chains for name in (chain.id, chain.unchanged)} <= known:
        checks.append(lambda: check_functions(claims, run, place, conflicts, told))
    if conflicts:  # what runs the whole project would only find the marks
        return checks
    if INDEPENDENT not in known:
        checks.insert(0, lambda: check_independence(claims, place, told))
    if claims.pipeline and PIPELINE not in known:
        checks.append(lambda: {PIPELINE: check_pipeline(claims, run, place, told)})
    settings = claims.settings
    if settings is not None and SETTINGS not in known:
        checks.append(lambda: check_settings(settings, place, told))
    if claims.service:
        checks.append(lambda: check_service(claims, run, place, told))
    return checks


def _decided(claim: Claim, found: Mapping[str, Any] | None, conflicts: tuple[str, ...]) -> Claim:
    """The claim with its verdict; what nobody looked at stays `not checked`."""
    if found is None and conflicts:
        return replace(claim, reason=f"conflict in {', '.join(conflicts)}")
    if found is None:
        return replace(claim, reason="no answer")
    status, reason = found["status"], found.get("reason", "")
    broken = [file for file in conflicts if file in reason]
    if status == REFUTED and broken and reason.startswith(_UNREADABLE):
        status, reason = NOT_CHECKED, f"conflict in {', '.join(broken)}"
    if status not in (PROVEN, REFUTED):
        return replace(claim, status=NOT_CHECKED, reason=reason or "no reason given")
    return replace(
        claim,
        status=status,
        reason=reason or ("" if status == PROVEN else "no reason given"),
        rows=found.get("rows"),
        tolerance=found.get("tolerance"),
        max_difference=found.get("max_difference"),
    )


def _claims_table(folder: Path) -> Mapping[str, Any]:
    try:
        content = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        table: dict[str, Any] = content["tool"]["nb2prod"]
        asked = table.get("service", {}).get("rows_asked")
        if isinstance(asked, str):
            # thousands of row numbers are no reading for people: they lie in a file
            text = (folder / asked).read_text(encoding="utf-8")
            table["service"]["rows_asked"] = json.loads(text)
    except FileNotFoundError as error:
        raise _no_map(f"{folder} has no {Path(error.filename).name}") from None
    except KeyError:
        raise _no_map(f"{folder}/pyproject.toml has no [tool.nb2prod]") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _no_map(f"{folder}/pyproject.toml cannot be read: {error}") from error
    return table


def _no_map(what: str) -> OptionsError:
    remedy = "It maps the notebook's sections to functions; `nb2prod convert` writes one."
    return OptionsError("NB602", f"There is nothing to prove: {what}.", remedy)


def claims_of(folder: Path) -> ClaimsMap:
    """The claims map in the project's pyproject."""
    return read_claims_map(_claims_table(folder))


def place_of(folder: Path, claims: ClaimsMap, run: Run, python: str, scratch: Path) -> Place:
    """Where and with what the project is run."""
    data = run.working_folder
    if not data.is_dir():
        data = (folder / claims.notebook_folder).resolve()
    return Place(
        python=python,
        project=folder.resolve(),
        source=(folder / claims.source).resolve(),
        package=claims.package,
        data=data if data.is_dir() else folder.resolve(),
        scratch=scratch,
    )
