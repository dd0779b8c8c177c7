"""What one row does where the table did more: one rule, one file; the first that applies holds."""

from ..drafting import Rule
from .bins import bins
from .codes import codes
from .column_choice import column_choice
from .dummies import dummies
from .encoders import encoders
from .fitted import fitted
from .group_table import group_table
from .levels import levels
from .selection import selection

RULES: tuple[Rule, ...] = (
    fitted,
    encoders,
    codes,
    bins,
    selection,
    column_choice,
    group_table,
    levels,
    dummies,
)
