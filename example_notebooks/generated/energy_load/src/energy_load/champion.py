"""The version that answers now; it follows `current.txt` without dropping a request."""

import asyncio
import json
import logging

from . import contract, predict, releases
from .batching import Answered
from .contract import Row
from .monitoring import Monitor
from .versions import Version

SECONDS_BETWEEN_LOOKS = 1.0
LOOKS_BETWEEN_SAVES = 30

log = logging.getLogger(__name__)


class Champion:
    """A ready version, and what to do when another one is promoted."""

    def __init__(self, version: Version, monitor: Monitor) -> None:
        self.version = version
        self.refused = ""
        self._monitor = monitor

    def answer(self, rows: list[Row]) -> Answered:
        """The rows' answers; runs in the model thread."""
        version = self.version  # may be another one when this call is done
        self._monitor.batch_rows.observe(len(rows))
        answers = predict.predict_rows(contract.to_frame(rows), version.artifacts)
        json.dumps(answers, allow_nan=False)  # what is no finite number is no answer
        return Answered(answers, version.name)

    async def look(self) -> None:
        """Take over what `current.txt` names; when it is not fit to answer, keep what we have."""
        wanted = releases.current()
        if wanted is None or wanted in (self.version.name, self.refused):
            return
        try:
            self.version = await asyncio.to_thread(releases.ready, wanted)
        except Exception as error:
            self.refused = wanted
            self._monitor.refused.inc()
            log.error("%s refused, %s goes on answering: %s", wanted, self.version.name, error)
        else:
            self.refused = ""
            self._monitor.follow(self.version)
            log.info("%s answers from now on", wanted)

    async def follow(self) -> None:
        """Look again and again, and save the counts now and then; ends when it is cancelled."""
        looks = 0
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            looks += 1
            try:
                await self.look()
                if looks % LOOKS_BETWEEN_SAVES == 0:
                    self._monitor.save()
            except OSError as error:  # the folder is away, or read-only: answering goes on
                log.warning("the folder of the versions: %s", error)
