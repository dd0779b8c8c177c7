"""Where a cell hands a function without a name of its own to what may keep it: a model."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ..trees import children, nodes_of, remembered
from .knowledge import dotted
from .scopes import free_names
from .symbols import Function, own_arguments, scope_of

#   TfidfVectorizer(tokenizer=lambda s: ...)      ("log", FunctionTransformer(lambda x: ...))
#   make_scorer(lambda y, p: ...)                 self.means_ = defaultdict(lambda: 0.0)
_MAKERS = frozenset(
    {"make_pipeline", "make_union", "make_column_transformer", "make_scorer", "make_imb_pipeline"}
    | {"partial", "defaultdict", "set_params"}
)
# what these keep is no part of a model
_ELSEWHERE = frozenset(
    {"pandas", "numpy", "matplotlib", "seaborn", "plotly", "altair", "bokeh", "ipywidgets"}
    | {"threading", "multiprocessing", "concurrent", "typing", "unittest", "argparse", "tkinter"}
)


@dataclass(frozen=True, slots=True)
class Held:
    """How a function is handed over: all that could give it a name."""

    callee: str = ""  # FunctionTransformer
    keyword: str = ""  # tokenizer
    step: str = ""  # of the pipeline
    bound: str = ""  # the name that the whole gets


@dataclass(frozen=True, slots=True)
class Found:
    """A lambda, or a function or class within a function, that may be a part of a model."""

    node: ast.Lambda | ast.FunctionDef | ast.ClassDef
    held: Held
    statement: ast.stmt  # of the cell
    locals: frozenset[str]  # names of the functions and comprehensions around it
    path: tuple[str, ...] = ()  # the functions around it


def places(
    body: list[ast.stmt], origins: Mapping[str, str], wanted: Collection[str] = ()
) -> Iterator[Found]:
    """
    All places of a cell, in order.

    `wanted` are names of the notebook that are handed over somewhere: a lambda that is bound to
    one of them counts too.
    """
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                if name in wanted:
                    yield Found(value, Held(keyword=name), statement, frozenset())
            case _ if _holds_functions(statement):
                yield from _Search(statement, origins).found()


@remembered
def _holds_functions(statement: ast.stmt) -> bool:
    kinds = ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return any(isinstance(part, kinds) for part in nodes_of(statement)[1:])


def handed_names(body: list[ast.stmt], origins: Mapping[str, str]) -> set[str]:
    """The names that the cell hands to what may keep them."""
    names: set[str] = set()
    for statement in body:
        search = _Search(statement, origins)
        list(search.found())
        names |= search.names
    return names


class _Search:
    """The walk through one statement of a cell."""

    def __init__(self, statement: ast.stmt, origins: Mapping[str, str]) -> None:
        self.statement, self.origins = statement, origins
        self.names: set[str] = set()
        self.path: tuple[str, ...] = ()

    def found(self) -> Iterator[Found]:
        return self._walk(self.statement, Held(), frozenset())

    def _walk(self, node: ast.AST, held: Held, around: frozenset[str]) -> Iterator[Found]:
        """What is made below may be named after the step, or the name that it is bound to."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from self._function(node, around)
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                around |= {n.id for part in node.generators for n in _names(part.target)}
            case ast.Call() if self._makes(node.func):
                yield from self._made(node, held, around)
                return
            case ast.Assign(targets=[ast.Name(id=name)]):
                held = Held(bound=name)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name("self"), attr=name)]):
                held = Held(bound=name)
                if isinstance(node.value, ast.Lambda):
                    yield Found(node.value, Held(keyword=name), self.statement, around, self.path)
                    return
            case ast.Tuple(elts=[ast.Constant(value=str(step)), *_]):
                held = Held(step=step)
        for child in children(node):
            yield from self._walk(child, held, around)

    def _makes(self, function: ast.expr) -> bool:
        name = dotted(function)
        first, _, rest = name.partition(".")
        root = self.origins.get(first, first).partition(".")[0]
        last = (rest or self.origins.get(first, first)).rpartition(".")[2]
        return last in _MAKERS or (last[:1].isupper() and root not in _ELSEWHERE)

    def _made(self, call: ast.Call, held: Held, around: frozenset[str]) -> Iterator[Found]:
        own = replace(held, callee=dotted(call.func).rpartition(".")[2], keyword="")
        yield from self._walk(call.func, Held(), around)
        for argument in call.args:
            yield from self._given(argument, own, around)
        for keyword in call.keywords:
            told = replace(own, keyword=keyword.arg or "")
            yield from self._given(keyword.value, told, around)

    def _given(self, value: ast.expr, held: Held, around: frozenset[str]) -> Iterator[Found]:
        """The functions that the value is, or holds in plain lists and dictionaries."""
        match value:
            case ast.Lambda():
                yield Found(value, held, self.statement, around, self.path)
            case ast.Name(id=name):
                self.names.add(name)
            case ast.Tuple(elts=[ast.Constant(value=str(step)), *others]):
                for other in others:
                    yield from self._given(other, Held(step=step), around)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                for element in elements:
                    yield from self._given(element, held, around)
            case ast.Dict(keys=keys, values=values):
                for key, item in zip(keys, values, strict=True):
                    #   {"vec__tokenizer": [lambda s: ..., None]}
                    text = str(getattr(key, "value", ""))
                    told = Held("", text.rpartition("__")[2], text)
                    yield from self._given(item, told, around)
            case ast.IfExp(body=one, orelse=other):
                yield from self._given(one, held, around)
                yield from self._given(other, held, around)
            case ast.Starred(value=inner):
                yield from self._given(inner, held, around)
            case ast.Call() if dotted(value.func).rpartition(".")[2] == "partial":
                yield from self._walk(value, held, around)
            case _:
                #   ("n", make_pipeline(Clip(), FunctionTransformer(lambda x: ...)))
                step = "" if held.callee else held.step
                yield from self._walk(value, Held(step=step), around)

    def _function(self, node: Function, around: frozenset[str]) -> Iterator[Found]:
        scope = scope_of(node)
        inside = around | (scope.binds - scope.to_global)
        if isinstance(node, ast.Lambda):
            yield from self._walk(node.body, Held(), inside)
            return
        outer, before, self.path = self.path, set(self.names), (*self.path, node.name)
        self.names = set()
        for part in [*node.decorator_list, node.args]:
            yield from self._walk(part, Held(), around)
        below = [found for part in node.body for found in self._walk(part, Held(), inside)]
        own = [part for part in node.body if self._is_local(part)]
        for part in own:
            assert isinstance(part, ast.FunctionDef | ast.ClassDef)
            yield Found(part, Held(keyword=part.name), self.statement, inside, self.path)
        within = {id(inner) for part in own for inner in nodes_of(part)}
        yield from (found for found in below if id(found.node) not in within)
        self.names = before | (self.names - scope.binds)
        self.path = outer

    def _is_local(self, part: ast.stmt) -> bool:
        """Whether a function in a function is handed over, or a class there has ancestors."""
        if isinstance(part, ast.ClassDef):
            return bool(part.bases) and not part.decorator_list
        return (
            isinstance(part, ast.FunctionDef)
            and part.name in self.names
            and not part.decorator_list
        )


def reads_around(found: Found) -> frozenset[str]:
    """The names of the code around it that it reads, so that it cannot stand alone."""
    node = found.node
    if isinstance(node, ast.ClassDef):
        read = {n.id for n in _names(node) if isinstance(n.ctx, ast.Load)}
        return frozenset(read & found.locals)
    reads, writes = free_names(node)
    outside = set(reads) | set(writes)
    if isinstance(node, ast.FunctionDef):  # annotations are read where it stands
        parts = [a.annotation for a in own_arguments(node.args)] + [node.returns]
        outside |= {n.id for part in parts if part is not None for n in _names(part)}
    odd = {name for name in outside if name in ("super", "__class__") or name.startswith("__")}
    return frozenset((outside & found.locals) | odd)


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (part for part in nodes_of(node) if isinstance(part, ast.Name))
