from pathlib import Path

from nb2prod.api_source import read_source
from tests.checks import planned, written
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
