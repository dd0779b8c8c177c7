from pathlib import Path

import pytest

from nb2prod.errors import NotebookError
from nb2prod.running.environment import (
    Kernel,
    environment_hash,
    installed_kernel,
    kernel_environment,
)
from tests.running.runs import notebook_of


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment with an interpreter and one distribution."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text("")
    (tmp_path / "lib" / "python3.12" / "site-packages" / "pandas-2.2.0.dist-info").mkdir(
        parents=True
    )
    return tmp_path


def hashed(prefix: Path) -> str:
    return environment_hash(Kernel("python3", str(prefix / "bin" / "python")))


def test_an_upgrade_changes_the_environment(prefix: Path) -> None:
    before = hashed(prefix)
    assert hashed(prefix) == before
    library = prefix / "lib" / "python3.12" / "site-packages"
    (library / "pandas-2.2.0.dist-info").rename(library / "pandas-3.0.0.dist-info")
    assert hashed(prefix) != before


@pytest.mark.parametrize(
    "folder", ["lib/python3/dist-packages", "home/.local/lib/python3.12/site-packages"]
)
def test_a_distribution_counts_wherever_it_is_installed(prefix: Path, folder: str) -> None:
    before = hashed(prefix)
    (prefix / folder / "numpy-2.0.0.dist-info").mkdir(parents=True)
    assert hashed(prefix) != before


def test_what_modules_write_beside_themselves_does_not_count(prefix: Path) -> None:
    before = hashed(prefix)
    (prefix / "lib" / "python3.12" / "site-packages" / "__pycache__").mkdir()
    assert hashed(prefix) == before


def test_an_interpreter_that_is_gone_is_no_error(tmp_path: Path) -> None:
    assert hashed(tmp_path)


def kernels(folder: Path, monkeypatch: pytest.MonkeyPatch, **languages: str) -> None:
    """Make these the only kernels, with the language of each."""
    for name, language in languages.items():
        (folder / "kernels" / name).mkdir(parents=True)
        spec = f'{{"argv": ["{name}-python"], "language": "{language}"}}'
        (folder / "kernels" / name / "kernel.json").write_text(spec)
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *names: [str(folder / "kernels")])
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))


def test_the_notebooks_kernel_is_taken_unless_another_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels(tmp_path, monkeypatch, old="python", new="python")
    notebook = notebook_of(tmp_path, "# %%\n1", kernelspec={"name": "old", "language": "python"})
    assert installed_kernel(notebook, None) == Kernel("old", "old-python")
    assert installed_kernel(notebook, "new") == Kernel("new", "new-python")


def test_another_language_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernels(tmp_path, monkeypatch, ir="R")
    with pytest.raises(NotebookError, match="speaks R"):
        installed_kernel(notebook_of(tmp_path, "# %%\n1"), "ir")


def test_an_unknown_kernel_is_refused_with_those_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels(tmp_path, monkeypatch, first="python", second="python")
    with pytest.raises(NotebookError) as refused:
        installed_kernel(notebook_of(tmp_path, "# %%\n1"), "third")
    assert refused.value.code == "NB420"
    assert "`third` is not installed" in refused.value.message
    assert "--kernel first" in refused.value.remedy
    assert "second" in refused.value.remedy


def test_sets_keep_their_order_and_nothing_else_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("MPLBACKEND", raising=False)
    variables = kernel_environment({"MY_OWN": "1"})
    assert variables["PYTHONHASHSEED"] == "0"
    assert variables["OMP_NUM_THREADS"] == "3"
    assert variables["MY_OWN"] == "1"
    assert "MPLBACKEND" not in variables
    assert kernel_environment({"PYTHONHASHSEED": "1"})["PYTHONHASHSEED"] == "1"
