"""The serving path in `prep.py`, and the one place that answers in `predict.py`."""

import re

from ..model.plan import FunctionPlan, Plan, RowsPlan, ServingPlan
from ..syntax import function_source
from .annotations import annotation

ROWS_MODULE = "prep"
_RETURNS = {
    "frame": ("pd.DataFrame", "import pandas as pd"),
    "array": ("np.ndarray", "import numpy as np"),
    "tensor": ("torch.Tensor", "import torch"),
    "sparse": ("Any", "from typing import Any"),
}


def frozen_class(rows: RowsPlan, imports: set[str], aliases: dict[str, str]) -> str:
    """The class that holds what training has learnt."""
    imports.add("from dataclasses import dataclass")
    lines = [
        "@dataclass(frozen=True)",
        "class Frozen:",
        '    """Learnt from the training table, replayed for each request."""',
        "",
    ]
    for entry in rows.frozen:
        typed = annotation(entry.type, imports, aliases)
        if not typed:
            imports.add("from typing import Any")
            typed = "Any"
        line = f"    {entry.name}: {typed}"
        commented = f"{line}  # {entry.comment}"
        lines.append(commented if entry.comment and len(commented) < 100 else line)
    return "\n".join(lines)


def rows_function(serving: ServingPlan, rows: RowsPlan, imports: set[str]) -> list[str]:
    """The function that makes the model's input of raw rows, with the columns it wants to see."""
    imports.add("import pandas as pd")
    table = serving.request_table
    copied = bool(rows.pieces) and rows.pieces[0].text.strip() == f"{table} = {table}.copy()"
    before = [] if copied else [f"{table} = {table}.copy()"]
    blocks = []
    if rows.all_columns:
        listed = ", ".join(f'"{name}"' for name in rows.all_columns)
        blocks.append(
            "# columns that a request need not bring are empty in serving\n"
            f"RAW_COLUMNS = [{listed}]"
        )
        before = [f"{table} = {table}.reindex(columns=RAW_COLUMNS)"]
        if rows.text_blanks:
            texts = ", ".join(f'"{name}"' for name in rows.text_blanks)
            before.append(f"{table} = {table}.astype(dict.fromkeys([{texts}], object))")
    if rows.integer_columns:
        before.append(f"{table} = {table}.rename(columns=int)  # the file has no header")
    pieces, given = _without_renaming([piece.text for piece in rows.pieces], rows.gives)
    if not pieces and before == [f"{given} = {given}.copy()"]:
        before, given = [], f"{given}.copy()"
    parameters = f"{table}: pd.DataFrame" + (", frozen: Frozen" if rows.frozen else "")
    returns, needed = _RETURNS[serving.table_kind]
    imports.add(needed)
    blocks.append(
        function_source(
            name=rows.function,
            parameters=parameters,
            returns=returns,
            doc="The same steps for the rows of a request"
            + (", with what training has learnt." if rows.frozen else "."),
            pieces=pieces,
            before=before,
            after=[f"return {given}"],
        )
    )
    return blocks


def _without_renaming(texts: list[str], given: str) -> tuple[list[str], str]:
    """The steps and what they give, where the last ones only gave it another name."""
    #   test = ratings
    #   return test            is      return ratings
    while texts and (
        found := re.fullmatch(rf"{re.escape(given)} = ([^\W\d]\w*)", texts[-1].strip())
    ):
        texts, given = texts[:-1], found[1]
    return texts, given


def answering_function(plan: Plan, serving: ServingPlan, imports: set[str]) -> str:
    """`predict_rows`: raw rows and artifacts in, plain answers out."""
    imports |= {
        "from collections.abc import Mapping",
        "from typing import Any",
        "import pandas as pd",
    }
    functions = {f.qualified: f for module in plan.modules for f in module.functions}
    function = functions[serving.predict]
    table = serving.predict_table
    lines = []
    if serving.rows is not None:
        imports.add(f"from {plan.package}.{ROWS_MODULE} import {serving.rows.function}")
        frozen = ', artifacts["frozen"]' if serving.rows.frozen else ""
        lines.append(f"{table} = {serving.rows.function}(rows{frozen})")
    elif serving.table_kind == "array":
        lines.append(f"{table} = rows.to_numpy()")
    elif serving.table_kind == "tensor":
        imports.add("import torch")
        lines.append(f"{table} = torch.tensor(rows.to_numpy(), dtype={serving.table_dtype})")
    else:
        table = "rows"
    settings = {parameter.name for parameter in plan.parameters}
    arguments = []
    for item in function.inputs:
        value = table if item.name == serving.predict_table else f'artifacts["{item.name}"]'
        arguments.append(f"{item.name}={value}" if item.name in settings else value)
    outputs = [output.name for output in function.outputs]
    call = f"{function.name}({', '.join(arguments)})"
    if len(outputs) == 1:
        lines.append(f"{serving.prediction} = {call}")
    else:
        names = [name if name == serving.prediction else "_" for name in outputs]
        lines.append(f"{', '.join(names)} = {call}")
    if serving.prediction_columns:
        lines.append(f'return list({serving.prediction}.to_dict("records"))')
    elif _is_tensor(function, serving.prediction):
        lines.append(f"return list({serving.prediction}.tolist())")
    else:
        imports.add("import numpy as np")
        lines.append(f"return list(np.asarray({serving.prediction}).tolist())")
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "# the answer for a row does not depend on the rows beside it\n"
        f"ROW_WISE = {serving.row_wise}\n\n\n"
        "def predict_rows(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:\n"
        '    """One prediction for each row, in order."""\n' + body
    )


def _is_tensor(function: FunctionPlan, name: str) -> bool:
    #   model(X)     asked without `torch.no_grad()` its answer becomes no array
    found = next((output.type for output in function.outputs if output.name == name), None)
    return found is not None and (found.module, found.name) == ("torch", "Tensor")
