"""Generated text as a module, and as the formatter and the type checker see it."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType


def module_of(text: str, name: str) -> ModuleType:
    """The text, executed."""
    module = ModuleType(name)
    sys.modules[name] = module  # pydantic looks annotations up there
    exec(compile(text, f"{name}.py", "exec"), module.__dict__)
    return module


def formatted(text: str) -> str:
    """The text as ruff format leaves it."""
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "100", "--isolated", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def complaints(text: str, own: tuple[str, ...] = ()) -> str:
    """What ruff says about the text, with the rules of the generated project."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "-q"]
    first_party = ["--config", f"lint.isort.known-first-party={list(own)}"]
    rules = ["--line-length", "100", "--select", "B,C4,E,F,I,PT,RUF,SIM,UP,W", "-"]
    return subprocess.run(
        [*command, *first_party, *rules], input=text, capture_output=True, text=True
    ).stdout


def type_errors(text: str, folder: Path) -> str:
    """What mypy --strict says about the text as a module of its own."""
    (folder / "generated.py").write_text(text, encoding="utf-8")
    # as the generated pyproject says it: large, and its types are not ours
    skip = "[mypy-great_expectations.*]\nfollow_imports = skip\n"
    (folder / "mypy.ini").write_text(f"[mypy]\n{skip}", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports"]
    quiet = ["--no-error-summary", "--cache-dir", str(folder), "generated.py"]
    return subprocess.run([*command, *quiet], capture_output=True, text=True, cwd=folder).stdout


def package_of(folder: Path, name: str, texts: dict[str, str]) -> ModuleType:
    """The texts as modules of a package; the last one is imported."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("", encoding="utf-8")
    for module, text in texts.items():
        (folder / name / f"{module}.py").write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return import_module(f"{name}.{list(texts)[-1]}")
    finally:
        sys.path.remove(str(folder))
