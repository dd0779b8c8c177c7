"""The user's functions are typed where one type was seen in every call, and only there."""

from pathlib import Path
from typing import Any

from nb2prod.model.plan import Signature
from nb2prod.model.run import Boundary, Environment, Run, TypeName
from nb2prod.planning.signatures import calls_question, signatures
from tests.checks import read

FLOAT = {"module": "", "name": "float", "arguments": []}
INT = {"module": "", "name": "int", "arguments": []}
STORY = """# %%
{function}
# %% load
rows = list([1, 2])
# %% prep
more = [f(v) for v in rows]
# %% train
model = {train}
# %% predict
p = model + more[0]
"""


def flow_of(function: str, folder: Path, train: str = "sum(more)") -> Any:
    return read(STORY.format(function=function, train=train), folder)


def signature(function: str, folder: Path, **slots: list[dict[str, Any]]) -> Signature:
    told = {"functions": {"f": {slot.rstrip("_"): kinds for slot, kinds in slots.items()}}}
    return signatures({**told, "failed": []}, flow_of(function, folder).flow)["f"]


def types(found: Signature) -> dict[str, TypeName | None]:
    return {item.name: item.type for item in found.parameters} | {"return": found.returns}


PLAIN = "def f(v):\n    return v / 2"


def test_one_type_is_said(tmp_path: Path) -> None:
    found = signature(PLAIN, tmp_path, v=[INT], return_=[FLOAT])
    assert types(found) == {"v": TypeName("", "int"), "return": TypeName("", "float")}


def test_two_types_are_not(tmp_path: Path) -> None:
    found = signature(PLAIN, tmp_path, v=[INT, FLOAT], return_=[FLOAT])
    assert types(found)["v"] is None


def test_an_argument_that_is_bound_anew_may_become_another_type(tmp_path: Path) -> None:
    found = signature("def f(v):\n    v = str(v)\n    return v", tmp_path, v=[INT], return_=[INT])
    assert "v" not in types(found)


def test_a_way_that_gives_nothing_was_perhaps_not_taken(tmp_path: Path) -> None:
    maybe = "def f(v):\n    if v:\n        return v"
    assert types(signature(maybe, tmp_path, v=[INT], return_=[INT]))["return"] is None


def test_nothing_is_said_after_a_failed_replay(tmp_path: Path) -> None:
    flow = flow_of(PLAIN, tmp_path).flow
    assert signatures({"functions": {"f": {"v": [INT]}}, "failed": [0]}, flow) == {}
    assert signatures({"error": {"text": "it took longer"}}, flow) == {}


def asked(folder: Path, train: str) -> Any:
    source = flow_of(PLAIN, folder, train)
    start = tuple(Boundary(cell, folder / f"{cell}.pickle", ()) for cell in range(5))
    run = Run("", (), start, Environment("", "3.11.7", {}, {}), (), folder, folder, 0.0)
    return calls_question(source.flow, source.outline, run, str(folder))


def test_sections_that_call_a_function_are_run_again_but_no_training(tmp_path: Path) -> None:
    question = asked(tmp_path, "sum(more)")
    assert question["functions"] == {"f": ()}
    assert [section["codes"] for section in question["sections"]] == [
        ["more = [f(v) for v in rows]"]
    ]
    assert asked(tmp_path, "f(sum(more))") is None
