"""What surrounds the notebook in its kernel: opened files, interpreter, distributions."""

import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

READ, WRITTEN = "read", "written"


class OpenedFiles:
    """An audit hook that notes each file's first use; it cannot be taken out again, only paused."""

    def __init__(self) -> None:
        self.first_use: dict[str, str] = {}
        self.paused = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of one event; most of them are none of ours, so that test comes first."""
        if event not in ("open", "sqlite3.connect") or self.paused:
            return
        try:
            self._note(event, arguments)
        except Exception:
            return  # the notebook's own open() must never fail because of us

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        path = arguments[0]
        if isinstance(path, int):
            return
        # absolute now: the notebook may change its folder later
        path = os.path.abspath(os.fsdecode(path))
        if path not in self.first_use:
            self.first_use[path] = READ if event != "open" or _reads(*arguments[1:3]) else WRITTEN

    def inputs(self) -> list[str]:
        """The files that were read and not made by the notebook itself, outside the environment."""
        own = _environment_folders()
        return sorted(
            path
            for path, use in self.first_use.items()
            if use == READ and not path.startswith(own) and os.path.isfile(path)
        )


def _reads(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return not set(mode) & set("wax")
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT | os.O_TRUNC) == 0


def _environment_folders() -> tuple[str, ...]:
    """The folders whose files belong to the interpreter, its libraries or the system."""
    import site
    import sysconfig

    home = os.path.expanduser("~")
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()}
    folders |= {*site.getsitepackages(), site.getusersitepackages()}
    folders |= {os.path.dirname(os.__file__), "/proc", "/sys", "/dev", "/etc"}
    folders |= {"/usr/lib", "/usr/share", "/usr/local/lib", "/usr/local/share", "/var/lib"}
    folders |= {os.path.join(home, name) for name in _HOME_FOLDERS}
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        if os.environ.get(name):
            folders.add(os.environ[name])
    folders.add(os.path.join(tempfile.gettempdir(), "ipykernel_"))
    # a project's own folder may be the prefix of nothing: "/" would swallow every file
    kept = {os.path.abspath(folder) for folder in folders if folder}
    kept.discard("/")
    kept.discard(home)
    kept.discard("/usr")
    return tuple(sorted(path if path.endswith("ipykernel_") else path + os.sep for path in kept))


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


def environment() -> dict[str, Any]:
    """The interpreter, every distribution, and which one gave each imported module."""
    from importlib import metadata

    distributions: dict[str, str] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        # the first one on the path is the one that is imported
        if name and name not in distributions:
            distributions[name] = distribution.version
    imported = {name.partition(".")[0] for name in sys.modules}
    owners = metadata.packages_distributions()
    packages = {
        module: _likeliest(module, owners[module])
        for module in sorted(imported)
        if module in owners and not module.startswith("_")
    }
    return {
        "executable": sys.executable,
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "distributions": dict(sorted(distributions.items())),
        "packages": packages,
    }


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
