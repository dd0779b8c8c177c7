"""The plan without the notebook's secrets: code reads them from the environment, late."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ..model.notebook import Secret
from ..model.plan import FunctionPlan, ModulePlan, Piece, Plan, Variable
from ..secrecy import hidden, hidden_code
from ..syntax import with_first_statements
from .modules import names_in

READER = "environment_variable"
_ASKED = re.compile(READER + r"""\(["'](\w+)["']\)""")


def without_secrets(plan: Plan, secrets: Sequence[Secret]) -> Plan:
    """The plan where each secret is read from a variable of the environment."""
    if not secrets:
        return plan

    def cleaned(text: str) -> str:
        return hidden_code(text, secrets, lambda name: f'{READER}("{name}")')

    constants = _constants(plan.modules, cleaned)
    serving = plan.serving
    if serving is not None and serving.rows is not None:
        rows = replace(serving.rows, pieces=_pieces(serving.rows.pieces, constants, cleaned))
        serving = replace(serving, rows=rows)
    files = (
        replace(f, text=_own_module(cleaned(f.text), plan.package)) if f.module else f
        for f in plan.local_files
    )
    changed = replace(
        plan,
        modules=tuple(_module(module, constants, cleaned) for module in plan.modules),
        serving=serving,
        left_out=tuple(replace(item, text=cleaned(item.text)) for item in plan.left_out),
        local_files=tuple(files),
    )
    # one that stands in a comment or in a heading only is needed by nobody
    read = _read(changed)
    variables = tuple(Variable(s.name, s.kind) for s in secrets if s.name in read)
    result: Plan = hidden(replace(changed, variables=variables), secrets)
    return result


def _read(plan: Plan) -> set[str]:
    """Names of variables that the project's code asks for."""
    rows = plan.serving.rows if plan.serving else None
    pieces = [p for m in plan.modules for f in m.functions for p in f.pieces]
    pieces += [p for m in plan.modules for p in m.definitions]
    texts = [p.text for p in (*pieces, *(rows.pieces if rows else ()))]
    texts += [file.text for file in plan.local_files]
    return {name for text in texts for name in _ASKED.findall(text)}


def _own_module(text: str, package: str) -> str:
    line = f"from {package}.environment import {READER}"
    if f"{READER}(" not in text:
        return text
    return with_first_statements(text, [line])


def _constants(
    modules: Sequence[ModulePlan], cleaned: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """Constants that hold a secret, by name: no module can have them before somebody asks."""
    #   API_KEY = "sk-..."          a line of each function that reads it
    found: dict[str, tuple[str, ...]] = {}
    for module in modules:
        for name, piece in zip(module.defines, module.definitions, strict=True):
            node = ast.parse(piece.text).body[-1]
            text = cleaned(piece.text)
            if isinstance(node, ast.Assign | ast.AnnAssign) and READER in text:
                found[name] = (text,)
    users = [p.text for m in modules for p in m.definitions]
    stuck = {name for name in found for text in users if name in _names_outside_bodies(text)}
    return {name: text for name, text in found.items() if name not in stuck}


def _names_outside_bodies(text: str) -> set[str]:
    """Names that a definition needs when it is made: of defaults, decorators, classes."""
    node = ast.parse(text).body[-1]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return names_in(ast.unparse(node.value)) if node.value is not None else set()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = [*node.decorator_list, *node.args.defaults]
        inner += [default for default in node.args.kw_defaults if default is not None]
        return {name for part in inner for name in names_in(ast.unparse(part))}
    return names_in(text)


def _module(
    module: ModulePlan, constants: Mapping[str, tuple[str, ...]], cleaned: Callable[[str], str]
) -> ModulePlan:
    kept = [
        (name, _definition(piece, constants, cleaned))
        for name, piece in zip(module.defines, module.definitions, strict=True)
        if name not in constants
    ]
    borrows = {
        home: tuple(name for name in names if name not in constants)
        for home, names in (module.borrows or {}).items()
    }
    return replace(
        module,
        defines=tuple(name for name, _ in kept),
        definitions=tuple(piece for _, piece in kept),
        functions=tuple(_function(f, constants, cleaned) for f in module.functions),
        borrows={home: names for home, names in borrows.items() if names},
    )


def _function(
    function: FunctionPlan,
    constants: Mapping[str, tuple[str, ...]],
    cleaned: Callable[[str], str],
) -> FunctionPlan:
    return replace(function, pieces=_pieces(function.pieces, constants, cleaned))


def _pieces(
    pieces: Sequence[Piece],
    constants: Mapping[str, tuple[str, ...]],
    cleaned: Callable[[str], str],
) -> tuple[Piece, ...]:
    read = {name for piece in pieces for name in names_in(piece.text)}
    first = [
        Piece(text, pieces[0].place)
        for name, texts in constants.items()
        for text in texts
        if name in read
    ]
    return (*first, *(replace(piece, text=cleaned(piece.text)) for piece in pieces))


def _definition(
    piece: Piece, constants: Mapping[str, tuple[str, ...]], cleaned: Callable[[str], str]
) -> Piece:
    read = names_in(piece.text)
    first = [text for name, texts in constants.items() for text in texts if name in read]
    text = cleaned(piece.text)
    return replace(piece, text=with_first_statements(text, first) if first else text)
