"""Secrets in Python code, by the names that they are given, and in any other text."""

import ast
import re
from collections.abc import Iterator

from ..trees import nodes_of, parsed, remembered
from .hits import Hit
from .patterns import known, named
from .words import (
    entropy,
    is_key_name,
    is_odd_key,
    is_password_name,
    is_strong,
    looks_random,
    stands_for_nothing,
    variable_name,
)

_MAY = re.compile(r"(?i)pass|pwd|secret|token|key|auth|credential|login|connect|[\w+/=-]{32}")
_LONG = re.compile(r"[A-Za-z0-9+/_=-]{32,200}")
_NO_SECRET = re.compile(
    r"(?i)hash|sha|md5|digest|checksum|uuid|guid|etag|commit|file|url|href|path|folder|image|img|data|html|"
    r"alphabet|charset|letters|column|_id$|^id$|version|salt_?len|sequence|seq|smiles|vocab"
)
_OWN = "the value of"
_GETTERS = frozenset({"getenv", "get", "setdefault", "pop", "putenv", "add_header"})


@remembered
def found_in_text(text: str) -> tuple[Hit, ...]:
    """The secrets of a text that is no Python: markdown, a magic, a comment."""
    return _distinct([*known(text), *named(text)])


@remembered
def found_in_code(code: str) -> tuple[Hit, ...]:
    """The secrets of Python code; in its comments too."""
    hits = list(known(code))
    if _MAY.search(code):
        hits += _in_tree(code)
        for number, line in enumerate(code.split("\n"), 1):
            at = line.find("#")
            if at >= 0 and (found := found_in_text(line[at:])):
                hits += [_at(hit, number) for hit in found]
    return _distinct(hits)


def _at(hit: Hit, line: int) -> Hit:
    return Hit(hit.value, hit.name, hit.kind, line, hit.start, hit.strong)


def _distinct(hits: list[Hit]) -> tuple[Hit, ...]:
    """One hit for each value: the one with a name of its author's; no part of a longer one."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best[hit.value] = hit if hit.value not in best else _better(best[hit.value], hit)
    return tuple(
        hit
        for hit in sorted(best.values(), key=lambda h: (h.line, h.start))
        if not any(hit.value != other and hit.value in other for other in best)
    )


def _better(first: Hit, second: Hit) -> Hit:
    """One of two sights of a value: the name that its author gave, and what it is known to be."""
    own, other = (second, first) if second.kind.startswith(_OWN) else (first, second)
    line = min(first.line, second.line)
    return Hit(own.value, own.name, other.kind, line, own.start, own.strong or other.strong)


def _in_tree(code: str) -> Iterator[Hit]:
    try:
        tree = parsed(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    named_values: set[int] = set()
    for name, value in _given(tree):
        text = _text(value)
        if text is None:
            continue
        named_values.add(id(value))
        hit = _named(name, text, value.lineno)
        if hit is not None:
            yield hit
        elif not _NO_SECRET.search(name):
            yield from _odd(text, value.lineno, name)
    for node in nodes_of(tree):
        text = _text(node) if isinstance(node, ast.Constant) else None
        if text is not None and len(text) < 2000:
            #   create_engine("mssql://...;Pwd=..."), connect("host=db password=...")
            for hit in named(text) if "=" in text else ():
                yield _at(hit, getattr(node, "lineno", 1))


def _named(name: str, text: str, line: int) -> Hit | None:
    if stands_for_nothing(text) or not text.strip() or "\n" in text:
        return None
    password = is_password_name(name) and len(text) >= 4 and " " not in text
    key = (is_key_name(name) and looks_random(text, 8)) or is_odd_key(name, text)
    if not password and not key:
        return None
    return Hit(text, variable_name(name), f"{_OWN} `{name}`", line, 0, is_strong(text))


def _odd(text: str, line: int, name: str) -> Iterator[Hit]:
    """A long text of letters and digits in no order, which is neither a hash nor an address."""
    if not _LONG.fullmatch(text) or re.fullmatch(r"(?i)[0-9a-f-]+|[a-z]+|[A-Z_]+", text):
        return
    mixed = all(re.search(part, text) for part in ("[a-z]", "[A-Z]", r"\d"))
    in_order = "abcdef" in text.lower() or text.startswith(("iVBOR", "/9j/", "R0lGOD", "PHN2"))
    if mixed and not in_order and entropy(text) >= 4.5 and text.count("_") + text.count("-") < 4:
        words = variable_name(name)
        yield Hit(text, words if len(words) > 3 else "SECRET", "a long random text", line)


def _given(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and the values that code gives them, in each way of giving."""
    for node in nodes_of(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _paired(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _paired(target, value)
            case ast.NamedExpr(target=target, value=value):
                yield from _paired(target, value)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if (name := _text(key)) is not None:
                        yield name, value
            case ast.Call():
                yield from _arguments(node)
            case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
                names = [*args.posonlyargs, *args.args]
                given = zip(names[len(names) - len(args.defaults) :], args.defaults, strict=True)
                yield from ((arg.arg, default) for arg, default in given)
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                yield from _paired(left, right)


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name, value
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            yield name, value
        case ast.Tuple(elts=names) if isinstance(value, ast.Tuple):
            #   user, password = "me", "secret"
            for one, given in zip(names, value.elts, strict=False):
                yield from _paired(one, given)


def _arguments(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    for keyword in call.keywords:
        if keyword.arg == "auth" and isinstance(keyword.value, ast.Tuple):
            #   requests.get(url, auth=("me", "secret"))
            for part in keyword.value.elts[1:2]:
                yield "auth_password", part
        elif keyword.arg is not None:
            yield keyword.arg, keyword.value
    function = call.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if last in ("HTTPBasicAuth", "HTTPDigestAuth", "login") and len(call.args) == 2:
        yield "auth_password", call.args[1]
    elif last in _GETTERS and len(call.args) == 2 and (name := _text(call.args[0])) is not None:
        #   os.getenv("API_KEY", "...")
        yield name, call.args[1]
    elif call.args and is_key_name(last):
        yield last, call.args[0]  # set_api_key("...") is a name that ends so


def _text(node: ast.AST | None) -> str | None:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return node.value
        if isinstance(node.value, bytes):
            return node.value.decode("latin-1")
    return None
