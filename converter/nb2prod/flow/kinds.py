"""What kind of statement it is, and whether it is only for eyes."""

import ast
from typing import NamedTuple

from ..trees import Memory, nodes_of, remembered
from .aliases import sources
from .bound_names import bound_names
from .context import is_import
from .effects import anew
from .knowledge import SHOWING_FUNCTIONS, prints_to_a_file
from .known import Known, Told
from .words import words_of

#   Point = namedtuple("Point", "x y")      stands at module level like a class
_MAKERS = frozenset(
    {
        "collections.namedtuple",
        "typing.NamedTuple",
        "typing.TypeVar",
        "typing.NewType",
        "re.compile",
    }
)


class Kind(NamedTuple):
    """What is told of a statement besides its effects."""

    kind: str  # import | definition | constant | expression | plain
    display_only: bool
    loud: tuple[str, ...]


_seen: Memory[tuple[ast.stmt, Told], Kind] = Memory(32_768)


def looked_at(node: ast.stmt, known: Known) -> Kind:
    """The kind of one top-level statement, in a notebook of which so much is known."""
    key = (node, known.told(words_of(node)))
    return _seen.get(key) or _seen.keep(
        key, Kind(kind_of(node, known), shows_only(node, known), loud_arguments(node, known))
    )


def kind_of(node: ast.stmt, known: Known) -> str:
    """import | definition | constant | expression | plain."""
    match node:
        case ast.stmt() if is_import(node):
            clean = bound_names(node) <= known.origins.keys() | _flags(node)
            return "import" if clean else "plain"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return "definition"
        case ast.Assign(targets=[ast.Name()], value=ast.Lambda()):
            return "definition"
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=function) as value) if (
            known.called(function) in _MAKERS
        ):
            arguments = [*value.args, *(keyword.value for keyword in value.keywords)]
            return "definition" if all(map(_literal, arguments)) else "plain"
        case (
            ast.Assign(targets=[ast.Name()], value=value)
            | ast.AnnAssign(target=ast.Name(), value=ast.expr() as value)
        ):
            return "constant" if _literal(value) else "plain"
        case ast.Expr():
            return "expression"
    return "plain"


def _flags(node: ast.stmt) -> set[str]:
    #   except ImportError:
    #       HAS_GPU = False
    if not isinstance(node, ast.Try):
        return set()
    return {
        part.id
        for part in nodes_of(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


@remembered
def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        if isinstance(node, ast.BinOp):
            return _literal(node.left) and _literal(node.right)
        return False
    return True


def shows_only(node: ast.stmt, known: Known) -> bool:
    """Whether the statement is a plot or another display whose result nobody needs by itself."""
    value = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if not isinstance(value, ast.Call):
        return False
    if known.shows(value.func):
        return True
    return isinstance(value.func, ast.Attribute) and bool(
        sources(value.func.value, known) & known.pictures
    )


_LOUD = frozenset({"draw", "may draw", "seed", "settings", "writes", "folder", "dynamic"})


def loud_arguments(node: ast.stmt, known: Known) -> tuple[str, ...]:
    """What `print` and `display` lines in the statement do besides showing."""
    #   print("left", stack.pop())      the pop stays
    found: dict[str, None] = {}
    for part in nodes_of(node):
        if not isinstance(part, ast.Expr) or not isinstance(part.value, ast.Call):
            continue
        function = part.value.func
        if (
            not isinstance(function, ast.Name)
            or function.id not in SHOWING_FUNCTIONS
            or not known.is_builtin(function.id)
            or prints_to_a_file(part.value)
        ):
            continue
        arguments = [*part.value.args, *(keyword.value for keyword in part.value.keywords)]
        for argument in arguments:
            if isinstance(argument, ast.Name) and argument.id not in known.touched:
                continue  # print(rows) shows an iterator, and takes nothing from it
            effect = anew(ast.Expr(argument), known)
            starred = isinstance(argument, ast.Starred)
            if isinstance(argument, ast.Starred):
                argument = argument.value
            if (
                effect.mutates | effect.uncertain | effect.binds | effect.may_bind
                or effect.outside & _LOUD
            ):
                text = ast.unparse(argument)
                asks = {n.id for n in nodes_of(argument) if isinstance(n, ast.Name)}
                if asks & (known.touched.keys() | known.classes) and not starred:
                    #   print(meter)     str(meter), where the class notes that it was shown
                    text = f"{'str' if function.id == 'print' else 'repr'}({text})"
                found[text] = None
    return tuple(found)
