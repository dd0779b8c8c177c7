"""Why a predict section cannot be served is told with what stands in its cell."""

import pytest

from nb2prod.planning.serving import written_rows


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("answer = model.predict([[4.8, -3, 1.5]])", "[[4.8, -3, 1.5]]"),
        ("answer = model.predict(scaler.transform([[2, 1, 0]]))", "[[2, 1, 0]]"),
        ("answer = model.predict_proba(np.array([(1, 'red')]))", "[(1, 'red')]"),
    ],
)
def test_rows_in_the_question_itself_are_named(code: str, rows: str) -> None:
    assert written_rows(["limit = [1, 2]", code]) == rows


@pytest.mark.parametrize(
    "code",
    [
        "answer = model.predict(X_test)",
        "answer = model.predict(X[['a', 'b']])",  # columns are no rows
        "answer = model.predict([first, second])",
        "limits = [[1, 2]]",
        "answer = model.score([[1, 2]])",
    ],
)
def test_other_questions_have_no_rows_of_their_own(code: str) -> None:
    assert written_rows([code]) == ""
