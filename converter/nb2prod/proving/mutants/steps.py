"""Other steps: what is left out, what another function does, what training learnt."""

import ast
from collections.abc import Iterator

from .source import Change, Module, fields_of

_CHAINED = (
    "abs apply astype clip copy drop drop_duplicates dropna "
    "fillna filter head interpolate lower map merge ravel "
    "rename replace reset_index reshape round set_index sort_index sort_values "
    "strip tail to_numpy transform upper where assign shift "
    "cumsum join "
)
_DROPPED = frozenset(_CHAINED.split())
_OTHER = {
    "mean": "median",
    "median": "mean",
    "min": "max",
    "max": "min",
    "sum": "mean",
    "std": "var",
    "var": "std",
    "count": "nunique",
    "first": "last",
    "last": "first",
    "ffill": "bfill",
    "bfill": "ffill",
    "head": "tail",
    "tail": "head",
    "ceil": "floor",
    "floor": "ceil",
    "log": "log1p",
    "log1p": "log",
    "lower": "upper",
    "transform": "fit_transform",
    "predict_proba": "predict",
    "any": "all",
    "all": "any",
}
_LEARNT = {
    "float": b"(%s * 1.1 + 0.1)",
    "int": b"(%s + 1)",
    "pd.Series": b"%s.sample(frac=1, random_state=0).set_axis(%s.index)",
    "pd.CategoricalDtype": b"pd.CategoricalDtype(%s.categories[1:], %s.ordered)",
    "np.ndarray": b"%s[::-1]",
}


def calls_dropped(module: Module, node: ast.AST) -> Iterator[Change]:
    """A call in a chain that is left out."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    name = node.func.attr
    if name not in _DROPPED:
        return
    start, end = module.span(node)
    told = f"`.{name}(...)` is left out after `{module.shown(node.func.value)}`"
    operator = "copy left out" if name == "copy" else "call left out"
    yield Change(operator, start, end, module.code(node.func.value), told)


def calls_replaced(module: Module, node: ast.AST) -> Iterator[Change]:
    """Another function of the same family."""
    if not isinstance(node, ast.Attribute) or node.attr not in _OTHER:
        return
    if isinstance(module.parents[node], ast.Call):
        end = module.span(node)[1]
        other = _OTHER[node.attr]
        told = f"`{node.attr}` becomes `{other}` in `{module.shown(node)}`"
        yield Change("other function", end - len(node.attr), end, other.encode(), told)


def keywords(module: Module, node: ast.AST) -> Iterator[Change]:
    """A named argument of a library's function that is left out, and another seed."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in module.definitions():
        return
    for place, word in enumerate(node.keywords):
        if word.arg is None:
            continue
        before = [*node.args, *node.keywords[:place]]
        start, end = module.span(word)
        if before:
            start = module.span(before[-1])[1]
        elif place + 1 < len(node.keywords):
            end = module.span(node.keywords[place + 1])[0]
        told = f"`{module.shown(word)}` is left out"
        yield Change("argument left out", start, end, b"", told)
        if word.arg in ("random_state", "seed") and isinstance(word.value, ast.Name):
            told = f"`{module.shown(word)}` becomes one more"
            seed = module.code(word.value) + b" + 1"
            yield Change("other seed", *module.span(word.value), seed, told)


def statements(module: Module, node: ast.AST) -> Iterator[Change]:
    """A statement with an effect that is left out."""
    if isinstance(node, ast.Assign):
        effect = any(isinstance(t, ast.Subscript | ast.Attribute) for t in node.targets)
    else:
        effect = isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        )
    if effect and isinstance(node, ast.stmt):
        told = f"`{module.shown(node)}` is left out"
        yield Change("statement left out", *module.span(node), b"pass", told)


def conditions(module: Module, node: ast.AST) -> Iterator[Change]:
    """A condition turned round."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        told = f"`{module.shown(node.test)}` is turned round"
        negated = b"not (" + module.code(node.test) + b")"
        yield Change("condition turned", *module.span(node.test), negated, told)


def aliases(module: Module, node: ast.AST) -> Iterator[Change]:
    """A second name for an object that becomes a copy of its own."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Name):
        return
    if isinstance(node.targets[0], ast.Name):
        copied = b'__import__("copy").deepcopy(' + module.code(node.value) + b")"
        told = f"`{module.shown(node)}` makes a copy"
        yield Change("alias cut", *module.span(node.value), copied, told)


def learnt(module: Module, node: ast.AST) -> Iterator[Change]:
    """A statistic that is a tenth larger, a map that is permuted, levels that are old."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return
    if not isinstance(node.value, ast.Name) or node.value.id in ("self", "cls"):
        return
    other = _LEARNT.get(_fields(module).get(node.attr, ""))
    if other is not None:
        code = module.code(node)
        told = f"`{module.shown(node)}` is not what training learnt"
        replacement = other % ((code,) * other.count(b"%s"))
        yield Change("statistic changed", *module.span(node), replacement, told)


def _fields(module: Module) -> dict[str, str]:
    """The annotated fields of the module's data classes."""
    return {
        name: annotation
        for definition in module.definitions().values()
        if isinstance(definition, ast.ClassDef) and definition.decorator_list
        for name, annotation in fields_of(definition).items()
    }


def answers(module: Module, node: ast.AST) -> Iterator[Change]:
    """The answers in the other order, without the last, moved by one row, and rounded."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    owner = module.owner(node)
    if not isinstance(owner, ast.FunctionDef) or owner.returns is None:
        return
    if not ast.unparse(owner.returns).startswith("list["):
        return
    code, span = b"(" + module.code(node.value) + b")", module.span(node.value)
    yield Change("answers reordered", *span, code + b"[::-1]", "the answers come in reverse")
    yield Change("answers lost", *span, code + b"[:-1]", "the last answer is lost")
    moved = b"(lambda all: all[1:] + all[:1])" + code
    yield Change("answers reordered", *span, moved, "the answers move by one row")
    first = b"[" + code + b"[0]] * len(" + code + b")"
    yield Change("answers repeated", *span, first, "each row gets the first row's answer")


def requests(module: Module, node: ast.AST) -> Iterator[Change]:
    """A field of the request that is gone, or of another type."""
    if not isinstance(node, ast.AnnAssign) or not isinstance(module.parents[node], ast.ClassDef):
        return
    holder = module.parents[node]
    bases = {ast.unparse(base) for base in holder.bases}  # type: ignore[attr-defined]
    if "BaseModel" not in bases or not isinstance(node.target, ast.Name):
        return
    name, kind = node.target.id, ast.unparse(node.annotation)
    yield Change("field left out", *module.span(node), b"pass", f"the field `{name}` is gone")
    if kind.endswith("| None"):
        told = f"the field `{name}` may not be null"
        narrowed = kind.removesuffix("| None").strip().encode()
        yield Change("type narrowed", *module.span(node.annotation), narrowed, told)
    other = {"float": b"bool", "str": b"int", "Int64": b"str"}.get(kind.partition(" ")[0])
    if other:
        told = f"the field `{name}` takes `{other.decode()}` instead of `{kind}`"
        yield Change("type changed", *module.span(node.annotation), other, told)
