"""A type in a signature never takes the name that the author's code has for something else."""

import pytest

from nb2prod.emit.annotations import annotation
from nb2prod.model.run import TypeName

MOMENT = TypeName("datetime", "datetime")


@pytest.mark.parametrize(
    ("bound", "text", "added"),
    [
        ({}, "datetime", {"from datetime import datetime"}),
        ({"datetime": "datetime"}, "datetime.datetime", set()),
        ({"datetime": "dt"}, "datetime", {"from datetime import datetime"}),
        ({"datetime.datetime": "datetime"}, "datetime", {"from datetime import datetime"}),
        ({"arrow.get": "datetime"}, "", set()),
        ({"datetime": "dt", "arrow.get": "datetime"}, "dt.datetime", set()),
    ],
)
def test_what_the_modules_own_imports_bind_keeps_its_name(
    bound: dict[str, str], text: str, added: set[str]
) -> None:
    imports: set[str] = set()
    assert annotation(MOMENT, imports, bound) == text
    assert imports == added


def test_tables_and_arrays_have_the_authors_alias() -> None:
    imports: set[str] = set()
    assert (
        annotation(TypeName("pandas", "DataFrame"), imports, {"pandas": "pnd"}) == "pnd.DataFrame"
    )
    assert annotation(TypeName("numpy", "ndarray"), imports, {}) == "np.ndarray"
    assert imports == {"import pandas as pnd", "import numpy as np"}
