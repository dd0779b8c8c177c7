"""
The one door to LibCST: the user's statements are moved and changed, comments and strings
untouched.
"""

from .bodies import body_source
from .functions import awaits, function_source
from .lifting import lift
from .moved import as_inner, as_plain
from .quiet import without_display, without_pass

__all__ = [
    "as_inner",
    "as_plain",
    "awaits",
    "body_source",
    "function_source",
    "lift",
    "without_display",
    "without_pass",
]
