"""Claims about the service."""

from collections.abc import Callable, Mapping
from typing import Any

from ..model.run import Run
from .claims import ClaimsMap
from .worker import Place


def check_service(
    claims: ClaimsMap, run: Run, place: Place, told: Callable[[str], None]
) -> Mapping[str, Mapping[str, Any]]:
    """What became of each claim."""
    return {}
