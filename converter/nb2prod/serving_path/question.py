"""What is asked about the way of one raw row, and the two requests that go to the guest."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..model.flow import Effects
from ..model.replay import Draft, Step
from ..positions import changed

_FITTING = ("fit", "fit_transform", "fit_predict", "partial_fit")

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]
EffectsOf = Callable[[ast.stmt], Effects]


@dataclass(frozen=True, slots=True)
class Question:
    """All that is needed to look for the way of one raw row."""

    root: str  # the loaded table
    target: str  # the table that predict takes
    steps: Sequence[Step]
    setup: Sequence[str]  # imports and definitions as the notebook has them
    serve_setup: Sequence[str]  # the same, with functions that take data as arguments
    boundaries: Sequence[Path]
    parameters: Mapping[str, str]  # name -> source
    lifted: Mapping[str, Sequence[str]]
    late: Mapping[str, frozenset[str]]  # definition -> globals that its body reads
    taken: frozenset[str]
    bound_often: frozenset[str]
    predict: Sequence[str]
    predict_boundaries: Sequence[Path]
    prediction: str
    folder: Path
    label: str | None = None  # the raw column that training takes as its target
    # what goes into training: pickles, each with its names
    trained: Sequence[tuple[Path, Sequence[str]]] = ()


def observing(question: Question) -> dict[str, Any]:
    """The request to run the statements and tell the colour of each expression."""
    mentioned = {name for step in question.steps for name in _names(step.code)}
    return {
        **_scope(question),
        "statements": [step.code for step in question.steps],
        "late": {name: sorted(names) for name, names in question.late.items()},
        "names": sorted(mentioned | question.taken),
    }


def rehearsing(
    question: Question, drafted: Draft, target_rows: Sequence[int], effects_of: EffectsOf
) -> dict[str, Any]:
    """The request to run the draft on single rows and compare."""
    return {
        **_scope(question),
        "target_rows": list(target_rows),
        "serve_setup": list(question.serve_setup),
        "fit": edited(question.steps, drafted),
        "bound": [sorted(_bound(step.code, effects_of) | step.changes) for step in question.steps],
        "learnt": [item.name for item in drafted.learnt],
        "serve": [[number, text] for number, text in drafted.serve],
        "predict": list(question.predict),
        "predict_boundaries": [str(path) for path in question.predict_boundaries],
        "prediction": question.prediction,
        "choices": [asdict(choice) for choice in drafted.choices],
        "trained": [[str(path), list(names)] for path, names in question.trained],
    }


def edited(steps: Sequence[Step], drafted: Draft) -> list[str]:
    """The notebook's statements with names for what is learnt."""
    return [
        changed(step.code, [(e.start, e.end, e.text) for e in drafted.edits if e.step == number])
        for number, step in enumerate(steps)
    ]


def _scope(question: Question) -> dict[str, Any]:
    settings = [f"{name} = {source}" for name, source in question.parameters.items()]
    return {
        "root": question.root,
        "target": question.target,
        "setup": [*question.setup, *settings],
        "boundaries": [str(path) for path in question.boundaries],
        "folder": str(question.folder),
    }


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _bound(code: str, effects_of: EffectsOf) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(code).body:
        found = effects_of(node)
        names |= found.binds | found.may_bind | found.mutates
    return names


def changed_in(steps: Sequence[Step], effects_of: EffectsOf) -> dict[str, list[int]]:
    """For each name the steps that bind it or change its value."""
    found: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        for name in _changed(step.code, effects_of) | _fitted(step.code) | step.changes:
            found.setdefault(name, []).append(number)
    return found


def _changed(code: str, effects_of: EffectsOf) -> set[str]:
    """Names that the statement binds or changes, and those that it may reach through others."""
    #   for table in [train, test]:
    #       table["a"] = 0             changes `train` and `test`
    told = [effects_of(node) for node in ast.parse(code).body]
    mutated = {name for found in told for name in found.mutates}
    reached = {old for found in told for new, old in found.aliases if new in mutated}
    return _bound(code, effects_of) | reached


def _fitted(code: str) -> set[str]:
    """Names of estimators that the statement fits."""
    called = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    methods = (part for part in called if isinstance(part, ast.Attribute))
    fitted = (part.value for part in methods if part.attr in _FITTING)
    return {node.id for node in fitted if isinstance(node, ast.Name)}
