"""What a user may choose."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `convert`, remembered in the project's manifest for the next time."""

    output: Path | None = None  # where None: a folder beside the notebook, named after the package
    package: str | None = None  # where None: the slug of the notebook's file name
    kernel: str | None = None  # where the notebook's own kernel is not installed here
    targets: tuple[str, ...] = ()
    run: bool = True  # off: types only where syntax proves them, all claims `not checked (not run)`
    data_sample: bool = True  # off: data rows are personal, every example value becomes synthetic
    timeout: float | None = None  # seconds a cell may take
    given: tuple[str, ...] = ()  # names of switches that were said, so that memory does not count
    fresh_env: bool = False  # the proof runs in an environment made of the project's lock alone
