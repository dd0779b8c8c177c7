"""A file of rows gets the predictions that the service would give, or nothing is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from energy_load import answers, batch, contract, files, predict, releases
from energy_load.errors import RefusedError

Release = Callable[[int], str]


def score(source: Path | str, target: Path | str) -> int:
    """Score without the expectations, which have their own tests."""
    return batch.score(str(source), str(target), releases.ready(), validation=False)


def expected(table: pd.DataFrame) -> list[Any]:
    """What the model answers when it is asked directly."""
    return answers.answered(contract.EXAMPLES, {"more": 0}) * (len(table) // len(contract.EXAMPLES))


@pytest.fixture
def rows_csv(tmp_path: Path, table: pd.DataFrame) -> Path:
    """A file of rows."""
    table.to_csv(tmp_path / "rows.csv", index=False)
    return tmp_path / "rows.csv"


@pytest.mark.parametrize("piece", [250, 50_000])
def test_each_row_gets_its_prediction(
    release: Release,
    rows_csv: Path,
    table: pd.DataFrame,
    piece: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release(0)
    monkeypatch.setattr(batch, "PIECE", piece)
    assert score(rows_csv, rows_csv.with_name("out.csv")) == len(table)
    scored = pd.read_csv(rows_csv.with_name("out.csv"))
    assert scored["prediction"].tolist() == pytest.approx(expected(table))
    assert list(scored.columns) == [*contract.COLUMNS, "prediction"]


def test_uris_of_files_are_paths(release: Release, rows_csv: Path) -> None:
    release(0)
    score(rows_csv.as_uri(), rows_csv.with_name("out.csv").as_uri())
    assert rows_csv.with_name("out.csv").exists()


def test_parquet_works_like_csv(release: Release, tmp_path: Path, table: pd.DataFrame) -> None:
    pytest.importorskip("pyarrow")
    release(0)
    table.to_parquet(tmp_path / "rows.parquet")
    score(tmp_path / "rows.parquet", tmp_path / "out.parquet")
    scored = pd.read_parquet(tmp_path / "out.parquet")
    assert scored["prediction"].tolist() == pytest.approx(expected(table))


def test_further_columns_are_kept(release: Release, rows_csv: Path, table: pd.DataFrame) -> None:
    release(0)
    table.assign(note="kept").to_csv(rows_csv, index=False)
    score(rows_csv, rows_csv.with_name("out.csv"))
    assert set(pd.read_csv(rows_csv.with_name("out.csv"))["note"]) == {"kept"}


def test_a_missing_column_is_refused_and_nothing_is_written(
    release: Release, rows_csv: Path, table: pd.DataFrame
) -> None:
    release(0)
    table.drop(columns=contract.COLUMNS[0]).to_csv(rows_csv, index=False)
    with pytest.raises(RefusedError, match="no column"):
        score(rows_csv, rows_csv.with_name("out.csv"))
    assert [path.name for path in rows_csv.parent.glob("*out*")] == []


@pytest.mark.parametrize(
    ("dtype", "values"),
    [("int64", [1, 2.5]), ("int64", [1, "x"]), ("bool", [True, "no"]), ("float64", [1.0, "x"])],
)
def test_values_that_would_change_are_refused(
    monkeypatch: pytest.MonkeyPatch, dtype: str, values: list[Any]
) -> None:
    monkeypatch.setattr(batch, "_nullable", lambda column: True)
    with pytest.raises(RefusedError):
        batch.as_agreed(pd.DataFrame({"x": values}, dtype=object), {"x": dtype})


def test_gaps_are_refused_where_training_had_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_nullable", lambda column: False)
    with pytest.raises(RefusedError, match="empty in 1 rows"):
        batch.as_agreed(pd.DataFrame({"x": [1.0, None]}), {"x": "float64"})


def test_text_stays_text(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("code,number\n007,7\n")
    (piece,) = files.read(str(tmp_path / "rows.csv"), 10, ["code"])
    assert piece["code"].tolist() == ["007"]
    assert piece["number"].tolist() == [7]


def test_a_file_without_rows_stays_without_rows(
    release: Release, rows_csv: Path, table: pd.DataFrame
) -> None:
    release(0)
    table.head(0).to_csv(rows_csv, index=False)
    assert score(rows_csv, rows_csv.with_name("out.csv")) == 0
    assert list(pd.read_csv(rows_csv.with_name("out.csv"))) == [*contract.COLUMNS, "prediction"]


def test_an_empty_file_is_refused(release: Release, rows_csv: Path) -> None:
    release(0)
    rows_csv.write_text("")
    with pytest.raises(RefusedError, match="CSV"):
        score(rows_csv, rows_csv.with_name("out.csv"))


def test_a_model_that_fails_says_near_which_row(
    release: Release, rows_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(0)
    version = releases.ready()
    monkeypatch.setattr(predict, "predict_rows", lambda rows, artifacts: 1 / 0)
    with pytest.raises(RefusedError, match="rows 1 to"):
        batch.score(str(rows_csv), str(rows_csv.with_name("o.csv")), version, validation=False)


@pytest.mark.parametrize("name", ["rows.xlsx", "rows", "rows.csv.exe"])
def test_other_kinds_of_files_are_refused(name: str) -> None:
    with pytest.raises(RefusedError, match=r"\.csv or \.parquet"):
        next(files.read(name, 10, []))
