"""The service."""

from typing import Any

import pandas as pd
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from door_time import whole


class Stop(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)

    customer_id: str
    arrived_at: str
    weight_kg: float | None
    items: int = Field(ge=0, le=10_000)
    boxes: int = Field(ge=0, le=10_000)
    area: str
    parking: str | None
    floor: float | None
    elevator: str | None


class Question(BaseModel):
    rows: list[Stop]


app = FastAPI()


@app.exception_handler(RequestValidationError)
def refused(request: Request, error: RequestValidationError) -> JSONResponse:
    # the values themselves may be no JSON (NaN), so only places and reasons go back
    told = [{"loc": item["loc"], "msg": item["msg"]} for item in error.errors()]
    return JSONResponse({"detail": told}, 422)


@app.get("/ready")
def ready() -> dict[str, str]:
    return {"status": "ready"}


@app.post("/predict")
def predict(question: Question) -> dict[str, Any]:
    if not question.rows:
        return {"predictions": []}
    rows = pd.DataFrame([row.model_dump() for row in question.rows])
    try:
        pd.to_datetime(rows["arrived_at"])
    except ValueError as error:
        raise HTTPException(422, f"arrived_at: {error}") from error
    return {"predictions": whole.answers(rows.astype({"weight_kg": float, "floor": float}))}
