import asyncio
import os
import pickle
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from nb2prod.errors import NotebookError, RunError
from nb2prod.model.run import Probe, Run
from nb2prod.running.kernel import execute
from tests.running.runs import notebook_of, quiet, run_text

# what a cell can see of the shell, and what it draws
SEEN = """
# %%
import random, warnings
import numpy as np
random.seed(3); np.random.seed(3)
def noisy():
    warnings.warn("told once", FutureWarning, stacklevel=1)
noisy()
# %%
40 + 2
# %% [markdown]
# # A heading
# %%
noisy()
first = (random.random(), np.random.rand(), id)
# %%
print(sorted(name for name in dir() if not name.startswith("_i")), _, __, Out, len(In))
print(random.random(), np.random.rand(), {"a", "b", "c"})
import sys; print(len(sys.meta_path), sys.exc_info(), get_ipython().execution_count)
"""

STOPS = "city,weight\nRome,1.5\nOslo,\nRome,4.0\n"
WORK = """
# %% imports
import sqlite3
import pandas as pd
from sklearn.preprocessing import FunctionTransformer
# %% load
table = pd.read_csv("stops.csv")
same = table
with open("made_here.txt", "w") as file:
    file.write("by the notebook")
with open("made_here.txt") as file:
    made = file.read()
# %% [markdown]
# ## Prepare
# %% prep
connection = sqlite3.connect(":memory:")
def double(x):
    return 2 * x
doubled = FunctionTransformer(double)
limits = {"weight": 2.5}
table["weight"] = table["weight"].fillna(limits["weight"])
# %% skip
raise ValueError("shown, never needed")
# %% raises-exception
1 / 0
# %% predict
table["weight"].sum()
"""


@dataclass
class Told:
    """What one run told, and its folder."""

    run: Run
    folder: Path
    progress: list[tuple[str, int, int, str]]
    file_before: bytes
    our_folder: Path


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("work") / "{odd} name"
    folder.mkdir()
    (folder / "stops.csv").write_text(STOPS)
    asked = ("table", "same", "connection", "double", "doubled", "limits", "never_bound", "pd")
    before = notebook_of(folder, WORK).path.read_bytes()
    progress: list[tuple[str, int, int, str]] = []

    def take_note(step: str, done: int, total: int, detail: str = "") -> None:
        progress.append((step, done, total, detail))

    probes = (Probe(3, asked), Probe(4, asked), Probe(7, ("table",)))
    here = Path.cwd()
    run = run_text(folder, WORK, *probes, progress=take_note)
    return Told(run, folder, progress, before, here)


@pytest.fixture(scope="session")
def work(told: Told) -> Run:
    return told.run


def printed(run: Run) -> list[str]:
    """What the cells showed; the kernel's process number stands in the file names of warnings."""
    return [
        re.sub(r"ipykernel_\d+", "ipykernel", str(output.get("text") or output.get("data")))
        for cell in run.cells
        for output in cell.outputs
    ]


def test_captures_leave_no_trace_that_a_cell_can_see(tmp_path: Path) -> None:
    plain = run_text(tmp_path, SEEN, capture=False)
    every = tuple(Probe(index, ("first", "np", "noisy")) for index in range(6))
    probed = run_text(tmp_path, SEEN, *every)

    assert plain.failed is None
    assert printed(probed) == printed(plain)
    assert "told once" in printed(plain)[0]
    assert len(probed.boundaries) == 6


def test_each_cell_is_told_with_its_outputs_and_its_place(work: Run) -> None:
    assert [cell.cell_index for cell in work.cells] == [0, 1, 3, 4, 5, 6]
    assert [cell.status for cell in work.cells] == ["ok", "ok", "ok", "skipped", "ok", "ok"]
    assert work.cells[-1].outputs[0]["data"]["text/plain"] == "np.float64(8.0)"
    assert work.failed is None


