"""What is captured beyond the probes stays within its share of time and room."""

import json
from pathlib import Path
from typing import Any

import pytest

from nb2prod.running.script import SPARE_SECONDS, Script


@pytest.fixture
def script(tmp_path: Path) -> Script:
    made = Script(
        cells=9,
        probes={},
        capture=True,
        kernel_name="python3",
        working_folder=tmp_path,
        folder=tmp_path,
        sockets=tmp_path,
        timeout=None,
        environment={},
        parameters={},
        progress=lambda *_: None,
        kernel_manager=lambda: None,
    )
    made._done.append((None, "ok", 1.0, {}))
    return made


def asked(script: Script, cell: int) -> bool:
    return bool(script.questions_before(cell, code=True))


def answered(script: Script, cell: int, **spare: Any) -> None:
    (question,) = script.questions_before(cell, code=True)
    script.answer_path(question).write_text(json.dumps({"asked": None, "spare": spare}))
    script.answered(question)


def test_small_values_are_captured_at_each_cell(script: Script) -> None:
    for cell in range(5):
        answered(script, cell, bytes=100, seconds=0.01, values=[])
    assert asked(script, 5)


def test_what_would_outlast_its_share_is_not_begun(script: Script) -> None:
    answered(script, 1, bytes=100, seconds=0.6 * SPARE_SECONDS, values=[])
    # the next one takes as long, and there is not that much left
    assert not asked(script, 2)


def test_what_was_too_large_is_not_tried_again(script: Script) -> None:
    answered(script, 1, too_large=True, seconds=0.0)
    assert not asked(script, 2)
