"""What the routes of the service share."""

from dataclasses import dataclass

from . import answers, contract
from .batching import Batcher
from .champion import Champion
from .monitoring import Monitor


@dataclass(frozen=True)
class Parts:
    """The version that answers, the queue before it, and the counters."""

    champion: Champion
    batcher: Batcher
    monitor: Monitor

    async def is_sound(self) -> bool:
        """Whether the model answers the contract's examples: if so, other rows are to blame."""
        try:
            await self.batcher.predict(answers.requested(contract.EXAMPLES))
        except Exception:
            return False
        return True
