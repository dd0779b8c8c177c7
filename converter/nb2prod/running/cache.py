"""
Keeps runs, so that what was executed once is not executed again for a tag or a heading.

A run is found again by its code cells, parameters, variables, kernel and what is installed there;
it counts as long as the files that it read and the folders that it listed are unchanged.
Markdown, outputs and tags are no part of it: cells and boundaries are counted in code cells.
A probe that the run did not have is answered where all names were captured at that place, which
is the case in every notebook with values of moderate size; else the notebook runs again.
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model.notebook import NamedCode, Notebook, Role
from ..model.run import Boundary, CellRun, Environment, FileRead, Probe, Run, Value
from ..wire import from_json, to_json
from .answers import Captured, Surroundings, file_read, listing_hash
from .environment import Kernel, environment_hash

FORMAT = 1
# not below the runs: those are dropped when they are old or too many
RUNS, ENVIRONMENTS, RESOLUTIONS = "runs", "environments", "resolutions"
MOST_RUNS = 40
MOST_BYTES = 5 * 2**30
_EXECUTION_TAGS = frozenset({"raises-exception", "skip-execution", "nbval-skip"})
_ABANDONED = 24 * 3600  # seconds after which an unfinished run is nobody's any more


@dataclass(frozen=True, slots=True)
class Place:
    """Where runs of one notebook, as it stands now, are kept."""

    root: Path
    key: str

    def new_folder(self) -> Path:
        """A folder for one run; it is a stored run once its `run.json` stands there."""
        folder = self.root / f"{self.key[:16]}-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        return folder

    def folders(self) -> list[Path]:
        """The folders of this notebook's runs, newest first."""
        found = self.root.glob(f"{self.key[:16]}-*")
        return sorted(found, key=_time_of, reverse=True)


