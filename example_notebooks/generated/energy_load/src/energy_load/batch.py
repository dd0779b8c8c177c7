"""Predictions for a file of rows, a piece at a time: its size is no limit."""

from typing import Any, get_args

import pandas as pd

from . import answers, contract, files, gate, predict
from .errors import RefusedError
from .predict import ROW_WISE
from .versions import Version

# rows at a time; all of them where an answer depends on the rows beside it
PIECE = 50_000 if ROW_WISE else 2**31 - 1


def score(source: str, target: str, version: Version, *, validation: bool = True) -> int:
    """The number of rows that were read from the one file and written, answered, to the other."""
    example = answers.table(contract.EXAMPLES)
    dtypes = {name: example[name].dtype for name in contract.COLUMNS}
    texts = [name for name, dtype in dtypes.items() if _is_text(dtype)]
    done = 0
    with files.written(target) as write:
        for piece in files.read(source, PIECE, texts):
            rows = as_agreed(piece, dtypes)
            if validation:
                gate.require_valid(rows, training=False)
            try:
                # no model likes to be asked for nothing
                given = predict.predict_rows(rows, version.artifacts) if len(rows) else []
            except Exception as error:
                where = f"one of the rows {done + 1} to {done + len(piece)}"
                raise RefusedError(f"the model has no answer for {where}: {error}") from error
            write(answers.with_answers(piece, given))
            done += len(piece)
    return done


def as_agreed(table: pd.DataFrame, dtypes: dict[str, Any]) -> pd.DataFrame:
    """The columns of the contract with their types; what would change by that is refused."""
    if missing := [name for name in dtypes if name not in table]:
        raise RefusedError(f"there is no column {', '.join(missing)}")
    for name in dtypes:
        gaps = int(table[name].isna().sum())
        if gaps and not _nullable(name):
            raise RefusedError(f"column {name} is empty in {gaps} rows; in training it never was")
    rows = table[list(dtypes)]
    try:
        agreed = rows.astype(dtypes)
    except (ValueError, TypeError, OverflowError) as error:
        raise RefusedError(f"the columns are not as in training: {error}") from None
    for name, dtype in dtypes.items():
        # 2.5 is no whole number, and "no" is not True
        exact = pd.api.types.is_integer_dtype(dtype) or pd.api.types.is_bool_dtype(dtype)
        if exact and (changed := int((rows[name] != agreed[name]).sum())):
            raise RefusedError(f"column {name} is not {dtype} in {changed} rows")
    return agreed


def _nullable(column: str) -> bool:
    annotation = contract.Row.model_fields[contract.FIELDS[column]].annotation
    return annotation is Any or type(None) in get_args(annotation)


def _is_text(dtype: Any) -> bool:
    values = dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype
    return bool(pd.api.types.is_string_dtype(values))
