"""What is odd about a table is said, whether it stops the step or not."""

from pathlib import Path

import pytest

from tests.templates.seed import copied, run

#   validation.py takes seconds to import: what it finds is given here
CODE = """
import sys, types
import pandas as pd
from seed_service import gate
validation = types.ModuleType("seed_service.validation")
found = types.SimpleNamespace(passed={passed}, failures={failures}, warnings=("`hour`: 3 rows",))
validation.validate = lambda rows, training: found
sys.modules["seed_service.validation"] = validation
gate.require_valid(pd.DataFrame(), training=False)
"""


@pytest.mark.parametrize(("passed", "failures"), [(True, ()), (False, ("`rain`: gone",))])
def test_warnings_are_shown(passed: bool, failures: tuple[str, ...], tmp_path: Path) -> None:
    done = run(copied(tmp_path), "-c", CODE.format(passed=passed, failures=failures))
    assert "odd, but no reason to stop: `hour`: 3 rows" in done.stderr
    assert (done.returncode == 0) is passed
    assert ("`rain`: gone" in done.stderr) is not passed
