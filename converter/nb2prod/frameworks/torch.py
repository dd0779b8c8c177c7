"""
PyTorch: whole networks, loaded with `weights_only=True` and the classes that the project names.

A bare `state_dict` would hold only some of the tensors. What else a network is made of, arguments
of its constructor that only training knows, buffers that are not persistent, attributes and
whether it is set to answer, would have to be guessed when it is loaded.
"""

from .framework import Framework


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# where PyTorch publishes its builds without CUDA; elsewhere a Linux machine gets several GB
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"

FRAMEWORK = Framework(
    name="torch",
    roots=("torch",),
    only=("Module",),
    suffix=".pt",
    imports=("import torch",),
    kind="torch.nn.Module",
    told="PyTorch's own format (`.pt`), loaded with `weights_only=True`: only the classes that "
    "`formats.py` names are made",
    code="""
def _dump(model: Any) -> bytes:
    file = io.BytesIO()
    torch.save(model, file)
    return file.getvalue()


def _load(content: bytes) -> Any:
    with torch.serialization.safe_globals(TRUSTED):
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
""",
    fingerprint="""
def _fingerprint(model: Any) -> str:
    return fingerprint(model)
""",
    hasher='''
class _Hasher(joblib.hashing.NumpyHasher):  # type: ignore[misc]
    """Of a tensor joblib would hash where it lies, not what it holds."""

    def save(self, obj: Any) -> None:
        if isinstance(obj, torch.Tensor):
            obj = (str(obj.dtype), obj.requires_grad, obj.detach().numpy())
        super().save(obj)
''',
    hashed='_Hasher("md5").hash(value)',
    trusts=True,
    objects=True,
    single=True,
)

#   torch.randperm(n)     nn.Linear(8, 1) draws its first weights       all of one generator
_DRAWS = _words(
    """
    rand randn randint randperm rand_like randn_like randint_like normal bernoulli multinomial
    poisson random_split RandomSampler SubsetRandomSampler WeightedRandomSampler
    Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d
    RNN LSTM GRU RNNCell LSTMCell GRUCell Embedding EmbeddingBag MultiheadAttention Transformer
    TransformerEncoderLayer TransformerDecoderLayer
    """
)


def draws_in_torch(name: str) -> bool:
    """Whether that function or layer, under its full name, draws from the global generator."""
    return name.startswith("torch.") and (
        name.rpartition(".")[2] in _DRAWS or name.startswith("torch.nn.init.")
    )
