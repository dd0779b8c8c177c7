"""All files of a project, in memory."""

import json
from collections.abc import Mapping
from dataclasses import replace

from ..model.plan import Plan
from ..model.project import File, Project
from ..model.proof import Proof
from ..syntax import with_local_imports
from .build_files import build_files
from .contract import contract_module
from .documents import from_notebook, model_card, readme, runbook
from .environment import environment_module, with_variables
from .formats import formats_module
from .formatting import formatted
from .modules import user_module
from .parameters import parameters_module
from .pipeline import pipeline_module
from .project_tests import project_tests
from .seed import run_time_files
from .validation import expectations_module, validation_module

_BACKEND = """
import os

# Keras asks for it when it is imported first
os.environ.setdefault("KERAS_BACKEND", "{backend}")
"""


def project(
    plan: Plan,
    *,
    notebook: bytes,
    notebook_folder: str,
    lineage: Mapping[str, object],
    data_sample: bool = True,
) -> Project:
    """The project before its proof; its locks and documents come after it."""
    sources = _sources(plan, data_sample)
    texts: dict[str, str] = {}
    for path, plain in project_tests(plan, data_sample=data_sample).items():
        text = with_variables(path, plain, plan)
        (sources if path.endswith(".py") else texts)[path] = text
    own = {
        path: with_local_imports(text, plan.package, plan.local_modules)
        for path, text in sources.items()
    }
    texts |= formatted(own, plan.package)
    texts |= {file.path: file.text for file in plan.local_files}
    texts |= build_files(plan, notebook_folder=notebook_folder)
    if plan.serving is not None and plan.serving.row_ids == "rows":
        texts[".nb2prod/request_rows.json"] = json.dumps(plan.serving.rows_asked) + "\n"
    texts["lineage.json"] = json.dumps(lineage, indent=2, sort_keys=True) + "\n"
    files = [File(path, text.encode()) for path, text in texts.items()]
    files += [_with_variables(f, plan) for f in run_time_files(plan) if f.path not in texts]
    files.append(File(f"notebooks/{plan.notebook_name}", notebook))
    return Project(plan.package, tuple(sorted(files, key=lambda file: file.path)))


def _with_variables(file: File, plan: Plan) -> File:
    if not plan.variables:
        return file
    return replace(file, content=with_variables(file.path, file.content.decode(), plan).encode())


def _sources(plan: Plan, data_sample: bool) -> dict[str, str]:
    folder = f"src/{plan.package}"
    sources = {
        f"{folder}/__init__.py": f'"""{_sentence(plan.title)}"""\n' + _backend(plan),
        f"{folder}/parameters.py": parameters_module(plan),
        f"{folder}/pipeline.py": pipeline_module(plan),
    }
    if plan.variables:
        sources[f"{folder}/environment.py"] = environment_module(plan)
    for module in plan.modules:
        sources[f"{folder}/{module.name}.py"] = user_module(module, plan)
    if plan.serving is not None:
        sources[f"{folder}/formats.py"] = formats_module(plan)
        sources[f"{folder}/contract.py"] = contract_module(plan, data_sample=data_sample)
        sources[f"{folder}/validation.py"] = validation_module()
        sources[f"{folder}/expectations.py"] = expectations_module(plan, data_sample=data_sample)
    return sources


def _backend(plan: Plan) -> str:
    return _BACKEND.format(backend=plan.backend) if plan.backend else ""


def _sentence(title: str) -> str:
    text = " ".join(title.split()).replace("\\", "/").replace('"', "'")
    return text if text.endswith((".", "?", "!")) else f"{text}."


def documents(plan: Plan, proof: Proof, *, data_sample: bool = True) -> tuple[File, ...]:
    """What people read first; true at the time of the proof."""
    texts = {
        "README.md": readme(plan, proof, data_sample=data_sample),
        "RUNBOOK.md": runbook(plan, proof, data_sample=data_sample),
        "docs/from_notebook.md": from_notebook(plan, proof, data_sample=data_sample),
    }
    if plan.serving is not None:
        texts["MODEL_CARD.md"] = model_card(plan, proof, data_sample=data_sample)
    return tuple(File(path, text.encode()) for path, text in sorted(texts.items()))
