"""Asks the project's batch command about all rows, in a process that has trained nothing."""

import contextlib
import importlib.util
import io
import os
import runpy
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from .answers import REFUTED, Answer
from .observed_rows import Observed
from .tally import Tally


class NotThere(Exception):
    """Something that the claim is about does not exist here; the text says what."""


def batch_command(request: dict[str, Any], rows: Observed) -> Answer:
    """`python -m PACKAGE batch` on a file of all rows answers as the notebook did."""
    positions = rows.positions()
    table = rows.table[list(rows.columns)].iloc[positions]
    source, target = _files(request, table)
    code, noise = _command(request, ["batch", "--in", source, "--out", target])
    if code != 0:
        said = _error_in(noise)
        if "ModuleNotFoundError" in said and request["package"] not in said:
            raise NotThere(f"no environment: {said}")
        return Answer(REFUTED, f"exit code {code}: {said or 'it said nothing'}")
    answers = _answers_in(target, rows.expected[positions[0]])
    if len(answers) != len(positions):
        return Answer(REFUTED, f"{len(answers):,} answers for {len(positions):,} rows")
    tally = Tally(rows, request["table"]["name"], request["answer_tolerance"])
    tally.add(positions, answers)
    return tally.answer()


def _command(request: Mapping[str, Any], arguments: list[str]) -> tuple[Any, str]:
    """The exit code of a command of the project and what it complained about."""
    #   this process has trained nothing: what it knows of a model, it read from the version
    noise, folder, given = io.StringIO(), os.getcwd(), sys.argv
    sys.argv = [request["package"], *arguments]
    os.chdir(request["scratch"])
    try:
        with contextlib.redirect_stderr(noise):
            runpy.run_module(request["package"], run_name="__main__", alter_sys=False)
        code: Any = 0
    except SystemExit as end:
        code = end.code or 0
        if isinstance(code, str):  # sys.exit("there is no such column")
            print(code, file=noise)
    except BaseException:
        traceback.print_exc(file=noise)
        code = 1
    finally:
        os.chdir(folder)
        sys.argv = given
    return code, noise.getvalue()


def _error_in(noise: str) -> str:
    """The last error with all its lines, without the frames above it."""
    #   ValueError: Feature names unseen at fit time:
    #   - price                                         the last line alone says nothing
    lines = [line for line in noise.rpartition("Traceback (most")[2].splitlines() if line.strip()]
    frames = [number for number, line in enumerate(lines) if line[0].isspace()]
    told = lines[frames[-1] + 1 :] if "Traceback (most" in noise and frames else lines
    return " ".join(" ".join(told).split())[:300]


def _files(request: dict[str, Any], table: Any) -> tuple[str, str]:
    """A file of the rows, and the place for the answers; CSV only where it keeps every value."""
    folder = request["scratch"]
    if importlib.util.find_spec("pyarrow") is not None:
        source, target = os.path.join(folder, "rows.parquet"), os.path.join(folder, "out.parquet")
        table.to_parquet(source, index=False)
        return source, target
    source, target = os.path.join(folder, "rows.csv"), os.path.join(folder, "out.csv")
    table.to_csv(source, index=False)
    import pandas as pd

    again = pd.read_csv(source, dtype=str)
    for name in table.columns:
        if again[name].isna().tolist() != table[name].isna().tolist():
            raise NotThere(f"a CSV file cannot tell empty texts from gaps in `{name}`")
    return source, target


def _answers_in(target: str, example: Any) -> list[Any]:
    import pandas as pd

    named = list(example) if isinstance(example, Mapping) else []
    columns = [f"prediction.{name}" for name in named] or ["prediction"]
    if target.endswith(".parquet"):
        table = pd.read_parquet(target)
    else:
        text = {
            column: str
            for column, value in zip(columns, example.values() if named else [example], strict=True)
            if isinstance(value, str)
        }
        table = pd.read_csv(target, dtype=text, float_precision="round_trip")
    missing = [column for column in columns if column not in table]
    if missing:
        raise NotThere(f"the batch file has no column {missing[0]!r}")
    values = [table[column].tolist() for column in columns]
    if not named:
        return list(values[0])
    return [dict(zip(named, row, strict=True)) for row in zip(*values, strict=True)]
