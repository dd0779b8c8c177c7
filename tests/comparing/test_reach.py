"""What a cell's output can come from."""

from nb2prod.comparing.reach import local_modules, reached_cells, reads_files
from tests.comparing.recordings import cell, notebook


def book(*sources: str):
    return notebook(*(cell(index, source) for index, source in enumerate(sources)))


def test_only_cells_that_bind_or_change_what_is_read_are_reached():
    made = book("df = load()", "other = 5", "df['x'] = 1", "print(df.x.sum())")
    assert reached_cells(made, 3) == (0, 2, 3)


def test_cells_below_are_not_reached():
    assert reached_cells(book("x = 1", "print(x)", "x = 2"), 1) == (0, 1)


def test_a_magic_does_not_hide_the_code_beside_it():
    assert reached_cells(book("%matplotlib inline\nx = 1", "print(x)"), 1) == (0, 1)


def test_files_are_read_where_a_reached_cell_opens_one():
    made = book("df = pd.read_csv('a.csv')", "print(1)", "print(df)")
    assert reads_files(made, reached_cells(made, 2))
    assert not reads_files(made, reached_cells(made, 1))


def test_a_module_beside_the_notebook_is_found(tmp_path):
    (tmp_path / "mylib.py").write_text("x = 1\n", encoding="utf-8")
    made = book("import json, mylib", "print(mylib.x)")
    assert local_modules(made, reached_cells(made, 1), tmp_path) == (tmp_path / "mylib.py",)
