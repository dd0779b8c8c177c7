"""A summary in Markdown holds whatever a notebook says, on one page for several commands."""

from pathlib import Path

import pytest

from nb2prod import api
from nb2prod.api_prove import Proving
from nb2prod.cli.summaries import check_summary, proof_summary
from nb2prod.errors import RunError
from nb2prod.model.mutants import CAUGHT, NO_DIFFERENCE, MutantVerdict, MutationReport
from nb2prod.model.proof import Claim, Proof
from nb2prod.model.verdict import NotebookVerdict
from tests.command import Command

ODD = "a|b\n<img src=x>"


def test_what_was_not_proven_stands_on_top() -> None:
    claims = (
        Claim("a", "the pipeline", "proven", rows=1200, reason=""),
        Claim("b", "a row", "refuted", reason=ODD),
        Claim("c", "training", "not checked", reason="no seed"),
    )
    mutants = tuple(
        MutantVerdict("other number", "src/a.py", 1, "f", "1 becomes 2", status)
        for status in (CAUGHT, CAUGHT, NO_DIFFERENCE)
    )
    made = Proving(Proof("features", claims, "`x.y`"), MutationReport(mutants), "In a fresh one.")
    assert (
        proof_summary(made)
        == """## Proof: 1 proven, 1 refuted, 1 not checked

Rung: features. Stopped by: `x.y`

In a fresh one.

| claim |  | rows | why |
| --- | --- | --- | --- |
| a row | refuted |  | a\\|b &lt;img src=x> |

| claim |  | rows | why |
| --- | --- | --- | --- |
| training | not checked |  | no seed |

<details><summary>proven</summary>

| claim |  | rows | why |
| --- | --- | --- | --- |
| the pipeline | proven | 1,200 |  |

</details>

Broken on purpose in 3 ways: a claim noticed 2.

"""
    )


def test_each_notebook_has_its_line() -> None:
    found = (
        NotebookVerdict("a.ipynb", "reproduces"),
        NotebookVerdict("b.ipynb", "differs", "unseeded randomness", 3, ODD),
    )
    assert (
        check_summary(found)
        == """## Notebooks: 1 of 2 give what they show

| notebook | verdict | cause | look at |  |
| --- | --- | --- | --- | --- |
| `a.ipynb` | reproduces |  |  |  |
| `b.ipynb` | differs | unseeded randomness | cell 4 | a\\|b &lt;img src=x> |

"""
    )


def test_it_is_added_to_what_others_wrote_and_the_exit_code_stays(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n")
    found = (NotebookVerdict("b.ipynb", "differs", "clock", 3, "x"),)
    monkeypatch.setattr(api, "check", lambda *_, **__: found)
    assert command("check", "b.ipynb", "--summary", page).code == 1
    assert page.read_text().startswith("before\n## Notebooks: 0 of 1")


def test_a_failure_is_told_there_too(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RunError("NB411", "cell 3 raised.", "Mend it.")

    monkeypatch.setattr(api, "prove", fails)
    ended = command("prove", tmp_path, "--summary", tmp_path / "page.md")
    assert ended.code == 4
    assert "**Failed.** NB411 cell 3 raised. Mend it." in (tmp_path / "page.md").read_text()


def test_a_file_that_cannot_be_written_is_told_before_the_work(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "check", lambda *_, **__: pytest.fail("it worked for nothing"))
    ended = command("check", "b.ipynb", "--summary", tmp_path / "none" / "page.md")
    assert (ended.code, ended.out) == (3, "")
    assert "NB703 the summary could not be written" in ended.err
