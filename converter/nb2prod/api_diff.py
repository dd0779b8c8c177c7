"""`diff`: what converting again would change, and what changed between two versions."""

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .api_convert import Decided, decide, run_source
from .api_lineage import development, lineage, lock_files
from .api_options import recalled
from .api_project import Job, plain_project
from .api_source import read_source
from .contract_changes import bump, contract_changes
from .emit.contract_record import PATH as CONTRACT
from .emit.contract_record import contract_record
from .errors import OptionsError
from .merging import unix_ends
from .model.difference import (
    FactChange,
    FileDifference,
    LockChange,
    ProjectDifference,
    VersionDifference,
)
from .model.options import Options
from .model.plan import Plan
from .model.project import File
from .model.run import Progress, Run
from .origins import fact_changes, lock_changes, recorded
from .reconciling import Reconciled, is_record, is_text, reconciled, vanished
from .target import baseline, manifest
from .version_changes import version_changes

# made by running the project, or after its proof
_LATER = ("README.md", "RUNBOOK.md", "MODEL_CARD.md", "docs/", "tests/data/")
_LOCKS = "requirements"


def diff_project(
    folder: Path, notebook: Path | None, options: Options, unified: bool, progress: Progress
) -> ProjectDifference:
    """What converting again would change; the notebook runs where its run is not in the cache."""
    folder = folder.resolve()
    known = manifest(folder)
    if known is None:
        raise OptionsError(
            "NB602",
            f"there is nothing to compare: {folder} is no project of nb2prod.",
            "Name the folder that `nb2prod convert` wrote.",
        )
    path = notebook or _notebook(folder, known)
    options = recalled(path, Options(output=folder, kernel=options.kernel, timeout=options.timeout))
    source = read_source(path)
    run = run_source(source, options, progress)
    old, rung = _contract(folder), _rung(folder)
    plan = _likely(decide(source, run, options, progress), rung)
    made = plain_project(Job(plan, source, run, options, progress, None), folder)
    locks = _locks(plan, run, progress)
    base = baseline(folder)
    files = (*made.files, *locks)
    found = [one for file in files for one in reconciled(folder, base, file)]
    written = {file.path for file in files}
    # what is made later has not vanished, it is only not made yet
    found += [
        one for one in vanished(folder, base, written) if not _is_later(one.file.path, bool(locks))
    ]
    found = [one for one in found if not is_record(one.file.path)]
    contract = contract_changes(old, contract_record(plan, run))
    code = any(_changes_code(one) for one in found)
    pins = tuple(change for lock in locks for change in _lock_changes(folder, lock))
    return ProjectDifference(
        folder=str(folder),
        notebook=str(path),
        rung_before=rung,
        rung_after=plan.serving.rung if plan.serving else "function",
        bump=bump(contract, code_changed=code or bool(pins)),
        contract=contract,
        files=tuple(_difference(one, unified) for one in found),
        not_compared=tuple(sorted(name for name in base.hashes if _is_later(name, bool(locks)))),
        locks=pins,
        origin=tuple(_origin_changes(folder, plan, run, options, bool(locks))),
    )


def diff_versions(folder: Path, first: str, second: str) -> VersionDifference:
    """What changed from one version of the project's model to another."""
    return version_changes(folder, first, second)


def _likely(decided: Decided, rung: str) -> Plan:
    """The plan that convert will end with: that of today's rung, where it is among them."""
    plans = (decided.plan, *decided.lower)
    same = [plan for plan in plans if (plan.serving.rung if plan.serving else "function") == rung]
    return same[0] if same else plans[0]


def _notebook(folder: Path, known: Mapping[str, object]) -> Path:
    table = _table(folder)
    beside, name = table.get("notebook_folder"), known.get("notebook")
    path = folder / str(beside) / str(name)
    if not isinstance(beside, str) or not isinstance(name, str) or not path.is_file():
        raise OptionsError(
            "NB604",
            f"the notebook of {folder} is not where it was when the project was made.",
            "Name it: nb2prod diff PROJECT --notebook NOTEBOOK",
        )
    return path.resolve()


def _contract(folder: Path) -> Mapping[str, Any] | None:
    """The contract of the project as it stands; an older one recorded less of it."""
    for name in (CONTRACT, "tests/data/openapi.json"):
        try:
            found = json.loads((folder / name).read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(found, dict):
            return found
    return None


def _rung(folder: Path) -> str:
    return str(_table(folder).get("rung", "function"))


def _table(folder: Path) -> Mapping[str, Any]:
    try:
        table = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        found = table["tool"]["nb2prod"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _locks(plan: Plan, run: Run, progress: Progress) -> list[File]:
    """The locks of a conversion now; none where pip does not reach the packages."""
    from .running.cache import cache_root
    from .running.resolution import resolution

    progress("locks", 0, 1, "which exact versions the project needs")
    environment = run.environment
    wanted, seen = development(plan), environment.distributions
    resolved = resolution(environment.executable, wanted, seen, cache=cache_root())
    progress("locks", 1, 1)
    return [] if resolved is None else lock_files(plan, run, resolved)


def _lock_changes(folder: Path, lock: File) -> Iterator[LockChange]:
    try:
        before = (folder / lock.path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        before = ""
    return lock_changes(lock.path, before, lock.content.decode())


def _origin_changes(
    folder: Path, plan: Plan, run: Run, options: Options, locked: bool
) -> Iterator[FactChange]:
    """What the project was made of and is not any more; the locks tell of libraries."""
    aside = ("schema_version", *(("libraries",) if locked else ()))
    before, after = recorded(folder), lineage(plan, run, options)
    kept = [{name: told[name] for name in told if name not in aside} for told in (before, after)]
    return fact_changes(*kept)


def _is_later(path: str, locked: bool) -> bool:
    made_later = _LATER if locked else (*_LATER, _LOCKS)
    return path.startswith(made_later) and path != "tests/data/openapi.json"


def _changes_code(one: Reconciled) -> bool:
    same = one.change.what in ("unchanged", "kept", "deleted", "left")
    return one.file.path.startswith("src/") and not same


def _difference(one: Reconciled, unified: bool) -> FileDifference:
    path = one.change.path
    text = ""
    if unified and one.change.what not in ("unchanged", "kept", "deleted", "left", "beside"):
        text = _unified(path, one.before or b"", one.content or b"")
    return FileDifference(path, one.change.what, one.change.note, text)


def _unified(path: str, before: bytes, after: bytes) -> str:
    if not is_text(path, before) or not is_text(path, after):
        return ""
    old, new = (
        unix_ends(content).decode("utf-8", "replace").splitlines() for content in (before, after)
    )
    return "\n".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""))
