from pathlib import Path

import pytest

from tests.checks import check_extracted, read

COPIED = """
    # %% prep
    def ratio(x):
        return x / 2
    steps = [ratio]
    # %% train
    def ratio(x):
        # copied from above
        return x / 2
    halves = [step(3) for step in steps] + [ratio(5)]
    # %% predict
    RESULT = [halves, ratio(7)]
"""
SAME = {
    "copied word for word": COPIED,
    "changed and changed back": """
        # %% prep
        def ratio(x):
            return x / 2
        first = ratio(4)
        def ratio(x):
            return x / 3
        second = ratio(6)
        def ratio(x):
            return x / 2
        # %% predict
        RESULT = [first, second, ratio(9)]
    """,
    "what the function noted is forgotten": """
        # %% prep
        def price(x):
            return x * 2
        price.calls = 3
        noted = getattr(price, "calls", 0)
        def price(x):
            return x * 2
        # %% predict
        RESULT = [noted, getattr(price, "calls", 0), price(1)]
    """,
    "its name was something else meanwhile": """
        # %% prep
        def rate(x):
            return x + 1
        first = rate(1)
        rate = 7
        second = rate
        def rate(x):
            return x + 1
        # %% predict
        RESULT = [first, second, rate(3)]
    """,
    "a default is read each time": """
        # %% prep
        k = 1
        def add(x, k=k):
            return x + k
        first = add(1)
        k = 10
        def add(x, k=k):
            return x + k
        # %% predict
        RESULT = [first, add(1)]
    """,
    "what it reads is bound later": """
        # %% prep
        scale = 2
        def scaled(x):
            return x * scale
        first = scaled(3)
        # %% train
        scale = 5
        def scaled(x):
            return x * scale
        # %% predict
        RESULT = [first, scaled(3)]
    """,
}


@pytest.mark.parametrize("story", SAME)
def test_a_function_that_is_defined_again_is_what_it_was(story: str) -> None:
    check_extracted(SAME[story])


def test_a_copy_does_not_keep_a_function_from_its_module(tmp_path: Path) -> None:
    source = read(COPIED, tmp_path)
    assert set(source.outline.definitions.module_level) == {"ratio"}
