"""Files that one statement writes and another reads: a hand-over that goes past the names."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..model.flow import Statement


def files_of(statements: Sequence[Statement]) -> list[Statement]:
    """
    The statements, each with the texts by which it may mean a file that some statement writes.
    """
    #   OUT = "held.csv"
    #   df.to_csv(OUT)                  writes
    #   again = pd.read_csv(OUT)        reads
    if not any("writes" in s.effects.outside for s in statements):
        return list(statements)
    values = {
        name: _texts(s.code) for s in statements if s.kind == "constant" for name in s.effects.binds
    }
    meant = [
        _texts(s.code).union(*(values.get(name, set()) for name in s.effects.reads))
        for s in statements
    ]
    written = {
        text
        for s, texts in zip(statements, meant, strict=True)
        if "writes" in s.effects.outside
        for text in texts
    }
    return [
        replace(s, files=frozenset(texts & written))
        for s, texts in zip(statements, meant, strict=True)
    ]


def _texts(code: str) -> set[str]:
    found = {
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in found if "\n" not in text and ("." in text or "/" in text)}
