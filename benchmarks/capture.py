"""
What looking at the values between the cells costs, as a ratio to the same run without a look.

    python benchmarks/capture.py [NOTEBOOK ...] [--rounds 3]

Both runs go through the same executor, in a fresh kernel each; they take turns. The least CPU
seconds of some rounds are compared (of this process and the kernel): on a busy machine they are
steadier than wall time, which stands beside them. `within` compares inside of one run, where all
wait alike: the cells' own seconds, and those with the looks between them (hashing and writing
included). `written` is what the captured values need on disk.
"""

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nb2prod.api_source import Source, read_source
from nb2prod.model.run import Run
from nb2prod.planning.probes import probes
from nb2prod.running.kernel import execute

FOLDER = Path(__file__).parent.parent / "example_notebooks"
AIM = 1.10


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took."""

    cpu: float
    wall: float
    written: int = 0
    within: float = 1.0

    def least(self, other: "Cost") -> "Cost":
        """The smaller of both, each by itself."""
        written, within = max(self.written, other.written), min(self.within, other.within)
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall), written, within)


def run_once(source: Source, capture: bool) -> Cost:
    """One run of the notebook, with what convert would capture or with nothing."""
    began, before = time.perf_counter(), used()
    run = execute(
        source.notebook,
        probes=probes(source.outline, source.shown) if capture else (),
        working_folder=source.notebook.path.resolve().parent,
        progress=lambda *_: None,
        capture=capture,
        cached=False,
    )
    cost = Cost(used() - before, time.perf_counter() - began, written(run), within(run))
    if run.failed is not None:
        raise SystemExit(f"{source.notebook.path}: cell {run.failed.cell_index + 1} fails")
    shutil.rmtree(run.folder, ignore_errors=True)
    return cost


def used() -> float:
    """The CPU seconds of this process and of all children that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(found.ru_utime + found.ru_stime for found in map(resource.getrusage, kinds))


def written(run: Run) -> int:
    """How many bytes the captured values have on disk."""
    return sum(path.stat().st_size for path in run.folder.glob("*.pickle"))


def within(run: Run) -> float:
    """How much longer the kernel worked than its cells took."""
    told = [json.loads(path.read_text()) for path in run.folder.glob("boundary-*.json")]
    looks = sum(part["seconds"] for one in told for part in one.values() if part)
    cells = sum(cell.seconds for cell in run.cells)
    return (cells + looks) / cells


def measured(path: Path, rounds: int) -> float:
    """The ratio for one notebook; its line is printed."""
    source = read_source(path)
    run_once(source, capture=True)  # the libraries come from the disk only once
    plain = probed = Cost(float("inf"), float("inf"), within=float("inf"))
    for _ in range(rounds):
        plain = plain.least(run_once(source, capture=False))
        probed = probed.least(run_once(source, capture=True))
    ratio = probed.cpu / plain.cpu
    print(
        f"{path.name:<34} {plain.cpu:7.2f} {probed.cpu:7.2f} {ratio:7.2f} x"
        f"   {plain.wall:7.2f} {probed.wall:7.2f} {probed.wall / plain.wall:7.2f} x"
        f" {probed.within:7.2f} x {probed.written / 1e6:8.1f} MB",
        flush=True,
    )
    return ratio


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    notebooks = options.notebooks or sorted(FOLDER.glob("*.ipynb"))
    columns = ("CPU s", "looked", "ratio")
    head = " ".join(
        f"{name:>7}"
        for name in (*columns, " ", "wall s", *columns[1:], "", "within", "", "written")
    )
    print(f"{'':<34} {head}")
    with tempfile.TemporaryDirectory() as cache:
        os.environ["NB2PROD_CACHE"] = cache
        ratios = [measured(path, options.rounds) for path in notebooks]
    over = sum(ratio > AIM for ratio in ratios)
    print(f"{over} of {len(ratios)} are over {AIM:.2f}" if over else f"all are within {AIM:.2f}")


if __name__ == "__main__":
    main()
