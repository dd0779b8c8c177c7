from pathlib import Path

import pytest

from nb2prod.api_source import read_source
from tests.notebooks import write_notebook

SEEDED = """
    # %% prep
    SEED = 42
    rows = [[1.0], [2.0], [3.0]]
    # %% train
    from sklearn.linear_model import Ridge
    model = Ridge(random_state=SEED)
    model.fit(rows, [1, 2, 3])
    # %% predict
    answers = model.predict(rows)
"""
COUNTED = """
    # %% prep
    class Price:
        shown = 0
    prices = [1, 2, 3]
    # %% predict
    Price.shown += len(prices)
    answers = [price * Price.shown for price in prices]
"""


@pytest.mark.parametrize(("text", "remembers"), [(SEEDED, False), (COUNTED, True)])
def test_only_what_no_value_holds_is_left_behind(
    text: str, remembers: bool, tmp_path: Path
) -> None:
    assert read_source(write_notebook(tmp_path / "a.ipynb", text)).outline.remembers is remembers
