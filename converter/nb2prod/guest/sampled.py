"""What is known of a value that was too large to keep, and how another one is held against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .differences import Difference, NotComparable
from .equality import Comparison, compare
from .hashing import content_hash
from .large import sample_of
from .observe import kind_of


@dataclass(frozen=True, slots=True)
class Sampled:
    """The shape of the whole, some of its rows, and the hash of all."""

    shape: tuple[int, ...]
    steps: list[int]
    sample: Any
    sha256: str | None


def compare_value(
    expected: Any, actual: Any, tolerance: float, probes: Sequence[Any]
) -> Comparison:
    """
    The comparison of two values; of one that was not kept, by shape, sample and hash.

    Where the sample is equal and the hash is not, nobody can say by how much they differ.
    """
    if not isinstance(expected, Sampled):
        return compare(expected, actual, tolerance, probes)
    shape = tuple(getattr(actual, "shape", ()))
    if shape != expected.shape:
        return Comparison(Difference(f"shape {shape} instead of {expected.shape}"), 0.0)
    found = compare(expected.sample, sample_of(actual, expected.steps), tolerance, probes)
    if found.difference is not None:
        return Comparison(found.difference.at("in a sample of its rows"), found.max_difference)
    if expected.sha256 is None or content_hash(kind_of(actual), actual) != expected.sha256:
        count = len(expected.sample)
        raise NotComparable(
            f"it was too large to be kept: a sample of {count:,} rows is equal, "
            "the hash of the whole is not"
        )
    return found


def with_samples(content: dict[str, Any]) -> dict[str, Any]:
    """The captured values by name, samples among them."""
    samples, values = content.get("samples", {}), dict(content["values"])
    return values | {name: Sampled(**told) for name, told in samples.items()}
