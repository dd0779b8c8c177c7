"""The outline's parts of a tiny notebook."""

from pathlib import Path
from textwrap import dedent

from nb2prod.planning.parts import Part
from tests.checks import read


def parts(text: str, folder: Path) -> tuple[Part, ...]:
    """Return the functions to be, in the pipeline's order."""
    return read(dedent(text).lstrip(), folder).outline.parts


def names(text: str, folder: Path) -> list[str]:
    """Return the names of the functions to be."""
    return [part.name for part in parts(text, folder)]
