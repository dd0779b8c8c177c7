from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.errors import RunError
from nb2prod.model.run import CellRun, Environment, Run
from nb2prod.model.verdict import CAUSES
from nb2prod.running.diagnosis import cause_of, diagnose
from tests.running.runs import notebook_of

VERSIONS = {
    "pandas": "3.1.0",
    "numpy": "2.4.6",
    "scikit-learn": "1.9.1",
    "matplotlib": "3.11.2",
    "seaborn": "0.13.2",
}
PACKAGES = {name: name for name in VERSIONS} | {"sklearn": "scikit-learn"}


def failed(
    folder: Path,
    text: str,
    error: str,
    *,
    cell: int = 0,
    line: int | None = None,
    status: str = "error",
    traceback: str = "",
) -> tuple[RunError, str]:
    """The diagnosis of a cell that ended with `Name: value`, and its cause."""
    notebook = notebook_of(folder, text)
    name, _, value = error.partition(": ")
    cell_run = CellRun(cell, (), 3.0, status, name, value, line, tuple(traceback.split("\n")))
    environment = Environment("/usr/bin/python3", "3.12.1", VERSIONS, PACKAGES)
    run = Run(notebook.sha256, (cell_run,), (), environment, (), folder, folder, 3.0)
    return diagnose(notebook, run), cause_of(notebook, run)


def check(found: tuple[RunError, str], cause: str, *words: str) -> None:
    error, told = found
    assert told == cause
    assert told in CAUSES
    for word in words:
        assert word in str(error), str(error)


# ---------------------------------------------------------------- modules and versions


def test_a_missing_module_is_named_with_its_distribution_where_that_is_known(tmp_path: Path):
    found = failed(tmp_path, "# %%\nimport cv2", "ModuleNotFoundError: No module named 'cv2'")
    check(found, "missing module", "NB401", "`cv2`", "opencv-python")


def test_the_distribution_of_an_unknown_module_is_not_guessed(tmp_path: Path):
    found = failed(tmp_path, "# %%\nimport foo", "ModuleNotFoundError: No module named 'foo'")
    check(found, "missing module", "`foo`", "foo.py beside the notebook")
    assert "pip install foo" not in str(found[0])


def test_a_module_of_the_author_is_found_elsewhere(tmp_path: Path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "cleaning.py").write_text("")
    text = "# %%\nimport cleaning"
    found = failed(tmp_path, text, "ModuleNotFoundError: No module named 'cleaning'")
    check(found, "missing module", "`lib/cleaning.py`", "beside the notebook")


def test_a_module_that_a_library_gave_up_is_no_missing_module(tmp_path: Path):
    error = "ModuleNotFoundError: No module named 'sklearn.cross_validation'"
    found = failed(tmp_path, "# %%\nfrom sklearn.cross_validation import x", error)
    check(found, "removed API", "scikit-learn 1.9.1", "sklearn.model_selection")


def test_a_module_that_python_gave_up(tmp_path: Path):
    error = "ModuleNotFoundError: No module named 'imp'"
    check(failed(tmp_path, "# %%\nimport imp", error), "removed API", "Python 3.12.1", "importlib")


@pytest.mark.parametrize(
    ("line", "error", "words"),
    [
        (
            "df = df.append(row)",
            "AttributeError: 'DataFrame' object has no attribute 'append'",
            ("pandas 3.1.0", "pd.concat", "pandas<2"),
        ),
        (
            "np.float(1)",
            "AttributeError: module 'numpy' has no attribute 'float'.\n`np.float` was ...",
            ("numpy 2.4.6", "numpy<1.24"),
        ),
        (
            "from sklearn.datasets import load_boston",
            "ImportError: cannot import name 'load_boston' from 'sklearn.datasets' (/x.py)",
            ("scikit-learn 1.9.1", "fetch_california_housing"),
        ),
        (
            "OneHotEncoder(sparse=False)",
            "TypeError: OneHotEncoder.__init__() got an unexpected keyword argument 'sparse'",
            ("scikit-learn 1.9.1", "`sparse`"),
        ),
        (
            'df.drop("a", 1)',
            "TypeError: DataFrame.drop() takes from 1 to 2 positional arguments but 3 were given",
            ("pandas 3.1.0", "Name the arguments"),
        ),
        (
            "sns.barplot(x, y)",
            "TypeError: barplot() takes from 0 to 1 positional arguments but 2 were given",
            ("seaborn 0.13.2", "Name the arguments"),
        ),
        (
            'plt.style.use("seaborn")',
            "OSError: 'seaborn' is not a valid package style, path of style file, URL",
            ("matplotlib 3.11.2", "seaborn-v0_8"),
        ),
        (
            'print "hello"',
            "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
            ("Python 3.12.1", "print(...)"),
        ),
        (
            "sns.heatmap(df.corr())",
            "ValueError: could not convert string to float: 'ritz'",
            ("pandas 3.1.0", ".corr(numeric_only=True)"),
        ),
        (
            "LogisticRegression(solver='liblinear').fit(X, y)",
            "ValueError: The 'liblinear' solver does not support multiclass classification",
            ("scikit-learn 1.9.1", "OneVsRestClassifier"),
        ),
        ("for i in xrange(3): pass", "NameError: name 'xrange' is not defined", ("`range`",)),
    ],
)
def test_what_a_library_took_away(tmp_path: Path, line: str, error: str, words: tuple[str, ...]):
    text = f"""# %%
import pandas as pd, numpy as np, seaborn as sns, matplotlib.pyplot as plt
from sklearn.preprocessing import OneHotEncoder
# %%
{line}
"""
    check(failed(tmp_path, text, error, cell=1, line=1), "removed API", "NB402", *words)


