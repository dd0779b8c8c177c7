"""Settings come from the environment, each from its own variable; the claim says which does not."""

import json
import os
from pathlib import Path

import pytest

from nb2prod.guest.answers import Answers
from nb2prod.guest.settings import verify_settings

SEED = Path(__file__).parents[2] / "converter/nb2prod/templates/service/src/seed_service"
NAMES = ("data_path", "test_share", "seed")


def look(tmp_path: Path, module: str, text: str, *names: str) -> tuple[str, str]:
    """What became of the claim about that module: status and reason."""
    (tmp_path / f"{module}.py").write_text(text)
    request = {
        "id": "settings",
        "read": f"{module}:read_parameters",
        "variables": {name: f"SEED_SERVICE_{name.upper()}" for name in names},
        "source": str(tmp_path),
    }
    verify_settings(request, Answers(str(tmp_path / "answers")))
    told = json.loads((tmp_path / "answers").read_text().splitlines()[-1])
    return told["status"], told["reason"]


@pytest.fixture(autouse=True)
def found_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)


def test_the_seeds_settings_are_proven_and_the_environment_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEED_SERVICE_SEED", "12")
    before = dict(os.environ)
    text = (SEED / "parameters.py").read_text()
    assert look(tmp_path, "settings_of_the_seed", text, *NAMES) == ("proven", "")
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    ("module", "old", "new", "told"),
    [
        ("settings_elsewhere", '"SEED_SERVICE_" +', '"SEED_" +', "`data_path` with SEED_SERVICE_"),
        ("settings_as_text", "text if field.type is str else ", "text if 1 else ", "`test_share`"),
        ("settings_all_read", "ast.literal_eval(text)", "ast.literal_eval(text, 1)", "TypeError"),
        ("settings_given_last", "**values, **given", "**given, **values", "given beside"),
        ("settings_swapped", "field.name.upper()", '"SEED"', "`data_path`"),
    ],
)
def test_a_setting_that_is_read_otherwise_is_refuted(
    tmp_path: Path, module: str, old: str, new: str, told: str
) -> None:
    text = (SEED / "parameters.py").read_text()
    assert old in text
    status, reason = look(tmp_path, module, text.replace(old, new), *NAMES)
    assert status == "refuted"
    assert told in reason


OTHERS = """
import ast, os
from types import SimpleNamespace

KNOWN = {"days": [5, 6], "none": [], "odd": {3}, "limits": {"low": 1.0}, "flag": True}
KNOWN["pair"] = (1, 2)

def read_parameters():
    told = {name: os.environ.get("SEED_SERVICE_" + name.upper()) for name in KNOWN}
    return SimpleNamespace(**{
        name: KNOWN[name] if text is None else ast.literal_eval(text)
        for name, text in told.items()
    }, path=os)
"""


def test_collections_and_flags_are_read_too_by_a_function_that_takes_nothing(
    tmp_path: Path,
) -> None:
    names = ("days", "none", "odd", "limits", "flag", "pair")
    assert look(tmp_path, "settings_of_others", OTHERS, *names) == ("proven", "")


def test_a_setting_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    status, reason = look(tmp_path, "settings_unknown", OTHERS, "days", "path")
    assert status == "not checked"
    assert "`path`" in reason
