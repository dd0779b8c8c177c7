"""Files that one statement writes and another reads: a hand-over that goes past the names."""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..model.flow import Statement
from ..trees import nodes_of, remembered, statements_of
from .knowledge import dotted


def files_of(statements: Sequence[Statement]) -> list[Statement]:
    """
    The statements, each with the texts by which it may mean a file that some statement writes.
    """
    #   OUT = "held.csv"
    #   df.to_csv(OUT)                  writes
    #   again = pd.read_csv(OUT)        reads
    if not any("writes" in s.effects.outside for s in statements):
        return list(statements)
    moves = any("folder" in s.effects.outside for s in statements)
    values: dict[str, set[str]] = {}

    def texts_in(code: str) -> frozenset[str]:
        #   os.chdir("out"); open("a.txt", "w"); os.chdir(".."); open("out/a.txt")
        found = _texts(code)
        return found | {text.rsplit("/", 1)[-1] for text in found} if moves else found

    for s in statements:
        if s.kind in ("constant", "definition") or _is_path(s.code):
            told = texts_in(s.code).union(*(values.get(name, set()) for name in _named(s)))
            for name in s.effects.binds:
                values[name] = values.get(name, set()) | told
    meant = [
        texts_in(s.code).union(*(values.get(name, set()) for name in s.effects.reads))
        for s in statements
    ]
    written = {
        text
        for s, texts in zip(statements, meant, strict=True)
        if "writes" in s.effects.outside
        for text in texts
    }
    made = [_folders(s.code, ("mkdir", "makedirs")) for s in statements]
    moved = [_folders(s.code, ("chdir",)) for s in statements]
    folders = set().union(*made)
    found = [
        texts & written | own | _inside(texts, folders) | to & folders
        for texts, own, to in zip(meant, made, moved, strict=True)
    ]
    return [
        replace(s, files=frozenset(files)) if files else s
        for s, files in zip(statements, found, strict=True)
    ]


def _named(statement: Statement) -> frozenset[str]:
    #   def log(text): open(LOG, "a").write(text)
    return statement.effects.reads | statement.effects.late


def _inside(texts: Collection[str], folders: set[str]) -> set[str]:
    #   out/plots/one.png      out, out/plots
    around = {text[:at] for text in texts for at, sign in enumerate(text) if sign == "/"}
    return around & folders


def _folders(code: str, calls: tuple[str, ...]) -> set[str]:
    #   os.makedirs("out")        os.chdir("out")
    return {text.rstrip("/") for called, text in _first_texts(code) if called.endswith(calls)}


@remembered
def _first_texts(code: str) -> tuple[tuple[str, str], ...]:
    """What is called with a text as its first argument, and that text."""
    return tuple(
        (dotted(node.func), argument.value)
        for node in _nodes(code)
        if isinstance(node, ast.Call)
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def _is_path(code: str) -> bool:
    #   page = Path("out") / "page.txt"
    node = statements_of(code)[0]
    value = node.value if isinstance(node, ast.Assign) else None
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.Div)
    called = dotted(value.func).rsplit(".", 1)[-1] if isinstance(value, ast.Call) else ""
    return called in ("Path", "PurePath", "join", "joinpath")


@remembered
def _texts(code: str) -> frozenset[str]:
    found = {
        node.value
        for node in _nodes(code)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset(text for text in found if "\n" not in text and ("." in text or "/" in text))


def _nodes(code: str) -> Iterator[ast.AST]:
    return (part for node in statements_of(code) for part in nodes_of(node))
