"""Which calls of the project draw random numbers without a seed, and where one would be given."""

import ast
import importlib
import inspect
import os
import sys
from contextlib import suppress
from typing import Any

_SEEDS = ("random_state", "seed", "random_seed")
_TORCH_DRAWS = ("rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial")
_STEADY_LIBRARIES = ("xgboost", "lightgbm", "catboost")  # they have a seed of their own
# what these do without a seed is the same each time, unless one of these settings is chosen
_STEADY_UNLESS: dict[str, dict[str, tuple[Any, ...]]] = {
    "LogisticRegression": {"solver": ("sag", "saga", "liblinear")},
    "Ridge": {"solver": ("sag", "saga")},
    "RidgeClassifier": {"solver": ("sag", "saga")},
    "SVC": {"probability": (True,)},
    "NuSVC": {"probability": (True,)},
    "LinearSVC": {"dual": (True,)},
    "LinearSVR": {"dual": (True,)},
    "PCA": {"svd_solver": ("randomized", "arpack")},
    "Lasso": {"selection": ("random",)},
    "ElasticNet": {"selection": ("random",)},
    "KFold": {"shuffle": (True,)},
    "StratifiedKFold": {"shuffle": (True,)},
}
_SHUFFLING = {"shuffle": False}  # train_test_split(X, y, shuffle=False)


def unseeded_calls(package: str) -> list[str]:
    """Each call, its place and the argument that is missing; none where a generator is seeded."""
    with suppress(Exception):
        importlib.import_module(f"{package}.pipeline")
    found: list[str] = []
    for module in _own_modules(package):
        path = str(module.__file__)
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        scope, place = vars(module), os.path.basename(path)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if any(_seeds(node.func, scope) for node in calls):
            return []  # then what is unstable has another cause
        told = ((node.lineno, _lacking(node, scope, package)) for node in calls)
        found += [f"{text} ({place}, line {line})" for line, text in sorted(told) if text]
    return list(dict.fromkeys(found))


def _own_modules(package: str) -> list[Any]:
    """What was imported of the project, in the order of the names."""
    names = sorted(name for name in sys.modules if name.startswith(f"{package}."))
    return [sys.modules[name] for name in names if getattr(sys.modules[name], "__file__", None)]


def _lacking(node: ast.Call, scope: dict[str, Any], package: str) -> str:
    """What the call lacks; empty where it repeats itself."""
    name, given = _last(node), {word.arg: word.value for word in node.keywords}
    function = _called(node.func, scope)
    if function is None:
        #   df.sample(5)      a method of something that only a run knows
        method = isinstance(node.func, ast.Attribute) and name == "sample"
        return _told("sample", "random_state") if method and not set(_SEEDS) & set(given) else ""
    if _draws_globally(node.func, scope):
        return f"`{ast.unparse(node.func)}` draws from a generator without a seed"
    if _draws_in_torch(function):
        return f"`{ast.unparse(node.func)}` draws without a seed: `torch.manual_seed(0)` sets one"
    home = (getattr(function, "__module__", None) or "").split(".")[0]
    seed = _seed_of(function)
    if home in (package, *_STEADY_LIBRARIES) or seed is None or None in given:
        return ""
    return _told(name, seed) if _is_none(given.get(seed)) and not _steady(name, given) else ""


def _told(name: str, seed: str) -> str:
    return f"`{name}(...)` has no seed: write `{name}(..., {seed}=0)`"


def _called(node: ast.expr, scope: dict[str, Any]) -> Any:
    """What a dotted name of the module means; None where only a run knows."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _called(node.value, scope)
        return getattr(owner, node.attr, None) if inspect.ismodule(owner) else None
    return None


def _generator(node: ast.expr, scope: dict[str, Any]) -> bool:
    """Whether this is a function of a module that keeps one generator for all."""
    if not isinstance(node, ast.Attribute):
        return False
    owner = _called(node.value, scope)
    return inspect.ismodule(owner) and owner.__name__ in ("numpy.random", "random")


def _draws_globally(node: ast.expr, scope: dict[str, Any]) -> bool:
    #   np.random.rand(3)     random.random()
    name = getattr(node, "attr", "")
    return _generator(node, scope) and name[:1].islower() and name != "default_rng"


def _seeds(node: ast.expr, scope: dict[str, Any]) -> bool:
    #   np.random.seed(3)      torch.manual_seed(3)
    called = _called(node, scope)
    if called is not None and called is getattr(sys.modules.get("torch"), "manual_seed", None):
        return True
    #   keras.utils.set_random_seed(3)
    if getattr(node, "attr", getattr(node, "id", "")) in ("set_random_seed", "seed_everything"):
        return True
    return _generator(node, scope) and getattr(node, "attr", "") == "seed"


def _draws_in_torch(function: Any) -> bool:
    """Whether this is a layer with weights, or a function that draws numbers."""
    #   nn.Linear(8, 1)      torch.randperm(n)
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return False
    if inspect.isclass(function):
        return issubclass(function, torch.nn.Module) and hasattr(function, "reset_parameters")
    return any(function is getattr(torch, name, None) for name in _TORCH_DRAWS)


def _seed_of(function: Any) -> str | None:
    try:
        names = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return None
    return next((seed for seed in _SEEDS if seed in names), None)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _steady(name: str, given: dict[str | None, ast.expr]) -> bool:
    """Whether this call repeats itself without a seed."""
    chosen = {word: node.value for word, node in given.items() if isinstance(node, ast.Constant)}
    if any(chosen.get(word) is value for word, value in _SHUFFLING.items()):
        return True
    unless = _STEADY_UNLESS.get(name)
    return unless is not None and not any(
        chosen.get(word) in values for word, values in unless.items()
    )


def _last(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
