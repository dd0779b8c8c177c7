"""What the routes of the service share."""

from dataclasses import dataclass

from .batching import Batcher
from .champion import Champion
from .monitoring import Monitor


@dataclass(frozen=True)
class Parts:
    """The version that answers, the queue before it, and the counters."""

    champion: Champion
    batcher: Batcher
    monitor: Monitor
