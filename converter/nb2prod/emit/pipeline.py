"""`pipeline.py`: the notebook's sections in their order."""

from collections.abc import Collection, Mapping, Sequence

from ..model.plan import Call, Crossing, FunctionPlan, Plan, ServingPlan
from .annotations import annotation

_RUN = '''def run(**parameters: Any) -> {class_name}:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters)){result}'''

_TRAIN = '''def train(
    parameters: Mapping[str, Any] | None = None,
    *,
    models: Path | None = None,
    validation: bool = True,
    force: bool = False,
) -> str:
    """Train a model, check its data and its metrics, and let it answer as a new version."""
    # imported here: a mere run needs none of it
    from {package} import gate, lineage, releases

    settings = read_parameters(**(parameters or {{}}))
    execution = execute(settings)
    if validation:
        gate.require_valid(execution.table, training=True)
    if not force:
        gate.require_usual(execution.metrics, folder=models)
    return releases.release(
        execution.artifacts,
        requests=execution.requests,
        metrics=execution.metrics,
        lineage=lineage.lineage(execution.table, asdict(settings)),
        folder=models,
    )'''


def pipeline_module(plan: Plan) -> str:
    """The source of `pipeline.py`, before imports are sorted and lines are formatted."""
    imports = {
        "from typing import Any, NamedTuple",
        f"from {plan.package}.parameters import Parameters, read_parameters",
    }
    functions = {f.qualified: f for module in plan.modules for f in module.functions}
    words = _own_words(plan)
    for module in plan.modules:
        names = [function.name for function in module.functions]
        if (
            module.name == "prep"
            and plan.serving
            and plan.serving.rows
            and plan.serving.rows.frozen
        ):
            names.insert(0, "Frozen")
        if names:
            imports.add(f"from {plan.package}.{module.name} import {', '.join(names)}")
    blocks = [_result(plan, words, imports)]
    if plan.serving:
        blocks.append(_execution(words, imports))
    blocks.append(_execute(plan, functions, words))
    blocks.append(_run(plan, words, imports))
    if plan.serving:
        imports |= {
            "from collections.abc import Mapping",
            "from dataclasses import asdict",
            "from pathlib import Path",
        }
        blocks.append(_TRAIN.format(package=plan.package))
    head = (
        '"""The notebook\'s sections, in their order."""\n\n'
        + "\n".join(sorted(imports))
        + "\n\n\n"
    )
    return head + "\n\n\n".join(blocks) + "\n"


def _run(plan: Plan, words: Mapping[str, str], imports: set[str]) -> str:
    text = _RUN.format(class_name=words["Result"], result=".result" if plan.serving else "")
    if not plan.moves:
        return text
    #   os.chdir("data")      begins in the notebook's folder, and leaves no trace
    imports |= {"import os", "from contextlib import chdir"}
    folder = f'with chdir(os.environ.get("{plan.package.upper()}_DATA_DIR") or "."):'
    return text.replace("    return execute", f"    {folder}\n        return execute")


def _own_words(plan: Plan) -> dict[str, str]:
    """Our names in the pipeline, away from the names of the notebook's values."""
    taken = {name for call in plan.calls for name in (*call.inputs, *call.outputs)}
    wishes = {
        "Result": ("Result", "Results", "Outcome"),
        "Execution": ("Execution", "Executed"),
        "parameters": ("parameters", "settings", "chosen_parameters"),
        "frozen": ("frozen", "frozen_values"),
    }
    return {
        word: next((wish for wish in wish_list if wish not in taken), f"{word}_")
        for word, wish_list in wishes.items()
    }


def _result(plan: Plan, words: Mapping[str, str], imports: set[str]) -> str:
    lines = [f"class {words['Result']}(NamedTuple):", '    """What the sections give."""']
    if plan.results:
        lines.append("")
    lines += [f"    {item.name}: {_typed(item, imports)}" for item in plan.results]
    return "\n".join(lines)


def _typed(item: Crossing, imports: set[str]) -> str:
    return annotation(item.type, imports) or "Any"


def _execution(words: Mapping[str, str], imports: set[str]) -> str:
    imports.add("import pandas as pd")
    return "\n".join(
        [
            f"class {words['Execution']}(NamedTuple):",
            '    """One run, with what the service needs of it."""',
            "",
            f"    result: {words['Result']}",
            "    table: pd.DataFrame  # as it was loaded",
            "    requests: pd.DataFrame  # rows as a client would send them",
            "    artifacts: dict[str, Any]",
            "    metrics: dict[str, float]",
        ]
    )


