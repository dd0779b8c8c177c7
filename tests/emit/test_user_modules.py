from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.api_source import read_source
from nb2prod.emit.rows import rows_function
from nb2prod.model.notebook import Place
from nb2prod.model.plan import Piece, RowsPlan
from tests.checks import planned, written
from tests.emit.plans import SERVING
from tests.notebooks import write_notebook

TOLLS = """
    # %% prep
    SEED = 42
    target = "toll"
    def usual(rows):
        return [row[target] % SEED for row in rows]
    WIDEST = {
        "lorry": 3,
    }
    def wide(rows):
        return [row for row in rows if row["width"] > WIDEST["lorry"]]
    rows = [{"toll": 100, "width": 4}]
    tolls = usual(wide(rows))
    # %% predict
    answer = max(tolls)
"""


def test_constants_of_one_line_stand_together_and_definitions_apart(tmp_path: Path) -> None:
    made = written(planned(read_source(write_notebook(tmp_path / "tolls.ipynb", TOLLS)), None))
    assert 'SEED = 42\ntarget = "toll"\n\n\ndef usual(' in made["prep.py"]
    assert '\n\n\nWIDEST = {\n    "lorry": 3,\n}\n\n\ndef wide(' in made["prep.py"]


@pytest.mark.parametrize(
    ("steps", "gives", "ends"),
    [
        (["test = ratings"], "test", ["return ratings.copy()"]),
        (["kept = ratings", "test = kept"], "test", ["return ratings.copy()"]),
        (["ratings['x'] = 1", "test = ratings"], "test", ["ratings['x'] = 1", "return ratings"]),
        (["test = ratings[COLUMNS]"], "test", ["test = ratings[COLUMNS]", "return test"]),
        (["test = ratings", "test['x'] = 1"], "test", ["test['x'] = 1", "return test"]),
    ],
)
def test_a_table_gets_no_second_name_just_to_be_returned(
    steps: list[str], gives: str, ends: list[str]
) -> None:
    pieces = tuple(Piece(step, Place(1, None, 1)) for step in steps)
    rows = RowsPlan("prep_rows", pieces, gives, ())
    serving = replace(SERVING, request_table="ratings", rows=rows)
    lines = [line.strip() for line in rows_function(serving, rows, set())[0].splitlines()]
    assert lines[-len(ends) :] == ends
