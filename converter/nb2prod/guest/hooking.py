"""Wraps each expression of a statement in a call of a hook, and remembers where it stands."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .sites import BOUND, HOOK, KEYS, PASS, ROW_LOOP, Site

IsRowLoop = Callable[[ast.For], bool]
_HOOKED = (
    ast.Call,
    ast.Subscript,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.Attribute,
    ast.Name,
)
_OPAQUE = (
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.NamedExpr,
    ast.Await,
    ast.JoinedStr,  # positions inside are not to be trusted before Python 3.12
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def hooked(
    code: str,
    statement: int,
    late: Mapping[str, Sequence[str]],
    is_row_loop: IsRowLoop = lambda loop: False,
) -> tuple[ast.Module, list[Site]]:
    """
    The statement with a hook around each expression, and its sites.

    `late` are definitions with the names that their bodies read when they are called. A loop that
    goes from row to row is one site and is not looked into: its expressions are of single rows.
    """
    tree = ast.parse(code)
    transformer = _Hooking(statement, late, is_row_loop)
    tree.body = transformer.visited(tree.body)
    return ast.fix_missing_locations(tree), transformer.sites


class _Hooking(ast.NodeTransformer):
    def __init__(
        self, statement: int, late: Mapping[str, Sequence[str]], is_row_loop: IsRowLoop
    ) -> None:
        self.statement = statement
        self.late = late
        self.is_row_loop = is_row_loop
        self.sites: list[Site] = []
        self.open: list[int] = []
        self.loops: list[list[str]] = []

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, _DEFINITIONS):
            return node
        if isinstance(node, ast.expr) and _is_looked_at(node):
            return self._hooked(node)
        return super().visit(node)

    def visit_For(self, node: ast.For) -> ast.For:
        if self.is_row_loop(node):
            return self._row_loop(node)
        node.iter = self.visit(node.iter)
        names = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
        self.loops.append(names)
        body = self.visited(node.body)
        node.orelse = self.visited(node.orelse)
        self.loops.pop()
        given = [ast.Name(id=name, ctx=ast.Load()) for name in names]
        values = ast.Dict([ast.Constant(name) for name in names], list(given))
        mark = ast.Expr(_call(PASS, self.statement, len(self.loops), values))
        node.body = [ast.copy_location(mark, node), *body]
        return node

    def visited(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements with hooks."""
        found: list[ast.stmt] = []
        for item in body:
            visited = self.visit(item)
            found += visited if isinstance(visited, list) else [visited]
        return found

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        first = len(self.sites)
        node.value = self.visit(node.value)
        roots = [n for n in range(first, len(self.sites)) if self.sites[n].parent is None]
        node.targets = [self.visit(target) for target in node.targets]
        #   for column in columns:
        #       middle = df[column].median()     <- from here on `middle` is a statistic
        names = [ast.Constant(t.id) for t in node.targets if isinstance(t, ast.Name)]
        numbers = ast.List([ast.Constant(number) for number in roots], ast.Load())
        mark = _call(BOUND, self.statement, numbers, ast.List(list(names), ast.Load()))
        return [node, ast.copy_location(ast.Expr(mark), node)] if names else [node]

    def _row_loop(self, node: ast.For) -> ast.For:
        #   for i in range(len(df)):
        #       hours.append(int(df["duration"][i].split("h")[0]))
        number, site = self._new_site(node)
        site.kind, site.names = ROW_LOOP, _free_names(node)
        node.iter = _call(HOOK, self.statement, number, node.iter)
        return node

    def _new_site(self, node: ast.expr | ast.For) -> tuple[int, Site]:
        number = len(self.sites)
        site = Site(
            statement=self.statement,
            kind=type(node).__name__,
            start=(node.lineno, node.col_offset),
            end=(node.end_lineno or node.lineno, node.end_col_offset or 0),
            parent=self.open[-1] if self.open else None,
            loop=[name for names in self.loops for name in names],
            depth=len(self.loops),
            name=node.id if isinstance(node, ast.Name) else None,
            method=_called(node),
        )
        self.sites.append(site)
        if self.open:
            self.sites[self.open[-1]].children.append(number)
        return number, site

    def _hooked(self, node: ast.expr) -> ast.Call:
        number, site = self._new_site(node)
        self.open.append(number)
        self._look_inside(node, site, number)
        self.open.pop()
        return ast.copy_location(_call(HOOK, self.statement, number, node), node)

    def _look_inside(self, node: ast.expr, site: Site, number: int) -> None:
        if isinstance(node, _OPAQUE):
            site.names = _free_names(node)
        elif isinstance(node, ast.Call):
            self._look_inside_call(node, site)
        elif isinstance(node, ast.Subscript):
            node.value = self.visit(node.value)
            keys = _call(KEYS, self.statement, number)
            node.slice = ast.Subscript(keys, self._key(node.slice), ast.Load())
        elif not isinstance(node, ast.Name):
            self.generic_visit(node)

    def _key(self, node: ast.expr) -> ast.expr:
        #   table.loc[rows, "a":"b"]      a slice cannot stand in a call; what is inside it can
        if isinstance(node, ast.Tuple):
            node.elts = [self._key(item) for item in node.elts]
            return node
        return self.generic_visit(node) if isinstance(node, ast.Slice) else self.visit(node)  # type: ignore[return-value]

    def _look_inside_call(self, node: ast.Call, site: Site) -> None:
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        elif isinstance(node.func, ast.Name):
            site.names = [node.func.id, *self.late.get(node.func.id, ())]
        first = len(site.children)
        node.args = [self.visit(item) for item in node.args]
        positional = len(site.children)
        for keyword in node.keywords:
            before = len(site.children)
            keyword.value = self.visit(keyword.value)
            if keyword.arg and len(site.children) == before + 1:
                site.keywords[keyword.arg] = site.children[before]
        site.arguments = site.children[first:positional]


def _is_looked_at(node: ast.expr) -> bool:
    if isinstance(node, _OPAQUE):
        return True
    return isinstance(node, _HOOKED) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _called(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


def _free_names(node: ast.AST) -> list[str]:
    own = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
    return sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - own)


def _call(function: str, statement: int, *rest: int | ast.expr) -> ast.Call:
    given = [ast.Constant(item) if isinstance(item, int) else item for item in (statement, *rest)]
    return ast.Call(func=ast.Name(id=function, ctx=ast.Load()), args=given, keywords=[])
