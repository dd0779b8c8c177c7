"""Proposes a claims map for a package that somebody else wrote: by names first, then by trying."""

import ast
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from .claims import Chain, MappedCall

MOST_FOR_ONE = 6  # candidates for one function that are tried on the notebook's values
_ALIKE = 0.5  # names that have less in common are told apart by trying
LIKELY = 0.45  # what names alone must have in common, where no value decides
_NOT_CODE = ("tests", "test", "docs")


@dataclass(frozen=True, slots=True)
class Signature:
    """A public function of the package, as far as its text tells."""

    reference: str  # package.module:function
    parameters: tuple[str, ...]  # those that must be given
    options: tuple[str, ...]  # those with a default
    returned: tuple[str, ...]  # the names in its return statement; empty where it has none


@dataclass(frozen=True, slots=True)
class Stage:
    """Neighbouring cells of the notebook: what they read from above, and what they bind."""

    before: int
    after: int
    name: str
    reads: tuple[str, ...]
    binds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A function that may stand for a stage, and how alike their names are (0 to 1)."""

    chain: Chain
    likeness: float


def signatures(source: Path, package: str) -> tuple[Signature, ...]:
    """The public functions of a package; a module that cannot be read has none."""
    found = []
    for path in sorted((source / package).rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if parts[-1].startswith("_") or set(parts) & set(_NOT_CODE):
            continue
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        found += [
            _signature(node, ".".join(parts))
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
    return tuple(found)


def _signature(node: ast.FunctionDef, module: str) -> Signature:
    arguments = [*node.args.posonlyargs, *node.args.args]
    split = len(arguments) - len(node.args.defaults)
    named = list(zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True))
    return Signature(
        f"{module}:{node.name}",
        (*_names(arguments[:split]), *(a.arg for a, default in named if default is None)),
        (*_names(arguments[split:]), *(a.arg for a, default in named if default is not None)),
        _returned(node),
    )


def _names(arguments: Iterable[ast.arg]) -> list[str]:
    return [argument.arg for argument in arguments]


def _returned(node: ast.FunctionDef) -> tuple[str, ...]:
    """The names of the last return statement, the function's own for a single expression."""
    returns = [item.value for item in ast.walk(node) if isinstance(item, ast.Return) and item.value]
    if not returns:
        return ()
    value = returns[-1]
    elements = value.elts if isinstance(value, ast.Tuple) else [value]
    return tuple(e.id if isinstance(e, ast.Name) else node.name for e in elements)


def candidates(
    functions: Sequence[Signature], stages: Sequence[Stage]
) -> dict[str, tuple[Candidate, ...]]:
    """For each function the stages that it may stand for, the likeliest first."""
    found = {}
    for function in functions:
        fitting = [made for stage in stages for made in _fitting(function, stage)]
        fitting.sort(key=lambda made: (-made.likeness, made.chain.before, made.chain.after))
        if fitting:
            found[function.reference] = tuple(fitting[:MOST_FOR_ONE])
    return found


def _fitting(function: Signature, stage: Stage) -> list[Candidate]:
    """The function in the place of the stage, in each way that the names leave open."""
    if not function.returned:
        return []
    options = {name: name for name in function.options if name in stage.reads}
    free = [name for name in stage.reads if name not in options]
    return [
        _candidate(function, stage, {**inputs, **options}, tuple(outputs.values()))
        for inputs in _assigned(function.parameters, free)
        for outputs in _assigned(function.returned, stage.binds)
    ]


def _assigned(own: Sequence[str], known: Sequence[str]) -> list[dict[str, str]]:
    """
    The ways to give each own name another known one; at most one is left to trying.

    >>> _assigned(["table", "seed"], ["train", "test", "seed"])
    [{'table': 'train', 'seed': 'seed'}, {'table': 'test', 'seed': 'seed'}]
    """
    found: dict[str, str] = {}
    for name in sorted(own, key=lambda one: -max((_likeness(one, k) for k in known), default=0)):
        left = [other for other in known if other not in found.values()]
        best = max(left, key=lambda other: _likeness(name, other), default=None)
        if best is not None and _likeness(name, best) >= _ALIKE:
            found[name] = best
    open_names = [name for name in own if name not in found]
    if len(open_names) > 1:
        return []
    left = [other for other in known if other not in found.values()]
    ways = [{**found, name: other} for name in open_names for other in left]
    return [{name: way[name] for name in own} for way in (ways if open_names else [found])]


def _candidate(
    function: Signature, stage: Stage, chosen: Mapping[str, str], results: Sequence[str]
) -> Candidate:
    same = all(parameter == name for parameter, name in chosen.items())
    call = MappedCall(
        function.reference,
        tuple(chosen.values()),
        tuple(results),
        () if same else tuple(chosen),
    )
    pairs = [*chosen.items(), *zip(function.returned, results, strict=True)]
    spoken = function.reference.partition(":")[2]
    likeness = sum(_likeness(*pair) for pair in pairs) / max(len(pairs), 1)
    likeness = (3 * likeness + _likeness(spoken, stage.name)) / 4
    chain = Chain(spoken, stage.before, stage.after, (call,))
    return Candidate(chain, round(likeness, 3))


def _likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, words in any order."""
    if one == other:
        return 1.0
    words, others = set(one.lower().split("_")), set(other.lower().split("_"))
    shared = len(words & others) / max(len(words | others), 1)
    return max(0.95 * shared, 0.9 * SequenceMatcher(None, one.lower(), other.lower()).ratio())


def chains_toml(chains: Sequence[tuple[Chain, str]]) -> str:
    """The chains as they stand in a pyproject, each under a comment that says how sure it is."""
    return "\n".join(_chain_toml(chain, remark) for chain, remark in chains)


def _chain_toml(chain: Chain, remark: str) -> str:
    calls = "\n".join(
        f"  {{ function = {json.dumps(call.function)}, "
        f"inputs = {_side(call.parameters, call.inputs)}, "
        f"outputs = {_side(call.fields, call.outputs)} }},"
        for call in chain.calls
    )
    return (
        f"# {remark}\n[[tool.nb2prod.chains]]\nid = {json.dumps(chain.id)}\n"
        f"before = {chain.before}\nafter = {chain.after}\ncalls = [\n{calls}\n]\n"
    )


def _side(own: Sequence[str], names: Sequence[str]) -> str:
    if not own:
        return json.dumps(list(names))
    pairs = ", ".join(f"{one} = {json.dumps(name)}" for one, name in zip(own, names, strict=True))
    return f"{{ {pairs} }}"
