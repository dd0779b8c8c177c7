"""What a process said when it failed, in one line."""

MOST = 300
_TRACEBACK = "Traceback (most recent call last):"

#   Traceback (most recent call last):
#     File "train.py", line 3, in train_model
#   ValueError: The feature names should match those that were passed during fit.
#   Feature names unseen at fit time:
#   - Selling_Price                                       the last line alone says nothing


def told_ending(text: str) -> str:
    """The last error with all its lines, without the frames; else all that was said."""
    lines = [line for line in text.splitlines() if line.strip()]
    starts = [number for number, line in enumerate(lines) if line.startswith(_TRACEBACK)]
    if starts:
        after = lines[starts[-1] + 1 :]
        frames = next((n for n, line in enumerate(after) if not line[0].isspace()), 0)
        lines = after[frames:]
    said = " ".join(" ".join(lines).split())
    return said if len(said) <= MOST else f"{said[: MOST - 3]}..."
