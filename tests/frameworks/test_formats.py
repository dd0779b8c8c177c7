"""A model comes back as it went, in its library's own format, and nothing else is let in."""

import types
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV

from nb2prod.emit.formats import formats_module
from nb2prod.frameworks import framework_of
from nb2prod.frameworks.sklearn import TRUSTED
from nb2prod.model.plan import Kept
from tests.emit.plans import service_plan

ROWS = np.arange(40.0).reshape(20, 2)
TARGET = ROWS[:, 0] * 2 + ROWS[:, 1] % 3


class Clip(BaseEstimator):
    """An estimator that the notebook defines."""

    def fit(self, rows: Any) -> "Clip":
        self.high_ = np.max(rows)
        return self


def module(framework: str, *trusted: str) -> types.ModuleType:
    """The module `formats.py` of a project that keeps models so."""
    plan = replace(service_plan(), kept=Kept(framework, trusted))
    made = types.ModuleType("formats")
    exec(compile(formats_module(plan), "formats.py", "exec"), made.__dict__)
    return made


def booster(library: str) -> Any:
    if library == "lightgbm":
        import lightgbm

        return lightgbm.train({"verbose": -1}, lightgbm.Dataset(ROWS, TARGET), 3)
    import xgboost

    return xgboost.train({"max_depth": 2}, xgboost.DMatrix(ROWS, TARGET), 3)


def asked(model: Any) -> list[float]:
    rows: Any = ROWS
    if type(model).__module__.startswith("xgboost"):
        import xgboost

        rows = xgboost.DMatrix(ROWS)
    return [float(value) for value in model.predict(rows)]


def test_an_estimator_is_a_skops_file_and_the_rest_is_pickled() -> None:
    formats = module("sklearn")
    artifacts = {"model": LinearRegression().fit(ROWS, TARGET), "frozen": {"mean": 2.5}}
    files = formats.dumped(artifacts)
    assert sorted(files) == ["artifacts.joblib", "model.skops"]
    back = formats.loaded(files)
    assert back["frozen"] == {"mean": 2.5}
    assert asked(back["model"]) == asked(artifacts["model"])


@pytest.mark.parametrize("kind", ["CatBoostClassifier", "CatBoostRegressor", "CatBoost"])
def test_a_model_of_catboost_comes_back_with_its_class_and_arguments(kind: str) -> None:
    catboost = pytest.importorskip("catboost")
    target = TARGET > 20 if kind == "CatBoostClassifier" else TARGET
    arguments = {"iterations": 5, "verbose": 0, "allow_writing_files": False, "depth": 2}
    given = (arguments,) if kind == "CatBoost" else ()
    model = getattr(catboost, kind)(*given, **({} if given else arguments)).fit(ROWS, target)
    formats = module("catboost")
    files = formats.dumped({"model": model, "frozen": {"mean": 2.5}})
    assert sorted(files) == ["artifacts.joblib", "model.cbm"]
    back = formats.loaded(files)
    assert type(back["model"]) is type(model)
    assert back["model"].get_params() == model.get_params()
    assert list(back["model"].predict(ROWS)) == list(model.predict(ROWS))
    assert back["frozen"] == {"mean": 2.5}


def test_a_file_of_catboost_that_names_another_class_is_refused() -> None:
    catboost = pytest.importorskip("catboost")
    model = catboost.CatBoost({"iterations": 2, "verbose": 0, "allow_writing_files": False})
    formats = module("catboost")
    content = formats.dumped({"model": model.fit(ROWS, TARGET)})["model.cbm"]
    with pytest.raises(ValueError, match="no class of CatBoost's models"):
        formats.loaded(
            {
                "artifacts.joblib": formats.dumped({})["artifacts.joblib"],
                "model.cbm": content.replace(b"CatBoost", b"to_regre"),
            }
        )


def test_a_result_of_statsmodels_is_pickled_as_it_would_do_itself() -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    rows = statsmodels.add_constant(ROWS[:, :1])
    model = statsmodels.OLS(TARGET, rows).fit()
    formats = module("statsmodels")
    files = formats.dumped({"model": model})
    assert sorted(files) == ["artifacts.joblib"]
    back = formats.loaded(files)["model"]
    assert list(back.predict(rows)) == list(model.predict(rows))


@pytest.mark.parametrize(
    ("library", "file"), [("lightgbm", "model.lgb.txt"), ("xgboost", "model.ubj")]
)
def test_a_booster_is_a_file_of_its_library(library: str, file: str) -> None:
    pytest.importorskip(library)
    formats, model = module(library), booster(library)
    files = formats.dumped({"model": model})
    assert sorted(files) == ["artifacts.joblib", file]
    assert asked(formats.loaded(files)["model"]) == asked(model)


def test_a_class_that_nobody_named_is_pickled_and_a_named_one_is_not() -> None:
    model = Clip().fit(ROWS)
    assert sorted(module("sklearn").dumped({"model": model})) == ["artifacts.joblib"]
    named = module("sklearn", f"{Clip.__module__}.Clip")
    files = named.dumped({"model": model})
    assert sorted(files) == ["artifacts.joblib", "model.skops"]
    assert named.loaded(files)["model"].high_ == 39.0
    with pytest.raises(Exception, match="Clip"):
        module("sklearn").loaded(files)  # a file with something else is refused


def test_a_search_is_kept_though_its_results_are_masked_arrays() -> None:
    search = GridSearchCV(Ridge(), {"alpha": [0.5, 1.0]}, cv=2).fit(ROWS, TARGET)
    formats = module("sklearn")
    assert formats.fingerprint(search) == formats.fingerprint(search)
    back = formats.loaded(formats.dumped({"search": search}))["search"]
    assert asked(back) == asked(search)


def test_without_a_format_everything_is_pickled() -> None:
    formats = module("")
    files = formats.dumped({"a": 1})
    assert sorted(files) == ["artifacts.joblib"]
    assert formats.loaded(files) == {"a": 1}
    assert "skops" not in formats_module(service_plan())


@pytest.mark.parametrize(
    ("types_", "name"),
    [
        (["pandas.DataFrame", "sklearn.pipeline.Pipeline"], "sklearn"),
        (["lightgbm.basic.Booster"], "lightgbm"),
        (["lightgbm.sklearn.LGBMRegressor"], "sklearn"),
        (["xgboost.core.Booster"], "xgboost"),
        (["catboost.core.CatBoostClassifier"], "catboost"),
        (["statsmodels.genmod.generalized_linear_model.GLMResultsWrapper"], "statsmodels"),
        # what has a format of its own gets it
        (["statsmodels.x.Results", "sklearn.pipeline.Pipeline"], "sklearn"),
        (["dict", "list"], ""),
    ],
)
def test_the_framework_is_known_by_the_observed_type(types_: list[str], name: str) -> None:
    found = framework_of(types_)
    assert (found.name if found else "") == name


def test_what_is_trusted_is_named_in_full_and_of_its_library() -> None:
    for library, names in TRUSTED.items():
        assert all(name.split(".")[0] in (library, "numpy", "collections") for name in names)
