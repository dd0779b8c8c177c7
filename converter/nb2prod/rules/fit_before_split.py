"""Something learns from all rows before they are split: the test score is too good."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..model.flow import Statement
from ..trees import all_nodes, nodes_of
from .subject import Subject, shortened

#   X = StandardScaler().fit_transform(X)          has seen the test rows
#   X_train, X_test = train_test_split(X)

_SPLIT = "train_test_split"
_SAMPLERS = frozenset({"fit_resample", "fit_sample"})
_LEARNERS = (
    "Scaler", "Imputer", "Normalizer", "PCA", "SVD", "SelectKBest", "SelectPercentile",
    "TargetEncoder", "QuantileTransformer", "PowerTransformer", "KBinsDiscretizer", "RFE",
)  # fmt: skip
_STATISTICS = frozenset({"mean", "median", "mode", "std", "quantile"})


def findings(subject: Subject) -> Iterator[Finding]:
    """A finding for each statement above the first split that the split's rows went through."""
    split = _first_split(subject)
    if split is None:
        return
    learners = _learners(subject)
    nodes = _nodes(subject)
    for statement in _lineage(subject, split):
        node = nodes.get((statement.place.cell_index, statement.start_line))
        if node is None:
            continue
        why = _learns(node, learners)
        if why is not None:
            here = statement.place.cell_index == split.place.cell_index
            where = "this cell" if here else f"cell {split.place.cell_index + 1}"
            resampled = why == "makes new rows out of all rows"
            yield Finding(
                "NB321",
                Severity.WARNING if resampled else Severity.NOTE,
                f"`{shortened(statement.code)}` {why} before {where} splits them: "
                "the score on the test rows is too "
                "good. The project does what the notebook does.",
                "Split first; fit on the training rows only, and transform both.",
                statement.place.cell_index,
                statement.place.line,
            )


def _first_split(subject: Subject) -> Statement | None:
    return next((s for s in subject.flow.statements if f"{_SPLIT}(" in s.code), None)


def _lineage(subject: Subject, split: Statement) -> list[Statement]:
    """The statements above that the rows of the split came through, in order."""
    needed = set(split.effects.reads)
    found = []
    for statement in reversed(subject.flow.statements[: split.number]):
        effects = statement.effects
        if statement.kind in ("import", "definition"):
            continue
        if (effects.binds | effects.may_bind | effects.mutates) & needed:
            needed |= effects.reads
            found.append(statement)
    return found[::-1]


def _learners(subject: Subject) -> set[str]:
    """Names that hold something that learns from rows."""
    return {
        target.id
        for tree in subject.trees
        for node in nodes_of(tree.tree)
        if isinstance(node, ast.Assign) and _is_learner(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_learner(value: ast.expr) -> bool:
    function = value.func if isinstance(value, ast.Call) else None
    return str(getattr(function, "attr", getattr(function, "id", ""))).endswith(_LEARNERS)


def _nodes(subject: Subject) -> dict[tuple[int, int], ast.stmt]:
    return {
        (tree.cell.index, node.lineno): node for tree in subject.trees for node in tree.tree.body
    }


def _learns(node: ast.stmt, learners: set[str]) -> str | None:
    for part in all_nodes(node):
        if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Attribute):
            continue
        owner, method = part.func.value, part.func.attr
        if method in _SAMPLERS:
            return "makes new rows out of all rows"
        learner = _is_learner(owner) or (isinstance(owner, ast.Name) and owner.id in learners)
        if method in ("fit", "fit_transform") and learner:
            return "learns from all rows"
        if method == "fillna" and any(map(_is_statistic, part.args)):
            return "fills gaps with a statistic of all rows"
    return None


def _is_statistic(argument: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in _STATISTICS
        for part in all_nodes(argument)
    )
