"""What is installed beside the panel."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TypedDict


class Status(TypedDict):
    """The answer of `GET /jupyter-prod/status`."""

    schema_version: int
    version: str
    python: str


def status() -> Status:
    """The versions of the distribution (converter and server side share it) and of Python."""
    return {
        "schema_version": 1,
        "version": installed_version(),
        "python": platform.python_version(),
    }


def installed_version() -> str:
    """The version of the distribution, or a mark that the checkout runs without being installed."""
    try:
        return version("jupyter-prod")
    except PackageNotFoundError:
        return "0.0.0+uninstalled"
