"""The commands: what they print, and how they end."""

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from energy_load import answers, contract
from energy_load.__main__ import main
from energy_load.commands import shown
from energy_load.monitoring import Monitor
from energy_load.releases import current, ready

Release = Callable[[int], str]
Output = pytest.CaptureFixture[str]


def test_versions_marks_the_one_that_answers(release: Release, capsys: Output) -> None:
    release(0)
    release(1)
    assert main(["versions"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("  v1")
    assert second.startswith("* v2")


def test_promote_and_rollback(release: Release, capsys: Output) -> None:
    release(0)
    release(1)
    assert main(["promote", "v1", "--why", "v2 is slow"]) == 0
    assert current() == "v1"
    assert main(["rollback"]) == 0
    assert current() == "v2"


@pytest.mark.parametrize("arguments", [["serve"], ["promote", "v9"], ["rollback"], ["drift"]])
def test_what_cannot_be_done_is_said_in_one_line(
    models: Path, capsys: Output, arguments: list[str]
) -> None:
    assert main(arguments) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["batch"], ["serve", "--port", "x"]])
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_batch_adds_predictions(release: Release, tmp_path: Path, capsys: Output) -> None:
    release(0)
    answers.table(contract.EXAMPLES).to_csv(tmp_path / "rows.csv", index=False)
    files = ["--in", str(tmp_path / "rows.csv"), "--out", str(tmp_path / "out.csv")]
    assert main(["batch", *files, "--no-validation"]) == 0
    assert len(pd.read_csv(tmp_path / "out.csv")["prediction"]) == len(contract.EXAMPLES)
    assert "answered by v1" in capsys.readouterr().out


def test_a_file_that_is_not_there(release: Release, capsys: Output) -> None:
    release(0)
    assert main(["batch", "--in", "nothing.csv", "--out", "out.csv", "--no-validation"]) == 1
    assert "nothing.csv" in capsys.readouterr().err


def test_drift_without_rows(release: Release, capsys: Output) -> None:
    release(0)
    assert main(["drift"]) == 0
    assert "no rows" in capsys.readouterr().out


@pytest.mark.parametrize("times", [1, 200])
def test_drift_of_rows_like_training(release: Release, times: int, capsys: Output) -> None:
    release(0)
    answer(contract.EXAMPLES * times)
    assert main(["drift"]) == 0
    assert "prediction" in capsys.readouterr().out


def test_drift_ends_with_one_when_something_alarms(release: Release, capsys: Output) -> None:
    release(0)
    answer(contract.EXAMPLES * 200, prediction=-1e6)
    assert main(["drift"]) == 1
    assert "ALARM" in capsys.readouterr().out


def answer(rows: list[dict[str, object]], prediction: float | None = None) -> None:
    """Leave the counts of these rows, as a service does when it ends."""
    version = ready()
    monitor = Monitor(version)
    asked = contract.PredictRequest.model_validate({"rows": rows}).rows
    given = answers.answered(rows, version.artifacts)
    monitor.observe(asked, given if prediction is None else [prediction] * len(rows))
    monitor.save()


def test_results_are_shown_short() -> None:
    table = pd.Series(range(100))
    assert shown(table) == {"length": 100, "first": list(range(10))}
    assert shown({"a": [1, 2]}) == {"a": [1, 2]}
    assert shown(time.struct_time) is time.struct_time