def _execute(plan: Plan, functions: Mapping[str, FunctionPlan], words: Mapping[str, str]) -> str:
    knobs = {parameter.name for parameter in plan.parameters}
    settings = {name: f"{words['parameters']}.{name}" for name in knobs}
    returns = words["Execution"] if plan.serving else words["Result"]
    lines = [
        f"def execute({words['parameters']}: Parameters) -> {returns}:",
        '    """One run from the data files to the answers."""',
    ]
    kept = _held_tables(plan, functions)
    held = {name: f"loaded_{name}" for name in kept}
    for call in plan.calls:
        lines.append(f"    {_call(call, functions[call.function], knobs, settings)}")
        for name in call.outputs:
            settings.pop(name, None)  # a section binds the parameter anew
            if name in kept:
                lines.append(f"    {held[name]} = {kept.pop(name)}")
    result = f"{words['Result']}({', '.join(f'{item.name}={item.name}' for item in plan.results)})"
    if plan.serving is None:
        return "\n".join([*lines, f"    return {result}"])
    lines += [
        *_frozen(plan.serving, settings, words["frozen"]),
        f"    return {returns}(",
        f"        result={result},",
        f"        table={_table(plan, held)},",
        f"        requests={_requests(plan, plan.serving, held)},",
        f"        artifacts={_artifacts(plan.serving, settings, words['frozen'])},",
        f"        metrics={_metrics(plan, functions)},",
        "    )",
    ]
    return "\n".join(lines)


def _metrics(plan: Plan, functions: Mapping[str, FunctionPlan]) -> str:
    types = {
        output.name: output.type for function in functions.values() for output in function.outputs
    }
    entries = []
    for name in plan.metrics:
        kind = types.get(name)
        if kind is not None and kind.name == "dict":
            each = f'{{f"{name} of {{key}}": float(value) for key, value in {name}.items()}}'
            if len(plan.metrics) == 1:
                return each
            entries.append(f"**{each}")
        else:
            entries.append(f'"{name}": float({name})')
    return f"{{{', '.join(entries)}}}"


def _held_tables(plan: Plan, functions: Mapping[str, FunctionPlan]) -> dict[str, str]:
    """
    The loaded tables whose names later steps bind anew, or whose values they change in place,
    each with the expression that keeps it as it was loaded.
    """
    if plan.serving is None:
        return {}
    tables = {plan.raw_table: None} if plan.raw_table else {}
    if plan.serving.rows is not None:
        tables[plan.serving.request_table] = None
    held = {}
    for table in tables:
        makers = [call for call in plan.calls if table in call.outputs]
        if _changed_in_place(table, plan.calls, functions):
            held[table] = f"{table}.copy()"
        elif len(makers) > 1:
            held[table] = table
    return held


def _changed_in_place(
    table: str, calls: Sequence[Call], functions: Mapping[str, FunctionPlan]
) -> bool:
    """Whether a section changes the table, or what may hold it, for all who have it."""
    #   both = collected(train, test)      `both` may hold `train`
    #   both = mapped(both)                changes `both` in place, and so `train`
    reached = {table}
    for call in calls:
        if reached.isdisjoint(call.inputs):
            continue
        if not reached.isdisjoint(functions[call.function].changes):
            return True
        reached |= set(call.outputs)
    return False


def _table(plan: Plan, held: Mapping[str, str]) -> str:
    name = plan.raw_table or (plan.serving.request_table if plan.serving else "")
    return held.get(name, name)


def _requests(plan: Plan, serving: ServingPlan, held: Mapping[str, str]) -> str:
    arrays = serving.table_kind != "frame"
    if serving.rows is not None:
        table = held.get(serving.request_table, serving.request_table)
        # a client names columns by texts, as JSON does
        named = ".rename(columns=str)" if serving.rows.integer_columns else ""
        if arrays or serving.row_ids != "index":
            return f"{table}{named}"
        return f"{table}.loc[{serving.predict_table}.index]{named}"
    if arrays:
        plain = ".numpy()" if serving.table_kind == "tensor" else ""
        return f'pd.DataFrame({serving.request_table}{plain}).add_prefix("f")'
    return serving.request_table


def _call(
    call: Call, function: FunctionPlan, knobs: Collection[str], settings: Mapping[str, str]
) -> str:
    data = [name for name in call.inputs if name not in knobs]
    keywords = [f"{name}={settings.get(name, name)}" for name in call.inputs if name in knobs]
    text = f"{function.name}({', '.join([*data, *keywords])})"
    return f"{', '.join(call.outputs)} = {text}" if call.outputs else text


def _frozen(serving: ServingPlan, settings: Mapping[str, str], name: str) -> list[str]:
    if serving.rows is None or not serving.rows.frozen:
        return []
    entries = ", ".join(
        f"{entry.name}={settings.get(entry.name, entry.name)}" for entry in serving.rows.frozen
    )
    return [f"    {name} = Frozen({entries})"]


def _artifacts(serving: ServingPlan, settings: Mapping[str, str], frozen: str) -> str:
    pairs = [f'"{item.name}": {settings.get(item.name, item.name)}' for item in serving.artifacts]
    if serving.rows is not None and serving.rows.frozen:
        pairs.append(f'"frozen": {frozen}')
    return f"{{{', '.join(pairs)}}}"
