"""Which module holds which function, definition and import."""

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..model.flow import Flow, Statement
from ..model.notebook import Role
from ..model.plan import FunctionPlan, ModulePlan, Piece, Signature
from ..positions import changed as changed_code
from ..syntax import as_inner, as_plain, lift, without_display
from ..trees import nodes_of, statements_of
from .bodies import declared_global, without_annotations
from .common_names import MODULE
from .data_files import with_data_files
from .definitions import Definitions
from .outline import Outline, Part

CATCHES = "catches prints"  # with redirect_stdout(text): print(rows)
MODULES = (Role.LOAD, Role.PREP, Role.TRAIN, Role.EVALUATE, Role.PREDICT)


@dataclass(frozen=True, slots=True)
class Texts:
    """The final text of each kept statement and definition."""

    pieces: Mapping[str, tuple[Piece, ...]]  # part name -> its pieces
    definitions: Mapping[str, Piece]  # definition name -> its piece


def texts(outline: Outline, flow: Flow) -> Texts:
    """
    The statements as they will stand: functions that read data take it as arguments, nothing is
    printed.
    """
    defined = outline.definitions
    paths = {*outline.parameters, *_text_constants(flow)}
    own_print = not flow.bound_by.keys().isdisjoint({"print", "display"}) or any(
        CATCHES in s.effects.outside for part in outline.parts for s in part.statements
    )
    pieces = {
        part.name: tuple(_pieces(part, defined, paths, outline.moves, own_print))
        for part in outline.parts
    }
    standing = {}
    for name in (*defined.module_level, *defined.lifted):
        statement = flow.statements[flow.bound_by[name][0]]
        define = name if name in defined.lifted else None
        standing[name] = Piece(
            lift(statement.text, defined.lifted, define).strip("\n"), statement.place
        )
    return Texts(pieces, standing)


def _pieces(
    part: Part, defined: Definitions, paths: Collection[str], moves: bool, own_print: bool
) -> Iterable[Piece]:
    place = part.statements[0].place
    for name in part.builtins:
        #   total = sum(xs); sum = total + 1
        yield Piece(f"{name} = builtins.{name}", place)
    bound = set(part.inputs).union(*(_stored(s.code) for s in part.statements))
    for statement in part.statements:
        text = as_plain(_with_paths(statement, part.group.role, paths, moves))
        #   def print(*texts): log.append(texts)      the notebook's own shows nothing
        text = text if own_print else without_display(text, statement.loud)
        text = without_annotations(lift(text, defined.lifted), part.common)
        if statement.kind == "definition" and not defined.common:
            for name in sorted(declared_global(statement.code) - bound):
                #   def learn(): global model; model = ...      there is no `model` yet
                bound.add(name)
                yield Piece(f"{name} = None", statement.place)
            text = as_inner(text)
        if text.strip():
            yield Piece(text, statement.place)


def _stored(code: str) -> set[str]:
    """Names that the statement itself binds, not a function in it."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def _text_constants(flow: Flow) -> set[str]:
    #   path = "data/orders.csv"
    found: set[str] = set()
    for statement in flow.statements:
        if statement.kind == "constant":
            value = getattr(ast.parse(statement.code).body[0], "value", None)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found |= statement.effects.binds
    return found


def _with_paths(statement: Statement, role: Role, parameters: Collection[str], moves: bool) -> str:
    if role is not Role.LOAD or moves:
        return statement.text  # from the folder that the notebook moved to
    new = changed_code(statement.code, with_data_files(statement.code, parameters))
    return statement.text.replace(statement.code, new, 1)


def _names_in_strings(outline: Outline) -> dict[str, set[str]]:
    """Names that stand in no code but in a text: `ols("y ~ np.log(x)", data)`."""
    return {
        f"{outline.module_of(part)}.{part.name}": {
            name for s in part.statements for name in _of_texts(s)
        }
        for part in outline.parts
    }


def _of_texts(statement: Statement) -> frozenset[str]:
    nodes = (part for node in statements_of(statement.code) for part in nodes_of(node))
    code = {part.id for part in nodes if isinstance(part, ast.Name)}
    return (statement.effects.reads | statement.effects.late) - code


def names_in(code: str) -> set[str]:
    """All names that the code mentions, those in query strings included by their text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "@" in node.value:
            found |= {word.strip("@") for word in node.value.split() if word.startswith("@")}
    return found


