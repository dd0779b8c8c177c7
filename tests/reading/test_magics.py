"""Magics are understood, what only looks like one is left alone, and lines stay where they are."""

import ast
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2prod.model.notebook import Cell, PythonCell, Role, Tag, WrittenFile
from nb2prod.reading import magic_table
from nb2prod.reading.magics import python_cell


def translated(text: str, *roles: Role) -> PythonCell:
    """Translate the cell; the result parses, has the same lines, and is stable."""
    cell = Cell(0, "c", "code", dedent(text).strip("\n"), tags=tuple(Tag(role) for role in roles))
    result = python_cell(cell)
    assert result.source.count("\n") == cell.source.count("\n")
    assert python_cell(cell) == result
    ast.parse(result.source)
    return result


def check_unchanged(text: str) -> None:
    cell = Cell(0, "c", "code", dedent(text).strip("\n"))
    assert python_cell(cell) == PythonCell(cell, cell.source)


def check_line(
    line: str, expected: str, action: str, *, requirements: tuple[str, ...] = ()
) -> None:
    """The line between two others becomes the expected line, and nothing else moves."""
    result = translated(f"before = 1\n{line}\nafter = 2")
    assert result.source == f"before = 1\n{expected}\nafter = 2"
    assert [(magic.text, magic.action, magic.place.line) for magic in result.magics] == [
        (line, action, 2)
    ]
    assert result.magics[0].reason
    assert result.requirements == requirements


@pytest.mark.parametrize("name", sorted(magic_table.DROPPED))
def test_magics_for_the_screen_are_dropped(name: str) -> None:
    check_line(f"%{name} inline", "", "dropped")


@pytest.mark.parametrize("name", sorted(magic_table.REFUSED.keys() - {"cd"}))
def test_magics_that_change_what_follows_are_refused_loudly(name: str) -> None:
    line = f"%{name} it"
    check_line(line, f'get_ipython().run_line_magic("{name}", "it")', "refused")


def test_an_unknown_magic_is_refused_and_named() -> None:
    (magic,) = translated("%frobnicate all").magics
    assert magic.action == "refused"
    assert "frobnicate" in magic.reason


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%time y = f()", "y = f()"),
        ("%time  fit(a, b)", "fit(a, b)"),
        ("% time y = f()", "y = f()"),
        ("y = %time f()", "y = f()"),
        ("%prun y = f()", "y = f()"),
    ],
)
def test_a_timed_statement_stays(line: str, expected: str) -> None:
    check_line(line, expected, "kept statement")


def test_a_timed_statement_may_be_continued() -> None:
    result = translated("%time y = f(1) \\\n    + 2\nz = 3")
    assert result.source == "y = f(1) \\\n    + 2\nz = 3"


@pytest.mark.parametrize(
    "line", ["%time", "%timeit f()", "%timeit -n 3 y = f()", "%time %matplotlib"]
)
def test_a_measurement_alone_is_dropped(line: str) -> None:
    check_line(line, "", "dropped")


@pytest.mark.parametrize(
    ("line", "requirements"),
    [
        ("!pip install lightgbm", ("lightgbm",)),
        ("!pip install -q -U lightgbm optuna==4.1", ("lightgbm", "optuna==4.1")),
        ("%pip install 'pandas>=2' \"numpy\"", ("pandas>=2", "numpy")),
        ("%pip install x  # for the model", ("x",)),
        ("!pip3 install x > /dev/null 2>&1", ("x",)),
        ("!pip install x && echo done", ("x",)),
        ("!{sys.executable} -m pip install x", ("x",)),
        ("!python3 -m pip install x", ("x",)),
        ("!uv pip install x", ("x",)),
        ("%uv pip install x", ("x",)),
        ("!pip install -i somewhere x", ("x",)),
        ("%conda install -y -c conda-forge numpy=1.26 scipy", ("numpy==1.26", "scipy")),
        ("pip install x", ("x",)),
        ("!!pip install x", ("x",)),
        ("!pip install git+https://example.org/x.git", ("git+https://example.org/x.git",)),
    ],
)
def test_installing_is_a_requirement(line: str, requirements: tuple[str, ...]) -> None:
    check_line(line, "", "requirement", requirements=requirements)


@pytest.mark.parametrize(
    "line",
    ["!pip list", "!pip install -r requirements.txt", "!pip install -e .", "%pip", "!ls -l",
     "!wget it", "!echo \"it's", "!apt-get install -y graphviz", "!!ls", "%system ls",
     "%mkdir -m 7 out", "!pip-compile", "!pipdeptree"],
)  # fmt: skip
def test_other_commands_are_dropped(line: str) -> None:
    check_line(line, "", "dropped")


