import json
from pathlib import Path

from nb2prod.running.answers import captured, surroundings

QUESTION = {
    "before": 3,
    "names": ["stops", "total"],
    "pickle": "boundary.pickle",
    "spare_pickle": "boundary.spare.pickle",
}


def test_what_could_not_be_captured_is_said_value_by_value(tmp_path: Path) -> None:
    answer = tmp_path / "boundary.json"
    for content in ('{"error": "OSError: No space left on device"}', "{cut short", ""):
        answer.write_text(content)
        (capture,) = captured(QUESTION, answer)
        assert capture.lost
        assert [value.name for value in capture.boundary.values] == ["stops", "total"]
        assert not any(value.pickled for value in capture.boundary.values)
        assert "not captured" in capture.boundary.values[0].note


def test_where_nothing_was_asked_for_nothing_is_lost(tmp_path: Path) -> None:
    assert captured({**QUESTION, "names": None}, tmp_path / "absent.json") == ()


def test_an_environment_that_was_not_told_is_not_made_up(tmp_path: Path) -> None:
    for content in (None, "{}", '{"environment": {}}', "[1]"):
        if content is not None:
            (tmp_path / "surroundings.json").write_text(content)
        seen = surroundings(tmp_path)
        assert not seen.complete
        assert seen.environment.python == ""


def test_files_that_are_gone_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "here.csv").write_text("a")
    told = {
        "environment": {
            "executable": "python",
            "python": "3.11.7",
            "distributions": {},
            "packages": {},
        },
        "files": [str(tmp_path / "here.csv"), str(tmp_path / "gone.csv")],
        "folders": [],
        "rewritten": [],
    }
    (tmp_path / "surroundings.json").write_text(json.dumps(told))
    seen = surroundings(tmp_path)
    assert [file.path.name for file in seen.files] == ["here.csv"]
    assert seen.complete
