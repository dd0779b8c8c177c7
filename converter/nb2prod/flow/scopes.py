"""Free names of functions and lambdas, and names that hide in strings."""

import ast
import keyword
import re
import symtable
from collections.abc import Collection

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def free_names(node: Function) -> tuple[set[str], set[str]]:
    """
    Names of outside that the body reads when it is called, and those it binds by `global` or
    `nonlocal`.
    """
    shell, outer = _alone(node)
    table = symtable.symtable(ast.unparse(shell), "notebook", "exec").get_children()[0]
    reads: set[str] = set()
    writes: set[str] = set()
    for child in table.get_children():
        _collect(child, reads, writes)
        for symbol in child.get_symbols():
            if symbol.is_free() and symbol.get_name() in outer:
                reads.add(symbol.get_name())
                writes |= {symbol.get_name()} if symbol.is_assigned() else set()
    inner = _locals_of(table)
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            reads |= {name for name in names_in_strings(part, ()) if name not in inner}
    return reads, writes


def _alone(node: Function) -> tuple[ast.Module, set[str]]:
    """The function's body in a shell that binds what it declares `nonlocal`."""
    outer = {
        name for part in ast.walk(node) if isinstance(part, ast.Nonlocal) for name in part.names
    }
    body: list[ast.stmt] = [
        ast.Assign([ast.Name(name, ast.Store())], ast.Constant(None)) for name in sorted(outer)
    ]
    body.append(ast.Expr(_bare(node)) if isinstance(node, ast.Lambda) else _undecorated(node))
    shell = ast.parse("def shell(): pass")
    shell.body[0].body = body  # type: ignore[attr-defined]
    return ast.fix_missing_locations(shell), outer


def _bare(node: ast.Lambda) -> ast.Lambda:
    return ast.Lambda(_names_only(node.args), node.body)


def _undecorated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    # decorators, defaults and annotations are evaluated at the definition, not in its body
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    bare = ast.parse(f"{kind} f(): ...").body[0]
    assert isinstance(bare, ast.FunctionDef | ast.AsyncFunctionDef)
    bare.name, bare.args, bare.body = node.name, _names_only(node.args), node.body
    return bare


def _names_only(arguments: ast.arguments) -> ast.arguments:
    return ast.arguments(
        posonlyargs=[ast.arg(a.arg) for a in arguments.posonlyargs],
        args=[ast.arg(a.arg) for a in arguments.args],
        vararg=ast.arg(arguments.vararg.arg) if arguments.vararg else None,
        kwonlyargs=[ast.arg(a.arg) for a in arguments.kwonlyargs],
        kw_defaults=[None for _ in arguments.kwonlyargs],
        kwarg=ast.arg(arguments.kwarg.arg) if arguments.kwarg else None,
        defaults=[],
    )


def _collect(table: symtable.SymbolTable, reads: set[str], writes: set[str]) -> None:
    for symbol in table.get_symbols():
        if symbol.is_global():
            if symbol.is_assigned() and symbol.is_declared_global():
                writes.add(symbol.get_name())
            if symbol.is_referenced():
                reads.add(symbol.get_name())
    for child in table.get_children():
        _collect(child, reads, writes)


def _locals_of(table: symtable.SymbolTable) -> set[str]:
    names: set[str] = set()
    for child in table.get_children():
        names |= {s.get_name() for s in child.get_symbols() if s.is_local()} | _locals_of(child)
    return names


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
        if _FORMULA.match(text):
            found |= set(_IDENTIFIER.findall(text)) & set(bound)
    if name not in {"query", "eval", "exec"} or not node.args:
        return found
    text = " ".join(_texts(node.args[:1]))
    found |= at_names(text) if text else set(anywhere)
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
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def at_names(text: str) -> set[str]:
    """Names that a query's text refers to."""
    return set(_AT_NAME.findall(text))


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [
        part.value
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
