"""The modules that hold the user's code: functions, definitions, imports."""

import ast
from collections.abc import Collection, Sequence

from ..model.plan import Crossing, FunctionPlan, ModulePlan, Parameter, Plan
from ..model.run import TypeName
from ..syntax import annotated, awaits, function_source
from .annotations import annotation, returned
from .environment import READER
from .left_out import asked_choices, kept_function
from .load import data_file_block
from .rows import ROWS_MODULE, answering_function, frozen_class, rows_function

_DOCS = {
    "load": "Reads the data.",
    "prep": "Prepares the data.",
    "train": "Trains the model.",
    "evaluate": "Measures how good the result is.",
    "predict": "Gives the answers.",
    "sections": "The notebook's sections, which share names.",
}


def user_module(module: ModulePlan, plan: Plan) -> str:
    """The source of one module of user code, before imports are sorted and lines are formatted."""
    imports = set(module.imports)
    aliases = _aliases(module.imports)
    settings = {parameter.name: parameter for parameter in plan.parameters}
    blocks: list[str] = [
        *_common_names(module, imports),
        *data_file_block(module, plan, imports),
        *_definitions(module, imports, aliases),
    ]
    serving = plan.serving
    rows = serving.rows if serving is not None else None
    if rows is not None and module.name == ROWS_MODULE and rows.frozen:
        blocks.append(frozen_class(rows, imports, aliases))
    for function in module.functions:
        if function.result_type:
            blocks.append(_named_tuple(function, imports, aliases))
        blocks.append(_function(function, settings, imports, aliases))
    if serving is not None and rows is not None and module.name == ROWS_MODULE:
        blocks += rows_function(serving, rows, imports)
        if choices := asked_choices(rows):
            blocks.append(kept_function(serving, choices))
    if serving is not None and module.name == "predict":
        blocks.append(answering_function(plan, serving, imports))
    if any(f"{READER}(" in block for block in blocks):
        imports.add(f"from {plan.package}.environment import {READER}")
    for home, names in (module.borrows or {}).items():
        imports.add(f"from {plan.package}.{home} import {', '.join(names)}")
    blocks = [*_kept_for_texts(module, blocks), *blocks]
    head = f'"""{_DOCS[module.name]}"""\n\n' + "\n".join(sorted(imports)) + "\n\n"
    return head + "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _common_names(module: ModulePlan, imports: set[str]) -> list[str]:
    if not module.common:
        return []
    imports.add("from typing import Any")
    said = "# Functions read these when they are called; a section may bind them anew."
    return ["\n".join([said, *(f"{name}: Any" for name in module.common)])]


def _kept_for_texts(module: ModulePlan, blocks: Sequence[str]) -> list[str]:
    """What says that imported names are used, where only the text of a formula or a query does."""
    #   smf.ols("price ~ np.log(size)", data=sales)
    if not module.in_texts:
        return []
    try:
        nodes = [node for block in blocks for node in ast.walk(ast.parse(block))]
    except SyntaxError:  # indented too deeply: the formatter says so, with the function
        return []
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    names = [name for name in module.in_texts if name not in used]
    if not names:
        return []
    public = ", ".join(f'"{name}"' for name in [*names, *(f.name for f in module.functions)])
    return [f"# the texts of formulas and queries name some of these\n__all__ = [{public}]"]


_COMMON = frozenset({"", "builtins", "typing", "collections", "datetime", "pandas", "numpy"})


def _definitions(module: ModulePlan, imports: set[str], aliases: dict[str, str]) -> list[str]:
    """The user's own definitions, functions with the types that were seen of them."""
    roots = {line.split()[1].split(".")[0] for line in module.imports} | _COMMON
    texts = []
    for position, piece in enumerate(module.definitions):
        name = module.defines[position] if position < len(module.defines) else ""
        seen = (module.signatures or {}).get(name)
        text = piece.text
        if seen is not None:
            given = {p.name: p.type for p in (*seen.parameters, Crossing("", seen.returns))}
            types = {
                slot: annotation(kind, imports, aliases)
                for slot, kind in given.items()
                if kind is not None and _at_home(kind, roots)
            }
            text = annotated(text, types, types.get("", ""))
        texts.append(text)
    return _together(texts)


