"""Which kernel a notebook asks for, and whether it speaks Python."""

from collections.abc import Mapping
from pathlib import Path

from ..errors import NotebookError
from ..model.findings import Finding, Severity

# kernels of other languages, for notebooks that name a kernel and no language
_OTHER_LANGUAGES = (
    ".net", "bash", "deno", "go", "ir", "javascript", "julia", "octave", "ruby", "rust", "sas",
    "scala", "tslab", "xcpp",
)  # fmt: skip


def kernel_of(metadata: object, path: Path) -> tuple[str | None, str, tuple[Finding, ...]]:
    """Return the kernel's name, the language and a note where none is named; only Python passes."""
    kernelspec = _mapping(metadata, "kernelspec")
    language_info = _mapping(metadata, "language_info")
    name = _text(kernelspec, "name")
    language = _text(language_info, "name") or _text(kernelspec, "language")
    version = _text(language_info, "version") or ""
    if version.startswith("2.") or name == "python2":
        raise NotebookError(
            "NB109",
            "this notebook is written for Python 2.",
            "Port it to Python 3 (`2to3` helps), run it there, save, and convert again.",
            str(path),
        )
    if language is None and name is not None and name.lower().startswith(_OTHER_LANGUAGES):
        language = name
    if language is not None and language.lower() not in ("python", "python3", "ipython"):
        kernel = f"kernel `{name}`, " if name else ""
        raise NotebookError(
            "NB109",
            f"this notebook is not Python: {kernel}language `{language}`.",
            "Only Python notebooks can be converted. If its cells are Python, change its kernel.",
            str(path),
        )
    return name, "python", () if name else (_unnamed(),)


def _unnamed() -> Finding:
    return Finding(
        "NB118",
        Severity.NOTE,
        "The notebook names no kernel; Python and the default kernel are assumed.",
        "Choose a kernel in Jupyter and save, so that every tool uses the same one.",
    )


def _mapping(parent: object, key: str) -> Mapping[str, object]:
    value = parent.get(key) if isinstance(parent, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _text(mapping: Mapping[str, object], key: str) -> str | None:
    value = mapping.get(key)
    return value if isinstance(value, str) and value else None
