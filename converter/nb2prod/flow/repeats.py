"""A function that is defined again word for word: the second time changes nothing."""

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..model.flow import Effects, Statement
from ..model.notebook import Role
from ..trees import statements_of


def without_repeats(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, where a definition that is there already has no effect."""
    #   def ratio(x): ...            copied from further up: one function, not two
    changed = {n for s in statements for n in s.effects.mutates | s.effects.deletes}
    functions = {
        s.number: node
        for s in statements
        if (node := _plain_function(s)) is not None and node.name not in changed
    }
    often = Counter(node.name for node in functions.values())
    there: dict[str, str] = {}
    found = []
    for statement in statements:
        function = functions.get(statement.number)
        text = ast.dump(function) if function is not None and often[function.name] > 1 else ""
        if function is not None and text and there.get(function.name) == text:
            statement = replace(statement, effects=Effects())
        for name in statement.effects.binds | statement.effects.may_bind:
            there.pop(name, None)
        if function is not None and text:
            there[function.name] = text
        found.append(statement)
    return found


def _plain_function(statement: Statement) -> ast.FunctionDef | None:
    """The function, where nothing happens when it is defined: no decorator, no default."""
    if statement.kind != "definition" or statement.role is Role.SKIP:
        return None
    node = statements_of(statement.code)[0]
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        return None
    defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
    return None if defaults else node
