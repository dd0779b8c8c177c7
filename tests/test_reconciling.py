"""Converting again: edits survive, and what cannot be decided is shown."""

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2prod.disk import commit, staged, write_files, write_project
from nb2prod.model.project import CHANGES, File, Project
from nb2prod.reconciling import BESIDE

PREP = "def fill(rows):\n    rows = rows.fillna(0)\n\n    return rows\n"


def project(files: dict[str, str]) -> Project:
    made = tuple(File(path, text.encode()) for path, text in files.items())
    return Project("service", (*made, File(".nb2prod/manifest.json", b"{}")))


def convert(target: Path, files: dict[str, str]) -> dict[str, str]:
    """Write the project, and return what became of each file."""
    return {change.path: change.what for change in write_project(project(files), target)}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "service"
    assert convert(folder, {"prep.py": PREP}) == {"prep.py": "new"}
    return folder


def test_what_nobody_edited_is_replaced(target: Path) -> None:
    assert convert(target, {"prep.py": "new\n"}) == {"prep.py": "changed"}
    assert convert(target, {"prep.py": "new\n"}) == {"prep.py": "unchanged"}


def test_edits_and_changes_in_different_places_are_merged(target: Path) -> None:
    (target / "prep.py").write_text("# mine\n" + PREP)
    changed = PREP.replace("return rows", "return rows.copy()")
    assert convert(target, {"prep.py": changed}) == {"prep.py": "merged"}
    assert (target / "prep.py").read_text() == "# mine\n" + changed
    assert convert(target, {"prep.py": changed}) == {"prep.py": "kept"}


def test_an_edit_of_the_changed_line_is_marked(target: Path) -> None:
    (target / "prep.py").write_text(PREP.replace("(0)", "(mine)"))
    assert convert(target, {"prep.py": PREP.replace("(0)", "(1)")}) == {"prep.py": "conflict"}
    text = (target / "prep.py").read_text()
    assert "<<<<<<< yours\n    rows = rows.fillna(mine)\n=======\n" in text
    assert "=======\n    rows = rows.fillna(1)\n>>>>>>> converted\n" in text


def test_an_open_conflict_is_left_alone_and_told_again(target: Path) -> None:
    (target / "prep.py").write_text(PREP.replace("(0)", "(mine)"))
    convert(target, {"prep.py": PREP.replace("(0)", "(1)")})
    marked = (target / "prep.py").read_text()
    for again in ("(1)", "(2)"):
        assert convert(target, {"prep.py": PREP.replace("(0)", again)}) == {"prep.py": "conflict"}
        assert (target / "prep.py").read_text() == marked
    (target / "prep.py").write_text(PREP.replace("(0)", "(mine)"))
    # what has changed since the conflict was made meets the answer that was given to it
    assert convert(target, {"prep.py": PREP.replace("(0)", "(2)")}) == {"prep.py": "conflict"}


def test_a_settled_conflict_is_an_edit_like_any_other(target: Path) -> None:
    (target / "prep.py").write_text(PREP.replace("(0)", "(mine)"))
    convert(target, {"prep.py": PREP.replace("(0)", "(1)")})
    (target / "prep.py").write_text(PREP.replace("(0)", "(mine)"))
    assert convert(target, {"prep.py": PREP.replace("(0)", "(1)")}) == {"prep.py": "kept"}


def test_a_deleted_file_stays_deleted(target: Path) -> None:
    (target / "prep.py").unlink()
    for text in (PREP, "changed\n"):
        assert convert(target, {"prep.py": text, "b.py": ""})["prep.py"] == "deleted"
        assert not (target / "prep.py").exists()


def test_what_is_no_longer_written_goes_where_nobody_edited_it(target: Path) -> None:
    convert(target, {"prep.py": PREP, "a.py": "a\n", "b.py": "b\n"})
    (target / "b.py").write_text("mine\n")
    assert convert(target, {"prep.py": PREP}) == {
        "prep.py": "unchanged", "a.py": "removed", "b.py": "left",
    }  # fmt: skip
    assert not (target / "a.py").exists()
    assert (target / "b.py").read_text() == "mine\n"
    assert convert(target, {"prep.py": PREP}) == {"prep.py": "unchanged"}


def test_a_file_that_both_made_is_a_conflict(target: Path) -> None:
    (target / "a.py").write_text("mine\n")
    assert convert(target, {"prep.py": PREP, "a.py": "ours\n"})["a.py"] == "conflict"
    text = (target / "a.py").read_text()
    assert "mine\n=======\nours\n" in text


