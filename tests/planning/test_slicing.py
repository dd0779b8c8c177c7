"""Only what the results need is kept, and what acts without being read stays where it matters."""

from pathlib import Path

import pytest

from nb2prod.errors import PlanRefused
from nb2prod.planning.leftovers import left_out
from tests.checks import read
from tests.planning.stories import parts

LOADED = "# %%\nimport pandas as pd\n# %% load\ndf = pd.read_csv('a.csv')\n"
ASKED = "# %% predict\np = len(df)\n"


def kept(story: str, folder: Path) -> list[str]:
    return [s.code for part in parts(story, folder) for s in part.statements]


def reasons(story: str, folder: Path) -> dict[str, str]:
    source = read(story, folder)
    return {item.text: item.reason for item in left_out(source.flow, source.outline)}


def test_what_nobody_reads_goes_and_is_listed(tmp_path: Path) -> None:
    story = (
        LOADED + "# %% prep\ntop = df.head()\ndf = df.dropna()\n# %%\nmean = df.mean()\n" + ASKED
    )
    assert kept(story, tmp_path)[1:] == ["df = df.dropna()", "p = len(df)"]
    told = reasons(story, tmp_path)
    assert told["top = df.head()"] == "no result depends on it"
    assert told["mean = df.mean()"] == "exploration: no section reads what it makes"


def test_a_seed_stays_where_something_below_draws(tmp_path: Path) -> None:
    seed = "# %% prep\nimport numpy as np\nnp.random.seed(1)\n"
    draws = seed + "df = df + np.random.rand(3)\n"
    assert "np.random.seed(1)" in kept(LOADED + draws + ASKED, tmp_path)
    quiet = seed + "df = df + 1\n"
    assert "np.random.seed(1)" not in kept(LOADED + quiet + ASKED, tmp_path)


def test_a_setting_that_changes_results_stays(tmp_path: Path) -> None:
    setting = "pd.set_option('future.infer_string', True)"
    story = LOADED.replace("# %% load\n", f"{setting}\n# %% load\n") + ASKED
    assert kept(story, tmp_path)[0] == setting


OPTUNA = """# %%
import optuna
import pandas as pd
optuna.logging.set_verbosity(optuna.logging.WARNING)
# %% load
df = pd.read_csv('a.csv')
"""
VERBOSITY = "optuna.logging.set_verbosity(optuna.logging.WARNING)"


def test_what_quiets_a_library_stands_where_the_library_is_used_first(tmp_path: Path) -> None:
    train = "# %% train\nn = len(df)\nstudy = optuna.create_study()\nstudy.optimize(len, n)\n"
    story = OPTUNA + train + "# %% predict\np = study.best_value\n"
    load, trained, _ = parts(story, tmp_path)
    assert [s.code for s in load.statements] == ["df = pd.read_csv('a.csv')"]
    codes = [s.code for s in trained.statements]
    assert codes[1:3] == [VERBOSITY, "study = optuna.create_study()"]


def test_what_quiets_a_library_that_no_section_uses_goes(tmp_path: Path) -> None:
    assert VERBOSITY not in kept(OPTUNA + ASKED, tmp_path)
    assert "shown or logged" in reasons(OPTUNA + ASKED, tmp_path)[VERBOSITY]


@pytest.mark.parametrize("call", ["filterwarnings('ignore')", "simplefilter('ignore')"])
def test_a_service_sees_its_warnings(call: str, tmp_path: Path) -> None:
    story = f"# %%\nimport warnings\nwarnings.{call}\n" + LOADED + ASKED
    assert "hides warnings" in reasons(story, tmp_path)[f"warnings.{call}"]


def test_what_only_a_skipped_cell_makes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanRefused):
        parts(LOADED + "# %% skip\ndf = df.dropna()\n" + ASKED, tmp_path)
