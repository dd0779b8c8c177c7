"""Loops of training: what only they bind is no input, and a class is not changed by its call."""

from pathlib import Path

import pytest

from tests.checks import read

HEAD = "# %% imports\nfrom data import read_table, Line\n# %% load\nrows = read_table()\n"


def inputs_of(code: str, folder: Path) -> set[str]:
    """The inputs of the last function, with this code in its cell."""
    source = read(f"{HEAD}{code}\n", folder)
    return set(source.outline.parts[-1].inputs)


@pytest.mark.parametrize(
    "loop",
    [
        "for k in range(9):\n    for row in rows:\n        loss = row + 1\n    seen.append(loss)\n",
        "for k in range(9):\n    if k % 2 == 0:\n        loss = len(rows)\n    seen.append(loss)\n",
    ],
)
def test_a_name_that_an_inner_loop_binds_comes_from_nowhere_else(tmp_path: Path, loop: str) -> None:
    assert inputs_of(f"# %% train\nseen = []\n{loop}", tmp_path) == {"rows"}


def test_a_cell_above_may_have_bound_it_first(tmp_path: Path) -> None:
    code = (
        "# %% prep\nloss = len(rows)\n# %% train\n"
        "for k in range(9):\n    for row in rows:\n        loss = row + 1\n    out = loss\n"
    )
    assert inputs_of(code, tmp_path) == {"rows", "loss"}


@pytest.mark.parametrize(
    ("default", "changed"), [("4", False), ("None", False), ("[]", True), ("{}", True)]
)
def test_a_default_that_nobody_can_change_is_not_changed(
    tmp_path: Path, default: str, changed: bool
) -> None:
    code = (
        f"# %% train\ndef gather(row, seen={default}):\n    seen.update(row)\n    return seen\n"
        "gather(rows)\nmodel = Line().fit(rows, rows)\n"
    )
    source = read(f"{HEAD}{code}", tmp_path)
    call = next(s for s in source.flow.statements if s.code == "gather(rows)")
    assert ("gather" in call.effects.mutates) is changed
