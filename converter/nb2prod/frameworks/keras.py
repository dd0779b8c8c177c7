"""Keras 3: its own `.keras` files, loaded in safe mode."""

from .framework import Framework

FRAMEWORK = Framework(
    name="keras",
    roots=("keras",),
    only=("Model", "Sequential", "Functional"),
    suffix=".keras",
    imports=(
        "import json",
        "from collections.abc import Iterator",
        "import tempfile",
        "from pathlib import Path",
        "import keras",
    ),
    kind="keras.Model",
    told="Keras's own format (`.keras`), loaded in safe mode: no code in it runs",
    code="""
def _dump(model: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return file.read_bytes()


def _load(content: bytes) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        file.write_bytes(content)
        return keras.saving.load_model(file, safe_mode=True)
""",
    fingerprint="""
def _fingerprint(model: Any) -> str:
    return fingerprint(model)
""",
    hasher='''
class _Hasher(joblib.hashing.NumpyHasher):  # type: ignore[misc]
    """Of a network joblib would hash its locks and counters, not what it holds."""

    def save(self, obj: Any) -> None:
        if isinstance(obj, keras.Model):
            obj = (type(obj).__name__, _layers(obj), obj.get_weights())
        super().save(obj)


def _layers(network: Any) -> str:
    # `dense_4` is the fifth one that this process made: such names are no part of a network
    config = json.loads(network.to_json())
    text = json.dumps(config, sort_keys=True)
    for number, name in enumerate(_names({"layers": [config]})):
        text = text.replace(json.dumps(name), str(number))
    return text


def _names(config: Any) -> Iterator[str]:
    parts = config if isinstance(config, list) else []
    if isinstance(config, dict):
        parts = list(config.values())
        named = [*config.get("layers", ()), config.get("optimizer")]
        yield from (part["config"]["name"] for part in named if isinstance(part, dict))
    for part in parts:
        yield from _names(part)
''',
    hashed='_Hasher("md5").hash(value)',
    untyped=("keras",),
    objects=True,
    single=True,
)
