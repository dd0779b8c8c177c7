"""
What the panel costs in the lab.

    python -m benchmarks.lab [--rounds 3] [--no-browser]

The bundle's size; the CPU of the analysis process for notebooks of 200 and 1,000 cells, with and
without tags, the first time and after an edit of one cell; and in a real browser the time from a
click to the panel and to its first analysis, and from an edit to the answer (it waits half a second
by design). The start of the server is not counted. A busy machine makes wall time long: look at the
least of some rounds, and at CPU first.
"""

import argparse
import gzip
import json
import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.analysis import CELL
from jupyter_prod.worker import answer, without_much_collecting
from nb2prod.trees import forget
from tests.browser.conftest import CHROMIUM, SWITCHES, Lab, serving

BUNDLE = Path(__file__).parent.parent / "jupyter_prod" / "labextension" / "static"


def document(cells: int, tagged: bool, changed: int = -1) -> dict[str, Any]:
    """A notebook with so many cells, of which one may be changed."""
    sources = ["import pandas as pd\nbase_0 = 1\nsource = pd.DataFrame({'x': [1.0, 2.0]})"]
    sources += [CELL.format(n=n, before=n - 1).strip() for n in range(1, cells)]
    if changed >= 0:
        sources[changed] += f"\nadded = frame_{changed}.head()"
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{n}",
                "metadata": {"tags": ["prep" if n else "load"]} if tagged else {},
                "outputs": [],
                "execution_count": None,
                "source": source,
            }
            for n, source in enumerate(sources)
        ],
    }


def asked(notebook: dict[str, Any]) -> float:
    """The CPU seconds that the analysis process takes for one question."""
    started = time.process_time()
    found = json.dumps(answer({"verb": "analyse", "path": "a.ipynb", "notebook": notebook}))
    used = time.process_time() - started
    assert '"readiness"' in found, found[:500]
    return used


def bundle() -> None:
    """Print the size of what the browser loads."""
    scripts = sorted(BUNDLE.glob("*.js"))
    plain = sum(file.stat().st_size for file in scripts)
    packed = sum(len(gzip.compress(file.read_bytes())) for file in scripts)
    print(f"bundle: {plain / 1000:.1f} kB of JavaScript, {packed / 1000:.1f} kB compressed")


def worker(rounds: int) -> None:
    """Print the CPU of the analysis process."""
    without_much_collecting()
    for cells in (200, 1000):
        for tagged in (True, False):
            first = second = math.inf
            for number in range(rounds):
                forget()
                first = min(first, asked(document(cells, tagged)))
                second = min(second, asked(document(cells, tagged, cells // 2 + number)))
            kind = "tagged" if tagged else "untagged"
            print(
                f"analysis of {cells} cells, {kind}: {first * 1000:.0f} ms CPU, "
                f"after an edit of one {second * 1000:.0f} ms ({second / first:.2f})",
                flush=True,
            )


def browser(rounds: int) -> None:
    """Print what somebody waits for in JupyterLab."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=120_000)
    with tempfile.TemporaryDirectory() as held, serving("lab", Path(held)) as server:
        for cells in (20, 200, 1000):
            (server.root / f"made_{cells}.ipynb").write_text(json.dumps(document(cells, True)))
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            for cells in (20, 200, 1000):
                waits = [_waits(chromium, server, cells, expect) for _ in range(rounds)]
                shown, read, again = (min(wait[n] for wait in waits) for n in range(3))
                print(
                    f"browser, {cells} cells: {shown:.2f} s from the click to the panel, "
                    f"{read:.2f} s to its first analysis, {again:.2f} s from an edit to the next",
                    flush=True,
                )
            chromium.close()


def _waits(chromium: Any, server: Any, cells: int, expect: Any) -> tuple[float, float, float]:
    """The seconds to the panel, to its first analysis, and from an edit to the next one."""
    lab = Lab(server, chromium.new_page(viewport={"width": 1500, "height": 1000}))
    address = f"{server.url}lab/tree/made_{cells}.ipynb?token={server.token}&reset"
    lab.page.goto(address)
    button = lab.page.locator("[data-command='jupyter-prod:open-panel']").first
    button.wait_for()
    lab.cells.first.wait_for()
    summary = lab.panel.locator(".jp-Production-cells summary")
    shown = _timed(lambda: (button.click(), lab.panel.wait_for()))
    read = shown + _timed(lambda: expect(summary).to_have_text(f"Cells ({cells})"))
    lab.panel.get_by_label("Section of cell 2", exact=True).select_option("train")
    moved = lab.panel.locator("section[data-section='train'] [data-cell='1']")
    again = _timed(moved.wait_for)
    lab.page.close()
    return shown, read, again


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args()
    bundle()
    worker(options.rounds)
    if not options.no_browser:
        browser(options.rounds)


if __name__ == "__main__":
    main()
