"""What surrounds the notebook in its kernel: opened files, interpreter, distributions."""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

READ, WRITTEN = "read", "written"
_LISTINGS = ("os.listdir", "os.scandir")


class OpenedFiles:
    """An audit hook that notes each file's first use; it cannot be taken out again, only paused."""

    def __init__(self) -> None:
        self.first_use: dict[str, str] = {}
        self.rewritten: set[str] = set()
        self.listed: set[str] = set()
        self.paused = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of one event; most of them are none of ours, so that test comes first."""
        if event not in _EVENTS or self.paused:
            return
        try:
            _EVENTS[event](self, *arguments)
        except Exception:
            return  # the notebook's own open() must never fail because of us

    def opened(self, path: Any, mode: Any = "r", flags: Any = 0) -> None:
        """Note a file that is about to be opened."""
        if isinstance(path, int):
            return
        # absolute now: the notebook may change its folder later
        path = os.path.abspath(os.fsdecode(path))
        use = READ if _reads(mode, flags) else WRITTEN
        first = self.first_use.get(path)
        if first is None:
            # what is tried, found absent and made afterwards is no input
            if use == WRITTEN or os.path.isfile(path):
                self.first_use[path] = use
        elif first == READ and use == WRITTEN:
            self.rewritten.add(path)

    def listed_folder(self, path: Any = None, *ignored: Any) -> None:
        """Note a folder whose content was asked for."""
        # an import looks into each folder of sys.path, the notebook's own among them
        asker = sys._getframe(2).f_code.co_filename
        if not isinstance(path, int) and not asker.startswith("<frozen importlib"):
            self.listed.add(os.path.abspath(os.fsdecode(path or ".")))

    def inputs(self) -> dict[str, Any]:
        """Files read and folders listed outside the environment; files read, then changed."""
        own = _environment_folders()
        read = {
            _source_of(path)
            for path, use in self.first_use.items()
            if use == READ and not path.startswith(own)
        }
        return {
            "files": sorted(path for path in read if os.path.isfile(path)),
            "folders": sorted(
                path
                for path in self.listed
                if not (path + os.sep).startswith(own) and os.path.isdir(path)
            ),
            "rewritten": sorted(self.rewritten & read),
        }


_EVENTS: dict[str, Callable[..., None]] = {
    "open": OpenedFiles.opened,
    "sqlite3.connect": OpenedFiles.opened,
    **dict.fromkeys(_LISTINGS, OpenedFiles.listed_folder),
}


def _reads(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return not set(mode) & set("wax")
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT | os.O_TRUNC) == 0


def _source_of(path: str) -> str:
    """The module's own file where its compiled form was read."""
    #   __pycache__/cleaning.cpython-311.pyc  ->  cleaning.py
    folder, name = os.path.split(path)
    if name.endswith(".pyc") and os.path.basename(folder) == "__pycache__":
        return os.path.join(os.path.dirname(folder), name.partition(".")[0] + ".py")
    return path


def _environment_folders() -> tuple[str, ...]:
    """The folders whose files belong to the interpreter, its libraries or the system."""
    import site
    import sysconfig

    home = os.path.expanduser("~")
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()}
    folders |= {*site.getsitepackages(), site.getusersitepackages()}
    folders |= {os.path.dirname(os.__file__), *_SYSTEM_FOLDERS}
    #   a .pth file, or PYTHONPATH, leads to the packages of another environment
    folders |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    folders |= {os.path.join(home, name) for name in _HOME_FOLDERS}
    folders |= {os.environ.get(name, "") for name in _FOLDER_VARIABLES}
    caches = os.environ.get("XDG_CACHE_HOME")
    folders |= {os.path.join(caches, name) for name in ("matplotlib", "fontconfig") if caches}
    kept = {os.path.abspath(folder) for folder in folders if folder}
    # the prefix of a system's Python is no folder of its own: it would swallow every file
    kept -= {"/", "/usr", "/usr/local", home}
    ipykernel = os.path.join(tempfile.gettempdir(), "ipykernel_")
    return (*sorted(path + os.sep for path in kept), ipykernel)


_SYSTEM_FOLDERS = (
    "/proc",
    "/sys",
    "/dev",
    "/etc",
    "/usr/lib",
    "/usr/share",
    "/usr/local/lib",
    "/usr/local/share",
    "/var/lib",
)
_FOLDER_VARIABLES = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR")
_HOME_FOLDERS = (
    ".ipython",
    ".jupyter",
    ".local/share/jupyter",
    ".cache/matplotlib",
    ".config/matplotlib",
    ".matplotlib",
    ".cache/fontconfig",
    ".fonts",
)


def environment(memory: str | None = None) -> dict[str, Any]:
    """
    The interpreter, every distribution, and which one gave each imported module.

    What is installed is read once, then kept in the folder `memory` under a hash of its names.
    """
    installed = _remembered(memory) if memory else _installed()
    imported = {name.partition(".")[0] for name in sys.modules}
    return {
        "executable": sys.executable,
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "distributions": installed["distributions"],
        "packages": {
            module: owner
            for module, owner in installed["owners"].items()
            if module in imported and not module.startswith("_")
        },
    }


def _installed() -> dict[str, dict[str, str]]:
    """Versions by distribution, and the distribution of each top-level module."""
    from importlib import metadata

    distributions: dict[str, str] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        # the first one on the path is the one that is imported
        if name and name not in distributions:
            distributions[name] = distribution.version
    owners = metadata.packages_distributions()
    return {
        "distributions": dict(sorted(distributions.items())),
        "owners": {module: _likeliest(module, owners[module]) for module in sorted(owners)},
    }


def _remembered(memory: str) -> dict[str, dict[str, str]]:
    """What is installed, from a file named by a hash of it; a third of a second is saved."""
    names = []
    for folder in sys.path:
        if os.path.isdir(folder or "."):
            entries = sorted(os.listdir(folder or "."))
            names += [name for name in entries if name.endswith((".dist-info", ".egg-info"))]
    digest = hashlib.sha256("\0".join([*sys.path, *names]).encode()).hexdigest()
    path = os.path.join(memory, f"installed-{digest[:16]}.json")
    try:
        with open(path, encoding="utf-8") as file:
            found: dict[str, dict[str, str]] = json.load(file)
            return found
    except (OSError, ValueError):
        found = _installed()
    with suppress(OSError):
        # a name of its own first: two kernels may end at the same time
        draft = f"{path}.{os.getpid()}"
        with open(draft, "w", encoding="utf-8") as file:
            json.dump(found, file)
        os.replace(draft, path)
    return found


def _likeliest(module: str, owners: list[str]) -> str:
    """The distribution named like the module, else the first by name."""
    #   google -> googleapis-common-protos, google-auth, protobuf ...   a namespace: several owners
    alike = [owner for owner in owners if owner.lower().replace("-", "_") == module.lower()]
    return (alike or sorted(set(owners)))[0]


def answered(question: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The answer, or the error as text: nothing of ours may raise into the notebook's kernel."""
    try:
        return question()
    except BaseException as error:
        return {"error": f"{type(error).__name__}: {error}"}
