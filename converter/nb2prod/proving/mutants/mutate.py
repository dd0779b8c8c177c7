"""The door: a project that was proven is broken in many ways, and each time a claim must notice."""

import ast
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ...model.mutants import MutantVerdict, MutationReport
from ...model.proof import PROVEN, Proof
from ...model.run import Progress, Run
from ..claims import ClaimsMap
from ..prove import claims_of, place_of
from .choice import mutants, owners, requests_in
from .reach import Definition, package_modules, reached
from .source import Module
from .trials import Reached, Trials, copied

_SEEDS = re.compile(r"seed|random_state", re.IGNORECASE)


def mutate(
    folder: Path, run: Run, proof: Proof, *, python: str, limit: int, progress: Progress
) -> MutationReport:
    """
    What becomes of at most that many broken copies of the project; the project stays as it is.

    The operators are those of mutation testing (DeMillo, Lipton and Sayward, "Hints on test data
    selection", 1978), and some that only a served model has: what training learnt, the order of
    the answers, the version that answers.
    """
    claims = claims_of(folder)
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        scratch = Path(name)
        broken = copied(folder.resolve(), scratch)
        place = replace(place_of(folder, claims, run, python, scratch), project=broken)
        place = replace(place, source=broken / claims.source)
        modules = package_modules(place.source, claims.package)
        within = _reached(claims, modules)
        proven = frozenset(claim.id for claim in proof.claims if claim.status == PROVEN)
        trials = Trials(claims, run, place, within, proven)
        chosen = mutants(modules, _looked_at(claims, modules, within), limit)
        verdicts: list[MutantVerdict] = []
        for number, mutant in enumerate(chosen):
            progress("mutants", number, len(chosen), mutant.change.told)
            verdicts.append(trials.verdict(mutant))
        setting = _changed_setting(modules)
        if setting and claims.service:
            other = trials.another_version(*setting)
            verdicts += [other] if other else []
    return MutationReport(tuple(verdicts))


def _reached(claims: ClaimsMap, modules: Mapping[str, Module]) -> Reached:
    package = claims.package
    chains = {
        chain.id: reached(modules, package, [_place(call.function) for call in chain.calls])
        for chain in claims.chains
    }
    start = [_place(claims.pipeline.run)] if claims.pipeline else []
    pipeline = reached(modules, package, start)
    held = frozenset(module for module, _ in start)
    others = [
        (name, owner)
        for name, module in modules.items()
        for owner in owners(module)
        if (name, owner) not in pipeline
    ]
    service = reached(modules, package, others, held)
    read = [_place(claims.settings.read)] if claims.settings else []
    return Reached(chains, pipeline, service, held, reached(modules, package, read))


def _looked_at(
    claims: ClaimsMap, modules: Mapping[str, Module], within: Reached
) -> list[Definition]:
    """The definitions to change: the notebook's code, then what a request holds, the pipeline."""
    told = [_place(call.function)[0] for chain in claims.chains for call in chain.calls]
    known = [name for name in dict.fromkeys(told) if name in modules]
    whole = [(name, owner) for name in known for owner in owners(modules[name])]
    if claims.service:
        whole += requests_in(modules, claims.service.columns)
    noticed = within.pipeline | within.service | frozenset().union(*within.chains.values())
    return [place for place in whole if place in noticed] + sorted(within.pipeline)


def _place(function: str) -> Definition:
    """`package.module:name` as a module within the package and a name."""
    module, _, name = function.partition(":")
    return module.partition(".")[2] or "__init__", name.partition(".")[0]


def _changed_setting(modules: Mapping[str, Module]) -> tuple[str, str] | None:
    """A setting and another value for it, the seed if there is one."""
    if "parameters" not in modules:
        return None
    settings: dict[str, int | float] = {}
    for node in ast.walk(modules["parameters"].tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(value, int | float) and not isinstance(value, bool):
                settings[node.target.id] = value
    names = sorted(settings, key=lambda name: (not _SEEDS.search(name), name))
    return (names[0], repr(settings[names[0]] + 1)) if names else None