def cache_root() -> Path:
    """The folder of all that is kept: runs, environments and resolutions, each below its name."""
    chosen = os.environ.get("NB2PROD_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    caches = os.environ.get("XDG_CACHE_HOME")
    base = Path(caches).expanduser() if caches else Path.home() / ".cache"
    return base.resolve() / "nb2prod"


def place_of(
    notebook: Notebook,
    kernel: Kernel,
    working_folder: Path,
    parameters: Mapping[str, Any],
    environment: Mapping[str, str],
    named: tuple[NamedCode, ...] = (),
) -> Place:
    """Where a run of this code, in this environment, is kept."""
    after = [cell.index for cell in notebook.code_cells if _has_role(cell, Role.PARAMETERS)]
    parts = {
        "format": FORMAT,
        # these tags change what is executed; the others do not
        "cells": [
            [cell.source, sorted(_EXECUTION_TAGS & set(cell.raw_tags))]
            for cell in notebook.code_cells
        ],
        "parameters": sorted((name, repr(value)) for name, value in parameters.items()),
        "parameters after": after if parameters else [],
        "variables": sorted(environment.items()),
        "named": to_json(named),
        "kernel": [kernel.name, kernel.interpreter],
        "installed": environment_hash(kernel),
        "folder": str(working_folder.resolve()),
    }
    key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Place(cache_root() / RUNS, key)


def _has_role(cell: Any, role: Role) -> bool:
    return role.value in cell.raw_tags or any(tag.role is role for tag in cell.tags)


# ---------------------------------------------------------------- lookup


def lookup(place: Place, notebook: Notebook, probes: tuple[Probe, ...]) -> Run | None:
    """A stored run that answers all probes, as a run of this notebook; else None."""
    for folder in place.folders():
        try:
            told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
            run = _revived(told, folder, notebook, probes) if told["key"] == place.key else None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            continue  # broken, or written by another version: as good as absent
        if run is not None:
            (folder / "run.json").touch()
            return run
    return None


def _revived(
    told: Mapping[str, Any], folder: Path, notebook: Notebook, probes: tuple[Probe, ...]
) -> Run | None:
    files = tuple(from_json(FileRead, file) for file in told["files"])
    unchanged = all(file_read(file.path) == file for file in files) and all(
        listing_hash(Path(path)) == listing for path, listing in told["folders"].items()
    )
    boundaries = _answered(told, folder, notebook, probes) if unchanged else None
    cells = tuple(_cell_run(cell, notebook) for cell in told["cells"])
    if boundaries is None or not all(_still_skipped(cell, notebook) for cell in cells):
        return None
    return Run(
        notebook_sha256=notebook.sha256,
        cells=cells,
        boundaries=boundaries,
        environment=from_json(Environment, told["environment"]),
        files=files,
        folder=folder,
        working_folder=Path(told["working_folder"]),
        seconds=told["seconds"],
        from_cache=True,
    )


def _answered(
    told: Mapping[str, Any], folder: Path, notebook: Notebook, probes: tuple[Probe, ...]
) -> tuple[Boundary, ...] | None:
    """A boundary for each probed cell, or None where one of them was not captured."""
    kept = [_captured(boundary, folder) for boundary in told["boundaries"]]
    found = []
    for before, names in merged(probes).items():
        place = _code_cells_before(before, notebook)
        fitting = [one for one in kept if one.boundary.before == place and one.holds(names)]
        if not fitting or not fitting[0].boundary.pickle.is_file():
            return None
        found.append(fitting[0].only(before, names))
    return tuple(found)


def merged(probes: tuple[Probe, ...]) -> dict[int, tuple[str, ...]]:
    """The names of all probes at each cell, in the cells' order."""
    names: dict[int, dict[str, None]] = {}
    for probe in sorted(probes, key=lambda probe: probe.before):
        names.setdefault(probe.before, {}).update(dict.fromkeys(probe.names))
    return {before: tuple(asked) for before, asked in names.items()}


def _still_skipped(cell: CellRun, notebook: Notebook) -> bool:
    """Whether a cell that failed without harm may still do so."""
    if cell.status != "skipped":
        return True
    now = notebook.cells[cell.cell_index]
    return _has_role(now, Role.SKIP) or bool({"nbval-skip", "skip-execution"} & set(now.raw_tags))


def _code_cells_before(index: int, notebook: Notebook) -> int:
    return sum(cell.index < index for cell in notebook.code_cells)


def _captured(told: Mapping[str, Any], folder: Path) -> Captured:
    pickle = folder / told["pickle"]
    # a pickle cut short by a full disk is worse than none
    if pickle.stat().st_size != told["size"]:
        raise ValueError(f"{pickle} was changed")
    values = tuple(from_json(Value, value) for value in told["values"])
    boundary = Boundary(told["before"], pickle, values)
    return Captured(boundary, None if told["asked"] is None else tuple(told["asked"]))


def _cell_run(told: Mapping[str, Any], notebook: Notebook) -> CellRun:
    cell = from_json(CellRun, told)
    return replace(cell, cell_index=notebook.code_cells[cell.cell_index].index)


# ---------------------------------------------------------------- store


def store(
    place: Place,
    notebook: Notebook,
    run: Run,
    captures: tuple[Captured, ...],
    seen: Surroundings,
) -> None:
    """Keep a run that came to its end and whose inputs are known."""
    lost = any(one.lost for one in captures)
    if run.failed is not None or lost or not seen.complete or seen.rewritten:
        return
    ordinals = {cell.index: number for number, cell in enumerate(notebook.code_cells)}
    told = {
        "key": place.key,
        "cells": [
            to_json(replace(cell, cell_index=ordinals[cell.cell_index])) for cell in run.cells
        ],
        "boundaries": [_told_capture(one, notebook) for one in captures],
        "environment": to_json(run.environment),
        "files": to_json(run.files),
        "folders": dict(seen.folders),
        "working_folder": str(run.working_folder),
        "seconds": run.seconds,
    }
    draft = run.folder / "run.json.draft"
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(run.folder / "run.json")
    _prune(place, run.folder)


def _told_capture(capture: Captured, notebook: Notebook) -> dict[str, Any]:
    boundary = capture.boundary
    return {
        "before": _code_cells_before(boundary.before, notebook),
        "asked": capture.asked,
        "pickle": boundary.pickle.name,
        "size": boundary.pickle.stat().st_size,
        "values": to_json(boundary.values),
    }


def _prune(place: Place, new: Path) -> None:
    """Drop what is too old or too much, never the newest run of this notebook."""
    oldest_last = sorted(place.root.iterdir(), key=_time_of, reverse=True)
    size, kept = 0, 0
    for folder in oldest_last:
        if not folder.is_dir():
            continue
        if not (folder / "run.json").exists():
            if time.time() - _time_of(folder) > _ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)
            continue
        size += _size_of(folder)
        kept += 1
        if folder != new and (kept > MOST_RUNS or size > MOST_BYTES):
            shutil.rmtree(folder, ignore_errors=True)


def clean() -> tuple[int, int]:
    """Empty the cache, and return how many runs and bytes that were."""
    root = cache_root()
    runs = [entry for entry in (root / RUNS).glob("*") if entry.is_dir()]
    kept = [root / name for name in (RUNS, ENVIRONMENTS, RESOLUTIONS)]
    size = sum(_size_of(folder) for folder in kept)
    for folder in kept:  # the folder itself may be one that the user chose, and hold more
        shutil.rmtree(folder, ignore_errors=True)
    return len(runs), size


def _time_of(folder: Path) -> float:
    for path in (folder / "run.json", folder):
        try:
            return path.stat().st_mtime
        except OSError:
            continue
    return 0.0


def _size_of(folder: Path) -> int:
    try:
        return sum(entry.lstat().st_size for entry in folder.rglob("*") if entry.is_file())
    except OSError:
        return 0
