"""Names for packages and classes: those of a notebook and of a function, as Python has them."""

import keyword
import re
import sys
import unicodedata
from collections.abc import Collection

# in the standard library but not among its names, and the folder of the project's own tests
_NOT_LISTED = frozenset({"test", "tests"})


def package_name(stem: str, importable: Collection[str] = ()) -> str:
    """
    The package of a notebook: the slug of its file name, away from keywords and existing modules.
    """
    words = re.findall(
        r"[A-Za-z0-9]+",
        unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower(),
    )
    name = "_".join(words) or "project"
    if name[0].isdigit():
        name = f"project_{name}"
    if (
        keyword.iskeyword(name)
        or keyword.issoftkeyword(name)
        or name in sys.stdlib_module_names
        or name in _NOT_LISTED
        or name in importable
    ):
        name += "_project"
    return name


def class_name(name: str) -> str:
    """`fill_gaps` as `FillGaps`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