@pytest.mark.parametrize("name", ["rows.csv", "rows.json", "picture.py"])
def test_data_is_not_merged_but_lies_beside(target: Path, name: str) -> None:
    extra = "\0" if name.endswith(".py") else ""
    convert(target, {"prep.py": PREP, name: f"a\nb\nc\n{extra}"})
    (target / name).write_text(f"A\nb\nc\n{extra}")
    found = convert(target, {"prep.py": PREP, name: f"a\nb\nC\n{extra}"})
    assert (found[name], found[name + BESIDE]) == ("beside", "new")
    assert (target / name).read_text() == f"A\nb\nc\n{extra}"
    assert (target / (name + BESIDE)).read_text() == f"a\nb\nC\n{extra}"
    found = convert(target, {"prep.py": PREP, name: f"a\nb\nC\n{extra}"})
    assert found == {"prep.py": "unchanged", name: "kept", name + BESIDE: "removed"}


def test_an_edited_neighbour_is_not_lost_either(target: Path) -> None:
    convert(target, {"a.csv": "1\n"})
    (target / "a.csv").write_text("2\n")
    convert(target, {"a.csv": "3\n"})
    (target / f"a.csv{BESIDE}").write_text("precious\n")
    found = convert(target, {"a.csv": "4\n"})
    assert (target / f"a.csv{BESIDE}").read_text() == "precious\n"
    assert (target / f"a.csv{BESIDE}{BESIDE}").read_text() == "4\n"
    assert found[f"a.csv{BESIDE}"] == "beside"


def test_other_line_ends_are_no_edit(target: Path) -> None:
    (target / "prep.py").write_bytes(PREP.replace("\n", "\r\n").encode())
    assert convert(target, {"prep.py": PREP}) == {"prep.py": "unchanged"}
    assert convert(target, {"prep.py": "new\n"}) == {"prep.py": "changed"}


def test_a_link_or_a_folder_in_the_place_of_a_file_stays(target: Path, tmp_path: Path) -> None:
    convert(target, {"prep.py": PREP, "a.py": "a\n", "b.py": "b\n"})
    (tmp_path / "elsewhere.py").write_text("precious")
    (target / "a.py").unlink()
    (target / "a.py").symlink_to(tmp_path / "elsewhere.py")
    (target / "b.py").unlink()
    (target / "b.py").mkdir()
    (target / "b.py" / "mine").write_text("precious")
    found = convert(target, {"prep.py": PREP, "a.py": "A\n", "b.py": "B\n"})
    assert (found["a.py"], found["b.py"]) == ("beside", "beside")
    assert (target / "a.py").is_symlink()
    assert (target / "b.py" / "mine").read_text() == "precious"
    assert (target / f"a.py{BESIDE}").read_text() == "A\n"


def test_a_project_without_a_baseline_still_merges_nothing_silently(target: Path) -> None:
    (target / ".nb2prod" / "baseline.zip").write_bytes(b"broken")
    (target / "prep.py").write_text(PREP + "# mine\n")
    assert convert(target, {"prep.py": "# ours\n" + PREP}) == {"prep.py": "conflict"}


def test_a_script_stays_as_executable_as_its_user_made_it(target: Path) -> None:
    (target / "prep.py").chmod(0o755)
    convert(target, {"prep.py": "new\n"})
    assert os.access(target / "prep.py", os.X_OK)


def test_files_of_the_users_own_are_the_same_files_afterwards(target: Path) -> None:
    names = (".git/objects/a", "data/rows.csv", "notes/x/mine.txt")
    for name in names:
        (target / name).parent.mkdir(parents=True)
        (target / name).write_text(name)
    before = {target / name: (target / name).stat().st_ino for name in names}
    convert(target, {"prep.py": "new\n"})
    assert {path: path.stat().st_ino for path in before} == before
    assert (target / "data" / "rows.csv").read_text() == "data/rows.csv"


PATHS = ("a.py", "src/b.py", "src/c.md", "d.csv", "x/y/e.json")
CONTENTS = st.lists(st.sampled_from(["one\n", "two\n", "three\n", "four\n", "\n"]), max_size=6).map(
    "".join
)
OUTPUTS = st.dictionaries(st.sampled_from(PATHS), CONTENTS, min_size=1)
# None: deleted; a mark of its own in each text, so that it can be looked for afterwards
EDITS = st.dictionaries(
    st.sampled_from((*PATHS, "own.py", "models/v1/m", "x/own.txt")), CONTENTS | st.none()
)


