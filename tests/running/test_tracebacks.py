import pytest

from nb2prod.running.tracebacks import line_in_cell

NEW = """---------------------------------------------------------------------------
ZeroDivisionError                         Traceback (most recent call last)
Cell In[3], line 2
      1 x = 1
----> 2 x / 0

ZeroDivisionError: division by zero"""

THROUGH_A_FUNCTION = """
Cell In[5], line 4
      3 x = 1
----> 4 mean(x)

Cell In[2], line 9, in mean(x)
      9     return x / 0
"""

SEVEN = """
<ipython-input-3-5fa2> in <module>
      1 x = 1
----> 2 x / 0
"""

EIGHT = "Input In [3], in <cell line: 2>()\n      1 x = 1\n----> 2 x / 0\n"

TIMED = "Cell In[1], line 1\n----> 1 get_ipython()...\n\nFile <timed exec>:2\n"


@pytest.mark.parametrize(
    ("traceback", "count", "line"),
    [
        (NEW, 3, 2),
        (NEW.replace("Cell In[3]", "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39mIn[3]"), 3, 2),
        (THROUGH_A_FUNCTION, 5, 4),
        (SEVEN, 3, 2),
        (EIGHT, 3, 2),
        (TIMED, 1, 3),
        (NEW, None, 2),
    ],
)
def test_the_line_is_the_one_of_the_failing_cell(traceback: str, count: int, line: int) -> None:
    assert line_in_cell(traceback.split("\n"), count) == line


def test_no_line_is_named_where_the_traceback_names_none() -> None:
    assert line_in_cell(["UsageError: Line magic function `%x` not found."], 3) is None
    assert line_in_cell([], 3) is None
    assert line_in_cell(NEW.split("\n"), 4) is None
