"""Keeps the converter out of a process, so that a project shows that it stands alone."""

import sys
from collections.abc import Sequence
from typing import Any

HOUSE = ("nb2prod", "jupyter_prod")


class Refusal:
    """Finds no module of the converter, and leaves all others to the next finder."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        """Refuse the converter's modules."""
        if name.partition(".")[0] in HOUSE:
            raise ModuleNotFoundError(f"No module named {name!r}: the project is alone", name=name)


def be_alone() -> None:
    """From now on no module of the converter can be imported in this process."""
    sys.meta_path.insert(0, Refusal())