def module_plans(
    outline: Outline,
    flow: Flow,
    functions: Sequence[FunctionPlan],
    texts: Texts,
    extra: Mapping[str, Sequence[Piece]],
    seen: Mapping[str, Signature] = MappingProxyType({}),
) -> tuple[ModulePlan, ...]:
    """
    The modules in the order of their roles, each with what it defines, imports and borrows.

    `extra` are pieces that a module holds besides its functions: the serving path of prep; `seen`
    are the types with which the user's own functions were called.
    """
    present = [
        name
        for name in (*(role.value for role in MODULES), MODULE)
        if name in extra or any(f.module == name for f in functions)
    ]
    hidden = _names_in_strings(outline)
    direct = {
        module: set().union(
            *(
                names_in(p.text) | hidden.get(f.qualified, set())
                for f in functions
                if f.module == module
                for p in f.pieces
            ),
            *(names_in(p.text) for p in extra.get(module, ())),
        )
        for module in present
    }
    homes = _homes(present, direct, texts)
    plans = []
    for module in present:
        own = [name for name, home in homes.items() if home == module]
        own.sort(key=lambda name: flow.bound_by[name][0])
        written = set(direct[module]).union(
            *(names_in(texts.definitions[name].text) for name in own)
        )
        told = {n for f in functions if f.module == module for n in hidden.get(f.qualified, ())}
        told |= {n for name in own for n in _of_texts(flow.statements[flow.bound_by[name][0]])}
        mentioned = written | told
        borrows: dict[str, list[str]] = {}
        for name in sorted(mentioned & set(homes)):
            if homes[name] != module:
                borrows.setdefault(homes[name], []).append(name)
        plans.append(
            ModulePlan(
                name=module,
                imports=tuple(import_lines(mentioned, outline.definitions, flow)),
                definitions=tuple(texts.definitions[name] for name in own),
                functions=tuple(f for f in functions if f.module == module),
                defines=tuple(own),
                borrows={home: tuple(names) for home, names in sorted(borrows.items())},
                common=tuple(sorted({name for f in functions for name in f.common})),
                signatures={name: seen[name] for name in own if name in seen} or None,
                in_texts=tuple(sorted((told & homes.keys() - {*own}) | _imported(told, outline))),
            )
        )
    return tuple(plans)


def _imported(names: Collection[str], outline: Outline) -> set[str]:
    return set(names) & set(outline.definitions.imports)


def _homes(present: Sequence[str], direct: Mapping[str, set[str]], texts: Texts) -> dict[str, str]:
    """The earliest module that needs each definition; later ones import it from there."""
    homes: dict[str, str] = {}
    #   evaluate asks the function of the predict cells; the service need not load what measures
    last = Role.EVALUATE.value
    for module in sorted(present, key=lambda name: (name == MODULE, name == last)):
        pending = sorted(direct[module] & set(texts.definitions))
        while pending:
            name = pending.pop()
            if name in homes:
                continue
            homes[name] = module
            pending += sorted(
                names_in(texts.definitions[name].text) & set(texts.definitions) - {name}
            )
    return homes


def import_lines(mentioned: Iterable[str], defined: Definitions, flow: Flow) -> list[str]:
    """One import statement for each mentioned name that the notebook imports."""
    lines: dict[str, None] = {}
    for name in sorted(set(mentioned) & set(defined.imports)):
        for number in flow.bound_by[name]:
            statement = flow.statements[number]
            if statement.kind != "import":
                continue
            for line in _lines_for(name, statement):
                lines.setdefault(line)
    if "deepcopy" in mentioned and "deepcopy" not in defined.imports:
        lines.setdefault("from copy import deepcopy")
    if "builtins" in mentioned and "builtins" not in defined.imports:
        lines.setdefault("import builtins")
    return list(lines)


def _lines_for(name: str, statement: Statement) -> Iterable[str]:
    node = ast.parse(statement.code).body[0]
    if isinstance(node, ast.Import):
        for alias in node.names:
            if (alias.asname or alias.name.split(".")[0]) == name:
                yield f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            if (alias.asname or alias.name) == name and node.module != "__future__":
                source = "." * node.level + (node.module or "")
                yield f"from {source} import {alias.name}" + (
                    f" as {alias.asname}" if alias.asname else ""
                )
    else:
        yield statement.code  # try: import a, except ImportError: one unit
