"""`prove`: the claims map of a project, whoever wrote it, held against a run of its notebook."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .api_convert import read_source
from .errors import Nb2prodError, OptionsError
from .model.notebook import Notebook
from .model.proof import Proof
from .model.run import Probe, Progress
from .proving.claims import ClaimsMap, read_claims_map
from .reading.ipynb import read


def prove(folder: Path, progress: Progress) -> Proof:
    """Return all claims of the project, decided; the proof is noted in the project too."""
    from .proving import prove as proving
    from .running.diagnosis import diagnose
    from .running.kernel import execute

    table = _table(folder)
    claims = read_claims_map(table)
    notebook = _notebook(folder, table)
    working_folder = (folder / claims.notebook_folder).resolve()
    run = execute(
        notebook,
        probes=_probes(claims, _shown(notebook)),
        working_folder=working_folder if working_folder.is_dir() else folder.resolve(),
        progress=progress,
    )
    if run.failed is not None:
        raise diagnose(notebook, run)
    return proving.prove(folder, run, python=run.environment.executable, progress=progress)


def _table(folder: Path) -> Mapping[str, Any]:
    """Return `[tool.nb2prod]`; what else a project may lack is said by those who read it."""
    try:
        content = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except OSError:
        raise _nothing(f"{folder} has no pyproject.toml that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _nothing(f"{folder}/pyproject.toml cannot be read ({error})") from None
    table = content.get("tool", {}).get("nb2prod")
    if not isinstance(table, dict):
        raise _nothing(f"{folder}/pyproject.toml has no [tool.nb2prod]")
    return table


def _nothing(what: str) -> OptionsError:
    remedy = "Name the folder that `nb2prod convert` wrote."
    return OptionsError("NB602", f"there is nothing to prove: {what}.", remedy)


def _notebook(folder: Path, table: Mapping[str, Any]) -> Notebook:
    name = table.get("notebook")
    if not isinstance(name, str):
        raise _nothing(f"[tool.nb2prod] of {folder}/pyproject.toml names no notebook")
    return read(folder / name)


def _shown(notebook: Notebook) -> Mapping[str, int]:
    """Return the names that convert gave to shown answers; a project of other hands has none."""
    try:
        return read_source(notebook.path).shown
    except Nb2prodError:
        return {}


def _probes(claims: ClaimsMap, shown: Mapping[str, int]) -> tuple[Probe, ...]:
    """Return what to capture where, so that every claim of the map can be decided."""
    wanted: dict[int, dict[str, None]] = {}
    for before, names in _places(claims):
        wanted.setdefault(before, {})  # a function without arguments is called there too
        for name in names:
            cell = shown.get(name)
            if cell is None:
                wanted[before][name] = None
            elif before > cell:  # `model.predict(X)`: the answer has no name until we give it one
                wanted.setdefault(cell + 1, {})[f"{name}=_"] = None
    return tuple(Probe(before, tuple(names)) for before, names in sorted(wanted.items()))


def _places(claims: ClaimsMap) -> Iterator[tuple[int, tuple[str, ...]]]:
    for chain in claims.chains:
        yield chain.before, chain.inputs
        yield chain.after, chain.outputs
    if claims.pipeline:
        yield claims.pipeline.after, claims.pipeline.results
    if claims.service:
        yield claims.service.request_before, (claims.service.request_table,)
        yield claims.service.prediction_after, (claims.service.prediction,)
    if claims.features:
        yield claims.features.before, (claims.features.table,)
