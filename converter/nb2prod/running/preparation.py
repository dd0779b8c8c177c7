"""The project's environment and its exact versions, made while the converter does other work."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TypeVar

from ..model.run import Progress, Run
from .fresh_environment import FreshEnvironment, fresh_environment, lock_of
from .project_environment import NoEnvironment, ProjectEnvironment, project_environment
from .resolution import Resolution, resolution

# pip mostly waits: for the network, for the disk
_AT_ONCE = 2

T = TypeVar("T")


class Preparation:
    """What pip finds and installs for a run's kernel; nothing of it outlives this block."""

    def __init__(self, run: Run, cache: Path, progress: Progress, *, fresh: bool = False) -> None:
        self._python = run.environment.executable
        self._versions = run.environment.distributions
        self._cache, self._progress = cache, progress
        self._is_fresh = fresh  # then nothing is made above the kernel's packages
        self._fresh: dict[bytes, FreshEnvironment] = {}
        self._made = ExitStack()
        self._stop = Event()
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._environments: dict[tuple[str, ...], Future[ProjectEnvironment | NoEnvironment]] = {}
        self._resolutions: dict[tuple[str, ...], Future[Resolution | None]] = {}

    def __enter__(self) -> "Preparation":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)
        self._made.close()

    def begin(self, requirements: Sequence[str]) -> None:
        """Start on these requirements, where nobody did yet."""
        key = tuple(sorted(requirements))
        if key in self._resolutions:
            return
        asked = self._python, key, self._versions
        if not self._is_fresh:
            self._environments[key] = self._pool.submit(
                project_environment, *asked, cache=self._cache, stop=self._stop
            )
        self._resolutions[key] = self._pool.submit(
            resolution, *asked, cache=self._cache, stop=self._stop
        )

    def environment(self, requirements: Sequence[str]) -> ProjectEnvironment | NoEnvironment:
        """The interpreter that has these requirements, or why there is none."""
        self.begin(requirements)
        return self._waited(
            self._environments[tuple(sorted(requirements))],
            "environment",
            "installing what the service needs",
        )

    def fresh(self, project: Path) -> FreshEnvironment:
        """The environment of the project's lock alone, made once for each lock."""
        lock = lock_of(project)
        content = lock.read_bytes()
        if content not in self._fresh:
            making = fresh_environment(
                self._python, lock, cache=self._cache, progress=self._progress, stop=self._stop
            )
            self._fresh[content] = self._made.enter_context(making)
        return self._fresh[content]

    def resolution(self, requirements: Sequence[str]) -> Resolution | None:
        """The exact versions that these requirements bring; None where pip is offline."""
        self.begin(requirements)
        return self._waited(
            self._resolutions[tuple(sorted(requirements))],
            "locks",
            "which exact versions the project needs",
        )

    def _waited(self, future: Future[T], step: str, detail: str) -> T:
        if not future.done():
            self._progress(step, 0, 1, detail)
        found = future.result()
        self._progress(step, 1, 1)
        return found
