"""Types are written into a signature that has none, and nowhere else."""

from nb2prod.syntax import annotated


def test_arguments_and_answer_are_typed_and_comments_stay() -> None:
    text = "# why\ndef f(a, b=1, *, c):  # so\n    return a"
    assert annotated(text, {"a": "int", "b": "str", "c": "float"}, "int") == (
        "# why\ndef f(a: int, b: str = 1, *, c: float) -> int:  # so\n    return a"
    )


def test_what_the_author_said_stays() -> None:
    text = "def f(a: float, b) -> str: ..."
    assert annotated(text, {"a": "int"}, "int") == text
