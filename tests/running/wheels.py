"""A folder of tiny wheels that is all of the internet."""

import zipfile
from pathlib import Path

import pytest


def only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, from now on all that pip and uv know; what others resolved is not known."""
    folder.mkdir(parents=True)
    monkeypatch.setenv("NB2PROD_CACHE", str(folder.with_name("cache")))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def put(shelf: Path, name: str, version: str, requires: str = "", text: str = "") -> None:
    """Put a small wheel on the shelf."""
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += f"Requires-Dist: {requires}\n" if requires else ""
    wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(shelf / f"{name}-{version}-py3-none-any.whl", "w") as file:
        file.writestr(f"{name}.py", text or f"VERSION = {version!r}\n")
        file.writestr(f"{info}/METADATA", metadata)
        file.writestr(f"{info}/WHEEL", wheel)
        file.writestr(f"{info}/RECORD", "")