@settings(max_examples=60, deadline=None)
@given(OUTPUTS, st.lists(st.tuples(EDITS, OUTPUTS), min_size=1, max_size=4))
def test_nothing_of_the_users_is_ever_lost(
    first: dict[str, str], rounds: list[tuple[dict[str, str | None], dict[str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "service"
        convert(target, first)
        for number, (edits, output) in enumerate(rounds):
            edit(target, edits, number)
            before = texts(target)
            known = json.loads((target / ".nb2prod/manifest.json").read_text())["files"]
            found = convert(target, output)
            after = texts(target)
            assert set(found.values()) <= set(CHANGES)
            check_kept(before, after, found, known)
            for path, what in found.items():
                if what == "deleted":
                    assert path not in after
                if what in ("new", "changed", "unchanged") and path in output:
                    assert after[path] == output[path]
            assert convert(target, output).keys() >= output.keys()
            assert texts(target).keys() <= after.keys()
            for path, text in texts(target).items():
                assert text == after[path]
            assert [entry.name for entry in Path(folder).iterdir()] == ["service"]


def edit(target: Path, edits: dict[str, str | None], number: int) -> None:
    for name, text in edits.items():
        path = target / name
        if text is None:
            path.unlink(missing_ok=True)
        elif path.parent.is_dir() or not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}mine {number}\n{text}")


def texts(target: Path) -> dict[str, str]:
    return {
        path.relative_to(target).as_posix(): path.read_text()
        for path in target.rglob("*")
        if path.is_file() and ".nb2prod" not in path.parts
    }


def check_kept(
    before: dict[str, str], after: dict[str, str], found: dict[str, str], known: dict[str, str]
) -> None:
    """Each line that a person wrote is where it was, whatever else has changed there."""
    for path, text in before.items():
        written = {line for line in text.splitlines() if line.startswith("mine")}
        if written:
            assert path in after, found
            assert written <= set(after[path].splitlines()), found
        if path not in known:
            assert set(text.splitlines()) <= set(after[path].splitlines())


def test_versions_of_the_model_are_added_and_none_is_lost(target: Path) -> None:
    model(target / "models", "v1", "one", "trained")
    model(target / "models", "v2", "two", "trained")
    with staged(target) as sibling:
        write_files(project({"prep.py": PREP}).files, sibling, target)
        model(sibling / "models", "v1", "three", "trained")
        commit(sibling, target)
    assert models(target) == {"v1": "one", "v2": "two", "v3": "three"}
    assert (target / "models" / "current.txt").read_text() == "v3\n"
    history = lines(target)
    assert [(line["from"], line["to"]) for line in history] == [
        (None, "v1"), ("v1", "v2"), ("v2", "v3"),
    ]  # fmt: skip


def test_the_same_model_is_no_new_version(target: Path) -> None:
    model(target / "models", "v1", "one", "trained")
    model(target / "models", "v2", "two", "trained")
    with staged(target) as sibling:
        write_files(project({"prep.py": PREP}).files, sibling, target)
        model(sibling / "models", "v1", "two", "trained")
        commit(sibling, target)
    assert models(target) == {"v1": "one", "v2": "two"}
    assert len(lines(target)) == 2


def test_a_version_that_a_person_chose_goes_on_answering(target: Path) -> None:
    model(target / "models", "v1", "one", "it is the right one")
    with staged(target) as sibling:
        write_files(project({"prep.py": PREP}).files, sibling, target)
        model(sibling / "models", "v1", "two", "trained")
        commit(sibling, target, keep_champion=True)
    assert models(target) == {"v1": "one", "v2": "two"}
    assert (target / "models" / "current.txt").read_text() == "v1\n"
    assert len(lines(target)) == 1


def model(folder: Path, name: str, text: str, why: str) -> None:
    """Register a version and let it answer, as a project does."""
    before = (folder / "current.txt").read_text().strip() if folder.is_dir() else None
    (folder / name).mkdir(parents=True)
    (folder / name / "model.json").write_text(text)
    (folder / "current.txt").write_text(f"{name}\n")
    with (folder / "history.jsonl").open("a") as history:
        change = {"when": "now", "what": "promote", "from": before, "to": name, "why": why}
        history.write(json.dumps(change) + "\n")


def models(target: Path) -> dict[str, str]:
    return {
        path.parent.name: path.read_text()
        for path in sorted((target / "models").glob("v*/model.json"))
    }


def lines(target: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (target / "models/history.jsonl").read_text().splitlines()]
