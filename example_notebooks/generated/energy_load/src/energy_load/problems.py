"""Errors as RFC 9457 problem details; no value of a request is ever repeated in one."""

from http import HTTPStatus

from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

MOST_ERRORS = 20
LONGEST_NAME = 80


class FieldError(BaseModel):
    """What is wrong with one field of the request."""

    field: str
    message: str


class ProblemDetails(BaseModel):
    """The body of every error."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldError] = Field(default_factory=list)


class ProblemError(Exception):
    """An error with its status, for whoever asked."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: list[FieldError] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors, self.headers = errors or [], headers or {}


def not_as_agreed(error: ValidationError) -> ProblemError:
    """The 422 for a request that breaks the contract, with the path of each field."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    errors = [FieldError(field=_path(e["loc"]), message=e["msg"]) for e in found[:MOST_ERRORS]]
    more = f", the first {MOST_ERRORS} are listed" if len(found) > MOST_ERRORS else ""
    detail = f"the request is not as the contract says, in {len(found)} places{more}"
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def no_answer(warnings: list[str]) -> ProblemError:
    """The 422 for rows that the model, which answers others, has no answer for."""
    strange = [warning.partition(": ") for warning in warnings if warning.startswith("rows[")]
    errors = [FieldError(field=where, message=why) for where, _, why in strange]
    detail = "the model has no answer for these rows: a value may be unlike all of training"
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def response(problem: ProblemError, request_id: str) -> Response:
    """The answer that tells of the problem."""
    details = ProblemDetails(
        title=problem.status.phrase,
        status=problem.status,
        detail=problem.detail,
        request_id=request_id,
        errors=problem.errors,
    )
    return JSONResponse(
        details.model_dump(),
        problem.status,
        headers=problem.headers,
        media_type="application/problem+json",
    )


async def on_problem(request: Request, error: Exception) -> Response:
    """The handler for our own problems."""
    assert isinstance(error, ProblemError)
    return response(error, request.state.request_id)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """The handler for what the framework refuses: an unknown path, a wrong method."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    problem = ProblemError(HTTPStatus(error.status_code), str(error.detail), headers=headers)
    return response(problem, request.state.request_id)


def _path(location: tuple[int | str, ...]) -> str:
    # ("rows", 0, "x") is rows[0].x
    steps = (
        f"[{step}]" if isinstance(step, int) else f".{step[:LONGEST_NAME]}" for step in location
    )
    return "".join(steps).removeprefix(".")
