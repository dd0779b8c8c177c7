"""
Several claims in one process, and the first version made of the very run that was looked at.

`python start.py together request.json`; the libraries of the project are imported once.
"""

import importlib
import json
from collections.abc import Callable
from typing import Any

from .answers import PROVEN, REFUTED, Answer, Answers
from .boundary import told
from .clock import later
from .independence import verify_independence
from .settings import verify_settings
from .verify import verify_chains, verify_pipeline


class Watched:
    """The executions of a pipeline, while it runs."""

    def __init__(self, reference: str) -> None:
        self._module: Any = None
        self._name = reference.partition(":")[0]
        self.last: Any = None

    def watch(self) -> None:
        """From now on each execution is noted; a pipeline of another shape is left alone."""
        module: Any = importlib.import_module(self._name)
        execute = getattr(module, "execute", None)
        if not callable(execute) or not callable(getattr(module, "train", None)):
            return
        self._module = module

        def noted(*positional: Any, **named: Any) -> Any:
            self.last = execute(*positional, **named)
            return self.last

        module.execute = noted

    def register(self, *, validation: bool) -> bool:
        """Train as the command does, with the execution that was noted; whether that was done."""
        if self.last is None:
            return False
        self._module.execute = lambda *_, **__: self.last
        self._module.train(validation=validation)
        return True


def main(path: str) -> None:
    """Do the tasks of the request, in their order; what trains and validates comes last."""
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    later(request)
    answers = Answers(request["answers"])
    training = request.get("training")
    watched = Watched(training["run"]) if training else None
    for task in request["tasks"]:
        if watched is not None and task["task"] == "pipeline":
            _attempted(watched.watch)
        _TASKS[task["task"]]({**request, **task}, answers)
    if watched is not None:
        answers.begin(training["id"])
        answers.give(training["id"], _registered(watched, request))


def _attempted(work: Callable[[], None]) -> None:
    try:
        work()
    except BaseException:
        return  # the pipeline says why, when it is run


def _registered(watched: Watched, request: dict[str, Any]) -> Answer:
    try:
        done = watched.register(validation=request["training"]["validation"])
    except BaseException as error:
        return Answer(REFUTED, told(error, request["source"]))
    return Answer(PROVEN) if done else Answer(REFUTED, "the pipeline was not run")


_TASKS: dict[str, Callable[[dict[str, Any], Answers], None]] = {
    "independent": lambda request, answers: verify_independence(request, answers),
    "chains": verify_chains,
    "pipeline": verify_pipeline,
    "settings": verify_settings,
}
