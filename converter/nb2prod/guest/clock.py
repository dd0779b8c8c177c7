"""Another time of day: what hangs on the clock must not count as the notebook's."""

import time
from typing import Any


def later(request: dict[str, Any]) -> None:
    """
    Move the clock's seconds on from now on, as far as the request says.

    Seconds since 1970 are so large that two of them are within the tolerance of numbers. Moments of
    `datetime` are compared exactly, and need no help.
    """
    seconds = request.get("later", 0)
    if not seconds:
        return
    now, exactly_now = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: exactly_now() + seconds * 1_000_000_000
