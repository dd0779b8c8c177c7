"""Small samples of the notebook's values, which the project's own tests read."""

import ast
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .api_source import Source
from .model.findings import Finding, Severity
from .model.plan import Plan
from .model.project import File, Project
from .model.run import Run
from .planning import serving_question as asking
from .secrecy import hidden_bytes


@dataclass(frozen=True, slots=True)
class Samples:
    """Files with a few of the notebook's values, or why there are none."""

    files: tuple[File, ...]
    failure: str = ""


def samples(plan: Plan, source: Source, run: Run, made: Project, python: str) -> Samples:
    """
    Small samples for the project's tests; they are files of the project like the others.

    They are made by the project as we wrote it: an edit must not change what it is held against.
    All of them or none: half of them would look as if the notebook had no more.
    """
    from .running.guest import ask_guest

    written = {file.path for file in made.files}
    with tempfile.TemporaryDirectory(prefix="samples-") as scratch:
        folder = Path(scratch).resolve()
        for file in made.files:
            place = folder / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
        request = _request(plan, source, run, folder)
        answer = ask_guest(python, "fixtures", request, run.working_folder, timeout=_seconds(run))
        if "error" in answer:
            return Samples((), _told(answer["error"]))
        return Samples(
            tuple(
                File(name, _clean(path.read_bytes(), source))
                for path in sorted((folder / "tests" / "data").rglob("*"))
                if path.is_file() and (name := path.relative_to(folder).as_posix()) not in written
            )
        )


def missing_samples(failure: str) -> Finding:
    """What to say where the project's tests have nothing of the notebook's values to compare."""
    return Finding(
        "NB711",
        Severity.WARNING,
        f"the project's tests have no samples of the notebook's values: {failure}.",
        "The proof does not need them. Convert again for the samples.",
    )


def _seconds(run: Run) -> float:
    """How long the project's functions may take on small samples; a machine may be busy."""
    return 300.0 + 10.0 * run.seconds


def _told(error: Mapping[str, Any]) -> str:
    text = error.get("text", "")
    return " ".join(text if isinstance(text, list) else [str(text)]).rstrip(".") or "they failed"


def _clean(content: bytes, source: Source) -> bytes:
    found = hidden_bytes(content, source.notebook.secrets)
    return content if found is None else found  # a last look refuses what cannot be cleaned


def _request(plan: Plan, source: Source, run: Run, project: Path) -> dict[str, Any]:
    calls = [
        {
            "function": f"{plan.package}.{call.function.replace('.', ':', 1)}",
            "inputs": list(call.inputs),
            "outputs": list(call.outputs),
        }
        for call in plan.calls
        if not call.function.startswith("load.")
    ]
    loaded = [
        boundary.pickle
        for part in source.outline.parts
        if part.group.role.value == "load" and (boundary := run.boundary(part.group.cells[-1] + 1))
    ]
    request: dict[str, Any] = {
        "project": str(project),
        "calls": calls,
        "parameters": {},
        "boundaries": [str(path) for path in loaded],
    }
    first = run.boundaries[0].pickle if run.boundaries else None
    request["boundaries"] = [
        *(str(b.pickle) for b in run.boundaries[:1] if first),
        *request["boundaries"],
    ]
    sources = asking.parameter_sources(source.flow)
    request["parameters"] = {
        parameter.name: _literal(sources[parameter.name])
        for parameter in plan.parameters
        if parameter.name in sources
    }
    serving = plan.serving
    if serving is not None:
        functions = {f.qualified: f for module in plan.modules for f in module.functions}
        before = run.boundary(serving.request_boundary)
        after = run.boundary(functions[serving.predict].last_cell + 1)
        if before is not None and after is not None:
            request["service"] = {
                "request_boundary": str(before.pickle),
                "request_table": serving.request_table,
                "prediction_boundary": str(after.pickle),
                "prediction": serving.prediction,
                "rows": list(serving.rows_asked),
            }
    return request


def _literal(source: str) -> Any:
    try:
        return ast.literal_eval(source)
    except ValueError:
        return eval(
            compile(ast.parse(source, mode="eval"), "parameter", "eval"), {"__builtins__": {}}
        )
