"""An untagged cell that a section needs is taken in, and its author is told."""

from pathlib import Path

import pytest

from nb2prod.api import inspect
from nb2prod.api_tag import tags_for
from nb2prod.model.findings import Severity
from nb2prod.model.notebook import Role
from nb2prod.reading.ipynb import read as read_notebook
from tests.checks import read

LOAD = "# %% imports\nfrom line import Line, read_rows\n# %% load\nrows = read_rows()\n"


@pytest.mark.parametrize(
    ("untagged", "reader", "role"),
    [
        ("rows = rows[1:]", "prep\nbest = max(rows)", Role.PREP),
        ("rows = rows[1:]", "train\nmodel = max(rows)", Role.PREP),
        ("model = Line().fit(rows, rows)", "train\nfinal = [model, rows]", Role.TRAIN),
        ("rows = rows[1:]", "predict\nbest = max(rows)", Role.PREP),
        ("truth = rows[1:]", "evaluate\nerror = max(truth)", Role.EVALUATE),
    ],
)
def test_its_role_follows_from_who_needs_it(
    tmp_path: Path, untagged: str, reader: str, role: Role
) -> None:
    source = read(f"{LOAD}# %%\n{untagged}\n# %% {reader}\n", tmp_path)
    (finding,) = [one for one in source.findings if one.code == "NB202"]
    assert (finding.severity, finding.cell_index, finding.line) == (Severity.WARNING, 2, 1)
    assert f"taken in as `{role}`" in finding.message
    assert [part.group.role for part in source.outline.parts][1] is role


def test_what_no_section_needs_stays_out(tmp_path: Path) -> None:
    source = read(f"{LOAD}# %%\nlook = sorted(rows)\n# %% predict\nbest = max(rows)\n", tmp_path)
    assert not source.findings
    assert len(source.outline.parts) == 2


def test_it_gives_no_results_of_its_own(tmp_path: Path) -> None:
    text = f"{LOAD}# %%\ntruth = rows[1:]\nlook = 3\n# %% evaluate\nerror = max(truth)\n"
    source = read(text, tmp_path)
    assert source.outline.wanted == {"error"}


FITTED = """
# %% train
line = Line()
# %%
{look}
# %% train
final = [line, rows]
# %% predict
best = final[0].predict(rows)
"""


@pytest.mark.parametrize("fits", ["line.fit(rows, rows)", "line.fit_transform(rows)"])
def test_a_look_that_fits_what_a_section_gives_is_taken_in(tmp_path: Path, fits: str) -> None:
    #   `final` holds the fitted line in the notebook, so it does in the project
    source = read(LOAD + FITTED.format(look=fits), tmp_path)
    (finding,) = [one for one in source.findings if one.code == "NB202"]
    assert finding.message.startswith("this untagged cell fits `line`")
    assert "taken in as `train`" in finding.message
    made = next(part for part in source.outline.parts if "final" in part.outputs)
    assert [statement.code for statement in made.statements][1] == fits


@pytest.mark.parametrize("looks", ["line.summary()", "Line().fit(rows, rows)", "rows.fit_all(1)"])
def test_a_look_that_fits_nothing_of_the_section_stays_out(tmp_path: Path, looks: str) -> None:
    source = read(LOAD + FITTED.format(look=looks), tmp_path)
    assert not [one for one in source.findings if one.code == "NB202"]


@pytest.mark.parametrize(
    ("untagged", "roles"),
    [
        ("answers = model.predict(rows)", ("predict",)),
        ("model = Line().fit(rows, rows)\nanswers = model.predict(rows)", ("train", "predict")),
    ],
)
def test_it_has_the_roles_that_tag_proposes(
    tmp_path: Path, untagged: str, roles: tuple[str, ...]
) -> None:
    #   the author's own cells tell as much to both: `answers` is what the model answers
    above = "# %% train\nmodel = Line().fit(rows, rows)\n" if len(roles) == 1 else ""
    text = f"{LOAD}{above}# %%\n{untagged}\n# %% evaluate\nerror = max(answers)\n"
    source = read(text, tmp_path)
    (finding,) = [one for one in source.findings if one.code == "NB202"]
    (cell,) = [
        cell
        for cell in tags_for(read_notebook(source.notebook.path)).cells
        if cell.cell_index == finding.cell_index
    ]
    assert tuple(tag.role.value for tag in cell.proposed) == roles
    assert f"taken in as `{'` and `'.join(roles)}`" in finding.message
    (same,) = [one for one in inspect(source.notebook.path).findings if one.code == "NB202"]
    assert same == finding
