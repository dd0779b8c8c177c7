"""
Holds one cause of chance still in a kernel; run by IPython at its start (PYTHONSTARTUP).

NB2PROD_HOLD names what is held: `random` seeds the generators before each cell,
`clock` stops the clock at NB2PROD_CLOCK seconds since the epoch. Imports nothing of the house.
"""

from typing import Any


def _hold() -> None:
    import os

    shell = get_ipython()  # type: ignore[name-defined]  # noqa: F821
    held = os.environ.get("NB2PROD_HOLD", "").split(",")
    if "random" in held:
        _hold_random(shell)
    if "clock" in held:
        _hold_clock(float(os.environ.get("NB2PROD_CLOCK", "0")))


def _hold_random(shell: Any) -> None:
    import contextlib
    import importlib
    import random
    import sys
    import uuid

    numpy: Any = None
    with contextlib.suppress(ImportError):  # then nothing of it can be drawn
        numpy = importlib.import_module("numpy")
    # One row of seeds for each module: what a library's thread draws must not shift the others'.
    rows: dict[str, int] = {}

    def next_seed(who: str) -> int:
        rows[who] = rows.get(who, 0) + 1
        return rows[who]

    def caller() -> str:
        return str(sys._getframe(2).f_globals.get("__name__"))

    if numpy is not None:
        fresh = numpy.random.default_rng

        def default_rng(seed=None):  # type: ignore[no-untyped-def]
            return fresh(next_seed(caller()) if seed is None else seed)

        numpy.random.default_rng = default_rng
    plain = random.Random

    class Held(plain):  # type: ignore[misc,valid-type]
        def __init__(self, x=None):  # type: ignore[no-untyped-def]
            super().__init__(next_seed(caller()) if x is None else x)

    random.Random = Held  # type: ignore[misc]
    bits = plain(0)
    uuid.uuid4 = lambda: uuid.UUID(int=bits.getrandbits(128), version=4)

    def seed(*ignored: object) -> None:
        number = next_seed("cell")
        random.seed(number)
        if numpy is not None:
            numpy.random.seed(number)
        torch = sys.modules.get("torch")
        if torch is not None:
            torch.manual_seed(number)
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None:
            tensorflow.random.set_seed(number)

    # before each cell, as a library that the cell above imported may have its own generator
    shell.events.register("pre_run_cell", seed)


def _hold_clock(at: float) -> None:
    import datetime
    import time

    real = datetime.datetime

    class HeldDate(datetime.date):
        @classmethod
        def today(cls):  # type: ignore[no-untyped-def]
            moment = real.fromtimestamp(at)
            return cls(moment.year, moment.month, moment.day)

    class HeldMoment(datetime.datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return cls.fromtimestamp(at, tz)

        @classmethod
        def today(cls):  # type: ignore[no-untyped-def]
            return cls.fromtimestamp(at)

        @classmethod
        def utcnow(cls):  # type: ignore[no-untyped-def]
            utc = datetime.timezone.utc  # noqa: UP017 - the kernel may be Python 3.10
            return cls.fromtimestamp(at, utc).replace(tzinfo=None)

    zone = time.localtime
    universal = time.gmtime
    written = time.strftime
    datetime.date = HeldDate  # type: ignore[misc]
    datetime.datetime = HeldMoment  # type: ignore[misc]
    # `monotonic` runs on: the kernel's own loop waits with it
    time.time = lambda: at
    time.perf_counter = lambda: at
    time.process_time = lambda: at
    time.time_ns = lambda: int(at * 1_000_000_000)
    time.localtime = lambda seconds=None: zone(at if seconds is None else seconds)
    time.gmtime = lambda seconds=None: universal(at if seconds is None else seconds)
    time.strftime = lambda form, moment=None: written(form, zone(at) if moment is None else moment)


_hold()
for _name in ("Any", "_hold", "_hold_random", "_hold_clock"):
    del globals()[_name]  # this runs in the notebook's own name space
del _name
