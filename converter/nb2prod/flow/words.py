"""All words by which a statement may mean something that the notebook knows."""

import ast
import re

from ..trees import nodes_of, remembered

_WORD = re.compile(r"[^\W\d]\w*")
_NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_READING_TEXT = frozenset({"query", "eval", "exec", "dmatrix", "dmatrices", "model_matrix"})
#   box["k"]      with box:      str(box)      class Bag(Box):
_IMPLIED = frozenset(
    {"__getitem__", "__enter__", "__exit__", "__repr__", "__str__", "__format__"}
    | {"__init_subclass__", "__new__", "__del__"}
)


@remembered
def words_of(statement: ast.AST) -> frozenset[str]:
    """Names, attributes and arguments in the statement, and words of texts read as code."""
    found: set[str] = set(_IMPLIED)
    texts: list[str] = []
    for node in nodes_of(statement)[isinstance(statement, _NAMED) :]:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.Constant(value=str() as text):
                texts.append(text)
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.keyword(arg=str() as name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found |= {name.split(".")[0], other or name}
            case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
                found.add(name)
            case ast.MatchStar(name=str() as name) | ast.MatchMapping(rest=str() as name):
                found.add(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                found.update(names)
    code = bool(found & _READING_TEXT)
    for text in texts:
        if code or "~" in text:  # a query, or a formula
            found.update(_WORD.findall(text))
    return frozenset(found)
