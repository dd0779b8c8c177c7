"""Runs a notebook from top to bottom and returns what was seen."""

import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import RunError
from ..model.notebook import NamedCode, Notebook, Role
from ..model.run import Probe, Progress, Run
from .answers import Surroundings, surroundings
from .cache import lookup, merged, place_of, store
from .environment import installed_kernel, kernel_environment, kernel_manager, socket_folder
from .script import Script


def execute(
    notebook: Notebook,
    *,
    probes: tuple[Probe, ...],
    kernel: str | None = None,
    working_folder: Path,
    timeout: float | None = None,
    progress: Progress,
    environment: Mapping[str, str] = MappingProxyType({}),
    parameters: Mapping[str, Any] = MappingProxyType({}),
    capture: bool = True,
    cached: bool = True,
    named: tuple[NamedCode, ...] = (),
) -> Run:
    """
    One execution of the notebook in its kernel, complete or up to the failing cell.

    A failing cell is part of the result; what keeps the kernel from starting is an error.
    With `cached`, a stored run that answers the same probes is as good as a new one, and a new one
    is stored; without it, and with nothing captured, no file of the run is left. `named` is what
    models may hold and can be captured by the name that it gets.
    """
    chosen = installed_kernel(notebook, kernel)
    place = place_of(notebook, chosen, working_folder, parameters, environment, named)
    if cached:
        known = lookup(place, notebook, probes if capture else ())
        if known is not None:
            progress("run", len(notebook.cells), len(notebook.cells), "from the cache")
            return known
    with socket_folder() as sockets:
        script = Script(
            cells=len(notebook.cells),
            probes=merged(probes),
            capture=capture,
            kernel_name=chosen.name,
            working_folder=working_folder.resolve(),
            folder=place.new_folder(),
            sockets=Path(sockets),
            timeout=timeout,
            environment=kernel_environment(environment),
            parameters=parameters,
            progress=progress,
            kernel_manager=lambda: kernel_manager(chosen, Path(sockets)),
            named=named,
        )
        _perform(notebook, script)
    seen = surroundings(script.folder)
    run = _observed(notebook, script, seen)
    if cached:
        store(place, notebook, run, script.captures, seen)
    elif not capture and run.failed is None:
        shutil.rmtree(script.folder, ignore_errors=True)
    return run


def _observed(notebook: Notebook, script: Script, seen: Surroundings) -> Run:
    """The run as it was seen."""
    asked_for = {one.boundary.before: one for one in script.captures if one.asked is not None}
    return Run(
        notebook_sha256=notebook.sha256,
        cells=script.cell_runs(),
        boundaries=tuple(
            asked_for[before].boundary for before in script.probes if before in asked_for
        ),
        environment=seen.environment,
        files=seen.files,
        folder=script.folder,
        working_folder=script.working_folder,
        seconds=round(time.monotonic() - script.started, 3),
    )


def _perform(notebook: Notebook, script: Script) -> None:
    """Have papermill run the script; a kernel that does not start is the reader's to mend."""
    source = script.folder / "source.ipynb"
    source.write_text(json.dumps(_plain_notebook(notebook, script.kernel_name)), encoding="utf-8")
    with _without_slow_import():
        from nbclient.exceptions import DeadKernelError

        from .engine import execute_with_papermill
    try:
        execute_with_papermill(source, script)
    except (DeadKernelError, OSError, RuntimeError) as error:
        raise RunError(
            "NB421",
            f"the kernel `{script.kernel_name}` does not start: {error}",
            _log_tail(script.kernel_log) or "Try it in JupyterLab: does its console open?",
            notebook=notebook.path.name,
        ) from error


def _log_tail(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return f"It said: {lines[-1].strip()[:300]}" if lines else ""


def _plain_notebook(notebook: Notebook, kernel_name: str) -> dict[str, Any]:
    """The notebook as papermill reads it; each cell carries its place in the original."""
    kernelspec = {"name": kernel_name, "display_name": kernel_name, "language": "python"}
    return {
        "cells": [_plain_cell(cell) for cell in notebook.cells],
        "metadata": {"kernelspec": kernelspec, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _plain_cell(cell: Any) -> dict[str, Any]:
    tags = list(cell.raw_tags)
    if any(tag.role is Role.SKIP for tag in cell.tags) or "skip" in tags:
        # run, as later cells may need it, but it may fail
        tags += ["nb2prod-skip", "raises-exception"]
    if "nbval-skip" in tags:
        tags.append("skip-execution")
    plain = {
        "cell_type": cell.kind,
        "id": f"cell-{cell.index}",
        "metadata": {"tags": tags, "nb2prod": cell.index},
        "source": cell.source,
    }
    return plain | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


@contextmanager
def _without_slow_import() -> Iterator[None]:
    """
    nbformat without `rfc3987_syntax`, which builds a grammar for a second when it is imported.

    jsonschema takes its absence for "this format is not checked".
    """
    name = "rfc3987_syntax"
    hidden = name not in sys.modules
    if hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules[name]
