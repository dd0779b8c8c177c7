"""The seed as a project of its own: copied out of the checkout, under its name or another one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from nb2prod.proving.server import free_port

TEMPLATES = Path(__file__).parents[2] / "converter" / "nb2prod" / "templates"
SEED = TEMPLATES / "service"
PARTS = ("src", "tests", "data", "notebooks", "pyproject.toml")
# made for each notebook; every other module is the same in every project
MADE = {
    *("__init__", "parameters", "load", "prep", "train", "evaluate", "predict", "pipeline"),
    *("contract", "expectations", "formats", "validation"),
    *("test_pipeline", "test_contract", "test_matches_notebook", "samples"),
}


def copied(folder: Path, name: str = "seed_service") -> Path:
    """A copy of the seed in that folder, as a project of that name."""
    for part in PARTS:
        source = SEED / part
        if source.is_dir():
            shutil.copytree(
                source, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*")
            )
        else:
            shutil.copy(source, folder / part)
    if name != "seed_service":
        (folder / "src" / "seed_service").rename(folder / "src" / name)
        for path in [*folder.rglob("*.py"), *folder.rglob("case.json"), folder / "pyproject.toml"]:
            text = path.read_text(encoding="utf-8").replace("seed_service", name)
            text = text.replace("SEED_SERVICE", name.upper())
            path.write_text(text.replace("seed-service", name.replace("_", "-")), encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python ...` in that project, with nothing of this checkout on its path."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(folder) | settings,
        capture_output=True,
        text=True,
        timeout=300,
    )


def environment(folder: Path) -> dict[str, str]:
    """The environment variables of a command in that project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}


@contextmanager
def served(folder: Path) -> Iterator[tuple[httpx.Client, "subprocess.Popen[str]"]]:
    """The project's service as a process of its own, with a client that waited until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "seed_service", "serve", "--port", str(port)]
    with open(folder / "service.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=log, stderr=log, text=True
        )
    transport = httpx.HTTPTransport()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=30, transport=transport
        ) as client:
            _wait(client, process)
            yield client, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def _wait(client: httpx.Client, process: "subprocess.Popen[str]") -> None:
    while True:
        assert process.poll() is None, "the service ended at once"
        try:
            client.get("/ready")
        except httpx.ConnectError:
            continue
        return
