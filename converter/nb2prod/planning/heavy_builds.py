"""Builds of libraries that bring gigabytes which the service does not use."""

from collections.abc import Iterable, Iterator

from ..frameworks.torch import CPU_BUILDS
from ..model.findings import Finding, Severity
from ..model.plan import Requirement
from ..model.run import Run


def heavy_builds(requirements: Iterable[Requirement], run: Run | None) -> Iterator[Finding]:
    """A note where the kernel has PyTorch for CUDA: the project pins what it ran with."""
    names = run.environment.distributions if run is not None else {}
    cuda = any(name.lower().startswith(("nvidia-cu", "nvidia_cu")) for name in names)
    for item in requirements:
        public, _, local = item.version.partition("+")
        if item.distribution.lower() == "torch" and local != "cpu" and (cuda or local):
            yield Finding(
                "NB326",
                Severity.NOTE,
                f"The kernel has PyTorch {item.version}, a build for CUDA: the locks pin it, and "
                "the project's environments and its image weigh several GB.",
                "Where the service answers without a graphics card, run "
                f"`pip install torch=={public} --index-url {CPU_BUILDS}` in the kernel's "
                "environment, and convert again.",
            )
