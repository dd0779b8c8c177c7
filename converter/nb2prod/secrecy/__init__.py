"""Secrets: found in code and text, and replaced by variables of the environment."""

from .finding import found_in_code, found_in_text
from .hiding import Call, hidden, hidden_bytes, hidden_code, hidden_text
from .hits import Hit

__all__ = [
    "Call",
    "Hit",
    "found_in_code",
    "found_in_text",
    "hidden",
    "hidden_bytes",
    "hidden_code",
    "hidden_text",
]
