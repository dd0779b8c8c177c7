"""`pipeline.py`: the notebook's sections in their order."""

from collections.abc import Mapping, Sequence

from ..model.plan import Call, Crossing, FunctionPlan, Plan
from .annotations import annotation


def pipeline_module(plan: Plan) -> str:
    """The source of `pipeline.py`."""
    imports = {"from typing import Any, NamedTuple", f"from {plan.package}.parameters import Parameters, read_parameters"}
    functions = {f.qualified: f for module in plan.modules for f in module.functions}
    for module in plan.modules:
        names = [function.name for function in module.functions]
        if module.name == "prep" and plan.serving and plan.serving.rows and plan.serving.rows.frozen:
            names.append("Frozen")
        imports.add(f"from {plan.package}.{module.name} import {', '.join(names)}")
    blocks = [_result(plan, imports)]
    if plan.serving:
        blocks.append(_execution(plan, imports))
    blocks.append(_execute(plan, functions))
    blocks.append(_run(plan))
    if plan.serving:
        blocks.append(_train(plan, imports))
    head = '"""The notebook\'s sections, in their order."""\n\n' + "\n".join(sorted(imports)) + "\n\n\n"
    return head + "\n\n\n".join(blocks) + "\n"


def _result(plan: Plan, imports: set[str]) -> str:
    lines = ["class Result(NamedTuple):", '    """What the last section gives."""', ""]
    lines += [f"    {item.name}: {_typed(item, imports)}" for item in plan.results]
    return "\n".join(lines if plan.results else lines[:2])


def _typed(item: Crossing, imports: set[str]) -> str:
    return annotation(item.type, imports) or "Any"


def _execution(plan: Plan, imports: set[str]) -> str:
    imports.add("import pandas as pd")
    return "\n".join(
        [
            "class Execution(NamedTuple):",
            '    """One run, with what the service needs of it."""',
            "",
            "    result: Result",
            "    table: pd.DataFrame  # as it was loaded" if _raw(plan) else "    table: pd.DataFrame",
            "    requests: pd.DataFrame  # rows as a client would send them",
            "    predictions: list[Any]",
            "    artifacts: dict[str, Any]",
            "    metrics: dict[str, float]",
        ]
    )


def _raw(plan: Plan) -> bool:
    return plan.serving is not None and plan.serving.rows is not None


def _execute(plan: Plan, functions: Mapping[str, FunctionPlan]) -> str:
    settings = {parameter.name for parameter in plan.parameters}
    returns = "Execution" if plan.serving else "Result"
    lines = [f"def execute(parameters: Parameters) -> {returns}:", '    """One run from the data files to the answers."""']
    keep = _kept_tables(plan)
    for call in plan.calls:
        lines += [f"    {line}" for line in _call(call, functions[call.function], settings)]
        for name, held in keep.items():
            if name in call.outputs and held not in "".join(lines):
                lines.append(f"    {held} = {name}")
    result = f"Result({', '.join(f'{item.name}={item.name}' for item in plan.results)})"
    if plan.serving is None:
        lines.append(f"    return {result}")
        return "\n".join(lines)
    lines += _artifacts(plan, settings)
    lines += [
        "    return Execution(",
        f"        result={result},",
        f"        table={keep.get(plan.raw_table or '', plan.raw_table)},",
        f"        requests={_requests(plan, keep)},",
        f"        predictions={plan.serving.prediction},",
        "        artifacts=artifacts,",
        f"        metrics={_metrics(plan)},",
        "    )",
    ]
    return "\n".join(lines)


def _kept_tables(plan: Plan) -> dict[str, str]:
    """Tables that later steps bind anew, with the name under which the first one is held."""
    if plan.serving is None or plan.raw_table is None:
        return {}
    makers = [call for call in plan.calls if plan.raw_table in call.outputs]
    return {plan.raw_table: f"loaded_{plan.raw_table}"} if len(makers) > 1 else {}


def _requests(plan: Plan, keep: Mapping[str, str]) -> str:
    assert plan.serving is not None
    if plan.serving.rows is not None:
        table = keep.get(plan.serving.request_table, plan.serving.request_table)
        return f"{table}.loc[{plan.serving.rows.gives}.index]"
    if plan.serving.table_kind == "array":
        return f"pd.DataFrame({plan.serving.request_table}).add_prefix(\"f\")"
    return plan.serving.request_table


def _call(call: Call, function: FunctionPlan, settings: set[str]) -> Sequence[str]:
    arguments = []
    for name in call.inputs:
        if name in settings:
            arguments.append(f"{name}=parameters.{name}")
        else:
            arguments.append(name)
    text = f"{function.name}({', '.join(arguments)})"
    if not call.outputs:
        return [text]
    if function.result_type is None:
        return [f"{', '.join(call.outputs)} = {text}"]
    return [f"{', '.join(call.outputs)} = {text}"]


def _artifacts(plan: Plan, settings: set[str]) -> list[str]:
    assert plan.serving is not None
    lines = []
    rows = plan.serving.rows
    if rows is not None and rows.frozen:
        entries = ", ".join(
            f"{e.name}=parameters.{e.name}" if e.name in settings else f"{e.name}={e.name}" for e in rows.frozen
        )
        lines.append(f"    frozen = Frozen({entries})")
    pairs = [
        f'"{item.name}": parameters.{item.name}' if item.name in settings else f'"{item.name}": {item.name}'
        for item in plan.serving.artifacts
    ]
    if rows is not None and rows.frozen:
        pairs.append('"frozen": frozen')
    lines.append(f"    artifacts = {{{', '.join(pairs)}}}")
    return lines


def _metrics(plan: Plan) -> str:
    return "{" + ", ".join(f'"{name}": float({name})' for name in plan.metrics) + "}"


def _run(plan: Plan) -> str:
    execute = "execute(read_parameters(**parameters))"
    return "\n".join(
        [
            "def run(**parameters: Any) -> Result:",
            '    """Run every section in the notebook\'s order; nothing is written."""',
            f"    return {execute}{'.result' if plan.serving else ''}",
        ]
    )


def _train(plan: Plan, imports: set[str]) -> str:
    imports.add("from pathlib import Path")
    imports.add(f"from {plan.package} import versions")
    return "\n".join(
        [
            "def train(models: Path | None = None, **parameters: Any) -> str:",
            '    """Train a model, check its data, register it as a new version, and return the version\'s name."""',
            f"    from {plan.package}.validation import validate",
            "",
            "    execution = execute(read_parameters(**parameters))",
            "    report = validate(execution.table, training=True)",
            "    if not report.passed:",
            '        raise ValueError("the training data is not as expected: " + "; ".join(report.failures))',
            "    return versions.register(execution, models=models)",
        ]
    )