def _together(texts: Sequence[str]) -> list[str]:
    """The definitions, where constants of one line each stand below one another."""
    #   SEED = 42
    #   TARGET = "diagnosis"
    blocks: list[str] = []
    constants = False
    for text in (text.strip("\n") for text in texts):
        constant = "\n" not in text and not text.startswith(("def ", "async def ", "class "))
        if constant and constants:
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
        constants = constant
    return blocks


def _at_home(kind: TypeName, roots: Collection[str]) -> bool:
    """Whether the type comes from what the module imports anyway, by a public way."""
    parts = kind.module.split(".")
    public = not any(part.startswith("_") for part in parts)
    return public and parts[0] in roots and all(_at_home(item, roots) for item in kind.arguments)


def _aliases(lines: Sequence[str]) -> dict[str, str]:
    """What the import lines bind: by dotted path, the name in the code."""
    #   import numpy as np               numpy: np
    #   from datetime import datetime    datetime.datetime: datetime
    found = {}
    for line in lines:
        for statement in ast.parse(line.strip()).body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                start = f"{statement.module}." if isinstance(statement, ast.ImportFrom) else ""
                for item in statement.names:
                    found[f"{start}{item.name}"] = item.asname or item.name
    return found


def _function(
    function: FunctionPlan,
    settings: dict[str, Parameter],
    imports: set[str],
    aliases: dict[str, str],
) -> str:
    returns = function.result_type or returned(
        [output.type for output in function.outputs], imports, aliases
    )
    parameters = _parameters(function.inputs, settings, imports, aliases)
    pieces = [piece.text for piece in function.pieces]
    shared = [f"global {', '.join(function.common)}"] if function.common else []
    before = [*shared, *(f"{name} = {name}.copy()" for name in function.copies)]
    after = return_lines(function)
    if any(map(awaits, pieces)):
        #   rows = await fetch(1)      a notebook has a loop running; a function starts one
        imports.add("import asyncio")
        names = [item.name for item in function.inputs]
        inner = next(word for word in ("steps", "inner_steps", "_steps") if word not in names)
        body = function_source(
            inner, ", ".join(names), returns, "", pieces, before, after, asynchronous=True
        )
        call = f"asyncio.run({inner}({', '.join(names)}))"
        pieces, before, after = [f"{body}\n"], [], [f"return {call}" if function.outputs else call]
    return function_source(function.name, parameters, returns, function.doc, pieces, before, after)


def return_lines(function: FunctionPlan) -> list[str]:
    """The last line of a function: its one value, a tuple, or its named tuple."""
    names = [output.name for output in function.outputs]
    if not names:
        return []
    if function.result_type:
        return [f"return {function.result_type}({', '.join(f'{name}={name}' for name in names)})"]
    return [f"return {', '.join(names)}"]


def _parameters(
    inputs: Sequence[Crossing],
    settings: dict[str, Parameter],
    imports: set[str],
    aliases: dict[str, str],
) -> str:
    data = [item for item in inputs if item.name not in settings]
    knobs = [item for item in inputs if item.name in settings]
    texts = [_parameter(item, imports, aliases) for item in data]
    if knobs:
        texts.append("*")
        texts += [_parameter(item, imports, aliases) for item in knobs]
    return ", ".join(texts)


def _parameter(item: Crossing, imports: set[str], aliases: dict[str, str]) -> str:
    typed = annotation(item.type, imports, aliases)
    return f"{item.name}: {typed}" if typed else item.name


def _named_tuple(function: FunctionPlan, imports: set[str], aliases: dict[str, str]) -> str:
    imports.add("from typing import NamedTuple")
    lines = [
        f"class {function.result_type}(NamedTuple):",
        f'    """What `{function.name}` gives."""',
        "",
    ]
    for output in function.outputs:
        typed = annotation(output.type, imports, aliases)
        if not typed:
            imports.add("from typing import Any")
            typed = "Any"
        lines.append(f"    {output.name}: {typed}")
    return "\n".join(lines)
