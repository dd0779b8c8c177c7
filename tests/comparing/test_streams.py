"""Streams as a terminal leaves them."""

import pytest

from nb2prod.comparing.streams import merged_stream, screen_text, without_progress, without_timings


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("plain\ntext", "plain\ntext"),
        ("10%\r50%\r100%\n", "100%\n"),
        ("long line\rshort\n", "shortline\n"),
        ("|\b/\b-\bready\n", "ready\n"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("old\r\x1b[Knew", "new"),
        ("first\nsecond\x1b[A\rFIRST\n", "FIRST\nsecond"),
    ],
)
def test_control_characters_are_resolved(written, seen):
    assert screen_text(written) == seen


def test_pieces_of_one_stream_are_one_text():
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "one "},
        {"output_type": "stream", "name": "stderr", "text": "warning"},
        {"output_type": "stream", "name": "stdout", "text": "two"},
    ]
    assert merged_stream(outputs, "stdout") == "one two"
    assert merged_stream(outputs, "stderr") == "warning"


def test_a_progress_bar_keeps_its_count_and_its_loss():
    line = "100%|##########| 40/40 [00:01<00:00, 29.80it/s, loss=0.31]"
    other = "100%|##########| 40/40 [00:03<00:00, 12.10it/s, loss=0.31]"
    assert without_progress(line) == without_progress(other)
    assert "40/40" in without_progress(line)
    assert "loss=0.31" in without_progress(line)


def test_a_line_with_a_percentage_is_no_progress_bar():
    assert without_progress("share 12% | 40/40") == "share 12% | 40/40"


def test_the_lines_of_time_and_timeit_are_taken_out():
    text = (
        "CPU times: user 3 ms, sys: 0 ns, total: 3 ms\nWall time: 2.9 ms\n"
        "12.1 ns \u00b1 0.3 ns per loop (mean \u00b1 std. dev. of 7 runs, 100 loops each)\n"
        "result 5\n"
    )
    assert without_timings(text) == "result 5\n"
