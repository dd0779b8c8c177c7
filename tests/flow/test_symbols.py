"""Scopes of a function, told as Python's own symbol table tells them."""

import ast
import inspect
import symtable
from types import ModuleType

import pytest

from nb2prod.flow.symbols import Function, resolved


def told_by_python(node: Function) -> tuple[set[str], set[str]]:
    """The names that the function and its scopes take from the module, and bind there."""
    kind = "lambda" if isinstance(node, ast.Lambda) else node.name
    table = next(t for t in _tables(node) if t.get_name() == kind)
    reads: set[str] = set()
    writes: set[str] = set()
    waiting = [table]
    while waiting:
        here = waiting.pop()
        waiting += here.get_children()
        for symbol in here.get_symbols():
            if symbol.is_global():
                reads |= {symbol.get_name()} if symbol.is_referenced() else set()
                if symbol.is_declared_global() and symbol.is_assigned():
                    writes.add(symbol.get_name())
    return reads, writes


def _tables(node: Function) -> list[symtable.SymbolTable]:
    return symtable.symtable(ast.unparse(node), "notebook", "exec").get_children()


def check(source: str) -> None:
    """Compare for the first function of the source, and for those at the top of it."""
    for node in ast.parse(source).body:
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        node.decorator_list = []
        found = resolved(node)
        reads, writes = told_by_python(node)
        assert found.reads == reads - {node.name}
        assert found.writes == writes


@pytest.mark.parametrize(
    "source",
    [
        "def f(a, *b, c=1, **d): return a, b, c, d, x",
        "def f(xs): return [x + y for x in xs if z]",
        "def f(): return {k: v for k in ks for v in vs(k)}",
        "def f(xs): return any((last := x) > 3 for x in xs), last",
        """
        def f():
            global total
            total = total + [(total := 2) for _ in xs][0]
        """,
        """
        def f():
            n = 0
            def g():
                nonlocal n
                n += step
            return g
        """,
        """
        def f():
            global n
            def g(): return n
            n = 1
            return g
        """,
        """
        def f():
            class A(Base, metaclass=M):
                __own = x
                y = y
                def __secret(self): return y, __hidden, self.__own
                def g(self): return super().g()
            return A
        """,
        """
        def f(a: A = d) -> R:
            x: int
            y: T = 1
            def g(b: B = a) -> C: return b, x, y
            return lambda q=w: q + e
        """,
        """
        def f(v):
            try:
                import os.path, numpy as np
                from m import n as k
            except (ValueError, KeyError) as error:
                print(error, os, np, k)
            with open(p) as file, other as (one, *rest): del one
            match v:
                case {"a": a, **more}: return a, more, Case
                case [first, *others] | Point(first, others): return first, others
                case whole: return whole, rest, file
        """,
        "async def f(): return [x async for x in source() if await ready(x)]",
        "def f(n): return n and f(n - 1)",
    ],
)
def test_the_names_of_outside_are_those_of_pythons_symbol_table(source: str) -> None:
    check(inspect.cleandoc(source))


@pytest.mark.parametrize("module", [ast, inspect, symtable])
def test_real_functions_agree_too(module: ModuleType) -> None:
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            check(ast.unparse(node))


def test_a_function_named_like_the_table_of_a_module_is_one_like_others() -> None:
    node = ast.parse("def top(n): return [n, limit]").body[0]
    assert isinstance(node, ast.FunctionDef)
    assert resolved(node).reads == {"limit"}


def test_a_name_that_is_nonlocal_to_the_function_is_read_and_written() -> None:
    source = "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1"
    outer = ast.parse(source).body[0]
    assert isinstance(outer, ast.FunctionDef)
    inner = outer.body[1]
    assert isinstance(inner, ast.FunctionDef)
    found = resolved(inner)
    assert (found.reads, found.writes) == ({"n"}, {"n"})
