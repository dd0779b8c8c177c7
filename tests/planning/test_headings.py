"""A heading becomes a verb and what it is about, or no name at all."""

import pytest

from nb2prod.model.notebook import Role
from nb2prod.planning.headings import named_after, slug, tells_something


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fill the gaps", "fill_gaps"),
        ("Filling missing values", "fill_missing_values"),
        ("Splitting rows", "split_rows"),
        ("Learn the tastes", "learn_tastes"),
        ("Encoding levels", "encode_levels"),
        ("Fare", "prepare_fare"),
        ("Title map", "prepare_title_map"),
        ("Feature selection", "select_features"),
        ("Initial data preparation", "prepare_initial_data"),
        ("Train/test split", "split_train_and_test"),
        ("Let's drop old rows", "drop_old_rows"),
        ("Create dummies by hand for all the categorical variables", "create_dummies"),
    ],
)
def test_a_heading_of_a_step_is_its_name(title: str, name: str) -> None:
    assert named_after(title, Role.PREP) == name


def test_a_thing_is_named_with_the_verb_of_its_role() -> None:
    assert named_after("Gaussian naive Bayes", Role.TRAIN) == "train_gaussian_naive_bayes"
    assert named_after("Baselines", Role.EVALUATE) == "evaluate_baselines"


@pytest.mark.parametrize(
    "title",
    [
        "Is it worth it?",
        "Training",
        "Model building",
        "Exploratory data analysis",
        "Some age is missing",
        "We can now go on",
        "Relations of everything with everything that was measured",
        "数据",
    ],
)
def test_a_heading_that_is_no_step_gives_no_name(title: str) -> None:
    assert named_after(title, Role.PREP) == ""


def test_words_that_are_written_together_are_told_apart_and_brands_are_not() -> None:
    assert slug("FamilySize") == "family_size"
    assert slug("SalePrice by GarageArea") == "sale_price_by_garage_area"
    for brand in ("PyTorch", "NumPy", "CatBoost", "LightGBM", "XGBoost", "KMeans"):
        assert slug(brand) == brand.lower()


def test_a_slug_has_no_article_no_number_in_front_and_ends_at_a_word() -> None:
    assert slug("Clean the door times!") == "clean_door_times"
    assert slug("3 small steps (old)") == "small_steps"
    assert slug("one two three four five six seven eight nine") == "one_two_three_four_five_six"


def test_a_heading_tells_something_when_it_says_more_than_the_tag() -> None:
    assert tells_something("Random forest")
    assert not tells_something("Training the model")
