"""`prove --propose-map`: which functions of a package may stand for which cells of a notebook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from .errors import OptionsError
from .flow.graph import build_flow
from .model.flow import Statement
from .model.proof import PROVEN
from .model.run import Progress, Run
from .proving.claims import Chain, ClaimsMap
from .proving.probes import probes
from .proving.proposing import (
    LIKELY,
    Candidate,
    Signature,
    Stage,
    candidates,
    chains_toml,
    signatures,
)
from .reading.code import checked_python_cells
from .reading.ipynb import read


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claims map for a person to confirm, and the functions that nothing was found for."""

    package: str
    toml: str
    proven: int
    chains: int
    without: tuple[str, ...]


def propose_map(
    folder: Path, notebook_path: Path, kernel: str | None, progress: Progress
) -> Proposal:
    """
    Return a proposed claims map: names find the candidates, the notebook's values choose.

    What no value decided is proposed too, and says so: a person confirms the map.
    """
    source, package = _package(folder)
    found = candidates(signatures(source, package), stages(notebook_path))
    tried = _tried(found, folder, source, package, notebook_path, kernel, progress)
    best = {name: _best(options, tried) for name, options in found.items()}
    chosen = [item for item in best.values() if item is not None]
    chosen.sort(key=lambda item: (item[0].before, item[0].after))
    missing = [f for f in signatures(source, package) if best.get(f.reference) is None]
    head = (
        "# Proposed from names, and tried on the values of the notebook's run. Confirm each\n"
        "# chain; add [tool.nb2prod.pipeline] and [tool.nb2prod.service] by hand.\n"
        f'[tool.nb2prod]\nschema_version = 1\npackage = "{package}"\n'
        f'source = "{source.relative_to(folder).as_posix()}"\n'
    )
    return Proposal(
        package,
        f"{head}\n{chains_toml(chosen)}",
        sum(remark.startswith("proven") for _, remark in chosen),
        len(chosen),
        tuple(_said(function) for function in missing),
    )


def stages(path: Path) -> tuple[Stage, ...]:
    """Return runs of cells that a function may stand for: each cell, each section, neighbours."""
    notebook = read(path)
    flow = build_flow(notebook, checked_python_cells(notebook))
    cells = [
        list(statements)
        for _, statements in groupby(flow.statements, key=lambda one: one.place.cell_index)
    ]
    runs = {(at, at + 1) for at in range(len(cells))}
    runs |= set(_alike(cells, lambda one: (one.role, one.step)))
    runs |= set(_alike(cells, lambda one: one.role))
    return tuple(_stage(cells[first:last]) for first, last in sorted(runs))


def _alike(cells: Sequence[list[Statement]], key: object) -> Iterator[tuple[int, int]]:
    """Runs of tagged cells with one key; untagged ones between them belong to the run."""
    tagged = [at for at, cell in enumerate(cells) if cell[0].role is not None]
    for _, run in groupby(tagged, key=lambda at: key(cells[at][0])):  # type: ignore[operator]
        places = list(run)
        yield places[0], places[-1] + 1


def _stage(cells: Sequence[list[Statement]]) -> Stage:
    reads: dict[str, None] = {}
    binds: dict[str, None] = {}
    for statement in (one for cell in cells for one in cell):
        effects = statement.effects
        reads.update(dict.fromkeys(sorted((effects.reads | effects.mutates) - set(binds))))
        binds.update(dict.fromkeys(sorted(effects.binds | effects.mutates)))
    first = cells[0][0]
    name = first.step or (first.role.value if first.role else "")
    last = cells[-1][-1].place.cell_index
    return Stage(first.place.cell_index, last + 1, name, tuple(reads), tuple(binds))


def _tried(
    found: Mapping[str, Sequence[Candidate]],
    folder: Path,
    source: Path,
    package: str,
    notebook_path: Path,
    kernel: str | None,
    progress: Progress,
) -> Mapping[str, tuple[str, str]]:
    """Return each candidate's verdict and reason, by the id that it was tried under."""
    import tempfile

    from .proving.functions import check_functions
    from .proving.worker import Place
    from .running.diagnosis import diagnose
    from .running.kernel import execute

    chains = [
        _numbered(candidate.chain, number)
        for options in found.values()
        for number, candidate in enumerate(options)
    ]
    if not chains:
        return {}
    notebook = read(notebook_path)
    claims = ClaimsMap(package, "", "function", ".", tuple(chains), None, None, None, 1e-9, "")
    run: Run = execute(
        notebook,
        probes=probes(claims),
        kernel=kernel,
        working_folder=notebook_path.resolve().parent,
        progress=progress,
    )
    if run.failed is not None:
        raise diagnose(notebook, run)
    with tempfile.TemporaryDirectory(prefix="proposal-") as scratch:
        place = Place(
            python=run.environment.executable,
            project=folder.resolve(),
            source=source.resolve(),
            package=package,
            data=notebook_path.resolve().parent,
            scratch=Path(scratch),
        )
        verdicts = check_functions(claims, run, place, (), lambda claim: None)
    return {name: (v["status"], str(v.get("reason", ""))) for name, v in verdicts.items()}


def _numbered(chain: Chain, number: int) -> Chain:
    return Chain(
        f"{chain.calls[0].function} {number}", chain.before, chain.after, chain.calls, chain.inputs
    )


def _best(
    options: Sequence[Candidate], tried: Mapping[str, tuple[str, str]]
) -> tuple[Chain, str] | None:
    """Return the candidate that the notebook's values prove, else the likeliest by name."""
    verdicts = [
        tried.get(f"{option.chain.calls[0].function} {number}", ("", ""))
        for number, option in enumerate(options)
    ]
    for option, (status, _) in zip(options, verdicts, strict=True):
        if status == PROVEN:
            return option.chain, "proven on the notebook's values"
    if options[0].likeness < LIKELY:
        return None
    status, reason = verdicts[0]
    said = f"{status}: {reason}" if status else "not tried"
    return options[0].chain, f"by names only ({said})"


def _said(function: Signature) -> str:
    return f"{function.reference}({', '.join((*function.parameters, *function.options))})"


def _package(folder: Path) -> tuple[Path, str]:
    """Return the source folder and the package in it; raises where there is none or several."""
    for source in (folder / "src", folder):
        found = sorted(path.parent.name for path in source.glob("*/__init__.py"))
        found = [name for name in found if name not in ("tests", "test", "docs")]
        if len(found) == 1:
            return source, found[0]
        if found:
            raise OptionsError(
                "NB602",
                f"{source} holds {len(found)} packages: {', '.join(found)}.",
                "Name the folder of the project that holds one of them.",
            )
    raise OptionsError(
        "NB602",
        f"{folder} holds no package: no folder with an __init__.py, there or under src/.",
        "Name the project's folder.",
    )
