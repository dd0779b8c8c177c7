"""`prove`: the claims map of a project, whoever wrote it, held against a run of its notebook."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .api_page import write_page
from .api_source import Source, read_source
from .certificates import write_certificate
from .disk import check_records
from .errors import Nb2prodError, OptionsError
from .model.mutants import MutationReport
from .model.notebook import Notebook
from .model.options import Options
from .model.proof import Proof
from .model.run import Progress, Run
from .proving.claims import ClaimsMap, read_claims_map
from .proving.probes import probes
from .reading.ipynb import read
from .target import manifest


@dataclass(frozen=True, slots=True)
class Proving:
    """The verdicts on a project, and what became of it when it was broken on purpose."""

    proof: Proof
    mutants: MutationReport | None = None
    environment: str = ""  # that of its lock alone, in words; empty where it was not asked for


def prove(
    folder: Path,
    notebook_path: Path | None,
    mutants: int,
    kernel: str | None,
    progress: Progress,
    *,
    fresh_env: bool = False,
) -> Proving:
    """
    Return all claims of the project, decided; the proof is noted in the project too.

    The notebook is the one that the claims map names, or that path. With mutants, the project is
    then broken in so many ways, to see whether a claim notices.
    """
    from .proving import prove as proving
    from .running.diagnosis import diagnose
    from .running.fresh_environment import lock_of
    from .running.kernel import execute

    content = _content(folder)
    if fresh_env:
        lock_of(folder)  # before hours of work
    table = content["tool"]["nb2prod"]
    claims = read_claims_map(table)
    check_records(folder)
    notebook = read(notebook_path) if notebook_path else _notebook(folder, table)
    source = _source(notebook)
    run = execute(
        notebook,
        # a project of other hands gives no names to what has none
        probes=probes(claims, source.shown if source else None),
        kernel=kernel,
        working_folder=_working_folder(folder, claims, notebook_path),
        progress=progress,
        named=source.named if source else (),
    )
    if run.failed is not None:
        raise diagnose(notebook, run)
    with _interpreter(folder, content, run, progress, fresh_env) as (python, environment):
        proof = proving.prove(folder, run, python=python, progress=progress)
        ours = manifest(folder) is not None
        if ours:  # a project of other hands keeps its models its own way
            write_certificate(folder, claims.package, proof)
        flow = source.flow if source else None
        write_page(folder, claims.package, notebook, flow, proof, ours=ours)
        if not mutants:
            return Proving(proof, None, environment)
        from .proving.mutants.mutate import mutate

        report = mutate(folder, run, proof, python=python, limit=mutants, progress=progress)
        return Proving(proof, report, environment)


def _source(notebook: Notebook) -> Source | None:
    """Return what convert reads of the notebook; None for one that cannot be read statically."""
    try:
        return read_source(notebook.path, Options())
    except Nb2prodError:
        return None


def _working_folder(folder: Path, claims: ClaimsMap, notebook_path: Path | None) -> Path:
    """Return where the notebook's data files are."""
    told = notebook_path.parent if notebook_path else folder / claims.notebook_folder
    return told.resolve() if told.is_dir() else folder.resolve()


@contextmanager
def _interpreter(
    folder: Path, content: Mapping[str, Any], run: Run, progress: Progress, fresh: bool
) -> Iterator[tuple[str, str]]:
    """Give the interpreter to prove with, and in words what it has where that is a lock alone."""
    from .running.cache import cache_root
    from .running.fresh_environment import fresh_environment, lock_of

    if not fresh:
        yield _above_the_kernel(content, run, progress), ""
        return
    kernel, lock = run.environment.executable, lock_of(folder)
    with fresh_environment(kernel, lock, cache=cache_root(), progress=progress) as made:
        yield made.python, made.told


def _above_the_kernel(content: Mapping[str, Any], run: Run, progress: Progress) -> str:
    """Return the interpreter of an environment that has what the project says it needs."""
    from .running.cache import cache_root
    from .running.project_environment import NoEnvironment, project_environment

    kernel = run.environment.executable
    project = content.get("project", {})
    needed = [*project.get("dependencies", ())]
    for lines in project.get("optional-dependencies", {}).values():
        needed += [line for line in lines if "[" not in line]
    if not needed:
        return kernel
    progress("environment", 0, 1, "what the project says it needs")
    made = project_environment(kernel, needed, run.environment.distributions, cache=cache_root())
    progress("environment", 1, 1)
    # without it, each claim that needs a missing library says which one
    return kernel if isinstance(made, NoEnvironment) else made.python


def _content(folder: Path) -> Mapping[str, Any]:
    """Return the pyproject; what else a project may lack is said by those who read it."""
    try:
        content = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except OSError:
        raise _nothing(f"{folder} has no pyproject.toml that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _nothing(f"{folder}/pyproject.toml cannot be read ({error})") from None
    if not isinstance(content.get("tool", {}).get("nb2prod"), dict):
        raise _nothing(f"{folder}/pyproject.toml has no [tool.nb2prod]")
    return content


def _nothing(what: str) -> OptionsError:
    remedy = "Name the folder that `nb2prod convert` wrote."
    return OptionsError("NB602", f"there is nothing to prove: {what}.", remedy)


def _notebook(folder: Path, table: Mapping[str, Any]) -> Notebook:
    name = table.get("notebook")
    if not isinstance(name, str):
        raise _nothing(f"[tool.nb2prod] of {folder}/pyproject.toml names no notebook")
    return read(folder / name)
