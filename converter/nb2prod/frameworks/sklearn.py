"""scikit-learn, and the estimators that others build in its manner: skops."""

from .framework import Framework

FRAMEWORK = Framework(
    name="sklearn",
    roots=("sklearn", "lightgbm", "xgboost", "imblearn", "__main__"),
    only=(),
    suffix=".skops",
    imports=("import skops.io", "from sklearn.base import BaseEstimator"),
    kind="BaseEstimator",
    told="skops, which loads only what `formats.py` names; where a model would change in it, a "
    "pickle whose hash is checked before it is opened",
    code="""
def _dump(model: Any) -> bytes:
    return bytes(skops.io.dumps(model))


def _load(content: bytes) -> Any:
    return skops.io.loads(content, trusted=TRUSTED)
""",
    fingerprint="""
def _fingerprint(model: Any) -> str:
    # pickled once, so that which of its parts are one object plays no role
    return fingerprint(pickle.loads(pickle.dumps(model)))
""",
    requirements={"skops": ">=0.11,<1"},
    untyped=("skops",),
    trusts=True,
)

# parts of fitted models that skops does not take for granted; none runs code when it is loaded
TRUSTED = {
    "sklearn": (
        "numpy.dtype",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",
    ),
    "lightgbm": (
        "collections.OrderedDict",
        "lightgbm.basic.Booster",
        "lightgbm.sklearn.LGBMClassifier",
        "lightgbm.sklearn.LGBMRanker",
        "lightgbm.sklearn.LGBMRegressor",
    ),
    "xgboost": (
        "xgboost.core.Booster",
        "xgboost.sklearn.XGBClassifier",
        "xgboost.sklearn.XGBRanker",
        "xgboost.sklearn.XGBRegressor",
        "xgboost.sklearn.XGBRFClassifier",
        "xgboost.sklearn.XGBRFRegressor",
    ),
}
