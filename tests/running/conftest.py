from pathlib import Path

import pytest

from tests.running.wheels import only


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that is all of the internet."""
    return only(tmp_path / "shelf", monkeypatch)
