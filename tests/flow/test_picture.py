"""The picture's sections are those that a reader sees, and its threads are what crosses."""

from pathlib import Path

from nb2prod.api import inspect
from nb2prod.model.picture import Picture
from tests.notebooks import write_notebook


def picture(folder: Path, text: str) -> Picture:
    found = inspect(write_notebook(folder / "a.ipynb", text)).picture
    assert found is not None
    return found


def test_sections_and_what_crosses(tmp_path: Path) -> None:
    found = picture(
        tmp_path,
        "# %% imports\nimport math\n# %% load\nraw = [1]\n# %% prep:clean\nraw.append(2)\n"
        "n = len(raw)\n# %% train\nmodel = math.sqrt(n) + raw[0]",
    )
    assert [(s.role, s.title, s.takes, s.gives) for s in found.sections] == [
        ("imports", "", (), ()),
        ("load", "", (), ("raw",)),
        ("prep", "clean", ("raw",), ("n", "raw")),
        ("train", "", ("n", "raw"), ()),
    ]


def test_cells_of_one_group_are_together_though_idle_ones_lie_between(tmp_path: Path) -> None:
    found = picture(tmp_path, "# %% prep\na = 1\n# %%\nprint(a)\n# %% prep\nb = a\n# %%\nb")
    assert [[c.index for c in s.cells] for s in found.sections] == [[0, 2], [3]]
    assert [c.index for c in found.sections[0].aside] == [1]


def test_a_cell_without_a_role_that_gives_something_is_seen(tmp_path: Path) -> None:
    found = picture(tmp_path, "# %% prep\na = 1\n# %%\nc = 5\n# %% prep\nb = a + c")
    assert [s.role for s in found.sections] == ["prep", "", "prep"]
    assert found.sections[1].gives == ("c",)


def test_functions_carry_the_names_that_they_read(tmp_path: Path) -> None:
    found = picture(
        tmp_path, "# %%\nrate = 2\n# %%\ndef f(x):\n    return x * rate\n# %% prep\nf(3)"
    )
    assert [(t.name, t.function) for t in found.threads] == [("f", True), ("rate", False)]


def test_without_roles_headings_make_the_sections(tmp_path: Path) -> None:
    text = "# %% [markdown]\n# ## One\n# %%\na = 1\n# %%\na\n# %% [markdown]\n# ## Two\n# %%\na"
    found = picture(tmp_path, text)
    assert [(s.title, len(s.cells), s.takes) for s in found.sections] == [
        ("One", 2, ()), ("Two", 1, ("a",)),
    ]  # fmt: skip


def test_a_name_that_nobody_makes_is_missing_and_gives_nothing(tmp_path: Path) -> None:
    found = picture(tmp_path, "# %% prep\nnp.show(1)\n# %% train\nnp.show(2)")
    assert [(s.missing, s.gives) for s in found.sections] == [(("np",), ())] * 2


def test_a_cell_shows_what_it_does_first(tmp_path: Path) -> None:
    found = picture(tmp_path, "# %% prep\n%%time\n# a remark\nimport os\nx = 1")
    assert found.sections[0].cells[0].first_line == "x = 1"
