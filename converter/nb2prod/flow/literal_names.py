"""Texts and lists that stand in sight: what a loop runs over, what a name is put together from."""

import ast
from collections.abc import Mapping, Sequence

from ..trees import nodes_of

Literals = Mapping[str, ast.expr]
_LOOKING = frozenset({"len", "print", "display", "zip", "enumerate", "sorted", "list", "exec"})
_VIEWS = frozenset({"items", "keys", "values"})
_CASES = frozenset({"lower", "upper", "title", "capitalize", "strip"})


def literals(trees: Sequence[ast.Module]) -> Literals:
    """Names that are bound once to a text, a list or a dictionary in sight, and only looked at."""
    nodes = [part for tree in trees for node in tree.body for part in nodes_of(node)]
    uses: dict[str, int] = {}
    for part in nodes:
        if isinstance(part, ast.Name):
            uses[part.id] = uses.get(part.id, 0) + 1
    looks: dict[str, int] = {}
    for part in nodes:
        for name in _looked_at(part):
            looks[name] = looks.get(name, 0) + 1
    values = {
        node.targets[0].id: node.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and len(node.targets) == 1
        if isinstance(node.targets[0], ast.Name)
    }
    return {n: v for n, v in values.items() if uses[n] == looks.get(n, 0) + 1 and _in_sight(v)}


def _looked_at(part: ast.AST) -> list[str]:
    """The names that this node reads without giving their object to anybody."""
    match part:
        case (
            ast.For(iter=value)
            | ast.comprehension(iter=value)
            | ast.Subscript(value=value, ctx=ast.Load())
        ):
            found = [value]
        case ast.Attribute(value=value, attr=name) if name in _VIEWS:
            found = [value]
        case ast.Compare(comparators=found):
            pass
        case ast.Call(func=ast.Name(id=name), args=found) if name in _LOOKING:
            pass
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name("globals")), attr="update"), args=found
        ):
            pass
        case _:
            return []
    return [value.id for value in found if isinstance(value, ast.Name)]


def _in_sight(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str()):
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(map(_is_literal, items))
        case ast.Dict(keys=keys):
            return all(isinstance(key, ast.Constant) for key in keys)
    return False


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def rows_of(
    target: ast.expr, over: ast.expr, known: Literals
) -> tuple[Mapping[str, ast.expr], ...]:
    """What the loop's names are in each turn; empty where the list does not stand in sight."""
    items = _items(over, known)
    rows = [_row(target, item) for item in items]
    found = tuple(row for row in rows if row is not None)
    return found if len(found) == len(rows) else ()


def _row(target: ast.expr, item: ast.expr) -> Mapping[str, ast.expr] | None:
    match target, item:
        case ast.Name(id=name), _:
            return {name: item}
        case (
            (ast.Tuple(elts=targets) | ast.List(elts=targets)),
            (ast.Tuple(elts=items) | ast.List(elts=items)),
        ) if len(targets) == len(items):
            found: dict[str, ast.expr] = {}
            for inner, value in zip(targets, items, strict=True):
                row = _row(inner, value)
                if row is None or row.keys() & found.keys():
                    return None
                found |= row
            return found
    return None


def _items(over: ast.expr, known: Literals) -> Sequence[ast.expr]:
    match over:
        case ast.Name(id=name):
            value = known.get(name)
            return _keys(value) if isinstance(value, ast.Dict) else _items_of(value, known)
        case ast.Call(func=ast.Attribute(value=holder, attr="items"), args=[], keywords=[]):
            return _pairs(holder, known)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]):
            return _made_by(name, given, known)
        case ast.Dict():
            return _keys(over)
    return _items_of(over, known)


def _items_of(value: ast.expr | None, known: Literals) -> Sequence[ast.expr]:
    if isinstance(value, ast.List | ast.Tuple) and all(map(_is_plain, value.elts)):
        return value.elts
    return ()


def _is_plain(node: ast.expr) -> bool:
    #   [("train", train), ("limit", 3)]
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(_is_plain, node.elts))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("slice", "range") and all(map(_is_literal, node.args))
    return isinstance(node, ast.Name) or _is_literal(node)


def _keys(value: ast.Dict) -> Sequence[ast.expr]:
    return [key for key in value.keys if key is not None]


def _pairs(holder: ast.expr, known: Literals) -> Sequence[ast.expr]:
    value = known.get(holder.id) if isinstance(holder, ast.Name) else holder
    if not isinstance(value, ast.Dict) or not all(isinstance(k, ast.Constant) for k in value.keys):
        return ()
    keys = _keys(value)
    if isinstance(holder, ast.Name):
        #   frames = {"train": train, "test": test}
        values: list[ast.expr] = [
            given if isinstance(given, ast.Constant) else ast.Subscript(holder, key, ast.Load())
            for key, given in zip(keys, value.values, strict=True)
        ]
    elif all(map(_is_plain, value.values)):
        values = value.values
    else:
        return ()
    return [ast.Tuple([k, v], ast.Load()) for k, v in zip(keys, values, strict=True)]


def _made_by(name: str, given: Sequence[ast.expr], known: Literals) -> Sequence[ast.expr]:
    if name == "range" and all(map(_is_literal, given)):
        numbers = [ast.literal_eval(value) for value in given]
        if 0 < len(numbers) <= 3 and all(isinstance(number, int) for number in numbers):
            try:
                return [ast.Constant(number) for number in range(*numbers)[:100]]
            except ValueError:
                return ()
    lists = [_items(value, known) for value in given]
    if name == "zip" and lists:
        return [ast.Tuple(list(row), ast.Load()) for row in zip(*lists, strict=False)]
    if name == "enumerate" and len(lists) == 1:
        return [
            ast.Tuple([ast.Constant(number), item], ast.Load())
            for number, item in enumerate(lists[0])
        ]
    return ()


def folded(node: ast.expr, row: Mapping[str, ast.expr]) -> str | None:
    """The text that the expression makes of what stands in the row; None where unsure."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name) if name in row:
            return folded(row[name], {})
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([folded(left, row), folded(right, row)])
        case ast.JoinedStr(values=values):
            return _joined([folded(value, row) for value in values])
        case ast.FormattedValue(value=ast.Name(id=name), conversion=-1 | 114 | 115 as kind) if (
            node.format_spec is None
        ):
            value = row.get(name)
            if not isinstance(value, ast.Constant):
                return None
            return repr(value.value) if kind == 114 else str(value.value)
        case ast.Call(func=ast.Attribute(value=inner, attr=case), args=[], keywords=[]) if (
            case in _CASES
        ):
            plain = folded(inner, row)
            return None if plain is None else str(getattr(plain, case)())
        case ast.Call(func=ast.Name("str"), args=[ast.Name(id=name)], keywords=[]):
            value = row.get(name)
            return str(value.value) if isinstance(value, ast.Constant) else None
    return None


def _joined(parts: Sequence[str | None]) -> str | None:
    return None if None in parts else "".join(map(str, parts))
