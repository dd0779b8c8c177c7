"""Random numbers without a seed: each run gives another model and other figures."""

import ast
from collections.abc import Iterator

from ..frameworks.torch import draws_in_torch
from ..model.findings import Finding, Severity
from ..trees import nodes_of, remembered
from .subject import Subject

_SEED = frozenset({"random_state", "seed", "rng", "random_seed", "generator"})
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
_TORCH_SEEDS = frozenset({"torch.manual_seed", "torch.random.manual_seed"})
_SEEDING = {
    "numpy": "np.random.seed", "random": "random.seed", "torch": "torch.manual_seed"
}  # fmt: skip
_EVERYWHERE = frozenset({"seed_everything", "set_seed", "set_random_seed"})


def findings(subject: Subject) -> Iterator[Finding]:
    """A finding for each call that draws and was given no seed: a warning in a section."""
    seeded: set[str] = set()
    told: set[int] = set()  # cells of which one layer was named: the others say the same
    for tree in subject.trees:
        for node in _in_order(tree.tree):
            name = subject.called(node.func)
            last = name.rpartition(".")[2]
            if last in _EVERYWHERE:
                seeded |= {"numpy", "random", "torch"}
            elif name in _NUMPY_SEEDS:
                seeded.add("numpy")
            elif name == "random.seed":
                seeded.add("random")
            elif name in _TORCH_SEEDS:
                seeded.add("torch")
            source = _draws_from(node, name, last)
            if source is None or source in seeded:
                continue
            if source == "torch":
                #   class Net(nn.Module): ... nn.Linear(8, 1)      drawn where `Net()` is called
                if tree.cell.index in told or _seeded_later(node, tree.tree, subject):
                    continue
                told.add(tree.cell.index)
            yield Finding(
                "NB320",
                Severity.WARNING if subject.in_section(tree.cell.index) else Severity.NOTE,
                f"`{last}` draws random numbers without a seed: each run gives other results.",
                _remedy(source, name, last),
                tree.cell.index,
                node.lineno,
            )


def _remedy(source: str, name: str, last: str) -> str:
    if source == "numpy" and not name.startswith("numpy."):
        return f"Give it one: `{last}(..., random_state=42)`."
    return f"Set the seed once at the top: `{_SEEDING[source]}(42)`."


def _seeded_later(call: ast.Call, tree: ast.Module, subject: Subject) -> bool:
    """Whether the call stands in a definition, and a seed anywhere in the notebook."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    definitions = [node for node in nodes_of(tree) if isinstance(node, kinds)]
    if not any(call in nodes_of(node) for node in definitions):
        return False
    calls = (node for tree in subject.trees for node in _in_order(tree.tree))
    return any(subject.called(node.func) in _TORCH_SEEDS for node in calls)


@remembered
def _in_order(tree: ast.Module) -> tuple[ast.Call, ...]:
    calls = [node for node in nodes_of(tree) if isinstance(node, ast.Call)]
    return tuple(sorted(calls, key=lambda call: (call.lineno, call.col_offset)))


def _draws_from(node: ast.Call, name: str, last: str) -> str | None:
    """`numpy`, `random` or `torch`, whose global generator the call draws from; else None."""
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if None in given or any(key in _SEED and not _none(value) for key, value in given.items()):
        return None
    if name.startswith("numpy.random."):
        return None if last in _NUMPY_QUIET else "numpy"
    if name.startswith("random.") and name.count(".") == 1:
        return None if last in _PLAIN_QUIET else "random"
    if draws_in_torch(name):
        return "torch"
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
