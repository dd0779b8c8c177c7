"""What the notebook defined is found in the project, where the project has another of that name."""

from pathlib import Path

from nb2prod.guest.boundary import defining_module


def test_a_function_of_the_notebook_is_not_one_of_the_service(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "batch.py").write_text("def score(source, target): ...\ndef table(): ...\n")
    (package / "train.py").write_text("def score(y, p): ...\n")
    assert defining_module(str(tmp_path), "shop", "score") == "shop.train"
    assert defining_module(str(tmp_path), "shop", "table") == "shop.batch"
    assert defining_module(str(tmp_path), "shop", "nothing") is None
