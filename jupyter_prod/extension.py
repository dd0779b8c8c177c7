"""The extension that Jupyter Server loads: it names the routes, nothing else."""

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.utils import url_path_join

from jupyter_prod.handlers import StatusHandler

ROOT = "/jupyter-prod"


class ProductionExtension(ExtensionApp):
    """Promote notebooks to production projects from the lab."""

    name = "jupyter_prod"
    # without a page of its own there is nothing to open in a browser
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Add the routes; Jupyter Server puts its base URL before them."""
        self.handlers.append((url_path_join(ROOT, "status"), StatusHandler))
