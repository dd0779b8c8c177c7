"""Tries each change: the claims that could notice it are decided again, until one is refuted."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...errors import USAGE
from ...model.mutants import CAUGHT, NEVER_REACHED, NO_DIFFERENCE, MutantVerdict
from ...model.proof import REFUTED
from ...model.run import Run
from ..child import child
from ..claims import PIPELINE, SAME_MODEL, ClaimsMap
from ..functions import Found, check_functions
from ..pipeline import check_pipeline
from ..service import check_service
from ..settings import check_settings
from ..worker import Place
from .choice import Mutant
from .reach import Definition

TRAIN_SECONDS = 1800.0
_LEFT_OUT = (".venv", ".git", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache")


@dataclass(frozen=True, slots=True)
class Reached:
    """Which definitions each claim can notice a change of."""

    chains: Mapping[str, frozenset[Definition]]
    pipeline: frozenset[Definition]
    service: frozenset[Definition]
    trained_by: frozenset[str]  # modules whose change shows in the service after training only
    settings: frozenset[Definition] = frozenset()


@dataclass(frozen=True, slots=True)
class Trials:
    """A scratch copy of a project, and what was proven of the project as it is."""

    claims: ClaimsMap
    run: Run
    place: Place
    reached: Reached
    proven: frozenset[str]

    def verdict(self, mutant: Mutant) -> MutantVerdict:
        """What became of the project with that change."""
        path = self.place.source / mutant.file
        with _written(path, mutant.text):
            noticed = self._noticed(mutant)
        if noticed is not None:
            return _told(self, mutant, CAUGHT, *noticed)
        status = NO_DIFFERENCE
        if mutant.stopped:
            with _written(path, mutant.stopped):
                status = NO_DIFFERENCE if self._noticed(mutant) else NEVER_REACHED
        return _told(self, mutant, status)

    def another_version(self, name: str, value: str) -> MutantVerdict | None:
        """What becomes of the service with a version that was trained on another setting."""
        models = self.place.scratch / "other_models"
        variables = {f"{self.claims.package.upper()}_{name.upper()}": value}
        if not self._trained(models, variables):
            return None
        found = self._service(replace(self.place, models=models))
        noticed = self._refuted(found)
        status = CAUGHT if noticed else NO_DIFFERENCE
        change = f"the service answers with a version trained with {name} = {value}"
        return MutantVerdict(
            "wrong version", "models", 1, "", change, status, *(noticed or ("", ""))
        )

    def _noticed(self, mutant: Mutant) -> tuple[str, str] | None:
        """The first refuted claim and why; None where all hold."""
        return next((seen for check in self._checks(mutant) if (seen := check())), None)

    def _checks(self, mutant: Mutant) -> Iterator[Callable[[], tuple[str, str] | None]]:
        place = (mutant.module, mutant.owner)
        chains = tuple(c for c in self.claims.chains if place in self.reached.chains[c.id])
        if chains:
            claims = replace(self.claims, chains=chains)
            yield lambda: self._refuted(
                check_functions(
                    claims, self.run, self.place, (), lambda claim: None, enough=self._is_noticed
                )
            )
        settings = self.claims.settings
        if settings is not None and place in self.reached.settings:
            yield lambda: self._refuted(check_settings(settings, self.place, lambda claim: None))
        if place in self.reached.service and self.claims.service:
            yield lambda: self._refuted(self._service(self.place))
        if place in self.reached.pipeline and PIPELINE in self.proven:
            yield lambda: self._refuted({PIPELINE: self._pipeline()})
            if mutant.module in self.reached.trained_by and self.claims.service:
                yield self._retrained

    def _pipeline(self) -> Mapping[str, Any]:
        # it gave the notebook's results before the change: what differs now differs by the change
        return check_pipeline(self.claims, self.run, self.place, lambda claim: None, twice=False)

    def _service(self, place: Place) -> Found:
        # check_service copies the versions once per scratch folder
        shutil.rmtree(place.scratch / "models", ignore_errors=True)
        if place.models is not None:
            shutil.copytree(place.models, place.scratch / "models")
        return check_service(
            self.claims,
            self.run,
            place,
            lambda claim: None,
            enough=self._is_noticed,
        )

    def _retrained(self) -> tuple[str, str] | None:
        models = self.place.scratch / "new_models"
        if not self._trained(models, {}):
            # it did for the project as it is: a version stands there, and it is proven
            return (SAME_MODEL, "training fails") if SAME_MODEL in self.proven else None
        return self._refuted(self._service(replace(self.place, models=models)))

    def _trained(self, models: Path, variables: Mapping[str, str]) -> bool:
        """True when the project has registered a version of what it is now."""
        shutil.rmtree(models, ignore_errors=True)
        place = replace(self.place, models=models)
        options = ["--no-validation", "--force"]
        for more in (options, []):
            command = [place.python, "-m", place.package, "train", *more]
            log = place.scratch / "train.log"
            with log.open("wb") as sink:
                given = {**place.variables(), **variables}
                with child(command, place.data, given, sink) as process:
                    try:
                        code = process.wait(TRAIN_SECONDS)
                    except subprocess.TimeoutExpired:
                        return False
            if code != USAGE:  # a project of other hands may not know our options
                return code == 0
        return False

    def _is_noticed(self, found: Found) -> bool:
        return self._refuted(found) is not None

    def _refuted(self, found: Found) -> tuple[str, str] | None:
        return next(
            (
                (claim, str(answer.get("reason", "")))
                for claim, answer in found.items()
                if claim in self.proven and answer["status"] == REFUTED
            ),
            None,
        )


@contextmanager
def _written(path: Path, text: bytes) -> Iterator[None]:
    """A stretch in which the file holds that text."""
    before = path.read_bytes()
    path.write_bytes(text)
    try:
        yield
    finally:
        path.write_bytes(before)


def _told(
    trials: Trials, mutant: Mutant, status: str, claim: str = "", reason: str = ""
) -> MutantVerdict:
    source = trials.place.source.relative_to(trials.place.project)
    file = (source / mutant.file).as_posix()
    return MutantVerdict(
        mutant.change.operator,
        file,
        mutant.line,
        mutant.owner,
        mutant.change.told,
        status,
        claim,
        reason,
    )


def copied(project: Path, scratch: Path) -> Path:
    """A copy of the project that may be broken."""
    target = scratch / "broken"
    shutil.copytree(project, target, ignore=shutil.ignore_patterns(*_LEFT_OUT), symlinks=True)
    for path in target.rglob("*"):
        if path.is_file() and not os.access(path, os.W_OK):
            path.chmod(0o644)
    return target
