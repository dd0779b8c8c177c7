"""Small notebooks made of random statements, in the tiny notebook language."""

import ast
from collections.abc import Callable

#   choose(("a", "b"))      one of them; a test gives Hypothesis' or a random generator's choice
Choose = Callable[[tuple[str, ...]], str]

_NUMBERS = ("a", "b")
_LISTS = ("xs", "ys")
_TAGS = ("load", "prep", "prep", "train", "train", "predict", "evaluate", "prep", "train", "")

# {n} {m}: names of numbers, {x} {y}: names of lists, {k}: a small number, {f} {g}: functions
STATEMENTS = (
    "{n} = {k}",
    "{n} = {m} + {k}",
    "{n} += {k}",
    "{n} = len({x})",
    "{n} = sum({x})",
    "{n}, {m} = {m}, {n}",
    "{x} = [{k}, {n}]",
    "{x} = {y}",
    "{x} = list({y})",
    "{x} = {y} + [{n}]",
    "{x} = {y}[1:]",
    "{x}.append({n})",
    "{x} += [{n}]",
    "{x}[0] = {n}",
    "{n} = {x}.pop()",
    "print({x}.pop(), {n})",
    "{x}, {y} = {y}, {x}",
    "{x} = {y} = [{n}]",
    "d = {{'k': {x}}}",
    "d['m'] = {n}",
    "d['k'].append({n})",
    "d.update(n={n})",
    "{x} = d['k']",
    "both = [{x}, {y}]",
    "both[0].append({n})",
    "for v in {x}:\n    {n} += v",
    "for zs in [{x}, {y}]:\n    zs.append({n})",
    "for zs in both:\n    zs.append({n})",
    "for i, v in enumerate({x}):\n    last = i",
    "{n} = last",
    "if {n} > {k}:\n    {m} = {n}",
    "if {n} % 2:\n    {x} = {y}\nelse:\n    {x}.append({k})",
    "while len({x}) < 3:\n    {x}.append({n})",
    "[zs.append({k}) for zs in ({x}, {y})]",
    "def {f}(v):\n    return v + {n}",
    "def {f}(v):\n    {x}.append(v)\n    return len({x})",
    "def {f}(v):\n    return {g}(v) * 2",
    "def {f}(v, k={n}):\n    return v * k",
    "def {f}(v, seen=[]):\n    seen.append(v)\n    return len(seen)",
    "def {f}(v):\n    global {n}\n    {n} += v\n    return {n}",
    "{f} = lambda v: v * {n}",
    "def {f}(v):\n    return v",
    "{n} = {f}({m})",
    "{f}({k})",
    "{x} = list(map({f}, list({y})))",
    "{x} = [{f}(v) for v in list({y})]",
    "{x} = same({y})",
    "grow({x}, {n})",
    "grow(d['k'], {n})",
    "make = lambda: {n}",
    "{n} = make()",
    "it = iter({x})",
    "it = (v + {n} for v in {x})",
    "{n} = next(it)",
    "{x} = list(it)",
    "c = Box({x})",
    "c.add({n})",
    "{n} = c.add({k}).size()",
    "{x} = c.items",
    "Box.made += {n}",
    "try:\n    {n} = {x}[2]\nexcept IndexError:\n    {m} = {k}",
    "add = {x}.append",
    "add({n})",
    "{n} = eval('{m} + 1')",
    "text = f'{{{n}}} {{{x}}}'",
    "if (w := len({x})) > 1:\n    {n} = w",
)

_ALWAYS = frozenset(
    {"a", "b", "k", "xs", "ys", "d", "same", "grow", "Box", "v", "seen", "list", "map", "len"}
    | {"sum", "iter", "next", "eval", "print", "enumerate", "IndexError"}
)
_BEGINNING = """
# %%
def same(v):
    return v
def grow(v, n):
    v.append(n)
    return v
class Box:
    made = 0
    def __init__(self, items):
        self.items = items
        Box.made += 1
    def add(self, v):
        self.items.append(v)
        return self
    def size(self):
        return len(self.items)
# %% parameters
k = 2
# %% load
a = len([1])
b = 5
xs = [3, 1]
ys = list(xs)
d = {'k': [1]}
"""
_END = """
# %% predict
RESULT = (a, b, xs, ys, d, Box.made, xs is ys, d.get('k') is xs)
"""


def random_notebook(choose: Choose, cells: int, statements: int) -> str:
    """Return a notebook with so many random cells of so many statements, most of which run."""
    parts = [_BEGINNING]
    bound = set(_ALWAYS)
    for _ in range(cells):
        parts.append(f"# %% {choose(_TAGS)}\n")
        parts += [_statement(choose, bound) for _ in range(statements)]
    return "".join([*parts, _END])


def _statement(choose: Choose, bound: set[str]) -> str:
    """Return a statement that needs no name but those, and add what it binds."""
    text = "pass"
    for _ in range(20):
        text = _filled(choose)
        names = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        if {node.id for node in names} - stored <= bound:
            bound |= stored | ({text[4]} if text.startswith("def ") else set())
            break
    return f"{text}\n"


def _filled(choose: Choose) -> str:
    n, x, f = choose(_NUMBERS), choose(_LISTS), choose(("f", "g"))
    return choose(STATEMENTS).format(
        n=n,
        m="b" if n == "a" else "a",
        x=x,
        y="ys" if x == "xs" else "xs",
        k=choose(("1", "2", "3")),
        f=f,
        g="g" if f == "f" else "f",
    )
