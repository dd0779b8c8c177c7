"""Which kernel runs the notebook, and what it is started with."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import NotebookError
from ..model.notebook import Notebook

_SOCKET_PATH = 90  # characters; the system allows 103 to 107 for a socket's name


@dataclass(frozen=True, slots=True)
class Kernel:
    """An installed kernel: its name and the interpreter that it starts."""

    name: str
    interpreter: str


def installed_kernel(notebook: Notebook, asked: str | None) -> Kernel:
    """The kernel that was asked for, else the notebook's own; never a likely one."""
    from jupyter_client.kernelspec import NoSuchKernel

    name = asked or notebook.kernel_name
    manager = _kernel_specs()
    if name is None:
        raise _refusal(notebook, "NB420", "the notebook names no kernel", manager)
    try:
        spec = manager.get_kernel_spec(name)
    except NoSuchKernel:
        whose = "the kernel" if asked else "the notebook's kernel"
        message = f"{whose} `{name}` is not installed here"
        raise _refusal(notebook, "NB420", message, manager) from None
    if spec.language.lower() != "python":
        message = f"the kernel `{name}` speaks {spec.language}; only Python notebooks are converted"
        raise NotebookError("NB422", message, notebook=notebook.path.name)
    return Kernel(name, _interpreter(spec.argv))


def _kernel_specs() -> Any:
    """The installed kernels; told where they are, or IPython is imported to ask for one folder."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_core.paths import jupyter_path

    ipython = Path(os.environ.get("IPYTHONDIR", "~/.ipython")).expanduser()
    return KernelSpecManager(kernel_dirs=[*jupyter_path("kernels"), str(ipython / "kernels")])


def _refusal(notebook: Notebook, code: str, message: str, manager: Any) -> NotebookError:
    names = sorted(manager.find_kernel_specs())
    if names:
        remedy = f"Choose one that is: --kernel {names[0]}"
        if len(names) > 1:
            remedy += f" (installed: {', '.join(names)})"
    else:
        remedy = "No kernel is installed: pip install ipykernel, in the notebook's environment."
    return NotebookError(code, message, remedy, notebook=notebook.path.name)


def _interpreter(argv: list[str]) -> str:
    """The path of the interpreter; the word `python` alone means ours, as the client starts it."""
    import shutil

    first = argv[0] if argv else "python"
    if first in ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}"):
        return sys.executable
    return shutil.which(first) or first


def kernel_manager(kernel: Kernel, sockets: Path) -> Any:
    """A manager that talks through files where the system can, so that no port is raced for."""
    from jupyter_client.manager import AsyncKernelManager

    manager = AsyncKernelManager(
        kernel_name=kernel.name,
        kernel_spec_manager=_kernel_specs(),
        connection_file=str(sockets / "kernel.json"),
    )
    if sys.platform != "win32" and len(str(sockets)) < _SOCKET_PATH:
        manager.transport = "ipc"
        manager.ip = str(sockets / "k")
    return manager


def socket_folder() -> tempfile.TemporaryDirectory[str]:
    """A new short folder for the kernel's connection; gone with the run."""
    return tempfile.TemporaryDirectory(prefix="nb2prod-", ignore_cleanup_errors=True)


def kernel_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our variables with a fixed hash seed, so that sets keep their order from run to run."""
    return {**os.environ, "PYTHONHASHSEED": "0", **extra}


def environment_hash(kernel: Kernel) -> str:
    """
    A hash of what is installed beside the kernel's interpreter, without starting it.

    The names of the metadata folders hold each distribution's version, so no file is opened.
    Not seen: changes in code that is installed in editable form.
    """
    binary = Path(kernel.interpreter)
    # not resolved: the link in a virtual environment's bin says which environment it is
    prefix = binary.parent.parent
    libraries = [
        *prefix.glob("lib*/python3*/*-packages"),  # Debian's own: dist-packages
        *prefix.glob("Lib/site-packages"),
        *(Path.home() / ".local" / "lib").glob("python3*/site-packages"),
    ]
    names = [
        str(entry)
        for library in libraries
        for entry in library.iterdir()
        if entry.name.endswith((".dist-info", ".egg-info", ".pth"))
    ]
    try:
        names.append(f"{binary.stat().st_mtime_ns}")
    except OSError:
        names.append("unknown interpreter")
    return hashlib.sha256("\0".join(sorted(names)).encode()).hexdigest()
