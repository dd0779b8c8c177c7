import contextlib
import importlib
import io
import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nb2prod.errors import Nb2prodError
from tests.checks import planned, read, written
from tests.flow.random_notebooks import random_notebook

_FEW = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
_TRACED = st.integers(min_value=0, max_value=10**9)


def _notebook(seed: int) -> str:
    chance = random.Random(seed)
    return random_notebook(chance.choice, cells=4, statements=3)


def _executed(text: str) -> str:
    """Return the RESULT of running the cells in order; a notebook that fails is not looked at."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in re.split(r"^# %%.*$", text, flags=re.MULTILINE):
            try:
                exec(compile(cell, "cell", "exec"), names)
            except Exception:
                assume(False)
    return repr(names["RESULT"])


def _converted(sources: dict[str, str], folder: Path) -> str:
    """Return the RESULT of the project's pipeline, imported afresh."""
    root = folder / "src"
    (root / "story").mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        (root / "story" / name).write_text(text)
    forgotten = [name for name in sys.modules if name.partition(".")[0] == "story"]
    for name in forgotten:
        del sys.modules[name]
    importlib.invalidate_caches()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.syspath_prepend(str(root))
        return repr(importlib.import_module("story.pipeline").run().RESULT)


@given(_TRACED)
@_FEW
def test_executing_the_cells_and_calling_the_functions_bind_equal_values(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    text, folder = _notebook(seed), tmp_path_factory.mktemp("random")
    wanted = _executed(text)
    try:
        plan = planned(read(text, folder), None)
    except Nb2prodError:
        return
    assert _converted(written(plan, plain=True), folder) == wanted, text


@given(_TRACED)
@_FEW
def test_the_same_notebook_gives_the_same_text_and_untagged_markdown_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    text, folder = _notebook(seed), tmp_path_factory.mktemp("random")
    try:
        first = written(planned(read(text, folder), None), plain=True)
    except Nb2prodError:
        return
    assert written(planned(read(text, folder), None), plain=True) == first
    talkative = text + "# %% [markdown]\n# Nothing but words.\n"
    assert written(planned(read(talkative, folder), None), plain=True) == first


@given(_TRACED)
@_FEW
def test_a_kept_statement_stands_in_one_function(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    text, folder = _notebook(seed), tmp_path_factory.mktemp("random")
    try:
        source = read(text, folder)
    except Nb2prodError:
        return
    kept = [
        statement.number
        for part in source.outline.parts
        for statement in part.statements
        if statement.kind != "definition"  # a nested function stands wherever it is used
    ]
    assert len(kept) == len(set(kept))
    assert set(kept) <= set(source.outline.slice.kept)
