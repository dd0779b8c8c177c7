"""The extension that Jupyter Server loads: routes, what lives as long as the server, its end."""

import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join

from jupyter_prod.analysis import Analyst
from jupyter_prod.answers import RUNNING, Job
from jupyter_prod.handlers import (
    AnalysisHandler,
    JobHandler,
    JobsHandler,
    PreviewHandler,
    StatusHandler,
)
from jupyter_prod.jobs import Jobs
from jupyter_prod.ledger import Ledger

ROOT = "/jupyter-prod"
EVENT = "https://events.jupyter.org/jupyter_prod/job/v1"
SCHEMA = Path(__file__).parent / "events" / "job.yaml"
RARELY = 0.15  # seconds between two events about the progress of jobs


class ProductionExtension(ExtensionApp):
    """Promote notebooks to production projects from the lab."""

    name = "jupyter_prod"
    # without a page of its own there is nothing to open in a browser
    load_other_extensions = True

    def initialize_settings(self) -> None:
        """Make what lives as long as the server; no process is started yet."""
        self._server.event_logger.register_event_schema(SCHEMA)
        root = sha256(str(self._server.root_dir).encode()).hexdigest()[:16]
        ledger = Ledger(Path(jupyter_data_dir()) / "jupyter_prod" / "jobs" / root)
        self._analyst = Analyst()
        self._jobs = Jobs(ledger, self._tell)
        self._told = 0.0
        self.settings["jupyter_prod_analyst"] = self._analyst
        self.settings["jupyter_prod_jobs"] = self._jobs
        # an export from the menu is one request: it reads, and starts no kernel
        exporter = self._server.config.ProductionExporter
        if "run" not in exporter:
            exporter.run = False

    @property
    def _server(self) -> Any:
        # typed as absent until the server has linked its extensions, which it has by now
        return self.serverapp

    def initialize_handlers(self) -> None:
        """Add the routes; Jupyter Server puts its base URL before them."""
        for path, handler in (
            ("status", StatusHandler),
            ("analysis", AnalysisHandler),
            ("preview", PreviewHandler),
            ("jobs", JobsHandler),
            ("jobs/([0-9a-f]{32})", JobHandler),
        ):
            self.handlers.append((url_path_join(ROOT, path), handler))

    async def stop_extension(self) -> None:
        """End every process that was started here."""
        await self._jobs.close()
        await self._analyst.close()

    def _tell(self, job: Job) -> None:
        """Tell everyone who listens; progress only now and then, an end always."""
        now = time.monotonic()
        if job.state == RUNNING and job.log and now - self._told < RARELY:
            return
        self._told = now
        data: dict[str, object] = {"job_id": job.id, "kind": job.kind, "state": job.state}
        data |= {"step": job.step, "done": job.done, "total": job.total}
        self._server.event_logger.emit(schema_id=EVENT, data=data)
