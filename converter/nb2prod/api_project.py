"""Writes a decided project beside its target, proves it there, and moves it into place."""

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import disk
from .api_convert import Decided, project_folder
from .api_edits import edit_findings, unread_map
from .api_lineage import development, lineage, lock_files
from .api_models import champion_finding, first_version
from .api_options import remembered
from .api_page import write_page
from .api_samples import Samples, missing_samples, samples
from .api_source import Source
from .certificates import write_certificate
from .emit.contract_record import PATH as CONTRACT
from .emit.contract_record import contract_record
from .emit.project import documents, project
from .errors import WriteRefused
from .model.findings import Finding
from .model.notebook import Secret
from .model.options import Options
from .model.plan import Plan
from .model.project import File, FileChange, Project
from .model.proof import REFUTED, Claim, Proof
from .model.run import Progress, Run
from .proving.record import write_proof
from .reading.kept import kept_notebook
from .secrecy import hidden, hidden_bytes
from .target import MANIFEST

if TYPE_CHECKING:
    from .running.preparation import Preparation


@dataclass(frozen=True, slots=True)
class Conversion:
    """What `convert` gives: the project, its rung and what was proven of it."""

    folder: Path
    package: str
    rung: str
    proof: Proof
    findings: tuple[Any, ...]
    files: tuple[str, ...]
    changes: tuple[FileChange, ...] = ()  # what became of the files that were there
    environment: str = ""  # that of the lock alone, in words; empty where it was not asked for


@dataclass(frozen=True, slots=True)
class Job:
    """A plan to write, with all that is needed for it."""

    plan: Plan
    source: Source
    run: Run | None
    options: Options
    progress: Progress
    preparation: "Preparation | None"


@dataclass(frozen=True, slots=True)
class _Proven:
    """The project's interpreter, its proof, and what became of each file."""

    python: str
    proof: Proof
    changes: tuple[FileChange, ...]
    environment: str = ""
    findings: tuple[Finding, ...] = ()


def write_project(
    decided: Decided,
    source: Source,
    run: Run | None,
    options: Options,
    progress: Progress,
    preparation: "Preparation | None" = None,
) -> Conversion:
    """The project on the highest rung that its proof allows; in place only when proven."""
    plans = (decided.plan, *decided.lower)
    stopped: list[tuple[str, str]] = []
    for number, plan in enumerate(plans):
        plan = stopped_by(plan, stopped)
        target = project_folder(source, options, plan.package)
        job = Job(plan, source, run, options, progress, preparation)
        with disk.staged(target) as sibling:
            made = _written_and_proven(job, sibling, target)
            wrong = _service_refuted(made.proof) if number + 1 < len(plans) else []
            if wrong and _edited(made.changes):
                # an edit may be to blame: then it is told, and no reason to serve less
                wrong = _refuted_unedited(job)
            if wrong:
                why = f"{wrong[0].subject}: {wrong[0].reason}"
                progress("step down", number, len(plans), why)
                stopped.append((plan.serving.rung if plan.serving else "function", why))
                continue
            return _placed(job, made, sibling, target)
    raise AssertionError("the last plan is always written")


def _placed(job: Job, made: _Proven, sibling: Path, target: Path) -> Conversion:
    """The project with its documents, in its place."""
    plan, proof = job.plan, made.proof
    told = documents(plan, proof, data_sample=job.options.data_sample)
    changes = (*made.changes, *disk.write_files(told, sibling, target), *disk.gone(sibling, target))
    write_page(sibling, plan.package, job.source.notebook, job.source.flow, proof)
    _nothing_leaks(sibling, job.source.notebook.secrets)
    files = tuple(
        sorted(p.relative_to(sibling).as_posix() for p in sibling.rglob("*") if p.is_file())
    )
    write_certificate(sibling, plan.package, proof)
    champion, kept = champion_finding(plan, job.run, sibling, target, made.python)
    disk.commit(sibling, target, keep_champion=kept)
    seen = (*plan.findings, *made.findings, *edit_findings(changes))
    findings = (*seen, *([champion] if champion else []))
    return Conversion(
        target, plan.package, proof.rung, proof, findings, files, changes, made.environment
    )


def _edited(changes: Iterable[FileChange]) -> bool:
    """Whether the code that was proven is not only ours."""
    ours = ("new", "changed", "unchanged")
    return any(change.what not in ours and change.path.startswith("src/") for change in changes)


def _refuted_unedited(job: Job) -> list[Claim]:
    """What is refuted of the project as we write it, without anybody's edits."""
    with tempfile.TemporaryDirectory(prefix="unedited-") as scratch:
        target = Path(scratch).resolve() / job.plan.package
        with disk.staged(target) as sibling:
            return _service_refuted(_written_and_proven(job, sibling, target).proof)


def _service_refuted(proof: Proof) -> list[Claim]:
    kinds = ("service:", "rows:", "batch:", "train:")
    #   service:probes     an odd request that crashes says nothing about where the rows come from
    wrong = [
        claim for claim in proof.claims if claim.status == REFUTED and claim.id.startswith(kinds)
    ]
    return [claim for claim in wrong if claim.id != "service:probes"]


