"""The project as a zip file: from the command line, and from the lab's export menu."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from tests.lab.conftest import SMALL
from tests.notebooks import write_notebook

pytest.importorskip("nbconvert", reason="needs the extra `lab`")


def nbconvert(notebook, *options):
    return subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "jupyter_prod.exporter.ProductionExporter",
         str(notebook), *options],
        capture_output=True, text=True, check=False, cwd=notebook.parent, env=dict(os.environ),
    )  # fmt: skip


@pytest.mark.slow
def test_nbconvert_writes_the_project_as_a_zip_file(tmp_path):
    notebook = write_notebook(tmp_path / "small.ipynb", SMALL)
    done = nbconvert(notebook, "--ProductionExporter.run=False")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "small.zip") as archive:
        assert "small/src/small/prep.py" in archive.namelist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.ipynb", "small.zip"]


@pytest.mark.slow
def test_what_cannot_be_converted_is_told_in_one_message(tmp_path):
    notebook = write_notebook(tmp_path / "small.ipynb", "# %% load\nx = 1\n# %% prep\ny = x +")
    done = nbconvert(notebook, "--ProductionExporter.run=False")
    assert done.returncode != 0
    assert "small.ipynb: cell 2: NB114" in done.stderr
    assert not (tmp_path / "small.zip").exists()


def test_the_entry_point_names_the_exporter():
    from importlib.metadata import entry_points

    found = {point.name: point.value for point in entry_points(group="nbconvert.exporters")}
    if "production" not in found:
        pytest.skip("jupyter-prod is not installed here")
    assert found["production"] == "jupyter_prod.exporter:ProductionExporter"


@pytest.mark.slow
async def test_the_menu_exports_without_starting_a_kernel(jp_fetch, jp_root_dir, monkeypatch):
    from importlib.metadata import entry_points

    if not entry_points(group="nbconvert.exporters", name="production"):
        pytest.skip("jupyter-prod is not installed here")
    write_notebook(jp_root_dir / "small.ipynb", SMALL)
    response = await jp_fetch("nbconvert", "production", "small.ipynb", request_timeout=120)
    assert response.headers["Content-Type"].partition(";")[0] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
        names = archive.namelist()
        assert "small/src/small/prep.py" in names
        record = archive.read("small/.nb2prod/proof.json")
    assert b"proven" not in record
