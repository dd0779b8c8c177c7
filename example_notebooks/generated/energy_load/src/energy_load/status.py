"""What the service says about itself."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from . import certificate, contract
from .champion import Champion
from .parts import Parts

routes = APIRouter()


@routes.get("/health")
async def health() -> dict[str, str]:
    """That the process is alive."""
    return {"status": "alive"}


@routes.get("/ready")
async def ready(request: Request) -> dict[str, str]:
    """That a model is loaded and has answered its sample rows."""
    return {"status": "ready", "model_version": request.app.state.parts.champion.version.name}


@routes.get("/model")
async def model(request: Request) -> dict[str, Any]:
    """What answers: its version, metrics, origin and contract."""
    champion: Champion = request.app.state.parts.champion
    card = champion.version.card
    return {
        "model_version": champion.version.name,
        "refused_version": champion.refused or None,
        "metrics": card["metrics"],
        "lineage": card["lineage"],
        "libraries": card["libraries"],
        "proof": await asyncio.to_thread(certificate.standing, champion.version.name),
        "columns": contract.COLUMNS,
        "ignored": sorted(contract.IGNORED),
        "serves": contract.SERVES,
    }


@routes.get("/metrics")
async def metrics(request: Request) -> Response:
    """The figures for Prometheus."""
    parts: Parts = request.app.state.parts
    return Response(parts.monitor.exposition(), media_type=CONTENT_TYPE_LATEST)