def stopped_by(plan: Plan, stopped: Sequence[tuple[str, str]]) -> Plan:
    """The plan of a lower rung says which claims of the higher ones were refuted."""
    if not stopped:
        return plan
    #   one rung:   its reason alone; the reader knows which rung is next
    #   two rungs:  `features`: ...; `raw rows`: ...
    named = [f"`{rung}`: {why}" for rung, why in reversed(stopped)]
    told = "; ".join(named) if len(stopped) > 1 else stopped[0][1]
    if plan.serving is None:
        return replace(plan, not_served=told)
    return replace(plan, serving=replace(plan.serving, stopped_by=told))


def _written_and_proven(job: Job, sibling: Path, target: Path) -> _Proven:
    plan, run, progress, preparation = job.plan, job.run, job.progress, job.preparation
    progress("write", 0, 1, plan.package)
    made = plain_project(job, target)
    if run is None or preparation is None:
        changes = disk.write_files(made.files, sibling, target)
        return _Proven("", _recorded(Proof("function", plan.claims), sibling), changes)
    python, missing, told = _project_python(job, sibling, target)
    wanted = job.options.data_sample
    data = samples(plan, job.source, run, made, python) if wanted else Samples(())
    changes = disk.write_files((*made.files, *data.files), sibling, target)
    proof = _proof(job, sibling, python, unread_map(changes), validated=not missing)
    # last: pip looks for the versions while all this goes on
    changes += disk.write_files(_locks(job, missing=missing), sibling, target)
    missing_data = (missing_samples(data.failure),) if data.failure else ()
    return _Proven(python, _recorded(proof, sibling), changes, told, missing_data)


def _project_python(job: Job, sibling: Path, target: Path) -> tuple[str, bool, str]:
    """
    The project's interpreter, whether it lacks what the project needs, and what it is in words.

    It has the kernel's packages and what is missing above them, or what the lock names, alone.
    """
    from .running.project_environment import NoEnvironment

    plan, run, preparation = job.plan, job.run, job.preparation
    assert run is not None
    assert preparation is not None
    if job.options.fresh_env:
        disk.write_files(_locks(job, missing=False), sibling, target)
        made = preparation.fresh(sibling)
        return made.python, False, made.told
    environment = preparation.environment(development(plan))
    if isinstance(environment, NoEnvironment):
        return run.environment.executable, True, ""
    return environment.python, False, ""


def _locks(job: Job, *, missing: bool) -> list[File]:
    """Both locks; where there is no environment, pip has no answer either."""
    assert job.run is not None
    assert job.preparation is not None
    wanted = development(job.plan)
    resolved = None if missing else job.preparation.resolution(wanted)
    return lock_files(job.plan, job.run, resolved)


def _proof(job: Job, sibling: Path, python: str, unread: str, *, validated: bool) -> Proof:
    """The verdicts on the merged project, with a model that it trained itself."""
    plan, run = job.plan, job.run
    assert run is not None
    if unread:
        rung = plan.serving.rung if plan.serving else "function"
        return Proof(rung, tuple(replace(claim, reason=unread) for claim in plan.claims))
    from .proving.prove import Training, conflicting_files, prove

    failures: list[str] = []

    def command() -> None:
        failures.append(first_version(plan, run, sibling, python, job.progress, validated))

    trains = plan.serving is not None and not conflicting_files(sibling / "src")
    training = Training(validation=validated, command=command) if trains else None
    proof = prove(sibling, run, python=python, progress=job.progress, training=training)
    told = _with_training(proof, failures[0] if failures else "")
    found: Proof = hidden(told, job.source.notebook.secrets)
    return found


def plain_project(job: Job, target: Path) -> Project:
    """The files that the plan alone decides, and what we note about them."""
    plan, options, notebook = job.plan, job.options, job.source.notebook.path
    folder = os.path.relpath(notebook.resolve().parent, target.resolve())
    made = project(
        plan,
        notebook=kept_notebook(notebook, job.source.notebook.secrets),
        notebook_folder=Path(folder).as_posix(),
        lineage=lineage(plan, job.run, options),
        data_sample=options.data_sample,
    )
    noted = {"schema_version": 1, "notebook": notebook.name, "options": remembered(options)}
    records = [File(MANIFEST, json.dumps(noted).encode())]
    if contract := contract_record(plan, job.run):
        records.append(File(CONTRACT, (json.dumps(contract, indent=2) + "\n").encode()))
    return replace(made, files=(*made.files, *records))


def _nothing_leaks(folder: Path, secrets: Sequence[Secret]) -> None:
    """Take secrets out of what runs have left behind; raise where that cannot be done."""
    for path in sorted(folder.rglob("*")) if secrets else ():
        if not path.is_file() or path.suffix == ".py":
            continue  # code was written without them
        content = path.read_bytes()
        clean = hidden_bytes(content, secrets)
        if clean is None:
            shown = path.relative_to(folder).as_posix()
            raise WriteRefused(
                "NB231",
                f"a secret of the notebook stands in `{shown}`, and cannot be taken out of it",
                "Keep it out of what the notebook trains or returns, and convert again.",
            )
        if clean != content:
            path.write_bytes(clean)


def _recorded(proof: Proof, sibling: Path) -> Proof:
    write_proof(sibling, proof)
    return proof


def _with_training(proof: Proof, failure: str) -> Proof:
    """The proof, where a training that failed is told instead of the version that is missing."""
    if not failure:
        return proof
    claims = tuple(
        replace(claim, status=REFUTED, reason=f"training fails: {failure}")
        if claim.id.startswith("train:")
        else claim
        for claim in proof.claims
    )
    return replace(proof, claims=claims)


__all__ = ["Conversion", "Job", "plain_project", "stopped_by", "write_project"]