def test_cell_numbers_stay_the_notebooks(work: Run) -> None:
    assert work.cells[-1].outputs[0]["execution_count"] == 6


def test_a_boundary_is_one_object_graph(work: Run) -> None:
    boundary = work.boundary(3)
    assert boundary is not None
    values = pickle.loads(boundary.pickle.read_bytes())["values"]

    assert values["table"] is values["same"]
    assert boundary.value("table").identity == boundary.value("same").identity  # type: ignore[union-attr]


def test_a_boundary_shows_the_values_as_they_were_then(work: Run) -> None:
    before, after = work.boundary(3), work.boundary(4)
    assert before is not None
    assert after is not None

    assert before.value("table").columns[1].nulls == 1  # type: ignore[union-attr]
    assert after.value("table").columns[1].nulls == 0  # type: ignore[union-attr]
    assert before.value("limits") is None
    assert after.value("limits").type.arguments[1].name == "float"  # type: ignore[union-attr]


def test_the_random_state_travels_with_the_boundary(work: Run) -> None:
    boundary = work.boundary(4)
    assert boundary is not None
    assert set(pickle.loads(work.boundary(3).pickle.read_bytes())["random"]) == {"python", "numpy"}  # type: ignore[union-attr]


def test_what_does_not_pickle_is_described_and_said(work: Run) -> None:
    boundary = work.boundary(4)
    assert boundary is not None
    told = {value.name: value for value in boundary.values}

    assert not told["connection"].pickled
    assert "sqlite3.Connection" in told["connection"].note
    assert told["double"].kind == "function"
    assert not told["double"].pickled
    assert told["pd"].kind == "module"
    assert told["doubled"].pickled
    assert "never_bound" not in told


def test_files_are_those_that_the_notebook_read_and_did_not_make(work: Run) -> None:
    assert [file.path.name for file in work.files] == ["stops.csv"]
    assert work.files[0].size == len(STOPS)


def test_the_environment_is_the_kernels(work: Run) -> None:
    assert work.environment.executable == sys.executable
    assert work.environment.python == ".".join(str(part) for part in sys.version_info[:3])
    assert work.environment.packages["sklearn"] == "scikit-learn"
    assert "pandas" in work.environment.distributions
    assert "matplotlib" not in work.environment.packages


def test_nothing_in_the_notebooks_folder_is_touched_but_by_the_notebook(told: Told) -> None:
    names = sorted(entry.name for entry in told.folder.iterdir())
    assert names == ["made_here.txt", "stops.csv", "work.ipynb"]
    assert (told.folder / "work.ipynb").read_bytes() == told.file_before
    assert Path.cwd() == told.our_folder


def test_progress_names_each_cell(told: Told) -> None:
    assert [step[1:3] for step in told.progress] == [(at, 7) for at in (0, 1, 3, 4, 5, 6)]
    assert told.progress[0] == ("run", 0, 7, "import sqlite3")


def test_a_failing_cell_ends_the_run_and_is_part_of_it(tmp_path: Path) -> None:
    text = "# %%\nx = 1\n# %%\ny = 2\nx / 0\n# %%\nz = 3"
    run = run_text(tmp_path, text, Probe(1, ("x",)), Probe(2, ("y",)))

    assert run.failed is not None
    assert run.failed.cell_index == 1
    assert run.failed.error_name == "ZeroDivisionError"
    assert run.failed.error_line == 2
    assert [boundary.before for boundary in run.boundaries] == [1]
    assert run.environment.python


def test_parameters_take_the_place_of_the_notebooks_values(tmp_path: Path) -> None:
    text = "# %% parameters\nseed = 1\n# %%\nprint(seed)"

    async def in_a_loop_of_its_own() -> Run:
        return run_text(tmp_path, text, parameters={"seed": 7})

    run = asyncio.run(in_a_loop_of_its_own())

    assert printed(run) == ["7\n"]
    assert [cell.cell_index for cell in run.cells][-1] == 1


