"""Which options count: those given now, else those of the conversion before."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .model.options import Options
from .planning.package_names import package_name
from .target import manifest


def recalled(notebook: Path, options: Options) -> Options:
    """
    The options, completed from the manifest of the project that is there.

    What an earlier conversion kept out of the project (data rows) stays out until someone says
    otherwise. `--output` is where the project is; `--no-run` and `--timeout` are of one call.
    """
    noted = _noted(notebook, options)
    package, kernel = noted.get("package"), noted.get("kernel")
    targets = noted.get("targets")
    sample = options.data_sample and noted.get("data_sample", True) is not False
    return replace(
        options,
        package=options.package or (package if isinstance(package, str) else None),
        kernel=options.kernel or (kernel if isinstance(kernel, str) else None),
        targets=options.targets or (tuple(map(str, targets)) if isinstance(targets, list) else ()),
        data_sample=options.data_sample if "data_sample" in options.given else sample,
    )


def remembered(options: Options) -> dict[str, object]:
    """What the manifest keeps for the next time."""
    return {
        "package": options.package,
        "kernel": options.kernel,
        "targets": list(options.targets),
        "data_sample": options.data_sample,
    }


def _noted(notebook: Path, options: Options) -> Mapping[str, Any]:
    for folder in _folders(notebook, options):
        known = manifest(folder)
        found = known.get("options") if known else None
        if known and known.get("notebook") == notebook.name and isinstance(found, dict):
            return found
    return {}


def _folders(notebook: Path, options: Options) -> tuple[Path, ...]:
    """Where the project may be: its name is only sure when we know what the kernel can import."""
    if options.output is not None:
        return (options.output,)
    beside, name = notebook.resolve().parent, options.package or package_name(notebook.stem)
    return (beside / name, beside / f"{name}_project")
