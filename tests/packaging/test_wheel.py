"""What a user gets with `pip install`; runs where CI has built a wheel and says so where not."""

import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest

WHEEL = os.environ.get("JUPYTER_PROD_WHEEL", "")

pytestmark = pytest.mark.skipif(
    not WHEEL, reason="no wheel to look into: set JUPYTER_PROD_WHEEL to the path of a built one"
)

ROOT = Path(__file__).parents[2]
PANEL = "share/jupyter/labextensions/jupyter-prod"


@pytest.fixture(scope="module")
def wheel():
    with ZipFile(WHEEL) as archive:
        yield archive


@pytest.fixture(scope="module")
def names(wheel):
    return set(wheel.namelist())


def data_file(names, path):
    """The one name in the wheel's data folder that ends in `path`."""
    (found,) = (name for name in names if ".data/data/" in name and name.endswith(path))
    return found


def test_it_brings_both_packages_with_every_file_of_the_checkout(names):
    for package in (ROOT / "converter" / "nb2prod", ROOT / "jupyter_prod"):
        expected = {
            path.relative_to(package.parent).as_posix()
            for path in package.rglob("*")
            if path.is_file() and "cache" not in path.as_posix()
        }
        expected = {
            name
            for name in expected
            if not name.startswith(("jupyter_prod/labextension/", "jupyter_prod/config/"))
        }
        assert expected <= names


def test_it_brings_nothing_else(names):
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if "." not in top} == {"jupyter_prod", "nb2prod"}
    assert not [name for name in names if name.endswith((".pyc", ".tsbuildinfo"))]


def test_it_has_the_command_line(wheel, names):
    (entry_points,) = (name for name in names if name.endswith("entry_points.txt"))
    assert "nb2prod = nb2prod.cli:main" in wheel.read(entry_points).decode()


def test_it_turns_the_server_extension_on(wheel, names):
    config = json.loads(wheel.read(data_file(names, "jupyter_server_config.d/jupyter_prod.json")))
    assert config["ServerApp"]["jpserver_extensions"] == {"jupyter_prod": True}


def test_it_brings_the_built_panel_with_its_settings(wheel, names):
    package = json.loads(wheel.read(data_file(names, f"{PANEL}/package.json")))
    data_file(names, f"{PANEL}/{package['jupyterlab']['_build']['load']}")
    data_file(names, f"{PANEL}/static/style.js")
    data_file(names, f"{PANEL}/schemas/jupyter-prod/plugin.json")
    data_file(names, f"{PANEL}/install.json")


def test_the_panel_is_a_production_build_without_maps(names):
    assert not [name for name in names if name.endswith(".map")]
