"""Lines for eyes only leave the code that stays; what they do besides does not."""

import pytest

from nb2prod.syntax.quiet import without_display

LOOP = "for epoch in range(20):\n    step()\n"


@pytest.mark.parametrize(
    "condition", ["epoch % 5 == 4", "(epoch + 1) % 10 == 0", "epoch > 3", "epoch == 0"]
)
def test_a_condition_that_only_counts_rounds_goes_with_its_print(condition: str) -> None:
    text = f"{LOOP}    if {condition}:\n        print(epoch)"
    assert without_display(text) == LOOP.rstrip()


@pytest.mark.parametrize(
    "lines",
    [
        "    if best.pop() > 3:\n        print(epoch)",  # asking changes the list
        "    if losses[epoch] > 3:\n        print(epoch)",
        "    if epoch == last:\n        print(epoch)",
        "    if epoch == 3:\n        pass",  # nothing was shown: the author wanted it
        "    if epoch == 3:\n        print(epoch)\n    else:\n        rest()",
    ],
)
def test_any_other_condition_stays(lines: str) -> None:
    text = without_display(LOOP + lines)
    assert lines.splitlines()[0] in text
    assert "print" not in text
