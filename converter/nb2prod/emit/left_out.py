"""The rows that training leaves out, as a function of `prep.py` about the rows of a request."""

from collections.abc import Sequence

from ..model.plan import LeftOutRows, RowsPlan, ServingPlan
from .literals import literal

KEPT = "kept_in_training"
_LONGEST = 80  # characters of the notebook's words in a warning


def asked_choices(rows: RowsPlan) -> tuple[LeftOutRows, ...]:
    """The choices of rows that can be asked about a request."""
    # the file has no header: its columns have other names in a request
    return () if rows.integer_columns else tuple(item for item in rows.left_out if item.code)


def kept_function(serving: ServingPlan, choices: Sequence[LeftOutRows]) -> str:
    """The function that gives, for each condition of the notebook, the rows that it keeps."""
    table = serving.request_table
    lines = [f"        {literal(_words(item))}: {item.code}," for item in choices]
    return "\n".join(
        [
            f"def {KEPT}({table}: pd.DataFrame) -> dict[str, pd.DataFrame]:",
            '    """What training keeps of such rows, by the notebook\'s conditions."""',
            "    return {",
            *lines,
            "    }",
        ]
    )


def _words(choice: LeftOutRows) -> str:
    text = " ".join(choice.text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
