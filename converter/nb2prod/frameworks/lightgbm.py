"""LightGBM's boosters: its own text format. Its estimators are kept as scikit-learn's are."""

from .framework import Framework

FRAMEWORK = Framework(
    name="lightgbm",
    roots=("lightgbm",),
    only=("Booster",),
    suffix=".lgb.txt",
    imports=("import lightgbm",),
    kind="lightgbm.Booster",
    told="LightGBM's own text format, which runs no code when it is loaded",
    code="""
def _dump(model: Any) -> bytes:
    return str(model.model_to_string(num_iteration=-1)).encode()


def _load(content: bytes) -> Any:
    return lightgbm.Booster(model_str=content.decode())
""",
    fingerprint="""
def _fingerprint(model: Any) -> tuple[bytes, int]:
    # one that stopped early answers with its best trees only; the text does not say which
    return _dump(model), max(model.best_iteration, 0)
""",
)