@pytest.mark.parametrize(
    "line", ["df?", "df.head??", "?df", "??df", "%time?", "help(df)", "a[0].b?"]
)
def test_asking_for_help_is_dropped(line: str) -> None:
    check_line(line, "", "dropped")


def test_an_own_function_called_help_is_called() -> None:
    check_unchanged("def help(x):\n    return x\nhelp(3)")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%env MODE=fast", 'import os; os.environ["MODE"] = "fast"'),
        ("%env MODE fast", 'import os; os.environ["MODE"] = "fast"'),
        ("%set_env MODE=a b", 'import os; os.environ["MODE"] = "a b"'),
        ("%env MODE='x'", 'import os; os.environ["MODE"] = "\'x\'"'),
    ],
)
def test_setting_the_environment_is_translated(line: str, expected: str) -> None:
    check_line(line, expected, "translated")


@pytest.mark.parametrize("line", ["%env", "%env MODE"])
def test_showing_the_environment_is_dropped(line: str) -> None:
    check_line(line, "", "dropped")


def test_an_environment_made_of_names_is_refused() -> None:
    assert translated("%env MODE=$mode").magics[0].action == "refused"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("first = !awk '{print $1}' x", "subprocess"),
        ("out = !echo ${HOME}", "subprocess"),
        ("home = %env", "env"),
        ("t = %timeit -o f()", "timeit"),
        ("rows = %sql select 1", "sql"),
    ],
)
def test_a_value_from_outside_python_is_refused_with_what_to_write(line: str, words: str) -> None:
    result = translated(line)
    assert [magic.action for magic in result.magics] == ["refused"]
    assert words in result.magics[0].reason
    assert "get_ipython()" in result.source


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "files = !ls *.csv",
            'from pathlib import Path; files = sorted(str(path) for path in Path().glob("*.csv"))',
        ),
        ("home = %env HOME", 'import os; home = os.environ["HOME"]'),
        ("!mkdir -p out/a", 'import os; os.makedirs("out/a", exist_ok=True)'),
        ("%cd -q data", 'import os; os.chdir("data")'),
        ("%run helpers.py", "from helpers import *"),
        ("%prun -q -s cumulative f()", "f()"),
    ],
)
def test_what_python_can_do_is_translated(line: str, expected: str) -> None:
    result = translated(line)
    assert result.source == expected
    assert result.magics[0].action in ("translated", "kept statement")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("out = !git rev-parse HEAD", '"git rev-parse HEAD"'),
        ("a, b = !cat {path}", 'f"cat {path}"'),
        ("d['x'] = !wc $path", 'f"wc {path}"'),
    ],
)
def test_what_a_command_prints_is_asked_for_in_python(line: str, text: str) -> None:
    target = line.split(" = ")[0]
    source = translated(line).source
    assert source.startswith(f"import subprocess; {target} = subprocess.run({text}, shell=True")


@pytest.mark.parametrize("line", [",f a b", ";f a b", "/f a b"])
def test_short_forms_of_a_call_are_refused(line: str) -> None:
    assert translated(line).magics[0].action == "refused"


def test_a_magic_inside_a_block_leaves_pass() -> None:
    result = translated("""
        if here:
            !pip install x
        else:
            %matplotlib inline
        for i in y:
            z = i
            %time w = f(z)
    """)
    assert result.source == dedent("""
        if here:
            pass
        else:
            pass
        for i in y:
            z = i
            w = f(z)
    """).strip("\n")


def test_a_continued_shell_line_goes_as_a_whole() -> None:
    result = translated("a = 1\n!pip install x \\\n    y \\\n    z\nb = 2")
    assert result.source == "a = 1\n\n\n\nb = 2"
    assert result.requirements == ("x", "y", "z")


@pytest.mark.parametrize(
    "text",
    [
        'print("""\n%matplotlib inline\n!ls\n""")',
        "x = '''\n?df\ndf?\n'''",
        "x = (a\n  % b)",
        "x = [\n  a\n  % b\n]",
        "x = a \\\n  % b",
        "x = 5 % 2\ny = x != 3",
        "x = 1  # why?\n# what?\n",
        's = "is it?"',
        "r'''\n\\'''\n",
        "f'{x!r}'",
        "a = 'b = !ls'",
        "r'a = !b'",
        "f(a, b=1,\n  c=2)",
        "",
        "# only words\n",
        "x = 1;",
        "class A:\n    \n    b = 2\n",
    ],
)
def test_what_only_looks_like_a_magic_is_left_alone(text: str) -> None:
    check_unchanged(text)


