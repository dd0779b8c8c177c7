"""A real server, a real browser: JupyterLab and Notebook 7 as a user meets them."""

import json
import os
import shutil
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

from nb2prod.proving.server import free_port

REPOSITORY = Path(__file__).parents[2]
BUNDLE = REPOSITORY / "jupyter_prod" / "labextension" / "package.json"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
AXE = REPOSITORY / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 120  # seconds until a busy machine has a server up
MOST_STOPS = 150  # of the Tab key
# Notebook's own: it logs it without any extension of others
KNOWN = ("Cannot read properties of undefined (reading 'schema')",)
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
    for file in (BUNDLE, AXE):
        if not file.is_file():
            return f"THE BROWSER IS NOT TESTED: the lab panel is not built ({file.name} is missing)"
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
class Server:
    """A server of its own with an empty folder, behind a prefix; started again it stays there."""

    app: str  # lab | notebook
    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    token: str = "secret"

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.port}/some/prefix/"

    @property
    def root(self) -> Path:
        """The folder that the lab shows."""
        return self.folder / "root"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        home = self.folder / "home"
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
            sys.executable, "-m", "jupyterlab" if self.app == "lab" else "notebook",
            "--no-browser", "--allow-root", f"--port={self.port}", "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.root}",
            "--ServerApp.base_url=/some/prefix/",
        ]  # fmt: skip
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, env=environment, cwd=self.root
            )
        wait_until_ready(
            self.process, f"{self.url}api?token={self.token}", self.folder / "server.log"
        )

    def stop(self) -> None:
        """End the server as its owner does."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:  # it waits for a kernel that is still starting
            self.kill()

    def kill(self) -> None:
        """End the server as a crash does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def use_theme(self, theme: str) -> None:
        """Show the next pages with that theme: Light or Dark."""
        place = "config/lab/user-settings/@jupyterlab/apputils-extension"
        settings = self.folder / "home" / place / "themes.jupyterlab-settings"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps({"theme": f"JupyterLab {theme}"}))


@dataclass
class Lab:
    """A running server, and the page that looks at it."""

    server: Server
    page: Any
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.complaints.extend(complaint(message)))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def app(self) -> str:
        """Which of both pages is tested: lab or notebook."""
        return self.server.app

    @property
    def root(self) -> Path:
        """The folder that the lab shows."""
        return self.server.root

    def open(self, name: str) -> None:
        """Open a notebook, and the panel with its button in the notebook's toolbar."""
        self.visit(name)
        self.show_panel()

    def visit(self, name: str) -> None:
        """Open a notebook."""
        place = "lab/tree" if self.app == "lab" else "notebooks"
        reset = "&reset" if self.app == "lab" else ""
        server = self.server
        self.page.goto(f"{server.url}{place}/{quote(name)}?token={server.token}{reset}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)

    def show_panel(self) -> None:
        """Open the panel, unless it is open."""
        if not self.panel.is_visible():
            self.page.locator("[data-command='jupyter-prod:open-panel']").first.click()
        self.panel.wait_for()

    @property
    def panel(self) -> Any:
        """The panel."""
        return self.page.locator("#jupyter-prod-panel")

    @property
    def cells(self) -> Any:
        """The cells of the open notebook."""
        return self.page.locator(".jp-Notebook .jp-Cell")

    def reload(self) -> None:
        """Load the page again, as after a lost connection."""
        self.page.reload()
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)
        self.show_panel()

    def another_tab(self) -> "Lab":
        """The same server in another tab of the same browser."""
        return Lab(self.server, self.page.context.new_page())

    def tab_to(self, target: Any, key: str = "Tab") -> None:
        """Go to a control with the keyboard, as somebody without a mouse does."""
        target.wait_for()
        for _ in range(MOST_STOPS):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{key} does not lead to {target}")

    def own_complaints(self) -> list[str]:
        """The errors in the browser's console that are not Notebook's own."""
        return [text for text in self.complaints if not text.startswith(KNOWN)]

    def check_accessible(self, selector: str = "#jupyter-prod-panel") -> None:
        """Let axe look at what is shown; nothing serious may be wrong."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            # the lab's body is no pixel high, so axe would take all text for hidden
            self.page.add_style_tag(content="body { height: 100vh }")
        found = self.page.evaluate("selector => axe.run(selector)", selector)
        wrong = [
            f"{one['id']}: {node['html']} {node['failureSummary']}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        read = [
            node["html"]
            for one in (*found["passes"], *found["violations"])
            if one["id"] == "color-contrast"
            for node in one["nodes"]
            if not node["html"].startswith(("<input", "<select"))
        ]
        assert read, "axe has looked at no text"
        assert wrong == []


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
    """A server of its own with an empty folder, and a page."""
    with serving(request.param, tmp_path) as server:
        context = browser.new_context(viewport={"width": 1500, "height": 1000})
        yield Lab(server, context.new_page())
        context.close()


def complaint(message: Any) -> list[str]:
    return [message.text] if message.type == "error" else []


@contextmanager
def serving(app: str, folder: Path) -> Iterator[Server]:
    """A server while it runs."""
    server = Server(app, folder, free_port())
    server.root.mkdir()
    settings = folder / "home" / "config" / "labconfig"
    settings.mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (settings / "page_config.json").write_text(json.dumps(quiet))
    try:
        server.start()
        yield server
    finally:
        server.stop()


def wait_until_ready(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")
