"""
The one door to LibCST: the user's statements are moved and changed, comments and strings
untouched.
"""

from .annotating import annotated
from .bodies import body_source
from .first import with_first_statements
from .functions import awaits, function_source
from .imports import with_local_imports
from .lifting import lift
from .moved import as_inner, as_plain
from .quiet import without_display, without_pass

__all__ = [
    "annotated",
    "as_inner",
    "as_plain",
    "awaits",
    "body_source",
    "function_source",
    "lift",
    "with_first_statements",
    "with_local_imports",
    "without_display",
    "without_pass",
]
