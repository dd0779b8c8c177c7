"""The only door to jinja2: a page is a text with holes, kept as a file under `templates/pages`."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).parent / "templates" / "pages"


def render(page: str, **values: Any) -> str:
    """The page with its holes filled; a hole that nobody fills is an error, not an empty text."""
    return _environment(PAGES).get_template(page).render(**values)


@cache
def _environment(folder: Path) -> "Environment":
    # jinja2 takes 40 ms to import, and `--help` needs none of it
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
