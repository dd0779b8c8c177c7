"""The body of a request, read and checked by us: dates and the like are only strict in JSON."""

import os
from http import HTTPStatus
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from .problems import ProblemError, not_as_agreed

MAX_BYTES = int(os.environ.get("ENERGY_LOAD_MAX_BYTES", "5000000"))

Model = TypeVar("Model", bound=BaseModel)


async def parsed(request: Request, model: type[Model]) -> Model:
    """The body as that model; one that is too large, or not as agreed, is a problem."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            detail = f"a request may have {MAX_BYTES:,} bytes"
            raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    try:
        return model.model_validate_json(bytes(body))
    except ValidationError as error:
        raise not_as_agreed(error) from None
