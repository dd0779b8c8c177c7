import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.command import Command

# a suite in the background (`nohup`, `&`) ignores these, and so would all processes of its tests
for _name, _usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _usual)

# the server's fixtures come with the extras `dev` and `lab`; the converter's tests need neither
pytest_plugins = ["pytest_jupyter.jupyter_server"] if find_spec("jupyter_server") else []


def pytest_terminal_summary(terminalreporter):
    """Say above the closing line which checks failed before the tests, so that it is not missed."""
    if failed := os.environ.get("FAILED_CHECKS"):
        terminalreporter.write_sep("=", f"checks that failed before the tests: {failed}", red=True)


@pytest.fixture(scope="session", autouse=True)
def cache_of_this_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """
    Keep the user's cache out of the tests, and theirs for them.

    No test meets another one's run: runs are found by their folder. Environments are the same for
    all, as are mypy's notes of the libraries, so all workers of a suite make them once.
    """
    own, shared = tmp_path_factory.mktemp("cache"), tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    for name in ("environments", "resolutions", "mypy"):
        (shared / name).mkdir(exist_ok=True)
    for name in ("environments", "resolutions"):
        (own / name).symlink_to(shared / name, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NB2PROD_CACHE", str(own))
        patch.setenv("MYPY_CACHE_DIR", str(shared / "mypy"))
        yield


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`nb2prod` in this process."""
    return Command(capsys, monkeypatch)