def test_input_is_refused_at_once(tmp_path: Path) -> None:
    run = run_text(tmp_path, '# %%\nname = input("Your name")')
    assert run.failed is not None
    assert run.failed.error_name == "StdinNotImplementedError"


def test_a_killed_kernel_names_cell_and_signal(tmp_path: Path) -> None:
    run = run_text(tmp_path, "# %%\nx = 1\n# %%\nimport os\nos.kill(os.getpid(), 9)\n# %%\n2")
    assert run.failed is not None
    assert (run.failed.cell_index, run.failed.status) == (1, "died")
    assert "SIGKILL" in run.failed.error_value


def test_a_cell_beyond_its_time_is_interrupted(tmp_path: Path) -> None:
    run = run_text(tmp_path, "# %%\nx = 1\nwhile True: pass\n# %%\n2", timeout=0.5)
    assert run.failed is not None
    assert (run.failed.status, run.failed.error_line) == ("timed out", 2)
    assert len(run.cells) == 1


@pytest.mark.slow
def test_a_cell_that_swallows_the_interrupt_loses_its_kernel(tmp_path: Path) -> None:
    text = """
    # %%
    import time
    while True:
        try:
            time.sleep(60)
        except KeyboardInterrupt:
            pass
    """
    started = time.monotonic()
    run = run_text(tmp_path, text, timeout=1)
    assert run.failed is not None
    assert run.failed.status == "timed out"
    assert time.monotonic() - started < 20


def test_a_kernel_that_is_not_installed_is_never_replaced_by_another(tmp_path: Path) -> None:
    notebook = notebook_of(tmp_path, "# %%\n1", kernelspec={"name": "py27", "language": "python"})
    with pytest.raises(NotebookError) as refused:
        execute(notebook, probes=(), working_folder=tmp_path, progress=quiet)
    assert "`py27` is not installed" in str(refused.value)
    assert "--kernel python3" in refused.value.remedy


def test_a_kernel_that_cannot_start_says_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "kernels" / "broken"
    kernel.mkdir(parents=True)
    spec = '{"argv": ["sh", "-c", "echo no such thing >&2; exit 1"], "language": "python"}'
    (kernel / "kernel.json").write_text(spec)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    with pytest.raises(RunError) as refused:
        run_text(tmp_path, "# %%\n1", kernel="broken")
    assert "does not start" in refused.value.message
    assert "no such thing" in refused.value.remedy


# ---------------------------------------------------------------- processes

STARTER = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from tests.running.runs import run_text
run_text(Path({folder!r}), '''
# %%
import os, subprocess
child = subprocess.Popen(["sleep", "600"])
with open("pids", "w") as file:
    file.write(f"{{os.getpid()}} {{child.pid}}")
os.rename("pids", "started")
import time
time.sleep(600)
''', timeout=None)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def open_sockets(pid: int) -> list[str]:
    """The kernel's arguments that name its connection file."""
    arguments = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return [argument for argument in arguments if argument.endswith("/kernel.json")]


def wait_until(true: object, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("signal", [2, 15, 9])
def test_no_process_is_left_however_we_end(tmp_path: Path, signal: int) -> None:
    path = [entry for entry in sys.path if entry]
    root = str(Path(__file__).parents[2])
    code = dedent(STARTER).format(path=[root, root + "/converter", *path], folder=str(tmp_path))
    ours = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert wait_until((tmp_path / "started").exists, 60)
        pids = [int(pid) for pid in (tmp_path / "started").read_text().split()]
        assert all(alive(pid) for pid in pids)
        (sockets,) = {line.split("/kernel.json")[0] for line in open_sockets(pids[0])}
        assert Path(sockets).is_dir()
        os.kill(ours.pid, signal)
        ours.wait(20)
        assert wait_until(lambda: not any(alive(pid) for pid in pids), 5)
        assert wait_until(lambda: not Path(sockets).exists(), 5)
    finally:
        ours.kill()
        ours.wait()
