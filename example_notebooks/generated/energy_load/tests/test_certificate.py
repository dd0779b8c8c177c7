"""The service calls itself proven only where it runs what was proven."""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest

from energy_load import certificate


def certify(models: Path, **changes: Any) -> None:
    """Write a certificate for v1, as the proof does."""
    told = {
        "rung": "features",
        "claims": {"proven": 9, "refuted": 0, "not checked": 1},
        "code": certificate.code_hashes(),
        "libraries": {"pandas": version("pandas"), "a-library-that-is-not-here": "1.0"},
    }
    (models / "v1").mkdir(parents=True, exist_ok=True)
    (models / "v1" / certificate.CERTIFICATE).write_text(json.dumps(told | changes))


def test_what_runs_as_it_was_proven_is_proven(models: Path) -> None:
    certify(models)
    assert certificate.standing("v1") == {
        "proven": True,
        "why_not": [],
        "rung": "features",
        "claims": {"proven": 9, "refuted": 0, "not checked": 1},
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"code": {}}, "is not as it was proven"),
        ({"code": {**certificate.code_hashes(), "gone.py": "0"}}, "gone.py is not"),
        ({"libraries": {"pandas": "0.1"}}, "pandas 0.1 was proven"),
        ({"claims": {"proven": 8, "refuted": 1}}, "1 claims were refuted"),
        ({"claims": {"not checked": 9}}, "nothing was proven"),
        ({"claims": 7}, "cannot be read"),
    ],
)
def test_what_differs_is_named(models: Path, changes: dict[str, Any], why: str) -> None:
    certify(models, **changes)
    found = certificate.standing("v1")
    assert found["proven"] is False
    assert why in "; ".join(found["why_not"])


def test_a_version_that_nobody_proved_says_so(models: Path) -> None:
    assert certificate.standing("v1")["proven"] is False
    assert "no certificate" in certificate.standing("v1")["why_not"][0]


def test_the_service_tells_it(
    service: httpx.Client, models: Path, release: Callable[[int], str]
) -> None:
    assert service.get("/model").json()["proof"]["proven"] is False
    certify(models)
    assert service.get("/model").json()["proof"]["proven"] is True
