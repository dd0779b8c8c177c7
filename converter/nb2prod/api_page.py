"""The proof as a page of the project, made anew by each proof."""

from pathlib import Path

from . import disk
from .drawing.proof import proof_page
from .flow.picture import picture_of
from .model.flow import Flow
from .model.notebook import Notebook
from .model.proof import Proof
from .target import PROOF_PAGE, RECORDS


def write_page(
    folder: Path,
    package: str,
    notebook: Notebook,
    flow: Flow | None,
    proof: Proof,
    *,
    ours: bool = True,
) -> Path:
    """Write the page, in the docs of a project of ours and beside the record in any other."""
    path = folder / (PROOF_PAGE if ours else f"{RECORDS}proof.html")
    picture = None if flow is None else picture_of(notebook, flow)
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.write_drawing(
        path, proof_page(package, notebook.path.name, proof, picture), "the proof's page"
    )
    return path
