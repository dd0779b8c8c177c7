"""
What tests say about a notebook: its flow, its plan, the code that is written, and that both give
the same.
"""

import atexit
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from nb2prod.api_source import Source, read_source
from nb2prod.emit.environment import environment_module
from nb2prod.emit.formatting import formatted
from nb2prod.emit.modules import user_module
from nb2prod.emit.parameters import parameters_module
from nb2prod.emit.pipeline import pipeline_module
from nb2prod.errors import Nb2prodError
from nb2prod.explanations import explanation
from nb2prod.model.plan import Plan
from nb2prod.model.run import Boundary, Environment, Run, Value
from nb2prod.planning.outline import outline
from nb2prod.planning.package_names import package_name
from nb2prod.planning.plan import make_plan
from nb2prod.planning.probes import probes
from nb2prod.syntax import with_local_imports
from nb2prod.wire import from_json
from tests import forks
from tests.notebooks import write_notebook

atexit.register(forks.stop)
_HIDDEN = ("module", "function")
_FIGURES = ("matplotlib", "seaborn", "plotly")


@dataclass(frozen=True)
class Extracted:
    """One notebook on its way through the converter."""

    source: Source
    run: Run
    values: dict[str, str]  # what the notebook itself gave


def read(text: str, folder: Path, name: str = "story") -> Source:
    """Return the notebook as the converter sees it before any run."""
    return read_source(write_notebook(folder / f"{name}.ipynb", dedent(text)))


def check_extracted(text: str, result: str = "RESULT", files: dict[str, str] | None = None) -> Plan:
    """
    Hold the extracted project against the notebook: unobserved, and as if a run had been
    observed.
    """
    with tempfile.TemporaryDirectory(prefix="extracted-") as held:
        folder = Path(held)
        for name, content in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(dedent(content))
        known = observed(read(text, folder), (result,))
        plan = None
        for run in (None, known.run):
            plan = planned(known.source, run)
            sources = written(plan, plain=run is None)
            given = _given(sources, plan, folder, result)
            assert given == {result: known.values[result]}, _told(known, given, result, sources)
        assert plan is not None
        return plan


def check_refused(
    text: str, code: str, cell: int | None, files: dict[str, str] | None = None
) -> Nb2prodError:
    """
    Hold the refusal against the place that it names; each one says what to do and is explained.
    """
    with tempfile.TemporaryDirectory(prefix="refused-") as held:
        folder = Path(held)
        for name, content in (files or {}).items():
            (folder / name).write_text(dedent(content))
        with pytest.raises(Nb2prodError) as caught:
            planned(read(text, folder), None)
    error = caught.value
    assert (error.code, error.cell_index) == (code, cell), str(error)
    assert error.remedy
    assert cell is None or error.line
    assert explanation(code).text
    return error


def observed(source: Source, names: Iterable[str]) -> Extracted:
    """Return the notebook with the values that its own execution gives."""
    asked = probes(source.outline, source.shown)
    request = {
        "kind": "notebook",
        "folder": str(source.notebook.path.parent),
        "preload": _preloaded(source),
        "cells": [[cell.cell.index, cell.source] for cell in source.originals],
        "probes": [[probe.before, list(probe.names)] for probe in asked],
        "names": sorted(names),
    }
    answer = forks.ask(request)
    assert "error" not in answer, answer["error"]
    folder = source.notebook.path.parent
    boundaries = tuple(
        Boundary(before, folder / "none", tuple(from_json(Value, value) for value in values))
        for before, values in answer["boundaries"]
    )
    run = Run(
        notebook_sha256=source.notebook.sha256,
        cells=(),
        boundaries=boundaries,
        environment=Environment("", "3.11.7", {}, {}),
        files=(),
        folder=folder,
        working_folder=folder,
        seconds=0.0,
    )
    return Extracted(source, run, answer["values"])


def planned(source: Source, run: Run | None) -> Plan:
    """Return the plan of a project without a service."""
    hidden = frozenset(
        value.name
        for boundary in (run.boundaries if run else ())
        for value in boundary.values
        if value.kind in _HIDDEN or value.type.module.split(".")[0] in _FIGURES
    )
    shape = outline(source.flow, hidden) if hidden else source.outline
    package = package_name(source.notebook.path.stem)
    return make_plan(
        source.notebook,
        source.flow,
        shape,
        run,
        package,
        (),
        (),
        None,
        False,
        local=source.local,
    )


def written(plan: Plan, plain: bool = False) -> dict[str, str]:
    """
    Return the modules of the project as they will stand on disk; `plain`: before they are
    formatted.
    """
    sources = {
        "__init__.py": "",
        "parameters.py": parameters_module(plan),
        "pipeline.py": pipeline_module(plan),
        **{f"{module.name}.py": user_module(module, plan) for module in plan.modules},
        **({"environment.py": environment_module(plan)} if plan.variables else {}),
    }
    files = {f"src/{plan.package}/{name}": text for name, text in sources.items()}
    own = {
        path: with_local_imports(text, plan.package, plan.local_modules)
        for path, text in files.items()
    }
    done = own if plain else formatted(own, plan.package)
    done |= {file.path: file.text for file in plan.local_files if file.module}
    return {path.removeprefix(f"src/{plan.package}/"): text for path, text in done.items()}


def _given(sources: dict[str, str], plan: Plan, folder: Path, result: str) -> dict[str, str]:
    root = Path(tempfile.mkdtemp(dir=folder))
    (root / plan.package).mkdir()
    for name, text in sources.items():
        (root / plan.package / name).parent.mkdir(parents=True, exist_ok=True)
        (root / plan.package / name).write_text(text)
    request = {
        "kind": "package",
        "folder": str(folder),
        "source": str(root),
        "package": plan.package,
    }
    answer = forks.ask(request)
    if "error" in answer:
        return {"error": answer["error"]}
    values = answer["values"]
    return {result: values[result]} if result in values else dict(values)


def _preloaded(source: Source) -> list[str]:
    text = "\n".join(cell.source for cell in source.originals)
    found = [
        name
        for name in ("numpy", "pandas", "sklearn", "matplotlib.pyplot")
        if name.split(".")[0] in text
    ]
    return ["numpy", "pandas", *found]


def _told(known: Extracted, given: dict[str, Any], result: str, sources: dict[str, str]) -> str:
    code = "\n".join(
        f"----- {name}\n{text}"
        for name, text in sources.items()
        if name not in ("__init__.py", "parameters.py")
    )
    shown = given.get("error") or given
    return f"\nnotebook: {known.values.get(result)}\nproject:  {shown}\n{code}"
