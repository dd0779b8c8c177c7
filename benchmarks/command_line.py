"""
What the commands cost, as ratios to a reference measured in the same run.

    python benchmarks/command_line.py [NOTEBOOK] [--rounds 5] [--with-run]

CPU seconds (user and system, of the process and its children) are compared, the least of some
rounds: they are steady on a busy machine, wall time is not.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "example_notebooks" / "service_time.ipynb"
JSON_AND_AST = """
import ast, json, sys
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        source = "".join(cell["source"])
        lines = ["" if line.startswith(("%", "!")) else line for line in source.split("\\n")]
        ast.parse("\\n".join(lines))
"""
PAPERMILL = """
import papermill, sys
papermill.execute_notebook(sys.argv[1], sys.argv[2], progress_bar=False)
"""


def cpu_seconds(command: Sequence[str], folder: Path) -> float:
    """The CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def paired(
    name: str, command: Sequence[str], reference: Sequence[str], folder: Path, rounds: int
) -> None:
    """Print the least CPU time of both, taken in turns, and their ratio."""
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(cpu_seconds(reference, folder))
        ours.append(cpu_seconds(command, folder))
    print(
        f"{name:<60} {min(ours):7.3f} s  {min(theirs):7.3f} s  {min(ours) / min(theirs):6.2f} x",
        flush=True,
    )


def forget_runs(cache: Path) -> None:
    """Drop what was run from the cache, and keep the project's environment and its versions."""
    for part in cache.iterdir():
        if part.name not in ("environments", "resolutions"):
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--with-run", action="store_true", help="also compare convert with papermill"
    )
    options = parser.parse_args()
    notebook = str(options.notebook.resolve())
    ours = [sys.executable, "-m", "nb2prod"]
    print(f"{'':<60} {'ours':>9}  {'reference':>9}  {'ratio':>8}")
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        os.environ["NB2PROD_CACHE"] = str(folder / "cache")
        # with it, every start would compile what a user has compiled once
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = [sys.executable, "-c", "pass"]
        paired("nb2prod --help : bare interpreter", [*ours, "--help"], bare, folder, options.rounds)
        reading = [sys.executable, "-c", JSON_AND_AST, notebook]
        paired(
            "nb2prod inspect : json + ast.parse",
            [*ours, "inspect", notebook],
            reading,
            folder,
            options.rounds,
        )
        out = ["--output", str(folder / "project"), "--progress", "none"]
        if shutil.which("jupytext", path=str(Path(sys.executable).parent)) is not None:
            converted = [*ours, "convert", notebook, "--no-run", *out]
            text = [
                sys.executable,
                "-m",
                "jupytext",
                "--to",
                "py:light",
                "-o",
                str(folder / "n.py"),
                notebook,
            ]
            paired("nb2prod convert --no-run : jupytext", converted, text, folder, options.rounds)
        else:
            print(
                "nb2prod convert --no-run : jupytext   NOT MEASURED: jupytext is not installed here"
            )
        if options.with_run:
            plain = [sys.executable, "-c", PAPERMILL, notebook, str(folder / "run.ipynb")]
            whole = [*ours, "convert", notebook, *out]
            cpu_seconds(whole, Path(notebook).parent)  # makes the project's environment
            forget_runs(folder / "cache" / "runs")
            paired(
                "nb2prod convert (run, proof; environment cached) : papermill",
                *(whole, plain, Path(notebook).parent, 1),
            )


if __name__ == "__main__":
    main()
