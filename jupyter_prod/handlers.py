"""Requests of the lab panel: who asks, about which file, what for; then call and answer as JSON."""

import json
from pathlib import Path
from typing import Any, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async
from tornado import web

from jupyter_prod import places
from jupyter_prod.analysis import Analyst
from jupyter_prod.answers import CHECK, CONVERT, AnalyseBody, JobBody, PreviewBody
from jupyter_prod.jobs import Jobs, new_job
from jupyter_prod.refusals import Refused
from jupyter_prod.versions import status
from nb2prod.wire import WireError, from_json, to_json

Body = TypeVar("Body")


class PanelHandler(APIHandler):
    """What all routes share: the resource to be authorised for, bodies and answers."""

    auth_resource = "jupyter-prod"

    @property
    def analyst(self) -> Analyst:
        """The analysis process of this server."""
        found: Analyst = self.settings["jupyter_prod_analyst"]
        return found

    @property
    def jobs(self) -> Jobs:
        """The jobs of this server."""
        found: Jobs = self.settings["jupyter_prod_jobs"]
        return found

    def body(self, kind: type[Body]) -> Body:
        """The request's body as that type; refuses what does not fit, naming the field."""
        try:
            return from_json(kind, self.get_json_body())
        except WireError as error:
            raise Refused(400, f"The request is not understood: {error}") from None

    def answer(self, value: Any, code: int = 200) -> None:
        """Send the value as JSON."""
        self.set_status(code)
        self.finish(json.dumps(to_json(value)))

    async def require(self, action: str, resource: str) -> None:
        """Refuse a user who could not do the same in the lab itself."""
        allowed = self.authorizer.is_authorized(self, self.current_user, action, resource)
        if not await ensure_async(allowed):
            raise Refused(403, f"You may not {action} {resource} on this server.")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer a refusal with its own words."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, Refused):
            super().write_error(status_code, **kwargs)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"message": error.said, "reason": self._reason}))


class StatusHandler(PanelHandler):
    """Tells the panel which server side it talks to."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer with the installed versions."""
        self.answer(status())


class AnalysisHandler(PanelHandler):
    """Findings, cells, picture and suggestions of a notebook in memory."""

    @web.authenticated
    @authorized(action="read")
    async def post(self) -> None:
        """Answer with the analysis, or with what is wrong with the notebook."""
        await self.require("read", "contents")
        body = self.body(AnalyseBody)
        place = await places.inside(self.contents_manager, body.path)
        self.answer(await self.analyst.ask("analyse", path=str(place), notebook=body.notebook))


class PreviewHandler(PanelHandler):
    """What a promotion would write."""

    @web.authenticated
    @authorized(action="read")
    async def post(self) -> None:
        """Answer with the tree of files, and the folder as the lab names it."""
        await self.require("read", "contents")
        body, contents = self.body(PreviewBody), self.contents_manager
        notebook = await places.notebook_file(contents, body.path)
        folder = await places.project_folder(contents, body.folder) if body.folder else None
        found = await self.analyst.ask(
            "preview", path=str(notebook), folder=None if folder is None else str(folder)
        )
        if "folder" in found:
            # beside the notebook may lie a link with the package's name
            lab_path = places.lab_path(contents, Path(found["folder"]))
            if lab_path is None:
                raise Refused(403, f"{found['package']} leads out of the server's root folder.")
            found["folder"] = lab_path
        self.answer(found)


class JobsHandler(PanelHandler):
    """Starts jobs, and tells what became of those of a notebook."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the notebook's latest job of each kind."""
        path = self.get_query_argument("path", "")
        self.answer(self.jobs.latest(path.strip("/")))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start a job, and answer with it at once."""
        # a job runs the notebook's code, and a conversion writes files
        await self.require("execute", "kernels")
        await self.require("write", "contents")
        body, contents = self.body(JobBody), self.contents_manager
        if body.kind not in (CONVERT, CHECK):
            raise Refused(400, f"There is no job of the kind {body.kind!r}.")
        notebook = await places.notebook_file(contents, body.path)
        folder = None
        if body.kind == CONVERT:
            if not body.folder:
                raise Refused(400, "Name the folder that the project is written to.")
            folder = await places.project_folder(contents, body.folder)
            if folder in notebook.parents:
                raise Refused(400, "The notebook lies in this folder; choose one beside it.")
        lab_folder = places.lab_path(contents, folder) if folder else None
        job = new_job(body.kind, body.path.strip("/"), lab_folder)
        self.answer(await self.jobs.start(job, notebook, folder), 202)


class JobHandler(PanelHandler):
    """One job."""

    @web.authenticated
    @authorized
    async def get(self, job_id: str) -> None:
        """Answer with the job as of now."""
        self.answer(self.jobs.get(job_id))

    @web.authenticated
    @authorized
    async def delete(self, job_id: str) -> None:
        """Cancel the job, and answer when all its processes are gone."""
        await self.require("execute", "kernels")
        self.answer(await self.jobs.cancel(job_id))
