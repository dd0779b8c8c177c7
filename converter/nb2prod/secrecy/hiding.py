"""Code and texts without their secrets."""

import ast
import dataclasses
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..model.notebook import Secret
from ..positions import changed
from .finding import found_in_code, found_in_text

Call = Callable[[str], str]  # the name of a variable -> the expression that reads it


def hidden_text(text: str, secrets: Sequence[Secret], *, quoted: bool = False) -> str:
    """The text with `${API_KEY}` for each secret; short ones only where they stand in quotes."""
    for secret in _longest_first(secrets):
        if secret.strong:
            text = text.replace(secret.value, f"${{{secret.name}}}")
        elif quoted:
            for mark in "\"'":
                shown = f"{mark}${{{secret.name}}}{mark}"
                text = text.replace(f"{mark}{secret.value}{mark}", shown)
    return text


def hidden_bytes(content: bytes, secrets: Sequence[Secret]) -> bytes | None:
    """A file without its secrets; None where it is no text and holds one."""
    if not any(secret.value.encode() in content for secret in secrets):
        return content
    try:
        return hidden_text(content.decode(), secrets, quoted=content[:1] in b"[{").encode()
    except UnicodeDecodeError:
        strong = any(s.strong and s.value.encode() in content for s in secrets)
        return None if strong else content


def hidden(thing: Any, secrets: Sequence[Secret]) -> Any:
    """The data class, list or mapping with all its texts hidden; itself where nothing changes."""
    if not secrets:
        return thing
    if isinstance(thing, str):
        return hidden_text(thing, secrets)
    if isinstance(thing, tuple | list):
        parts = [hidden(part, secrets) for part in thing]
        same = all(new is old for new, old in zip(parts, thing, strict=True))
        return thing if same else type(thing)(parts)
    if isinstance(thing, Mapping):
        pairs = {hidden(key, secrets): hidden(value, secrets) for key, value in thing.items()}
        return thing if pairs == thing else pairs
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        changes = {}
        for field in dataclasses.fields(thing):
            old = getattr(thing, field.name)
            new = hidden(old, secrets)
            if new is not old:
                changes[field.name] = new
        return dataclasses.replace(thing, **changes) if changes else thing
    return thing


def hidden_code(code: str, secrets: Sequence[Secret], call: Call) -> str:
    """The code reading each secret from where `call` says; `${NAME}` in comments and docstrings."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return hidden_text(code, secrets, quoted=True)
    here = {hit.value for hit in found_in_code(code)}
    known = [s for s in _longest_first(secrets) if s.strong or s.value in here]
    if not known:
        return code
    changes = []
    docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings:
            new = _expression(node, known, call)
            if new is not None:
                start = (node.lineno, node.col_offset)
                changes.append((start, (node.end_lineno or 0, node.end_col_offset or 0), new))
            continue
        waiting += ast.iter_child_nodes(node)
    return hidden_text(changed(code, changes), secrets)


def _expression(
    node: ast.Constant | ast.JoinedStr, secrets: Sequence[Secret], call: Call
) -> str | None:
    """The text as an expression that holds no secret; None where it holds none already."""
    #   "sk-1"                       environment_variable("OPENAI_API_KEY")
    #   "postgresql://me:pw@db"      f"postgresql://me:{environment_variable('...')}@db"
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        inner = _expression(ast.Constant(node.value.decode("latin-1")), secrets, call)
        return f"{inner}.encode()" if inner else None
    parts: list[str | ast.expr] = []
    for part in node.values if isinstance(node, ast.JoinedStr) else [node]:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            parts += _cut(part.value, secrets)
        else:
            parts.append(part)
    reads = [part for part in parts if isinstance(part, ast.Name)]
    if not reads:
        return None
    if len(parts) == 1:
        return call(reads[0].id)
    values: list[ast.expr] = []
    for piece in parts:
        if isinstance(piece, str):
            values.append(ast.Constant(piece))
        elif isinstance(piece, ast.Name):
            values.append(ast.FormattedValue(ast.parse(call(piece.id), mode="eval").body, -1))
        else:
            values.append(piece)
    return ast.unparse(ast.JoinedStr(values))


def _cut(text: str, secrets: Sequence[Secret]) -> list[str | ast.expr]:
    """The text in pieces: a name stands where a secret stood."""
    for secret in secrets:
        if secret.value in text and (secret.strong or _is_meant(secret.value, text)):
            before, found, after = text.partition(secret.value)
            if found:
                name = ast.Name(secret.name)
                return [*_cut(before, secrets), name, *_cut(after, secrets)]
    return [text] if text else []


def _is_meant(value: str, text: str) -> bool:
    #   "admin" as a password; not the "admin" of "administrator"
    return value == text or any(hit.value == value for hit in found_in_text(text))


def _longest_first(secrets: Sequence[Secret]) -> list[Secret]:
    return sorted(secrets, key=lambda secret: (-len(secret.value), secret.name))
