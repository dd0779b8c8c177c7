"""Promises of the repository that no other tool looks after."""

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "labextension"


def test_the_lock_file_names_no_registry():
    lock = (PANEL / "yarn.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "archiveUrl" not in lock


def test_the_panel_knows_its_own_version():
    package = json.loads((PANEL / "package.json").read_text(encoding="utf-8"))
    tokens = (PANEL / "src" / "tokens.ts").read_text(encoding="utf-8")
    assert f"VERSION = '{package['version']}'" in tokens


def test_the_readme_has_exactly_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^```sh\n(.*?)^```", readme, flags=re.DOTALL | re.MULTILINE)
    assert [command.strip() for command in commands] == ["bash bin/demo", "bash bin/test"]


@pytest.mark.parametrize(
    ("version", "suits"),
    [
        ("v18.20.4", False),
        ("v20.18.0", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.0.0", True),
        ("", False),
        ("nonsense", False),
    ],
)
def test_the_build_takes_only_a_node_that_runs_the_bundler(version, suits):
    pytest.importorskip("hatchling", reason="needs the extra `dev`")
    hook = runpy.run_path(str(PANEL / "hatch_build.py"), run_name="hatch_build")
    assert hook["runs_bundler"](version) is suits
