"""What a failed process said, in one line that is never empty where it said anything."""

from nb2prod.proving.endings import MOST, told_ending


def test_an_error_of_several_lines_is_told_from_its_first() -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "train.py", line 3, in train_model\n'
        "    model.predict(X)\n"
        "ValueError: The feature names should match.\nFeature names unseen at fit time:\n- Price\n"
    )
    told = "ValueError: The feature names should match. Feature names unseen at fit time: - Price"
    assert told_ending(text) == told


def test_of_chained_errors_the_last_is_told() -> None:
    text = (
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 0\n\n'
        "During handling of the above exception, another exception occurred:\n\n"
        'Traceback (most recent call last):\n  File "a.py", line 3, in f\nValueError: no column\n'
    )
    assert told_ending(text) == "ValueError: no column"


def test_a_refusal_without_traceback_is_told_from_its_first_line() -> None:
    text = "the rows are not as expected:\n  - `7`: too large\n  (go on anyway: --no-validation)\n"
    expected = "the rows are not as expected: - `7`: too large (go on anyway: --no-validation)"
    assert told_ending(text) == expected


def test_what_is_too_long_ends_in_dots() -> None:
    assert told_ending("x" * 1000) == "x" * (MOST - 3) + "..."


def test_silence_is_empty() -> None:
    assert told_ending("\n  \n") == ""
