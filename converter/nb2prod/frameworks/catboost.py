"""CatBoost: its own binary format, with the class and the arguments that it does not keep."""

from .framework import Framework

FRAMEWORK = Framework(
    name="catboost",
    roots=("catboost",),
    only=("CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker"),
    suffix=".cbm",
    imports=("import json", "import tempfile", "from pathlib import Path", "import catboost"),
    kind="catboost.CatBoost",
    told="CatBoost's own format (`.cbm`), which runs no code when it is loaded",
    code="""
CLASSES = ("CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker")


def _dump(model: Any) -> bytes:
    named = model.copy()
    facts = named.get_metadata()
    facts["class"], facts["arguments"] = type(model).__name__, json.dumps(model.get_params())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.cbm"
        named.save_model(str(file))
        return file.read_bytes()


def _load(content: bytes) -> Any:
    facts = catboost.CatBoost().load_model(blob=content).get_metadata()
    if facts["class"] not in CLASSES:
        raise ValueError(f"{facts['class']} is no class of CatBoost's models")
    kind, arguments = getattr(catboost, facts["class"]), json.loads(facts["arguments"])
    model = kind(arguments) if kind is catboost.CatBoost else kind(**arguments)
    return model.load_model(blob=content)
""",
    fingerprint="""
def _fingerprint(model: Any) -> tuple[Any, ...]:
    # two of CatBoost's models are equal when their trees are; the rest is when they were trained
    return type(model), model.get_params(), model
""",
    untyped=("catboost",),
)
