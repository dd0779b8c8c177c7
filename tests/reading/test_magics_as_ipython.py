"""IPython itself is the judge of what is a magic and what only looks like one."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from nb2prod.model.notebook import Cell
from nb2prod.reading.magics import python_cell
from nb2prod.trees import is_python

LINES = st.sampled_from([
    "x = 1", "  y = 2", "    z = 1", "if x:", "else:", "def f():", "    '''", "    return 1", "",
    "@dec", "class A:", "'''", '"""', "x = (\n% b)", "[1,\n!= 2]", "x = 5 \\", "% b", "'it''s'",
    "r'\\'", "f'{a!r}'", "# it's?", "é = '?'", "x == !b", "lambda: 0", "s = 'a' % b",
    "%matplotlib inline", "%time z = f()", "!ls 'a", "!!ls", "!ls ?", "!pip install q \\",
    "    %cd a", "\t%env A=b", "%%time", "a = !ls", "a, b = !ls", "d['x'] = %time f",
    "x: int = !ls", "x = %t \\", "df?", "?df", "x.y??", "x[0]?", "a = b?", "print(1)?",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_we_find_the_magics_that_ipython_finds(lines: list[str]) -> None:
    text = "\n".join(lines)
    assume(not text.lstrip().startswith("%%"))  # IPython leaves those to the magic itself
    try:
        theirs = TransformerManager().transform_cell(text)
    except SyntaxError:
        return
    if is_python(theirs):
        ours = python_cell(Cell(0, None, "code", text))
        assert is_python(ours.source)
        assert len(ours.magics) == theirs.count("get_ipython()")
