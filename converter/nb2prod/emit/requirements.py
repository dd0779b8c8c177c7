"""The texts of the locks: exact versions, with hashes where they are known, and no addresses."""

import re
from collections.abc import Iterable, Mapping

from ..model.plan import Plan
from .dependencies import lock_names

Hashes = Mapping[tuple[str, str], tuple[str, ...]]

_NO_HASHES = "# no hashes: they could not be fetched when this was written\n"


def locks(
    plan: Plan,
    serve: Mapping[str, str],
    dev: Mapping[str, str],
    hashes: Hashes | None = None,
) -> dict[str, str]:
    """Path -> text of both locks; `serve` and `dev` are all distributions with their versions."""
    runs, develops = lock_names(plan)
    what = "the service" if plan.serving else "a run"
    more = "the service, training, tests and checks" if plan.serving else "runs, tests and checks"
    return {
        runs: _lock(
            f"# all that {what} needs, in the versions of the notebook's run\n", serve, hashes or {}
        ),
        develops: _lock(f"# all that {more} need\n", {**dev, **serve}, hashes or {}),
    }


def _lock(head: str, distributions: Mapping[str, str], hashes: Hashes) -> str:
    pinned = sorted((_normal(name), _public(version)) for name, version in distributions.items())
    known = {(_normal(name), _public(version)): found for (name, version), found in hashes.items()}
    # pip takes hashes for all or for none of them
    complete = bool(pinned) and all(known.get(item) for item in pinned)
    lines = [head] if complete else [head, _NO_HASHES]
    for name, version in pinned:
        lines.append(_pin(name, version, known[name, version] if complete else ()))
    return "".join(lines)


def _pin(name: str, version: str, hashes: Iterable[str]) -> str:
    parts = [f"{name}=={version}", *(f"--hash=sha256:{found}" for found in sorted(set(hashes)))]
    return " \\\n    ".join(parts) + "\n"


def _public(version: str) -> str:
    #   1.4.0+site2       a build of one site; the version that everybody has is 1.4.0
    #   2.13.0+cpu        PyTorch's name for the build without several GB of CUDA
    return version if version.endswith("+cpu") else version.split("+")[0]


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
