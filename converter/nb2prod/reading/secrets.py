"""The secrets that stand in a notebook, each with the variable that takes its place."""

from collections.abc import Iterable, Sequence

from ..model.findings import Finding, Severity
from ..model.local_code import LocalCode
from ..model.notebook import Notebook, Place, PythonCell, Secret
from ..secrecy import Hit, found_in_code, found_in_text


def notebook_secrets(
    notebook: Notebook, cells: Sequence[PythonCell], local: LocalCode
) -> tuple[Secret, ...]:
    """All secrets of the cells and of the files beside the notebook, in their order."""
    found: dict[str, Secret] = {}
    python = {cell.cell.index: cell for cell in cells}
    for cell in notebook.cells:
        translated = python.get(cell.index)
        hits = found_in_code(translated.source) if translated else ()
        others = translated.magics if translated else ()
        #   !curl -H "Authorization: Bearer ..."      a line that is no Python
        texts = [(magic.text, magic.place.line) for magic in others]
        if translated is None:
            texts = [(cell.source, 1)]
        more = [(hit, line + hit.line - 1) for text, line in texts for hit in found_in_text(text)]
        for hit, line in [*((hit, hit.line) for hit in hits), *more]:
            _add(found, hit, Place(cell.index, cell.id, line), "")
    for file in local.files:
        search = found_in_code if file.path.endswith(".py") else found_in_text
        for hit in search(file.text):
            _add(found, hit, None, file.origin)
    return tuple(found.values())


def _add(found: dict[str, Secret], hit: Hit, place: Place | None, origin: str) -> None:
    if hit.value in found:
        return
    names = {secret.name for secret in found.values()}
    name, number = hit.name, 2
    while name in names:
        name, number = f"{hit.name}_{number}", number + 1
    found[hit.value] = Secret(name, hit.value, hit.kind, place, hit.strong, origin)


def secret_findings(secrets: Iterable[Secret]) -> tuple[Finding, ...]:
    """What to tell the author; the value itself is never shown."""
    return tuple(
        Finding(
            "NB230",
            Severity.WARNING,
            f"{secret.kind} stands {_where(secret)} in plain sight; "
            f"the project has `{secret.name}` in its place.",
            "Take it out of the notebook, and have a new one issued if others could read it; "
            f"where code needs it, set the environment variable `{secret.name}`.",
            secret.place.cell_index if secret.place else None,
            secret.place.line if secret.place else None,
        )
        for secret in secrets
    )


def _where(secret: Secret) -> str:
    return "here" if secret.place else f"in `{secret.origin}`"
