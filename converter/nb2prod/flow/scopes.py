"""Free names of functions and lambdas, and names that hide in strings."""

import ast
import builtins
import re
import symtable

_BUILTINS = frozenset(dir(builtins))


def free_names(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> tuple[set[str], set[str]]:
    """Global names that the body reads when it is called, and those it binds by `global`."""
    statement: ast.stmt = node if not isinstance(node, ast.Lambda) else ast.Expr(node)
    bare = ast.parse(ast.unparse(ast.fix_missing_locations(ast.Module([_undecorated(statement)], []))))
    table = symtable.symtable(ast.unparse(bare), "notebook", "exec")
    reads: set[str] = set()
    writes: set[str] = set()
    for child in table.get_children():
        _collect(child, reads, writes)
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            reads |= {name for name in names_in_strings(part) if name not in _locals_of(table)}
    return reads, writes


def _undecorated(statement: ast.stmt) -> ast.stmt:
    # decorators, defaults and annotations are evaluated where the function is defined, not in its body
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = ast.arguments(
            posonlyargs=[ast.arg(a.arg) for a in statement.args.posonlyargs],
            args=[ast.arg(a.arg) for a in statement.args.args],
            vararg=ast.arg(statement.args.vararg.arg) if statement.args.vararg else None,
            kwonlyargs=[ast.arg(a.arg) for a in statement.args.kwonlyargs],
            kw_defaults=[None for _ in statement.args.kwonlyargs],
            kwarg=ast.arg(statement.args.kwarg.arg) if statement.args.kwarg else None,
            defaults=[],
        )
        kind = type(statement)
        return kind(name=statement.name, args=arguments, body=statement.body, decorator_list=[], type_params=[])
    return statement


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


def names_in_strings(node: ast.Call) -> set[str]:
    """Names that a string argument refers to: `df.query("a > @limit")`, `pd.eval("df1 + df2")`."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in {"query", "eval", "exec"} or not node.args:
        return set()
    text = "".join(
        part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    found = set(_AT_NAME.findall(text))
    if name == "eval" and not (isinstance(node.func, ast.Attribute) and "@" in text):
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        if receiver is None or (isinstance(receiver, ast.Name) and receiver.id in {"pd", "pandas"}):
            found |= set(_IDENTIFIER.findall(text)) - _BUILTINS
    return found