@pytest.mark.parametrize(
    "text",
    [
        'print("""\n%matplotlib inline\n""")\nz = 1',
        "x = (a\n  % b)",
        "x = a \\\n  % b",
        "y = 'it''s'\nx = 1  # why?",
        "def f():\n    '''\n    !ls\n    '''\n    return 1",
        's = "\\\n!ls"',
        "s = '\\''\n",
        "d = {'a': [1,\n!= 2]}",
    ],
)
def test_nor_is_it_beside_a_real_magic(text: str) -> None:
    """A real magic makes the cell no Python, so here the scanner has to tell them apart."""
    cell = Cell(0, None, "code", f"%matplotlib inline\n{text}\n%matplotlib inline")
    result = python_cell(cell)
    assert result.source == f"\n{text}\n"
    assert len(result.magics) == 2


def test_every_module_of_the_standard_library_is_left_alone() -> None:
    folder = Path(ast.__file__).parent
    paths = [path for path in sorted(folder.glob("*.py"))[::4] if path.stat().st_size < 60_000]
    assert len(paths) > 20
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if "help(" in text or "get_ipython" in text:
            continue
        cell = Cell(0, None, "code", f"%matplotlib inline\n{text}")
        assert python_cell(cell).source == f"\n{text}", path.name


def test_the_stopwatch_over_a_cell_is_unwrapped() -> None:
    result = translated("%%time\nmodel = fit(x)\nmodel")
    assert result.source == "\nmodel = fit(x)\nmodel"
    assert result.magics[0].action == "dropped"


def test_one_wrapper_may_stand_in_another() -> None:
    result = translated("\n%%time\n%%capture out\n%matplotlib inline\nmodel = fit(x)")
    assert result.source.strip() == "model = fit(x)"
    assert len(result.magics) == 3


@pytest.mark.parametrize("name", sorted(magic_table.CELLS_DROPPED))
def test_cells_that_only_show_something_go_whole(name: str) -> None:
    result = translated(f"%%{name}\nlet x = 'it''s;\n!ls", Role.TRAIN)
    assert result.source == "\n\n"
    assert [magic.action for magic in result.magics] == ["dropped"]


@pytest.mark.parametrize("name", sorted(magic_table.CELLS_OUTSIDE))
def test_work_in_another_process_is_refused_where_a_role_needs_it(name: str) -> None:
    text = f"%%{name} ~/m.py\nthis is ( not Python\n"
    (magic,) = translated(text, Role.PREP).magics
    assert magic.action == "refused"
    (magic,) = translated(text).magics
    assert magic.action == "dropped"
    assert translated(text).source.strip() == ""


@pytest.mark.parametrize(
    ("head", "path", "appends"),
    [
        ("%%writefile helpers.py", "helpers.py", False),
        ("%%file -a lib/helpers.py", "lib/helpers.py", True),
        ("%%writefile 'two words.txt'", "two words.txt", False),
        ("%%writefile ./conf.yaml", "conf.yaml", False),
    ],
)
def test_a_cell_that_writes_a_file_gives_the_file(head: str, path: str, appends: bool) -> None:
    result = translated(f"{head}\ndef f(: 1", Role.PREP)
    assert result.files == (WrittenFile(path, "def f(: 1\n", appends),)
    assert [magic.action for magic in result.magics] == ["translated"]
    assert result.source.strip() == ""


@pytest.mark.parametrize(
    "place", ["", "/etc/motd", "../up.py", "{name}.py", "$name", "~/x", "a b", "-x a.py", "C:\\x"]
)
def test_a_file_elsewhere_is_not_ours_to_write(place: str) -> None:
    result = translated(f"%%writefile {place}\nx", Role.PREP)
    assert result.files == ()
    assert [magic.action for magic in result.magics] == ["refused"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%run helpers.py", "from helpers import *"),
        ("%run ./lib/helpers.py", "from lib.helpers import *"),
        ("%run 'helpers.py'", "from helpers import *"),
    ],
)
def test_a_file_that_is_run_is_imported(line: str, expected: str) -> None:
    check_line(line, expected, "translated")


@pytest.mark.parametrize(
    "line",
    ["%run -i helpers.py", "%run helpers.py --fast", "%run ../helpers.py", "%run other.ipynb",
     "%run {name}.py", "%run", "%run my-helpers.py"],
)  # fmt: skip
def test_a_file_that_is_run_otherwise_is_refused(line: str) -> None:
    (magic,) = translated(line).magics
    assert magic.action == "refused"
    assert "helpers.py" in magic.reason


