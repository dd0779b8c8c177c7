"""What one row does where the table did more: one rule, one file; the first that applies holds."""

from ..drafting import Rule
from .dummies import dummies
from .fitted import fitted
from .group_table import group_table
from .levels import levels
from .selection import selection

RULES: tuple[Rule, ...] = (fitted, selection, group_table, levels, dummies)
