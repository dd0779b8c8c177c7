"""Writes a decided project beside its target, proves it there, and moves it into place."""

import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import disk
from .api_convert import Decided, Source, project_folder
from .api_samples import write_samples
from .emit.dependencies import dev_lines, serve_lines, train_lines
from .emit.project import documents, project
from .emit.requirements import Hashes, locks
from .model.options import Options
from .model.plan import Plan
from .model.project import File
from .model.proof import REFUTED, Claim, Proof
from .model.run import Progress, Run
from .proving.endings import told_ending
from .proving.record import write_proof
from .reading.ipynb import stripped

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
    why = ""
    for number, plan in enumerate(plans):
        plan = _stopped_by(plan, why)
        target = project_folder(source, options, plan.package)
        with disk.staged(target) as sibling:
            proof = _written_and_proven(
                plan, source, run, options, sibling, target, progress, preparation
            )
            if number + 1 < len(plans) and (wrong := _service_refuted(proof)):
                why = f"{wrong[0].subject}: {wrong[0].reason}"
                progress("step down", number, len(plans), why)
                continue
            disk.write_files(
                documents(plan, proof, data_sample=options.data_sample), sibling, target
            )
            files = tuple(
                sorted(p.relative_to(sibling).as_posix() for p in sibling.rglob("*") if p.is_file())
            )
            disk.commit(sibling, target)
        return Conversion(target, plan.package, proof.rung, proof, plan.findings, files)
    raise AssertionError("the last plan is always written")


def _service_refuted(proof: Proof) -> list[Claim]:
    kinds = ("service:", "rows:", "batch:", "train:")
    #   service:probes     an odd request that crashes says nothing about where the rows come from
    wrong = [
        claim for claim in proof.claims if claim.status == REFUTED and claim.id.startswith(kinds)
    ]
    return [claim for claim in wrong if claim.id != "service:probes"]


def _stopped_by(plan: Plan, why: str) -> Plan:
    """The plan of a lower rung says which claim of the higher one was refuted."""
    if not why or plan.serving is None:
        return plan
    return replace(plan, serving=replace(plan.serving, stopped_by=why))


def _written_and_proven(
    plan: Plan,
    source: Source,
    run: Run | None,
    options: Options,
    sibling: Path,
    target: Path,
    progress: Progress,
    preparation: "Preparation | None",
) -> Proof:
    progress("write", 0, 1, plan.package)
    folder = os.path.relpath(source.notebook.path.resolve().parent, target.resolve())
    made = project(
        plan,
        notebook=stripped(source.notebook.path),
        notebook_folder=Path(folder).as_posix(),
        lineage=_lineage(plan, run, options),
        data_sample=options.data_sample,
    )
    disk.write_files(made.files, sibling, target)
    if run is None or preparation is None:
        proof = Proof("function", plan.claims)
        write_proof(sibling, proof)
        return proof
    from .running.project_environment import NoEnvironment

    environment = preparation.environment(development(plan))
    missing = isinstance(environment, NoEnvironment)
    python = (
        run.environment.executable if isinstance(environment, NoEnvironment) else environment.python
    )
    if options.data_sample:
        write_samples(plan, source, run, sibling, target, python)
    from .proving.prove import prove

    failure = _first_version(plan, run, sibling, python, progress, not missing)
    proof = prove(sibling, run, python=python, progress=progress)
    # last: pip looks for the versions while all this goes on
    disk.write_files(_locks(plan, run, preparation, missing), sibling, target)
    return _recorded(_with_training(proof, failure), sibling)


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


def development(plan: Plan) -> list[str]:
    """All that running, training, testing and checking the project needs."""
    others = [line for line in dev_lines(plan) if "[train]" not in line]
    return [*serve_lines(plan), *train_lines(plan), *others]


def _locks(plan: Plan, run: Run, preparation: "Preparation", missing: bool) -> list[File]:
    """Both locks; without an environment or the network they hold what the kernel has."""
    from .running.resolution import needed

    serve = dev = {item.distribution: item.version for item in plan.requirements}
    hashes: Hashes | None = None
    resolved = None if missing else preparation.resolution(development(plan))
    if resolved is not None:
        kernel, folder = run.environment.executable, run.working_folder
        part = needed(kernel, resolved, serve_lines(plan), folder)
        if part is not None:
            serve, dev, hashes = dict(part), dict(resolved.versions), resolved.hashes
    texts = locks(plan, serve, dev, hashes) if serve or dev else {}
    return [File(path, text.encode()) for path, text in sorted(texts.items())]


def _first_version(
    plan: Plan, run: Run, sibling: Path, python: str, progress: Progress, validated: bool
) -> str:
    """Train once, so that the project comes with a model that answers; returns why that failed."""
    if plan.serving is None:
        return ""
    progress("train", 0, 1, "the first version of the model")
    upper = plan.package.upper()
    environment = {
        **os.environ,
        "PYTHONPATH": str(sibling / "src"),
        f"{upper}_DATA_DIR": str(run.working_folder),
        f"{upper}_MODELS": str(sibling / "models"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
    }
    options = [] if validated else ["--no-validation"]
    done = subprocess.run(
        [python, "-W", "ignore", "-m", plan.package, "train", *options],
        cwd=sibling,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    if done.returncode == 0:
        return ""
    return told_ending(done.stderr) or f"exit code {done.returncode}"


def _lineage(plan: Plan, run: Run | None, options: Options) -> dict[str, object]:
    """What this project was made of: enough to say what exactly a version is."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        tool = version("jupyter-prod")
    except PackageNotFoundError:
        tool = "unknown"
    return {
        "schema_version": 1,
        "tool": tool,
        "notebook": {"name": plan.notebook_name, "sha256": plan.notebook_sha256},
        "data": {
            file.path.name: {"sha256": file.sha256, "bytes": file.size} for file in plan.files
        },
        "python": run.environment.python if run else None,
        "libraries": {item.distribution: item.version for item in plan.requirements},
        "parameters": {parameter.name: parameter.default for parameter in plan.parameters},
        "options": {
            "package": options.package,
            "kernel": options.kernel,
            "targets": list(options.targets),
            "run": options.run,
            "data_sample": options.data_sample,
        },
    }


__all__ = ["Conversion", "development", "write_project"]
