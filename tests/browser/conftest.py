"""A real server, a real browser: JupyterLab and Notebook 7 as a user meets them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

REPOSITORY = Path(__file__).parents[2]
BUNDLE = REPOSITORY / "jupyter_prod" / "labextension" / "package.json"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PATIENCE = 120  # seconds until a busy machine has a server up
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


def missing() -> str:
    """Why no browser test can run here; empty when they can."""
    if CHROMIUM is None:
        return "THE BROWSER IS NOT TESTED: there is no chromium (Debian: apt-get install chromium)"
    for package in ("jupyterlab", "notebook", "playwright"):
        if find_spec(package) is None:
            return f"THE BROWSER IS NOT TESTED: {package} is not installed"
    if not BUNDLE.is_file():
        return "THE BROWSER IS NOT TESTED: the lab panel is not built"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is here, and skip it loudly where it cannot run."""
    why = missing()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if why:
                item.add_marker(pytest.mark.skip(reason=why))


@dataclass
class Lab:
    """A running server, and the page that looks at it."""

    app: str  # lab | notebook
    url: str
    token: str
    root: Path
    page: Any
    complaints: list[str] = field(default_factory=list)

    def open(self, name: str, theme: str = "light") -> None:
        """Open a notebook, and the panel with its button in the notebook's toolbar."""
        place = "lab/tree" if self.app == "lab" else "notebooks"
        reset = "&reset" if self.app == "lab" else ""
        self.page.goto(f"{self.url}{place}/{quote(name)}?token={self.token}{reset}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)
        self.show_panel()

    def show_panel(self) -> None:
        """Open the panel, unless it is open."""
        if not self.panel.is_visible():
            self.page.locator("[data-command='jupyter-prod:open-panel']").first.click()
        self.panel.wait_for()

    @property
    def panel(self) -> Any:
        """The panel."""
        return self.page.locator("#jupyter-prod-panel")

    def reload(self) -> None:
        """Load the page again, as after a lost connection."""
        self.page.reload()
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)
        self.show_panel()


@pytest.fixture
def jp_asyncio_loop() -> None:
    """Nothing: the browser has a loop of its own."""


@pytest.fixture
def jp_server_cleanup() -> None:
    """Nothing: the server is no part of this process."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; its event loop ends with the module, others need the thread."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["lab", "notebook"])
def lab(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Lab]:
    """A server of its own with an empty folder, behind a prefix."""
    with serving(request.param, tmp_path) as (url, token, root):
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        page.set_default_timeout(60_000)
        found = Lab(request.param, url, token, root, page)
        page.on("console", lambda message: found.complaints.extend(complaint(message)))
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        yield found
        page.close()


def complaint(message: Any) -> list[str]:
    return [message.text] if message.type == "error" else []


@contextmanager
def serving(app: str, folder: Path) -> Iterator[tuple[str, str, Path]]:
    """The address, the token and the root folder of a server while it runs."""
    root, home, token, port = folder / "root", folder / "home", "secret", free_port()
    root.mkdir()
    (home / "config" / "labconfig").mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (home / "config" / "labconfig" / "page_config.json").write_text(json.dumps(quiet))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "converter")]),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    command = [
        sys.executable, "-m", "jupyterlab" if app == "lab" else "notebook", "--no-browser",
        "--allow-root", f"--port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}",
        "--ServerApp.base_url=/some/prefix/",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}/some/prefix/"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=root)
        try:
            wait_until_ready(server, f"{url}api?token={token}", folder / "server.log")
            yield url, token, root
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:  # it waits for a kernel that is still starting
                server.kill()
                server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")