def test_a_text_that_is_no_number_is_the_authors_own(tmp_path: Path):
    error = "ValueError: could not convert string to float: 'ritz'"
    check(failed(tmp_path, "# %%\nfloat(name)", error, line=1), "error", "NB411")


def test_an_unknown_attribute_of_a_table_may_be_a_column(tmp_path: Path):
    error = "AttributeError: 'DataFrame' object has no attribute 'wieght'"
    check(failed(tmp_path, "# %%\ndf.wieght", error), "error", "NB411")


def test_a_wrong_call_of_the_authors_own_function_is_no_removed_api(tmp_path: Path):
    error = "TypeError: clean() got an unexpected keyword argument 'deep'"
    check(failed(tmp_path, "# %%\ndef clean(x): ...\nclean(1, deep=2)", error), "error", "NB411")


# ---------------------------------------------------------------- files, network, people, programs


def test_a_missing_file_says_from_where_it_was_looked_for(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "Stops.csv").write_text("")
    error = "FileNotFoundError: [Errno 2] No such file or directory: 'stops.csv'"
    found = failed(tmp_path, "# %%\npd.read_csv('stops.csv')", error)
    check(found, "missing file", "NB403", "`stops.csv`", str(tmp_path), "`data/Stops.csv`")


def test_an_absolute_path_belongs_to_one_machine(tmp_path: Path):
    error = "FileNotFoundError: [Errno 2] No such file or directory: '/kaggle/input/train.csv'"
    found = failed(tmp_path, "# %%\nopen('/kaggle/input/train.csv')", error)
    check(found, "missing file", "relative to the notebook")


def test_a_missing_program_is_no_missing_data(tmp_path: Path):
    error = "FileNotFoundError: [Errno 2] No such file or directory: 'dot'"
    trace = "File /usr/lib/python3.12/subprocess.py:1955, in Popen._execute_child(...)"
    found = failed(tmp_path, "# %%\nsubprocess.run(['dot'])", error, traceback=trace)
    check(found, "missing file", "NB406", "the program `dot`")


UNREADABLE = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x80 in position 0"


def test_a_file_that_the_notebook_writes_over_is_named_with_the_cell(tmp_path: Path):
    (tmp_path / "stops.csv").write_bytes(b"\x80")
    text = "# %%\npd.read_csv('stops.csv')\n# %%\njoblib.dump(model, 'stops.csv')"
    found = failed(tmp_path, text, UNREADABLE, line=1)
    check(found, "data changed", "NB411", "`stops.csv` cannot be read", "cell 2 writes")


def test_a_file_in_another_encoding_is_named_with_what_to_add(tmp_path: Path):
    (tmp_path / "stops.csv").write_bytes(b"\x80")
    found = failed(tmp_path, "# %%\npd.read_csv('stops.csv')", UNREADABLE, line=1)
    check(found, "data changed", "`stops.csv` cannot be read", "encoding=")


def test_a_text_that_is_no_file_cannot_be_blamed(tmp_path: Path):
    found = failed(tmp_path, "# %%\nraw.decode('utf-8')", UNREADABLE, line=1)
    check(found, "error", "UnicodeDecodeError")


def test_the_network_is_named_by_its_host(tmp_path: Path):
    text = '# %%\npd.read_csv("https://example.org/stops.csv")'
    error = "URLError: <urlopen error [Errno -2] Name or service not known>"
    check(failed(tmp_path, text, error, line=1), "network", "NB404", "`example.org`")


