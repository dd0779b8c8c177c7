import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.wheels import only


@pytest.fixture(scope="session", autouse=True)
def runs_in_a_cache_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("NB2PROD_CACHE")
    os.environ["NB2PROD_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["NB2PROD_CACHE"]
    else:
        os.environ["NB2PROD_CACHE"] = before


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that is all of the internet."""
    return only(tmp_path / "shelf", monkeypatch)
