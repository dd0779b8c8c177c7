"""Requests of the lab panel: parse, call, answer as JSON."""

import json

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from jupyter_prod.versions import status


class StatusHandler(APIHandler):
    """Tells the panel which server side it talks to."""

    auth_resource = "jupyter-prod"

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the installed versions."""
        self.finish(json.dumps(status()))
