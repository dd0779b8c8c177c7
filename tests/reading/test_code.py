"""Cells that Python cannot read are named with the line, and refused magics become findings."""

from pathlib import Path

import pytest

from nb2prod.errors import NotebookError
from nb2prod.model.findings import Finding, Severity
from nb2prod.reading.code import (
    checked_python_cells,
    code_findings,
    convertible,
    python_cells,
)
from nb2prod.reading.ipynb import read
from tests.notebooks import write_notebook


def findings_of(folder: Path, text: str) -> tuple[Finding, ...]:
    return code_findings(python_cells(read(write_notebook(folder / "a.ipynb", text))))


def test_a_syntax_error_names_cell_line_and_first_line(tmp_path: Path) -> None:
    notebook = read(
        write_notebook(
            tmp_path / "a.ipynb",
            """
            # %% load
            x = 1
            # %% prep
            # clean it
            y = (x +
            """,
        )
    )
    with pytest.raises(NotebookError) as caught:
        checked_python_cells(notebook)
    error = caught.value
    assert (error.code, error.cell_index, error.line) == ("NB114", 1, 2)
    assert "cell 2, line 2 (# clean it)" in str(error)
    assert "`y = (x +`" in str(error)
    assert [finding.code for finding in error.findings] == ["NB114"]


def test_the_line_is_the_notebooks_below_a_magic(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, "# %% prep\n%%time\n%matplotlib inline\nx = = 1")
    assert (finding.code, finding.severity, finding.line) == ("NB114", Severity.ERROR, 3)


def test_a_cell_that_is_meant_to_fail_does_not_stop(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\nx = 1\n# %% raises-exception\nx = = 1")
    notebook = read(path)
    assert len(checked_python_cells(notebook)) == 2
    (finding,) = code_findings(python_cells(notebook))
    assert finding.severity is Severity.NOTE


def test_all_broken_cells_come_at_once(tmp_path: Path) -> None:
    found = findings_of(tmp_path, "# %% load\nx = = 1\n# %% prep\ny = (\n# %% train\nz = 1")
    assert [finding.cell_index for finding in found] == [0, 1]


@pytest.mark.parametrize(
    ("tags", "severity"), [("prep", Severity.ERROR), ("skip", Severity.NOTE), ("", Severity.NOTE)]
)
def test_a_refused_magic_stops_where_a_role_needs_it(
    tmp_path: Path, tags: str, severity: Severity
) -> None:
    (finding,) = findings_of(tmp_path, f"# %% {tags}\nx = 1\n%pushd data")
    assert (finding.code, finding.severity, finding.line) == ("NB121", severity, 2)
    assert "`%pushd data`" in finding.message
    assert finding.remedy == "Write the folder into the paths."


def test_a_shell_command_in_a_section_is_a_risk(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, "# %% load\n!wget it")
    assert (finding.code, finding.severity) == ("NB122", Severity.WARNING)


def test_display_magics_and_installs_are_no_findings(tmp_path: Path) -> None:
    assert findings_of(tmp_path, "# %% load\n%matplotlib inline\n!pip install x\n%time y = 1") == ()


def test_a_notebook_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "a.ipynb",
        "# %% load\n!ls\n# %% perp\n1\n# %% prep\n# 2\n%pushd x\n# %% \ny = (",
    )
    with pytest.raises(NotebookError) as caught:
        convertible(path)
    error = caught.value
    assert (error.code, error.cell_index, error.first_line) == ("NB113", 1, "1")
    assert [finding.code for finding in error.findings] == ["NB122", "NB113", "NB121", "NB114"]


def test_a_notebook_with_remarks_only_may_be_converted(tmp_path: Path) -> None:
    notebook, cells = convertible(write_notebook(tmp_path / "a.ipynb", "# %% load\n!ls\nx = 1"))
    assert notebook.findings == ()
    assert cells[0].source == "\nx = 1"