def test_an_unknown_cell_magic_is_refused() -> None:
    result = translated("%%frobnicate\nit is (")
    assert result.magics[0].action == "refused"
    assert "get_ipython()" in result.source


def test_a_cell_magic_below_the_first_line_is_refused() -> None:
    result = translated("x = 1\n%%time\ny = 2")
    assert result.magics[0].action == "refused"
    assert "first line" in result.magics[0].reason


def test_the_indentation_of_a_whole_cell_is_no_error() -> None:
    cell = Cell(0, None, "code", "  x = 1\n  if x:\n    y = 2")
    assert python_cell(cell).source == "x = 1\nif x:\n  y = 2"


@pytest.mark.parametrize(
    ("text", "expected", "action"),
    [
        ("get_ipython().run_line_magic('matplotlib', 'inline')", "", "dropped"),
        ("get_ipython().magic('time y = f()')", "y = f()", "kept statement"),
        ("get_ipython().system('pip install x')", "", "requirement"),
        ("if a:\n    get_ipython().system('ls')", "if a:\n    pass", "dropped"),
        ("if a: get_ipython().system('ls')", "if a: pass", "dropped"),
        ("ä = 1; get_ipython().system('ls')", "ä = 1; pass", "dropped"),
        ("y = get_ipython().run_line_magic('time', 'f()')", "y = f()", "kept statement"),
        ("get_ipython().run_line_magic(\n    'matplotlib', 'inline'\n)", "\n\n", "dropped"),
    ],
)
def test_long_forms_are_treated_like_short_ones(text: str, expected: str, action: str) -> None:
    result = translated(text)
    assert result.source == expected
    assert [magic.action for magic in result.magics] == [action]


@pytest.mark.parametrize(
    "text",
    [
        "get_ipython().run_line_magic('pushd', 'x')",
        "files = get_ipython().getoutput('ls ${X}')",
        "if 'google.colab' in str(get_ipython()):\n    x = 1",
        "get_ipython().ast_node_interactivity = 'all'",
        "get_ipython().run_line_magic(name, 'x')",
    ],
)
def test_what_needs_a_running_notebook_is_refused_once(text: str) -> None:
    result = translated(text)
    assert result.source == text
    assert [magic.action for magic in result.magics] == ["refused"]


@pytest.mark.parametrize(
    "text", ["x = (\n%matplotlib", "x = '''\n!ls", "def f(:\n?", "\0", "x = 'a\n!ls"]
)
def test_broken_python_comes_back_with_its_lines(text: str) -> None:
    assert python_cell(Cell(0, None, "code", text)).source.count("\n") == text.count("\n")


PIECES = st.sampled_from([
    "x = 1", "  y = 2", "%matplotlib inline", "%time z = f()", "!ls 'a", "!pip install q \\",
    "a = !ls", "df?", "'''", '"""', "x = (", ")", "[1,", "]", "%%time", "%%bash", "# it's?", "\\",
    "if x:", "    %cd a", "get_ipython().system('ls')", "help(x)", "s = 'a' % b", "f'{a!r}'", "",
    "   ", "é = '?'", "\t%env A=b",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=12).filter(lambda text: "\r" not in text), max_size=12))
def test_lines_always_stay_where_they_are(lines: list[str]) -> None:
    cell = Cell(0, None, "code", "\n".join(lines))
    result = python_cell(cell)
    assert result.source.count("\n") == cell.source.count("\n")
    assert python_cell(cell) == result
    assert all(1 <= magic.place.line <= cell.source.count("\n") + 1 for magic in result.magics)


GOOD = st.sampled_from([
    "x = 1", "y = f(\n    x,\n    '''\n%cd\n''',\n)", "for i in y:\n    z = i % 2",
    "w = 'a' % b  # !ls?",
])  # fmt: skip
KNOWN = st.sampled_from([
    "%matplotlib inline", "%time q = f()", "!ls \"it's (", "!pip install x", "df.head()?",
    "%env A=b", "if a:\n    !ls\n    %time b = 2", "b = !ls", "%cd (", "?f",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), GOOD, KNOWN), max_size=8))
def test_python_with_known_magics_becomes_python(choices: list[tuple[bool, str, str]]) -> None:
    parts = [good if plain else known for plain, good, known in choices]
    result = translated("\n".join(parts))
    for plain, good, _ in choices:
        assert not plain or good in result.source


@settings(deadline=None)
@given(st.lists(GOOD, max_size=8))
def test_python_without_magics_is_unchanged(parts: list[str]) -> None:
    check_unchanged("\n".join(parts))
