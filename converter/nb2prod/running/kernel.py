"""Runs a notebook from top to bottom and returns what was seen."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import RunError
from ..model.notebook import Notebook, Role
from ..model.run import Boundary, Column, Probe, Progress, Run, TypeName, Value
from .environment import (
    Kernel,
    installed_kernel,
    kernel_environment,
    kernel_manager,
    observed_surroundings,
    socket_folder,
)
from .script import Script, boundary_file


def execute(
    notebook: Notebook,
    *,
    probes: tuple[Probe, ...],
    kernel: str | None = None,
    working_folder: Path,
    timeout: float | None = None,
    progress: Progress,
    environment: Mapping[str, str] = {},
    parameters: Mapping[str, Any] = {},
    capture: bool = True,
    cached: bool = True,
) -> Run:
    """
    One execution of the notebook in its kernel, complete or up to the failing cell.

    A failing cell is part of the result; what keeps the kernel from starting is an error.
    """
    chosen = installed_kernel(notebook, kernel)
    folder = new_run_folder()
    return _run(
        notebook,
        chosen,
        probes if capture else (),
        working_folder,
        timeout,
        progress,
        environment,
        parameters,
        folder,
    )


def _run(
    notebook: Notebook,
    kernel: Kernel,
    probes: tuple[Probe, ...],
    working_folder: Path,
    timeout: float | None,
    progress: Progress,
    environment: Mapping[str, str],
    parameters: Mapping[str, Any],
    folder: Path,
) -> Run:
    started = time.perf_counter()
    with socket_folder() as sockets:
        script = Script(
            cells=len(notebook.cells),
            probes=probes,
            kernel_name=kernel.name,
            working_folder=working_folder.resolve(),
            folder=folder,
            timeout=timeout,
            environment=kernel_environment(environment),
            parameters=parameters,
            progress=progress,
            kernel_manager=lambda: kernel_manager(kernel, Path(sockets)),
        )
        _perform(notebook, script)
    observed, files = observed_surroundings(folder)
    return Run(
        notebook_sha256=notebook.sha256,
        cells=script.cell_runs(),
        boundaries=_boundaries(script),
        environment=observed,
        files=files,
        folder=folder,
        working_folder=working_folder.resolve(),
        seconds=round(time.perf_counter() - started, 3),
    )


def _perform(notebook: Notebook, script: Script) -> None:
    """Have papermill run the script; a kernel that does not start is the reader's to mend."""
    source = script.folder / "source.ipynb"
    source.write_text(json.dumps(_plain_notebook(notebook, script.kernel_name)), encoding="utf-8")
    with _without_slow_import():
        from nbclient.exceptions import DeadKernelError

        from .engine import execute_with_papermill
    try:
        execute_with_papermill(source, script.folder / "executed.ipynb", script)
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


# ---------------------------------------------------------------- boundaries


def _boundaries(script: Script) -> tuple[Boundary, ...]:
    """The boundaries whose answers arrived."""
    found = []
    for question in script.asked:
        if question["ask"] != "capture":
            continue
        before = question["before"]
        answer = _answer(script.folder / boundary_file(before, "json"))
        if answer is not None:
            values = tuple(value_from_json(value) for value in answer["values"])
            found.append(Boundary(before, Path(question["pickle"]), values))
    return tuple(found)


def _answer(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if "values" in told else None


def value_from_json(told: Mapping[str, Any]) -> Value:
    """The described value; its fields are the guest's."""
    columns = tuple(_column(column) for column in told["columns"])
    known = {**told, "type": _type(told["type"]), "columns": columns, "shape": tuple(told["shape"])}
    return Value(**known)


def _column(told: Mapping[str, Any]) -> Column:
    lists = {key: tuple(told[key]) for key in ("levels", "examples")}
    return Column(**{**told, **lists})


def _type(told: Mapping[str, Any]) -> TypeName:
    return TypeName(told["module"], told["name"], tuple(_type(one) for one in told["arguments"]))


def new_run_folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="nb2prod-run-"))
