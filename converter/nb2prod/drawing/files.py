"""Which drawing a file's name asks for."""

from collections.abc import Callable
from pathlib import Path

from ..errors import OptionsError
from ..model.picture import Picture
from .mermaid import mermaid
from .page import page
from .svg import svg

KINDS: dict[str, Callable[[Picture], str]] = {".svg": svg, ".html": page, ".mmd": mermaid}


def check_name(target: Path) -> None:
    """Raise where the file's name says no kind of drawing that we know."""
    if target.suffix.lower() not in KINDS:
        raise OptionsError(
            "NB004",
            f"`{target.name}` does not say what to draw.",
            f"Let the name end in {', '.join(KINDS)}.",
        )


def drawing(picture: Picture | None, target: Path) -> str:
    """The text of the file."""
    check_name(target)
    return KINDS[target.suffix.lower()](picture or Picture("", (), ()))
