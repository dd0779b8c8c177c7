"""Names for the statistics that the notebook computes in passing."""

import ast
import re
from collections.abc import Collection


def statistic_name(expression: str, taken: Collection[str], loop: tuple[str, ...] = ()) -> str:
    """
    A name that says what is learnt.

        orders["weight"].median()                       weight_median
        houses.groupby("district")["lot"].agg("mean")   lot_mean_by_district
        df[col].mode()[0]          (in a loop)          mode_by_col
    """
    words: list[str] = []
    by: list[str] = list(loop)
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        tree = ast.Constant("value")
    method = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "groupby":
                by += [c.value for a in node.args for c in ast.walk(a) if isinstance(c, ast.Constant) and isinstance(c.value, str)]
            elif not method:
                method = node.func.attr
                if method in ("agg", "transform") and node.args and isinstance(node.args[0], ast.Constant):
                    method = str(node.args[0].value)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            words.append(node.slice.value)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr != method:
            words.append(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not method:
            method = node.func.id
    head = [word for word in dict.fromkeys(words) if word != method][:1]
    parts = [*head, method or ("values" if not head else ""), *(["by", *by[:2]] if by else [])]
    name = re.sub(r"\W+", "_", "_".join(part for part in parts if part)).strip("_").lower() or "learnt"
    if not name.isidentifier():
        name = f"learnt_{name}"
    return free(name, taken)


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    number, wanted = 2, name
    while wanted in taken:
        wanted = f"{name}_{number}"
        number += 1
    return wanted
