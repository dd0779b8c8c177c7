"""Long commands end by themselves, by their time limit, or when nobody waits any more."""

import os
import sys
import threading
from threading import Event

from nb2prod.running.patience import patiently

WAITING = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(600)"]


def test_a_command_that_ends_is_told_with_its_words():
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    done = patiently([sys.executable, "-c", code], os.environ, 60, Event())
    assert (done.code, done.output.strip(), done.errors.strip()) == (3, "out", "err")


def test_a_command_that_takes_too_long_is_given_up():
    assert patiently(WAITING, os.environ, 0.3, Event()).code is None


def test_a_command_that_nobody_waits_for_is_given_up():
    stop = Event()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    assert patiently(WAITING, os.environ, 600, stop).code is None
    timer.join()
