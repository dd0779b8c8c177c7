import os
import signal
from importlib.util import find_spec

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
