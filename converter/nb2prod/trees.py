"""Parsed texts, and what was worked out from their nodes, remembered within a bound."""

import ast
import warnings
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_TEXTS = 4_096  # a notebook of 2,000 cells, each once as it is and once as we change it
_NODES = 32_768
# what holds no node, or a node that tells nothing
_LEAVES = frozenset(
    {"ctx", "op", "ops", "id", "attr", "arg", "asname", "module", "level", "kind", "simple"}
    | {"type_comment", "is_async", "conversion", "type_ignores"}
)


class Memory(Generic[K, V]):
    """Values by what they were made of; what was not asked for longest goes first."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._kept: dict[K, V] = {}
        _MEMORIES.append(self.forget)

    def get(self, key: K) -> V | None:
        """Return the value kept for the key, or None."""
        value = self._kept.pop(key, None)
        if value is not None:
            self._kept[key] = value  # the last one asked for stands last
        return value

    def keep(self, key: K, value: V) -> V:
        """Keep the value, and return it."""
        if len(self._kept) >= self._bound:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = value
        return value

    def forget(self) -> None:
        """Drop all that is kept."""
        self._kept.clear()


_MEMORIES: list[Callable[[], None]] = []


def remembered(function: Callable[[K], V]) -> Callable[[K], V]:
    """Return the function with a memory; its values are shared, so nobody may change them."""
    memory: Memory[K, V] = Memory(_NODES)

    def recalled(key: K) -> V:
        found = memory.get(key)
        return memory.keep(key, function(key)) if found is None else found

    return recalled


def forget() -> None:
    """Drop all memories, as at the start of the process."""
    for memory in _MEMORIES:
        memory()


_Broken = SyntaxError | ValueError | RecursionError | MemoryError
_parsed: Memory[str, ast.Module | _Broken] = Memory(_TEXTS)


def parsed(text: str) -> ast.Module:
    """
    Return the text's tree; raises what `ast.parse` raises.

    The tree is shared: whoever changes nodes parses for himself.
    """
    found = _parsed.get(text)
    if found is None:
        found = _parsed.keep(text, _parsed_anew(text))
    if isinstance(found, ast.Module):
        return found
    raise found.with_traceback(None)


def _parsed_anew(text: str) -> ast.Module | _Broken:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the author's escapes
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return error


_pieces: Memory[str, tuple[ast.stmt, ...]] = Memory(_NODES)


def cut_out(piece: str, node: ast.stmt) -> None:
    """Take note that this piece of a text is the node's, so that nobody parses it again."""
    _pieces.keep(piece, (node,))


def statements_of(piece: str) -> tuple[ast.stmt, ...]:
    """
    Return the statements of a piece of code, for those who do not ask where they stand.

    Of a piece that was cut out of a longer text they have the places in that text.
    """
    found = _pieces.get(piece)
    return _pieces.keep(piece, tuple(parsed(piece).body)) if found is None else found


def is_python(text: str) -> bool:
    """Whether the text parses; what it warns about is not our business."""
    try:
        parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def all_nodes(root: ast.AST) -> list[ast.AST]:
    """Return the node and all below it, level by level as `ast.walk` does, without operators."""
    found = [root]
    for node in found:  # grows while it is read
        for name in _fields(type(node)):
            value = getattr(node, name, None)
            if isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes directly below, without operators."""
    found: list[ast.AST] = []
    for name in _fields(type(node)):
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


_OF_KIND: dict[type[ast.AST], tuple[str, ...]] = {}


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    found = _OF_KIND.get(kind)
    if found is None:
        found = tuple(name for name in kind._fields if name not in _LEAVES)
        found = _OF_KIND[kind] = () if kind in (ast.Constant, ast.Name) else found
    return found


@remembered
def nodes_of(root: ast.AST) -> tuple[ast.AST, ...]:
    """Return `all_nodes` of a tree or statement that is asked for again and again."""
    return tuple(all_nodes(root))
