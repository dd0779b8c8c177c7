"""What a function changes in place: said only where it can be."""

from pathlib import Path
from types import MappingProxyType

from nb2prod.model.plan import FunctionPlan
from nb2prod.model.run import Boundary, Environment, Run, TypeName, Value
from nb2prod.planning.functions import function_plans
from nb2prod.planning.modules import texts
from nb2prod.planning.parameters import parameter_plans
from tests.checks import read

HELD = """# %%
from sklearn.svm import SVC
# %% parameters
seed = 3
# %% load
rows = list([[1], [2]])
names = list("ab")
# %% train
model = SVC(random_state=seed, kernel=names)
model.fit(rows, [0, 1])
# %% predict
p = model.predict(rows)
q = names
"""


def plans(story: str, folder: Path, run: Run | None = None) -> tuple[FunctionPlan, ...]:
    source = read(story, folder)
    written = texts(source.outline, source.flow)
    parameters = parameter_plans(source.flow, source.outline)
    return function_plans(source.outline, written, run, parameters, MappingProxyType({}))


def seen(folder: Path, before: str, after: str) -> Run:
    """A run in which `names` had these contents before and after the train cell."""

    def boundary(cell: int, sha256: str) -> Boundary:
        kind = TypeName("", "list", (TypeName("", "str"),))
        return Boundary(cell, folder, (Value("names", "container", kind, sha256=sha256),))

    return Run(
        "",
        (),
        (boundary(3, before), boundary(4, after)),
        Environment("", "3.11.7", {}, {}),
        (),
        folder,
        folder,
        0.0,
    )


def test_a_number_that_a_model_holds_is_not_changed_by_fitting_it(tmp_path: Path) -> None:
    train = plans(HELD, tmp_path)[1]
    assert train.name == "train_model"
    assert "seed" not in train.changes


def test_a_list_that_was_seen_to_stay_the_same_is_not_changed(tmp_path: Path) -> None:
    assert plans(HELD, tmp_path, seen(tmp_path, "a", "a"))[1].changes == ()


def test_a_list_that_a_fit_may_change_is_named_as_long_as_nobody_looked(tmp_path: Path) -> None:
    assert plans(HELD, tmp_path)[1].changes == ("names",)
    assert plans(HELD, tmp_path, seen(tmp_path, "a", "b"))[1].changes == ("names",)


def test_a_number_held_by_a_model_that_is_fitted_is_a_constant(tmp_path: Path) -> None:
    story = HELD.replace("# %% parameters\nseed = 3", "SEED = 3").replace("=seed", "=SEED")
    assert "SEED" in read(story, tmp_path).outline.definitions.module_level
