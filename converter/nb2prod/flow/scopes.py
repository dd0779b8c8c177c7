"""Free names of functions and lambdas, and names that hide in strings."""

import ast
import keyword
import re
from collections.abc import Collection

from ..trees import all_nodes, remembered
from .symbols import Function, resolved


@remembered
def free_names(node: Function) -> tuple[frozenset[str], frozenset[str]]:
    """
    Names of outside that the body reads when it is called, and those it binds by `global` or
    `nonlocal`.
    """
    found = resolved(node)
    for part in all_nodes(node):
        if isinstance(part, ast.Call):
            found.reads |= names_in_strings(part, ()) - found.own
    return frozenset(found.reads), frozenset(found.writes)


def read_at_once(value: ast.expr) -> set[str]:
    """Names that the expression reads where it stands, lambdas in it aside."""
    found: set[str] = set()
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Lambda):
            waiting += [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
            continue
        if isinstance(node, ast.Name):
            found.add(node.id)
        waiting += ast.iter_child_nodes(node)
    return found


#   patsy.dmatrix("np.log(size) + half(size)", sales)
FORMULA_FUNCTIONS = frozenset({"dmatrix", "dmatrices", "model_matrix"})
_AT_NAME = re.compile(r"@([A-Za-z_]\w*)")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_FORMULA = re.compile(r"^[^\n~]*[\w)]\s*~\s*[\w(1-]")


def names_in_strings(
    node: ast.Call, bound: Collection[str], anywhere: Collection[str] = ()
) -> set[str]:
    """
    Names that a string argument refers to: `df.query("a > @limit")`, `pd.eval("df1 + df2")`,
    `ols("y ~ np.log(x)")`.

    In a formula only names that the notebook binds count: the others are columns. Where the text
    of a query
    is not in sight, it may name whatever stands after an @ `anywhere`.
    """
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    found: set[str] = set()
    for text in _texts([*node.args, *(given.value for given in node.keywords)]):
        if name in FORMULA_FUNCTIONS or _FORMULA.match(text):
            found |= set(_IDENTIFIER.findall(text)) & set(bound)
    if name not in {"query", "eval", "exec"} or not node.args:
        return found
    text = " ".join(_texts(node.args[:1]))
    found |= at_names(text)
    if not isinstance(node.args[0], ast.Constant):
        found |= set(anywhere)  # df.query(question)
    receiver = function.value if isinstance(function, ast.Attribute) else None
    if (
        name == "eval"
        and len(node.args) == 1
        and (
            receiver is None or (isinstance(receiver, ast.Name) and receiver.id in {"pd", "pandas"})
        )
    ):
        found |= _names_in_code(text)
    return found


def _names_in_code(text: str) -> set[str]:
    #   "df1.T[0] < 0.5 and df2 > 1"      df1 and df2; neither `T` nor `and`
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {name for name in _IDENTIFIER.findall(text) if not keyword.iskeyword(name)}
    return {node.id for node in all_nodes(tree) if isinstance(node, ast.Name)}


def at_names(text: str) -> set[str]:
    """Names that a query's text refers to."""
    return set(_AT_NAME.findall(text))


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [
        part.value
        for node in nodes
        for part in all_nodes(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
