"""Noise has to be proven: bound to the run, or volatile between two fresh runs."""

from datetime import datetime

import pytest

from nb2prod.comparing.comparison import Surroundings
from nb2prod.comparing.text import compare_text

NOW = datetime(2026, 3, 14, 15, 9, 26)
WORLD = Surroundings(
    folders=("/srv/check/demo", "/home/bob"),
    started=NOW.timestamp() - 3,
    ended=NOW.timestamp() + 1,
    reads_clock=True,
)
IDS = (
    "run 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    "run 9c858901-8a57-4791-81fe-4c455b099bc9",
    "run 16fd2706-8baf-433b-82eb-8c7fada847da",
)


@pytest.mark.parametrize(
    ("recorded", "fresh", "why"),
    [
        ("<Foo at 0x7f12abcde>", "<Foo at 0x7f12abfff>", "memory address"),
        ("run at 2023-01-05 10:00:00.123", "run at 2026-03-14 15:09:25.5", "time of the run"),
        ("2023-01-05T10:00:00", "2026-03-14T15:09:25", "time of the run"),
        ("finished 05 Jan 2023 10:00:00", "finished 14 Mar 2026 15:09:25", "time of the run"),
        ("Thu Jan  5 10:00:00 2023", "Sat Mar 14 15:09:25 2026", "time of the run"),
        ("today 2023-01-05", "today 2026-03-14", "time of the run"),
        ("run_20230105_100000", "run_20260314_150925", "time of the run"),
        ("/home/alice/work/demo/data.csv", "/srv/check/demo/data.csv", "path"),
        ("/home/alice/.cache/x", "/home/bob/.cache/x", "path"),
    ],
)
def test_what_is_bound_to_the_run_is_a_remark(recorded, fresh, why):
    found = compare_text(recorded, fresh, None, WORLD)
    assert not found.differences
    assert why in found.remarks[0]


@pytest.mark.parametrize(
    ("recorded", "fresh"),
    [
        ("last order 2023-01-05", "last order 2026-02-28"),  # a date of the data, not of the run
        ("2023-01-05 10:00", "14 Mar 2026 15:09"),  # another form
        ("/home/alice/work/demo/old.csv", "/srv/check/demo/new.csv"),
        ("/data/a.csv", "/mnt/a.csv"),  # no folder of this run
        ("hash 0x7f12abcde", "hash 0x7f12abfff"),  # no repr
    ],
)
def test_what_only_looks_like_noise_is_a_change(recorded, fresh):
    assert compare_text(recorded, fresh, None, WORLD).differences


def test_paths_that_the_kernel_draws_are_not_even_a_remark():
    found = compare_text(
        "/tmp/ipykernel_12/345.py:1: Warn", "/tmp/ipykernel_98/765.py:1: Warn", None, WORLD
    )
    assert found.differences == found.remarks == ()


def test_an_identifier_that_two_runs_draw_otherwise_is_a_remark():
    found = compare_text(IDS[0], IDS[1], IDS[2], WORLD)
    assert not found.differences
    assert "random identifier" in found.remarks[0]


def test_an_identifier_that_both_fresh_runs_agree_on_is_a_result():
    assert compare_text(IDS[0], IDS[1], IDS[1], WORLD).differences


def test_without_a_second_run_no_identifier_is_forgiven():
    assert compare_text(IDS[0], IDS[1], None, WORLD).differences


@pytest.mark.parametrize(
    ("recorded", "fresh", "again"),
    [
        ("took 0.51 s", "took 0.62 s", "took 0.73 s"),
        ("980 \u00b5s", "1.02 ms", "1.1 ms"),
        ("speed 120.5 it/s", "speed 98.1 it/s", "speed 99.7 it/s"),
        ("elapsed: 0:00:01.234567", "elapsed: 0:00:01.345678", "elapsed: 0:00:01.456789"),
        ("training time: 0.51", "training time: 0.62", "training time: 0.73"),
    ],
)
def test_a_duration_is_noise_only_when_two_fresh_runs_differ(recorded, fresh, again):
    assert not compare_text(recorded, fresh, again, WORLD).differences
    assert compare_text(recorded, fresh, fresh, WORLD).differences
    assert compare_text(recorded, fresh, None, WORLD).differences


def test_a_duration_longer_than_the_run_was_not_measured_in_it():
    found = compare_text("waits 50.1 s", "waits 60.2 s", "waits 70.3 s", WORLD)
    assert found.differences


def test_a_number_beside_the_word_time_counts_where_no_clock_is_read():
    deaf = Surroundings(started=WORLD.started, ended=WORLD.ended)
    found = compare_text("service time 1.51", "service time 1.62", "service time 1.73", deaf)
    assert found.differences


def test_a_process_number_is_noise_only_where_it_is_called_so():
    assert not compare_text("pid 4711", "pid 4812", "pid 4913", WORLD).differences
    assert compare_text("rows 4711", "rows 4812", "rows 4913", WORLD).differences
    assert compare_text("pid 4711", "pid 4812", "pid 4812", WORLD).differences
