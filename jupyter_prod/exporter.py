"""`jupyter nbconvert --to production NOTEBOOK`: the project as one zip file."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Bool, default

NB2PROD = (sys.executable, "-m", "nb2prod")


class ProductionError(Exception):
    """Why there is no project; the message is nb2prod's."""


class ProductionExporter(Exporter):
    """The project of a notebook, as `nb2prod convert` writes it."""

    export_from_notebook = "Production project (zip)"
    output_mimetype = "application/zip"

    run = Bool(
        True,
        help="Run the notebook and prove the project; off: only read it, as `convert --no-run`.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".zip"

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The zip file's bytes."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        metadata = resources.get("metadata", {})
        name, beside = str(metadata.get("name") or "notebook"), str(metadata.get("path") or "")
        with TemporaryDirectory() as scratch:
            # beside the notebook lie its data and its modules, so that is where it is run
            notebook = self._notebook(nb, Path(beside) / f"{name}.ipynb", Path(scratch))
            folder = Path(scratch) / "project" / name
            self._convert(notebook, folder)
            content = _zipped(folder)
        resources["output_extension"] = ".zip"
        return content, resources

    def _notebook(self, nb: Any, saved: Path, scratch: Path) -> Path:
        """The saved notebook; a scratch copy where there is none, as from a pipe."""
        if saved.is_file():
            return saved.resolve()
        copy = scratch / saved.name
        copy.write_text(json.dumps(nb), encoding="utf-8")
        return copy

    def _convert(self, notebook: Path, folder: Path) -> None:
        options = ("--json", "--progress", "plain", "--run" if self.run else "--no-run")
        done = subprocess.run(
            [*NB2PROD, "convert", str(notebook), "--output", str(folder), *options],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if folder.is_dir():
            return
        try:
            error = json.loads(done.stdout)["error"]
            said = f"{error['code']} {error['message']} {error['remedy'] or ''}".strip()
            if error["cell_index"] is not None:
                said = f"cell {error['cell_index'] + 1}: {said}"
        except (ValueError, KeyError, TypeError):
            said = f"nb2prod ended without an answer (exit code {done.returncode})"
        raise ProductionError(f"{notebook.name}: {said}")


def _zipped(folder: Path) -> bytes:
    """The folder as a zip; the same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}")
            entry.external_attr = (file.stat().st_mode & 0xFFFF) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, file.read_bytes())
    return archive.getvalue()
