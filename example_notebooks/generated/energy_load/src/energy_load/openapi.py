"""`/openapi.json`: the bodies are read by us, so they are described by us too."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from . import __doc__ as about
from .contract import PredictRequest, PredictResponse
from .feedback import Truth
from .problems import ProblemDetails
from .versions import PACKAGE

MODELS: list[tuple[type[BaseModel], JsonSchemaMode]] = [
    (PredictRequest, "validation"),
    (PredictResponse, "serialization"),
    (Truth, "validation"),
    (ProblemDetails, "serialization"),
]


def document(app: FastAPI) -> dict[str, Any]:
    """The description of the service, with the models of the bodies."""
    described = get_openapi(title=PACKAGE, version="1", description=about, routes=app.routes)
    _, schemas = models_json_schema(MODELS, ref_template="#/components/schemas/{model}")
    described["components"] = {"schemas": schemas["$defs"]}
    return described


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """That a route takes this model."""
    return {"requestBody": {"required": True, "content": {"application/json": _schema(model)}}}


def gives(model: type[BaseModel] | None, *problems: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """That a route gives this model, or one of these problems."""
    given: dict[int | str, dict[str, Any]] = {}
    if model:
        given[200] = {"description": "OK", "content": {"application/json": _schema(model)}}
    for status in problems:
        content = {"application/problem+json": _schema(ProblemDetails)}
        given[int(status)] = {"description": status.phrase, "content": content}
    return given


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