def test_a_prompt(tmp_path: Path):
    error = "StdinNotImplementedError: raw_input was called, but this frontend does not support"
    check(failed(tmp_path, "# %%\ninput()", error), "prompt", "NB405", "parameters")


# ---------------------------------------------------------------- hidden state


def test_a_name_that_a_later_cell_binds_means_another_order(tmp_path: Path):
    text = "# %%\nprint(rate)\n# %% [markdown]\nx\n# %%\nif True:\n    rate = 2"
    found = failed(tmp_path, text, "NameError: name 'rate' is not defined")
    check(found, "hidden state", "NB407", "cell 3", "another order")


def test_a_name_that_no_cell_binds_means_a_cell_that_is_gone(tmp_path: Path):
    text = "# %%\ndef f(rate): return rate\n# %%\nprint(rate)"
    found = failed(tmp_path, text, "NameError: name 'rate' is not defined", cell=1)
    check(found, "hidden state", "NB408", "no cell binds it")


def test_a_missing_customary_import_is_spelled_out(tmp_path: Path):
    found = failed(tmp_path, "# %%\npd.DataFrame()", "NameError: name 'pd' is not defined")
    check(found, "hidden state", "`import pandas as pd`")


def test_a_name_bound_above_and_gone_is_a_plain_error(tmp_path: Path):
    text = "# %%\nrate = 1\ndel rate\n# %%\nrate"
    check(failed(tmp_path, text, "NameError: name 'rate' is not defined", cell=1), "error")


def test_a_column_that_a_later_cell_makes_means_another_order(tmp_path: Path):
    text = '# %%\ndf["age"].mean()\n# %%\ndf["age"] = 2026 - df["born"]'
    check(failed(tmp_path, text, "KeyError: 'age'"), "hidden state", "NB407", "`age`", "cell 2")


def test_a_column_that_nobody_makes_is_a_plain_error(tmp_path: Path):
    check(failed(tmp_path, '# %%\ndf["age"]', "KeyError: 'age'"), "error", "NB411")


def test_a_cell_that_worked_when_it_was_recorded_is_told_so(tmp_path: Path):
    notebook = notebook_of(tmp_path, "# %%\nfit()")
    cell_run = CellRun(0, (), 3.0, "error", "ValueError", "no such solver", 1)
    environment = Environment("", "3.12.1", {}, {})
    run = Run("", (cell_run,), (), environment, (), tmp_path, tmp_path, 3.0)
    recorded = replace(notebook, cells=(replace(notebook.cells[0], execution_count=3),))
    error = replace(
        recorded, cells=(replace(recorded.cells[0], outputs=({"output_type": "error"},)),)
    )
    assert "worked when it was recorded" in str(diagnose(recorded, run))
    assert "worked" not in str(diagnose(notebook, run))
    assert "worked" not in str(diagnose(error, run))


# ---------------------------------------------------------------- kernel and time


def test_a_kernel_killed_while_it_held_much_ran_out_of_memory(tmp_path: Path):
    error = "DeadKernelError: killed by SIGKILL, it held 7.9 GiB"
    found = failed(tmp_path, "# %%\nx", error, status="died")
    check(found, "kernel died", "NB409", "7.9 GiB", "memory")


def test_a_crash_in_a_compiled_library(tmp_path: Path):
    found = failed(tmp_path, "# %%\nx", "DeadKernelError: killed by SIGSEGV", status="died")
    check(found, "kernel died", "compiled library")
    assert "memory" not in str(found[0])


def test_a_time_out(tmp_path: Path):
    found = failed(tmp_path, "# %%\nx", "KeyboardInterrupt: ", status="timed out")
    check(found, "time-out", "NB410", "3 seconds", "--timeout")


def test_the_error_says_where(tmp_path: Path):
    error, _ = failed(tmp_path, "# %%\nx = 1\n1 / 0", "ZeroDivisionError: division by zero", line=2)
    assert error.cell_index == 0
    assert str(error).startswith("work.ipynb, cell 1, line 2 (x = 1): NB411 ")
    assert error.exit_code == 4


def test_a_run_that_did_not_fail_has_no_cause(tmp_path: Path):
    notebook = notebook_of(tmp_path, "# %%\n1")
    run = Run("", (), (), Environment("", "", {}, {}), (), tmp_path, tmp_path, 0.0)
    assert cause_of(notebook, run) == ""
    with pytest.raises(ValueError, match="did not fail"):
        diagnose(notebook, replace(run, seconds=1.0))
