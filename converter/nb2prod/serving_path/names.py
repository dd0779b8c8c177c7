"""Names for the statistics that the notebook computes in passing."""

import ast
import re
from collections.abc import Collection, Iterator


def statistic_name(expression: str, taken: Collection[str], loop: tuple[str, ...] = ()) -> str:
    """
    A name that says what is learnt.

        orders["weight"].median()                       weight_median
        houses.groupby("district")["lot"].agg("mean")   lot_mean_by_district
        df[col].mode()[0]          (in a loop)          mode_by_col
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        tree = ast.Constant("value")
    method = _method(tree)
    by = [*loop, *_group_keys(tree)]
    head = [word for word in dict.fromkeys(_columns(tree)) if word != method][:1]
    words = [*head, method or ("" if head else "values"), *(["by", *by[:2]] if by else [])]
    return free(plain("_".join(word for word in words if word)), taken)


def plain(words: str) -> str:
    """The words as a name of Python."""
    name = re.sub(r"\W+", "_", words).strip("_").lower() or "learnt"
    return name if name.isidentifier() else f"learnt_{name}"


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    number, wanted = 2, name
    while wanted in taken:
        wanted = f"{name}_{number}"
        number += 1
    return wanted


def column_named(text: str) -> str:
    """The column that an expression is about, as a part of a name."""
    #   stops["parking"].fillna("unknown")     parking
    #   stops.parking.str.strip()              parking
    tree = ast.parse(text, mode="eval").body
    called = {id(part.func) for part in ast.walk(tree) if isinstance(part, ast.Call)}
    for part in ast.walk(tree):
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            return plain(str(part.slice.value))
    attributes = [p for p in ast.walk(tree) if isinstance(p, ast.Attribute) and id(p) not in called]
    return plain(attributes[-1].attr if attributes else text)


def _method(tree: ast.AST) -> str:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            return node.func.id
        if isinstance(node.func, ast.Attribute) and node.func.attr != "groupby":
            first = node.args[0] if node.args else None
            if node.func.attr in ("agg", "transform") and isinstance(first, ast.Constant):
                return str(first.value)
            if isinstance(first, ast.Lambda):
                return _method(first.body) or node.func.attr
            return node.func.attr
    return ""


def _group_keys(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and getattr(called, "attr", "") == "groupby":
            parts = (part for argument in node.args for part in ast.walk(argument))
            texts = (part.value for part in parts if isinstance(part, ast.Constant))
            yield from (text for text in texts if isinstance(text, str))


def _columns(tree: ast.AST) -> Iterator[str]:
    """Columns that the expression reads; a name on which a method is called where it reads none."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [word for node in ast.walk(tree) if (word := _column(node)) and id(node) not in called]
    yield from found
    if not found:
        methods = (node for node in ast.walk(tree) if id(node) in called)
        owners = (node.value for node in methods if isinstance(node, ast.Attribute))
        yield from (owner.id for owner in owners if isinstance(owner, ast.Name))


def _column(node: ast.AST) -> str:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value if isinstance(node.slice.value, str) else ""
    own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return node.attr if own and isinstance(node, ast.Attribute) else ""
