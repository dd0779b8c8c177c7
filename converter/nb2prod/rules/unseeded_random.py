"""Random numbers without a seed: each run gives another model and other figures."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..trees import nodes_of
from .subject import Subject

_SEED = frozenset({"random_state", "seed", "rng", "random_seed"})
_SPLITS = frozenset({"train_test_split", "resample", "shuffle"})
_ALWAYS = frozenset(
    {
        "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier",
        "ExtraTreesRegressor", "GradientBoostingClassifier", "GradientBoostingRegressor",
        "BaggingClassifier", "BaggingRegressor", "IsolationForest", "MLPClassifier",
        "MLPRegressor", "SGDClassifier", "SGDRegressor", "KMeans", "MiniBatchKMeans",
        "GaussianMixture", "RandomizedSearchCV", "ShuffleSplit", "StratifiedShuffleSplit", "TSNE",
        "SMOTE", "ADASYN", "BorderlineSMOTE", "RandomOverSampler", "RandomUnderSampler",
    }
)  # fmt: skip
_FOLDS = frozenset({"KFold", "StratifiedKFold"})  # they draw only with shuffle=True
_LIBRARIES = ("sklearn.", "imblearn.")
_NUMPY_QUIET = frozenset(
    {"seed", "default_rng", "RandomState", "Generator", "get_state", "set_state", "SeedSequence"}
)
_PLAIN_QUIET = frozenset({"seed", "Random", "SystemRandom", "getstate", "setstate"})
_NUMPY_SEEDS = frozenset({"numpy.random.seed"})
_EVERYWHERE = frozenset({"seed_everything", "set_seed", "set_random_seed"})


def findings(subject: Subject) -> Iterator[Finding]:
    """A finding for each call that draws and was given no seed: a warning in a section."""
    seeded: set[str] = set()
    for tree in subject.trees:
        for node in _in_order(tree.tree):
            name = subject.called(node.func)
            last = name.rpartition(".")[2]
            if last in _EVERYWHERE:
                seeded |= {"numpy", "random"}
            elif name in _NUMPY_SEEDS:
                seeded.add("numpy")
            elif name == "random.seed":
                seeded.add("random")
            source = _draws_from(node, name, last)
            if source is None or source in seeded:
                continue
            remedy = (
                f"Give it one: `{last}(..., random_state=42)`."
                if source == "numpy" and not name.startswith("numpy.")
                else "Set the seed once at the top: "
                f"`{'np.random' if source == 'numpy' else 'random'}.seed(42)`."
            )
            yield Finding(
                "NB320",
                Severity.WARNING if subject.in_section(tree.cell.index) else Severity.NOTE,
                f"`{last}` draws random numbers without a seed: each run gives other results.",
                remedy,
                tree.cell.index,
                node.lineno,
            )


def _in_order(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in nodes_of(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _draws_from(node: ast.Call, name: str, last: str) -> str | None:
    """`numpy` or `random`, whose global generator the call draws from; else None."""
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if None in given or any(key in _SEED and not _none(value) for key, value in given.items()):
        return None
    if name.startswith("numpy.random."):
        return None if last in _NUMPY_QUIET else "numpy"
    if name.startswith("random.") and name.count(".") == 1:
        return None if last in _PLAIN_QUIET else "random"
    if not name.startswith(_LIBRARIES):
        drawn = last == "sample" and "." in name and ({"n", "frac"} & given.keys())
        return "numpy" if drawn else None
    if last in _SPLITS:
        return None if _false(given.get("shuffle")) else "numpy"
    if last in _FOLDS:
        shuffles = given.get("shuffle")
        return "numpy" if isinstance(shuffles, ast.Constant) and shuffles.value is True else None
    return "numpy" if last in _ALWAYS else None


def _none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False
