"""The names that `from x import *` binds, as the notebook's own interpreter knows them."""

from ..model.notebook import Notebook
from .environment import installed_kernel
from .guest import ask_guest

_SECONDS = 120.0


def star_names(notebook: Notebook, kernel: str | None, module: str) -> frozenset[str] | None:
    """The names, or None where the module cannot be imported there."""
    python = installed_kernel(notebook, kernel).interpreter
    folder = notebook.path.resolve().parent
    answer = ask_guest(python, "star_names", {"module": module}, folder, _SECONDS)
    names = answer.get("names")
    return frozenset(names) if isinstance(names, list) else None
