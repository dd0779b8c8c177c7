"""
Writes the small samples that the project's tests read.

`python start.py fixtures request.json`, with the project's interpreter; the project's own
`tests/samples.py` writes them, so that it can read them again.
"""

import importlib
import json
import pickle
import random
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

FIRST_SIZE, LAST_SIZE = 120, 960


def main(request_path: str) -> None:
    """Write the samples of functions, of requests and of predictions."""
    with open(request_path) as file:
        request = json.load(file)
    warnings.simplefilter("ignore")
    project = Path(request["project"])
    sys.path[:0] = [str(project / "src"), str(project / "tests")]
    samples = importlib.import_module("samples")
    data = project / "tests" / "data"
    done: dict[str, Any] = {"functions": [], "requests": 0}
    size = FIRST_SIZE
    while size <= LAST_SIZE:
        shutil.rmtree(data / "functions", ignore_errors=True)
        done["functions"], failed = functions(request, samples, data / "functions", size)
        if not failed:
            break
        size *= 2
    if request.get("service"):
        done["requests"] = requests(request["service"], samples, data)
    with open(request["answer"], "w") as file:
        json.dump(done, file)


def functions(
    request: dict[str, Any], samples: Any, folder: Path, size: int
) -> tuple[list[str], bool]:
    """Run the project's functions on a sample of the tables; keep what goes in and comes out."""
    names = dict(request["parameters"])
    for path in request["boundaries"]:
        with open(path, "rb") as file:
            held = pickle.load(file)["values"]
        names.update({name: sampled(value, size) for name, value in held.items()})
    kept: list[str] = []
    random.seed(0)
    for call in request["calls"]:
        module, _, function = call["function"].partition(":")
        inputs = {name: names.get(name) for name in call["inputs"]}
        if any(name not in names for name in call["inputs"]):
            return kept, True
        case = folder / function
        written = [samples.write(case / "in", name, value) for name, value in inputs.items()]
        try:
            given = getattr(importlib.import_module(module), function)(**inputs)
        except Exception:
            shutil.rmtree(case, ignore_errors=True)
            return kept, True
        values = given if len(call["outputs"]) > 1 else (given,)
        names.update(zip(call["outputs"], values, strict=True))
        told = [
            samples.write(case / "out", name, value)
            for name, value in zip(call["outputs"], values, strict=True)
        ]
        if not inputs or not all(written) or not any(told) or call.get("unstable"):
            shutil.rmtree(case, ignore_errors=True)
            continue
        text = {"function": call["function"], "inputs": call["inputs"], "outputs": call["outputs"]}
        (case / "case.json").write_text(json.dumps(text, indent=1) + "\n")
        kept.append(function)
    return kept, False


def sampled(value: Any, size: int) -> Any:
    """Some rows of a table, in their order; other values as they are."""
    if hasattr(value, "sample") and hasattr(value, "columns") and len(value) > size:
        return value.sample(n=size, random_state=0).sort_index()
    return value


def requests(service: dict[str, Any], samples: Any, data: Path) -> int:
    """Keep some rows of the request's table with what the notebook predicted for them."""
    with open(service["request_boundary"], "rb") as file:
        table = pickle.load(file)["values"][service["request_table"]]
    with open(service["prediction_boundary"], "rb") as file:
        predictions = pickle.load(file)["values"][service["prediction"]]
    if not hasattr(table, "iloc"):
        return 0
    rows = service["rows"] or list(range(len(table)))
    positions = sorted(random.Random(0).sample(range(len(rows)), min(40, len(rows))))
    chosen = table.iloc[[rows[position] for position in positions]]
    if hasattr(predictions, "to_dict") and hasattr(predictions, "columns"):
        answers = predictions.iloc[positions].to_dict("records")
    elif hasattr(predictions, "iloc"):
        answers = predictions.iloc[positions].tolist()
    else:
        answers = [predictions[position] for position in positions]
        answers = [value.item() if hasattr(value, "item") else value for value in answers]
    if samples.write(data, "requests", chosen) and samples.write(data, "predictions", answers):
        return len(positions)
    for name in ("requests.csv", "requests.json", "predictions.json"):
        (data / name).unlink(missing_ok=True)
    return 0
