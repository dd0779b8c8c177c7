"""
Names that sections hold in common: each section binds them for the whole module, as cells do.

A function that is kept reads its names when it is called. Where another section binds such a name
anew, passing values from section to section would freeze what the notebook leaves open.
"""

import ast
from collections.abc import Iterable, Sequence

from ..errors import PlanRefused
from ..model.flow import Statement
from ..trees import remembered, statements_of
from .definitions import Definitions

#   scale = 2
#   f = lambda v: v * scale       load
#   scale = 50                    prep
#   f(1)                          predict: 50, so `scale` is one name for all sections
MODULE = "sections"


class HeldInCommon(Exception):
    """Raised while parts are made: these names must be held in common, so it all begins anew."""

    def __init__(self, names: Iterable[str], refusal: PlanRefused) -> None:
        super().__init__(*names)
        self.names = frozenset(names)
        self.refusal = refusal  # for names that cannot be: parameters of the project


@remembered
def bound_in(code: str) -> frozenset[str]:
    """Names that the code itself binds or deletes, the functions in it aside."""
    found: set[str] = set()
    waiting: list[ast.AST] = [*statements_of(code)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
                waiting += [*node.decorator_list, node.args]
                continue
            case ast.ClassDef(name=name):
                found.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                # its own names stay in it, those of `:=` do not
                inner = (part for part in ast.walk(node) if isinstance(part, ast.NamedExpr))
                found |= {part.target.id for part in inner}
                continue
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.alias():
                found.add(node.asname or node.name.split(".")[0])
        waiting += ast.iter_child_nodes(node)
    return frozenset(found)


@remembered
def read_at_once(code: str) -> frozenset[str]:
    """Names that the code reads where it stands, not when a function or generator in it runs."""
    found: set[str] = set()
    waiting: list[ast.AST] = [*statements_of(code)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                found.add(name)
            case ast.Lambda(args=arguments):
                waiting += [*arguments.defaults, *filter(None, arguments.kw_defaults)]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += [*node.decorator_list, node.args]
            case ast.GeneratorExp():
                waiting.append(node.generators[0].iter)
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                #   [i for i in xs]      its own `i`
                own = {
                    part.id
                    for generator in node.generators
                    for part in ast.walk(generator.target)
                    if isinstance(part, ast.Name)
                }
                found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - own
            case _:
                waiting += ast.iter_child_nodes(node)
    return frozenset(found)


def read_when_gone(statements: Sequence[Statement], defined: Definitions) -> frozenset[str]:
    """Names that are read after they were deleted: a builtin's name, or a test of what is there."""
    #   sum = 5
    #   del sum
    #   sum([1, 2])       Python's own again
    gone: set[str] = set()
    found: set[str] = set()
    for statement in statements:
        effects = statement.effects
        found |= gone & (defined.closure(effects.reads) | effects.reads)
        gone -= effects.binds
        gone |= effects.deletes - effects.binds
    return frozenset(found)
