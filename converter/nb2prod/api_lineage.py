"""What a project is made of: its exact versions, and what it was at the time of the run."""

from typing import TYPE_CHECKING

from .emit.dependencies import dev_lines, serve_lines, train_lines
from .emit.requirements import Hashes, locks
from .model.options import Options
from .model.plan import Plan
from .model.project import File
from .model.run import FileRead, Run

if TYPE_CHECKING:
    from .running.resolution import Resolution


def development(plan: Plan) -> list[str]:
    """All that running, training, testing and checking the project needs."""
    others = [line for line in dev_lines(plan) if "[train]" not in line]
    return [*serve_lines(plan), *train_lines(plan), *others]


def lock_files(plan: Plan, run: Run, resolved: "Resolution | None") -> list[File]:
    """Both locks; without pip's answer they hold what the notebook itself needs."""
    from .running.resolution import needed

    serve = dev = {item.distribution: item.version for item in plan.requirements}
    hashes: Hashes | None = None
    if resolved is not None:
        kernel, folder = run.environment.executable, run.working_folder
        part = needed(kernel, resolved, serve_lines(plan), folder)
        if part is not None:
            serve, dev, hashes = dict(part), dict(resolved.versions), resolved.hashes
    texts = locks(plan, serve, dev, hashes) if serve or dev else {}
    return [File(path, text.encode()) for path, text in sorted(texts.items())]


def lineage(plan: Plan, run: Run | None, options: Options) -> dict[str, object]:
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
            name: {"sha256": file.sha256, "bytes": file.size} for name, file in _named(plan).items()
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


def _named(plan: Plan) -> dict[str, FileRead]:
    """The data files by name; those that share one also by their folder."""
    #   day/trips.csv  night/trips.csv    not one file
    names = [file.path.name for file in plan.files]
    return {
        file.path.name if names.count(file.path.name) == 1 else "/".join(file.path.parts[-2:]): file
        for file in plan.files
    }
