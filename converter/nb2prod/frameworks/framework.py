"""What a project needs to know of a framework to keep its models."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Framework:
    """The framework's own format, as lines of the project's `formats.py`."""

    name: str
    roots: tuple[str, ...]  # packages whose classes it keeps
    only: tuple[str, ...]  # of these classes; empty: of all
    suffix: str
    imports: tuple[str, ...]
    kind: str  # the class of what is kept so, as the module names it; empty: of nothing
    code: str  # `_dump(model)` and `_load(content)`; empty: it has no format of its own
    told: str  # how a model is kept, for people
    fingerprint: str = ""  # `_fingerprint(model)`: equal where a model came back as it went
    requirements: Mapping[str, str] = field(default_factory=dict)
    untyped: tuple[str, ...] = ()
    trusts: bool = False  # loading names the classes that a file may hold
    objects: bool = False  # it names the classes themselves, not their paths
    single: bool = False  # it computes with seven digits: single precision
    hasher: str = ""  # `_Hasher`, where joblib cannot hash what a model holds
    hashed: str = ""  # an expression over `value` that uses it

    @property
    def fits(self) -> str:
        """An expression over `value`: whether it is kept so."""
        return f"isinstance(value, {self.kind})" if self.kind else ""

    def keeps(self, type_name: str) -> bool:
        """Whether a value of that type ("lightgbm.basic.Booster") is kept in this format."""
        root, _, last = type_name.partition(".")[0], "", type_name.rpartition(".")[2]
        return root in self.roots and (not self.only or last in self.only)
