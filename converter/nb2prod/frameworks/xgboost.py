"""XGBoost's boosters: its own binary JSON. Its estimators are kept as scikit-learn's are."""

from .framework import Framework

FRAMEWORK = Framework(
    name="xgboost",
    roots=("xgboost",),
    only=("Booster",),
    suffix=".ubj",
    imports=("import xgboost",),
    kind="xgboost.Booster",
    told="XGBoost's own format (`.ubj`), which runs no code when it is loaded",
    code="""
def _dump(model: Any) -> bytes:
    return bytes(model.save_raw("ubj"))


def _load(content: bytes) -> Any:
    model = xgboost.Booster()
    model.load_model(bytearray(content))
    return model
""",
    fingerprint="""
def _fingerprint(model: Any) -> bytes:
    return _dump(model)
""",
)
