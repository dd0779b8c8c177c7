"""The command line parses, calls, prints, and leaves with a code that scripts can rely on."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nb2prod import api
from nb2prod.api_prove import Proving
from nb2prod.cli import EXIT_CODES, VERBS, verbs
from nb2prod.cli.progress import described, shown_progress
from nb2prod.errors import Nb2prodError, NotebookError, PlanRefused, RunError, WriteRefused
from nb2prod.explanations import explanations
from nb2prod.model.findings import Finding, Severity
from nb2prod.model.options import Options
from nb2prod.model.project import FileChange
from nb2prod.model.proof import Claim, Proof
from nb2prod.model.verdict import CellVerdict, NotebookVerdict
from tests.command import Command
from tests.notebooks import write_notebook

PACKAGE = Path(api.__file__).parent
FINDING = Finding("NB113", Severity.ERROR, "It is wrong.", "Mend it.", 2, 3)
PROOF = Proof(
    "features",
    (
        Claim("function:prep.clean", "prep.clean gives `stops`", "proven", 12, 0.0, 0.0, ""),
        Claim("service:batch", "a batch", "not checked", reason="no environment"),
    ),
)
REFUTED_PROOF = Proof("function", (Claim("pipeline:run", "the pipeline", "refuted", reason="x"),))


@dataclass(frozen=True, slots=True)
class Conversion:
    """What api.convert gives back, as far as the command line looks at it."""

    folder: Path
    package: str
    rung: str
    proof: Proof
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    changes: tuple[FileChange, ...] = ()
    environment: str = ""


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], list[Any]]:
    """Let a verb of api answer with a value or an error, and note what it was asked."""

    def set_answer(verb: str, value: Any) -> list[Any]:
        asked: list[Any] = []

        def called(*arguments: Any, **_: Any) -> Any:
            asked.append(arguments)
            if isinstance(value, BaseException):
                raise value
            return value

        monkeypatch.setattr(api, verb, called, raising=False)
        return asked

    return set_answer


Answer = Callable[[str, Any], list[Any]]


# ---------------------------------------------------------------- what goes in


def test_convert_hands_on_what_was_asked(command: Command, answer: Answer) -> None:
    asked = answer("convert", Conversion(Path("out"), "x", "features", PROOF, (), ()))
    command(
        "convert", "a.ipynb", "--output", "out", "--package", "x", "--kernel", "k", "--target",
        "docker", "--target", "k8s", "--no-run", "--no-data-sample", "--timeout", "3",
    )  # fmt: skip
    ((notebook, options, _),) = asked
    assert notebook == Path("a.ipynb")
    assert options == Options(
        Path("out"), "x", "k", ("docker", "k8s"), False, False, 3.0, ("data_sample",)
    )


def test_without_options_all_is_default(command: Command, answer: Answer) -> None:
    asked = answer("convert", Conversion(Path("out"), "x", "features", PROOF, (), ()))
    command("convert", "a.ipynb")
    assert asked[0][1] == Options()


def test_check_takes_several_notebooks(command: Command, answer: Answer) -> None:
    asked = answer("check", ())
    command("check", "a.ipynb", "b.ipynb", "--accept", "--timeout", "2")
    assert asked[0][:3] == ((Path("a.ipynb"), Path("b.ipynb")), 2.0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert",), ("frobnicate",), ("convert", "a", "--timeout", "0"), ("check",),
        ("convert", "a", "--progress", "loud"), ("inspect", "a", "b"), ("explain",),
        ("--frobnicate",), ("explain", "XY1"),
    ],
)  # fmt: skip
def test_a_wrong_command_line(command: Command, arguments: tuple[str, ...]) -> None:
    ended = command(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err
    told = command(*arguments, "--json")
    assert told.code == 2
    assert told.document["error"]["code"] in ("NB001", "NB003")
    assert told.document["findings"] == []


# ---------------------------------------------------------------- what comes out


def test_a_conversion_is_told_in_both_forms(command: Command, answer: Answer) -> None:
    note = Finding("NB122", Severity.WARNING, "It is left out.", "Do it.", 2, 3)
    answer("convert", Conversion(Path("out"), "x", "features", PROOF, (note,), ("README.md",)))
    ended = command("convert", "a.ipynb")
    assert ended.code == 0
    assert "cell 3, line 3: warning NB122 It is left out." in ended.out
    assert re.search(r"prep\.clean gives `stops` +proven +12 +0", ended.out)
    assert re.search(r"a batch +not checked +no environment", ended.out)
    assert "1 proven, 1 not checked" in ended.out
    document = command("convert", "a.ipynb", "--json").document
    keys = ["schema_version", "folder", "package", "rung", "claims", "findings", "files", "changes"]
    assert list(document) == [*keys, "rung_stopped_by"]
    assert document["claims"][0]["status"] == "proven"
    assert document["files"] == ["README.md"]
    assert document["findings"] == [
        {"code": "NB122", "severity": "warning", "message": "It is left out.", "remedy": "Do it.",
         "cell_index": 2, "line": 3}
    ]  # fmt: skip


def test_a_refuted_claim_leaves_with_1(command: Command, answer: Answer) -> None:
    answer("convert", Conversion(Path("out"), "x", "function", REFUTED_PROOF, (), ()))
    assert command("convert", "a.ipynb").code == 1
    answer("prove", Proving(REFUTED_PROOF))
    assert command("prove", "out").code == 1
    assert command("prove", "out", "--json").document["claims"][0]["status"] == "refuted"


def test_a_conflict_leaves_with_1_and_the_fates_are_counted(
    command: Command, answer: Answer
) -> None:
    changes = (FileChange("a.py", "conflict", "1 place to decide"), FileChange("b.py", "kept"))
    answer("convert", Conversion(Path("out"), "x", "features", PROOF, (), (), changes))
    ended = command("convert", "a.ipynb")
    assert ended.code == 1
    assert "Files: 1 conflict, 1 kept." in ended.out


def test_a_proof_has_the_keys_of_proof_json(command: Command, answer: Answer) -> None:
    answer("prove", Proving(PROOF))
    document = command("prove", "out", "--json").document
    assert {"schema_version", "rung", "claims"} <= set(document)
    assert set(document["claims"][0]) == {
        "id", "subject", "status", "rows", "tolerance", "max_difference", "reason", "cell_index",
        "line",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (("reproduces",), 0),
        (("reproduces", "reproduces with remarks"), 0),
        (("reproduces", "differs"), 1),
        (("unverified",), 1),
        (("fails",), 4),
        (("differs", "fails"), 4),
    ],
)
def test_check_leaves_with_the_worst_verdict(
    command: Command, answer: Answer, verdicts: tuple[str, ...], code: int
) -> None:
    answer("check", tuple(NotebookVerdict(f"{verdict}.ipynb", verdict) for verdict in verdicts))
    ended = command("check", "a.ipynb")
    assert ended.code == code
    assert all(f"{verdict}.ipynb: {verdict}" in ended.out for verdict in verdicts)


def test_the_first_cell_is_told_once(command: Command, answer: Answer) -> None:
    cells = (CellVerdict(3, "differs", "clock", "12:00 is now 12:01"), CellVerdict(4, "differs"))
    message = "cell 4: 12:00 is now 12:01; a second run says 12:02"
    answer("check", (NotebookVerdict("a.ipynb", "differs", "clock", 3, message, cells),))
    assert command("check", "a.ipynb").out.count("12:00 is now 12:01") == 1


def test_a_verdict_names_the_cells_to_look_at(command: Command, answer: Answer) -> None:
    cells = (CellVerdict(0, "reproduces"), CellVerdict(3, "differs", "clock", "12:00 is now 12:01"))
    answer("check", (NotebookVerdict("a.ipynb", "differs", "clock", 3, "", cells),))
    ended = command("check", "a.ipynb")
    assert "cell 4: differs (clock): 12:00 is now 12:01" in ended.out
    (notebook,) = command("check", "a.ipynb", "--json").document["notebooks"]
    assert notebook["cells"][1] == {
        "cell_index": 3, "verdict": "differs", "cause": "clock", "message": "12:00 is now 12:01",
        "recorded": [], "fresh": [],
    }  # fmt: skip


def test_inspecting_tells_sections_and_the_next_step(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\n!pip install lightgbm\nx = 1")
    ended = command("inspect", path)
    assert ended.code == 0
    assert "1 code cell, 1 with a role, 0 with a run recorded" in ended.out
    assert re.search(r"1 +load +x = 1", ended.out)
    assert "Next: `nb2prod plan a.ipynb`" in ended.out
    assert "Installs: lightgbm" in ended.out
    assert "No findings." in ended.out
    assert command("inspect", path, "--json").document["requirements"] == ["lightgbm"]


def test_inspecting_tells_what_crosses(command: Command, tmp_path: Path) -> None:
    text = "# %% load\nraw = [1]\n# %% prep:clean\nkept = raw[1:]\n# %% train\nprint(kept, lost)"
    ended = command("inspect", write_notebook(tmp_path / "a.ipynb", text))
    assert ended.code == 3
    assert re.search(r"2 +prep +clean +raw +kept", ended.out)
    assert "cell 3, line 1: error NB302 `lost`" in ended.out
    assert "Next: mend 1 error" in ended.out


def test_findings_that_are_alike_are_cut_short_for_people_only(
    command: Command, tmp_path: Path
) -> None:
    calls = "\n".join(f"drawn_{number} = rand()" for number in range(9))
    text = f"# %% load\nfrom numpy.random import rand\n{calls}"
    path = write_notebook(tmp_path / "a.ipynb", text)
    out = command("inspect", path).out
    assert out.count("warning NB320") == 3
    assert "... and 6 more NB320; --json lists all." in out
    assert len(command("inspect", path, "--json").document["findings"]) == 9


@pytest.mark.parametrize(
    ("name", "words"), [("a.svg", "<svg "), ("a.html", "<!doctype"), ("a.mmd", "flowchart TD")]
)
def test_the_picture_is_drawn(command: Command, tmp_path: Path, name: str, words: str) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\nx = 1\n# %% train\ny = x")
    ended = command("inspect", path, "--graph", tmp_path / name)
    assert ended.code == 0
    assert f"The picture is in {tmp_path / name}." in ended.out
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(words)
    assert {file.name for file in tmp_path.iterdir()} == {"a.ipynb", name}


@pytest.mark.parametrize(
    ("name", "code", "exit_code"),
    [("a.png", "NB004", 2), ("missing/a.svg", "NB703", 3), ("folder.svg", "NB", 3)],
)
def test_a_picture_that_cannot_be_written(
    command: Command, tmp_path: Path, name: str, code: str, exit_code: int
) -> None:
    (tmp_path / "folder.svg").mkdir()
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\nx = 1")
    ended = command("inspect", path, "--graph", tmp_path / name)
    assert (ended.code, ended.out) == (exit_code, "")
    assert code in ended.err
    assert {file.name for file in tmp_path.iterdir()} == {"a.ipynb", "folder.svg"}


def test_a_finding_names_the_count_that_the_author_sees(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\nx = 1\n# %% perp\ny = 1")
    document = json.loads(path.read_text())
    document["cells"][1]["execution_count"] = 7
    path.write_text(json.dumps(document))
    assert "a.ipynb, cell 2 (In [7]): error NB113" in command("inspect", path).out


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotebookError("NB108", "no code.", "Add some.", "a.ipynb"), 3),
        (PlanRefused("NB203", "`m` is read.", "Bind it.", "a.ipynb", 6, 3, "m.fit()"), 3),
        (WriteRefused("NB702", "it holds something else.", "Choose another."), 3),
        (RunError("NB411", "it failed.", "Mend it.", "a.ipynb", 6), 4),
    ],
)
def test_a_failure_is_one_message_in_both_forms(
    command: Command, answer: Answer, error: Nb2prodError, code: int
) -> None:
    answer("convert", error)
    ended = command("convert", "a.ipynb")
    assert (ended.code, ended.out) == (code, "")
    assert str(error) in ended.err
    assert f"More: nb2prod explain {error.code}" in ended.err
    told = command("convert", "a.ipynb", "--json")
    assert told.code == code
    assert told.document["error"] == {
        "code": error.code, "message": error.message, "remedy": error.remedy,
        "notebook": error.notebook, "cell_index": error.cell_index, "line": error.line,
        "first_line": error.first_line,
    }  # fmt: skip


def test_all_findings_come_with_a_refusal(command: Command, answer: Answer) -> None:
    answer("convert", PlanRefused("NB113", "refused.", "Mend.", "a.ipynb", findings=(FINDING,)))
    assert "a.ipynb, cell 3, line 3: error NB113 It is wrong." in command("convert", "a.ipynb").err
    told = command("convert", "a.ipynb", "--json")
    assert [finding["cell_index"] for finding in told.document["findings"]] == [2]


def test_a_bug_is_one_line_and_a_saved_traceback(command: Command, answer: Answer) -> None:
    answer("convert", ZeroDivisionError("secret value"))
    ended = command("convert", "a.ipynb")
    assert (ended.code, ended.out) == (70, "")
    assert "Traceback" not in ended.err
    saved = Path(re.findall(r"the traceback is in (\S+)", ended.err)[0])
    assert "ZeroDivisionError: secret value" in saved.read_text()
    saved.unlink()
    told = command("convert", "a.ipynb", "--json")
    assert (told.code, told.document["error"]["code"]) == (70, "NB900")
    Path(re.findall(r"the traceback is in (\S+)", told.document["error"]["message"])[0]).unlink()


def test_an_interruption_is_one_line(command: Command, answer: Answer) -> None:
    answer("convert", KeyboardInterrupt())
    ended = command("convert", "a.ipynb")
    assert (ended.code, ended.err.count("\n")) == (130, 1)
    assert command("convert", "a.ipynb", "--json").document["error"]["code"] == "NB002"


def test_what_libraries_print_does_not_spoil_the_document(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def talkative(*_: Any, **__: Any) -> Proving:
        print("hello from a library")
        return Proving(PROOF)

    monkeypatch.setattr(api, "prove", talkative, raising=False)
    told = command("prove", "out", "--json")
    assert told.document["rung"] == "features"
    assert "hello from a library" in told.err


# ---------------------------------------------------------------- signals


WAITING = """
import sys, time
from pathlib import Path
from nb2prod import api
from nb2prod.cli import main
def wait(*_, **__):
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        Path(sys.argv[-1] + ".cleaned").touch()
api.prove = wait
sys.argv[0] = "nb2prod"
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_cleans_up_and_leaves_with_130(tmp_path: Path, number: signal.Signals) -> None:
    mark = tmp_path / "project"
    arguments = [sys.executable, "-c", WAITING, "prove", str(mark)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "nb2prod: interrupted; nothing was written.\n"
    assert mark.with_name("project.cleaned").exists()


def test_a_reader_that_went_away_is_no_failure(tmp_path: Path) -> None:
    cells = "\n".join(f"# %% load\nx{number} = 1" for number in range(3000))
    path = write_notebook(tmp_path / "a.ipynb", cells)
    done = subprocess.run(
        f"'{sys.executable}' -m nb2prod inspect '{path}' --json | head -c 10",
        shell=True, capture_output=True, check=True,
    )  # fmt: skip
    assert (done.stdout[:1], done.stderr) == (b"{", b"")


# ---------------------------------------------------------------- progress


def test_progress_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress("json") as told:
        told("run", 1, 3, "cell 1")
    assert json.loads(capsys.readouterr().err) == {
        "step": "run", "done": 1, "total": 3, "detail": "cell 1",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["none", "plain", "auto"])
def test_what_is_quick_tells_nothing(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    with shown_progress(kind) as told:
        told("read", 0, 1)
    assert capsys.readouterr().err == ""


def test_live_progress_takes_its_line_away(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress("live") as told:
        told("run [1]", 0, 2, "a[0]")
        told("run", 1, 2)
    assert capsys.readouterr().out == ""


def test_progress_is_described_for_people() -> None:
    assert described("run", 3, 12, "prep:clean") == "run: 3 of 12 (prep:clean)"
    assert described("lock", 0, 0) == "lock"


# ---------------------------------------------------------------- help and codes


def test_help_of_every_verb_has_an_example(command: Command) -> None:
    assert sorted(verbs.LOADED) == list(VERBS)
    for verb in VERBS:
        ended = command(verb, "--help")
        assert ended.code == 0
        assert re.search(rf"Examples?:\n +nb2prod {verb}", ended.out), verb
        assert "--json" in ended.out


def test_the_first_help_lists_the_exit_codes(command: Command) -> None:
    out = command("--help").out
    for line in EXIT_CODES.split("\b\n")[1].strip().split("\n"):
        assert line.strip() in out


def test_the_version_is_told(command: Command) -> None:
    assert command("--version").out.startswith("nb2prod ")


def test_a_code_is_explained(command: Command) -> None:
    assert command("explain", "nb113").out.startswith("NB113 A tag that nearly is a role\n")
    assert command("explain", "NB113", "--json").document["code"] == "NB113"


def test_every_code_that_we_use_is_explained() -> None:
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        if "templates" not in path.parts
        for code in re.findall(r'"(NB\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used - {item.code for item in explanations()} == set()


def test_codes_are_explained_once_and_in_order() -> None:
    codes = [item.code for item in explanations()]
    assert codes == sorted(set(codes))
    assert all(item.text for item in explanations())
