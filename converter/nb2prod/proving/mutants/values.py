"""Other values: numbers, texts, flags, operators, literals."""

import ast
from collections.abc import Iterator

from .source import Change, Module

_ARITHMETIC: dict[type[ast.operator], tuple[bytes, bytes]] = {
    ast.Add: (b"+", b"-"),
    ast.Sub: (b"-", b"+"),
    ast.Mult: (b"*", b"+"),
    ast.Div: (b"/", b"*"),
    ast.BitAnd: (b"&", b"|"),
    ast.BitOr: (b"|", b"&"),
}
_COMPARED: dict[type[ast.cmpop], tuple[bytes, bytes]] = {
    ast.Lt: (b"<", b"<="),
    ast.LtE: (b"<=", b"<"),
    ast.Gt: (b">", b">="),
    ast.GtE: (b">=", b">"),
    ast.Eq: (b"==", b"!="),
    ast.NotEq: (b"!=", b"=="),
    ast.In: (b"in", b"not in"),
}
_SEEDS = ("random_state", "seed", "random_seed")


def numbers(module: Module, node: ast.AST) -> Iterator[Change]:
    """Another number: the next one for whole numbers, a tenth more for others."""
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    other = value + 1 if isinstance(value, int) else (value * 1.1 or 1.0)
    start, end = module.span(node)
    told = f"`{module.shown(node)}` becomes `{other!r}`"
    yield Change(_number_name(module, node), start, end, repr(other).encode(), told)


def _number_name(module: Module, node: ast.AST) -> str:
    above = module.parents[node]
    if isinstance(above, ast.UnaryOp):
        above = module.parents[above]
    if isinstance(above, ast.Slice):
        return "slice off by one"
    if isinstance(above, ast.keyword) and above.arg in _SEEDS:
        return "other seed"
    if isinstance(above, ast.AnnAssign | ast.arguments):
        return "other default"
    return "other number"


def flags(module: Module, node: ast.AST) -> Iterator[Change]:
    """True for False, and the other way round."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        other = repr(not node.value)
        told = f"`{node.value}` becomes `{other}`"
        yield Change("flag turned", *module.span(node), other.encode(), told)


def columns(module: Module, node: ast.AST) -> Iterator[Change]:
    """Another column of the same function."""
    if not isinstance(node, ast.Subscript) or not _is_text(node.slice):
        return
    owner = module.owner(node)
    keys = [
        item.slice.value
        for item in ast.walk(owner or module.tree)
        if isinstance(item, ast.Subscript) and isinstance(item.slice, ast.Constant)
    ]
    mine = node.slice.value  # type: ignore[attr-defined]
    other = next((key for key in keys if isinstance(key, str) and key != mine), None)
    if other is not None and isinstance(node.ctx, ast.Load):
        told = f"`{module.shown(node)}` reads `{other}` instead"
        yield Change("columns exchanged", *module.span(node.slice), repr(other).encode(), told)


def texts(module: Module, node: ast.AST) -> Iterator[Change]:
    """A text that nobody knows."""
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, str) or isinstance(module.parents[node], ast.Subscript):
        return
    if value:
        other = repr(value + "_").encode()
        told = f"`{module.shown(node)}` becomes `{other.decode()}`"
        yield Change("other text", *module.span(node), other, told)


def operators(module: Module, node: ast.AST) -> Iterator[Change]:
    """Another arithmetic operator or comparison."""
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield from _between(module, node, node.left, node.right, *_ARITHMETIC[type(node.op)])
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        pair = _COMPARED[type(node.ops[0])]
        yield from _between(module, node, node.left, node.comparators[0], *pair)


def _between(
    module: Module, node: ast.AST, left: ast.expr, right: ast.expr, old: bytes, new: bytes
) -> Iterator[Change]:
    begin, end = module.span(left)[1], module.span(right)[0]
    between = module.text[begin:end]
    if between.count(old) == 1 and b"#" not in between:
        place = begin + between.index(old)
        told = f"`{old.decode()}` becomes `{new.decode()}` in `{module.shown(node)}`"
        yield Change("other operator", place, place + len(old), new, told)


def lists(module: Module, node: ast.AST) -> Iterator[Change]:
    """A list without its last element, and with its first two exchanged."""
    if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) < 2:
        return
    if not isinstance(node.ctx, ast.Load) or isinstance(module.parents[node], ast.Return):
        return
    (_, before), (_, end) = module.span(node.elts[-2]), module.span(node.elts[-1])
    told = f"`{module.shown(node.elts[-1])}` is left out of a list"
    # a tuple of one keeps its comma
    yield Change("element left out", before, end, b"," if len(node.elts) == 2 else b"", told)
    yield from _exchanged(module, node.elts[0], node.elts[1], "elements exchanged")


def maps(module: Module, node: ast.AST) -> Iterator[Change]:
    """A dictionary whose first two values are exchanged."""
    if isinstance(node, ast.Dict) and len(node.values) >= 2 and None not in node.keys[:2]:
        yield from _exchanged(module, node.values[0], node.values[1], "map permuted")


def _exchanged(
    module: Module, first: ast.expr, second: ast.expr, operator: str
) -> Iterator[Change]:
    """Two neighbours in each other's place."""
    if isinstance(first, ast.Starred) or isinstance(second, ast.Starred):
        return
    (start, middle), (again, end) = module.span(first), module.span(second)
    one, other, between = module.code(first), module.code(second), module.text[middle:again]
    if one != other:
        told = f"`{module.shown(first)}` and `{module.shown(second)}` are exchanged"
        yield Change(operator, start, end, other + between + one, told)


def arguments(module: Module, node: ast.AST) -> Iterator[Change]:
    """The first two arguments of a call, or two named ones, in each other's place."""
    if not isinstance(node, ast.Call):
        return
    if len(node.args) >= 2:
        yield from _exchanged(module, node.args[0], node.args[1], "arguments exchanged")
    named = [word for word in node.keywords if word.arg and isinstance(word.value, ast.Name)]
    if len(named) >= 2:
        yield from _exchanged(module, named[0].value, named[1].value, "arguments exchanged")


def results(module: Module, node: ast.AST) -> Iterator[Change]:
    """The first two of several results in each other's place."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        elements = node.value.elts
        if len(elements) >= 2:
            yield from _exchanged(module, elements[0], elements[1], "results exchanged")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
