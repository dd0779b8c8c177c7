"""The analysis of a notebook in memory: its route, and the process behind it."""

import sys
from contextlib import asynccontextmanager

import pytest

from jupyter_prod.analysis import Analyst
from jupyter_prod.refusals import Refused
from tests.notebooks import notebook_json


async def test_a_notebook_in_memory_is_analysed_though_it_was_never_saved(ask, small):
    code, found = await ask("POST", "analysis", body={"path": "new.ipynb", "notebook": small})
    assert code == 200
    assert (found["readiness"], found["obstacle"]) == ("Ready", "")
    assert [cell["raw_tags"] for cell in found["inspection"]["cells"]] == [
        ["load"],
        ["prep:sort_orders"],
    ]
    assert found["drawing"].startswith("<svg")
    # the page's theme gives the colours
    assert "var(--ink)" in found["drawing"]
    assert "--ink:" not in found["drawing"]


async def test_a_finding_that_stops_it_is_the_obstacle(ask):
    broken = notebook_json("# %% load\nx = 1\n# %% prep\ny = x +")
    code, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": broken})
    assert code == 200
    assert found["readiness"] == "1 finding stops it"
    assert found["obstacle"].startswith("Cell 2: This is not valid Python")


async def test_an_untagged_notebook_gets_suggestions_and_cannot_be_promoted_yet(ask):
    plain = notebook_json("# %%\nimport pandas as pd\ndf = pd.read_csv('a.csv')\n# %%\ndf = df * 2")
    _, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": plain})
    proposed = [cell["proposed"] for cell in found["tagging"]["cells"]]
    assert any(proposed)
    assert found["obstacle"]


async def test_a_notebook_with_all_its_tags_gets_no_suggestions(ask, small):
    _, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": small})
    assert found["tagging"]["cells"] == []


async def test_metadata_of_the_wrong_shape_is_an_answer_that_names_the_cell(ask, small):
    small["cells"][1]["metadata"] = {"tags": "prep"}
    code, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": small})
    assert code == 200
    assert found["error"]["code"] == "NB111"
    assert found["error"]["cell_index"] == 1


@pytest.mark.parametrize(
    "metadata",
    [None, [], {}, {"kernelspec": "x"}, {"kernelspec": {"name": 3}}, {"language_info": [1]}],
)
async def test_a_notebook_that_names_no_kernel_is_analysed_all_the_same(ask, small, metadata):
    small["metadata"] = metadata
    code, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": small})
    assert (code, found["readiness"]) == (200, "Ready")
    assert [finding["code"] for finding in found["inspection"]["findings"]] == ["NB118"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"metadata": {"tags": [1]}}, "NB111"),
        ({"source": 3}, "NB110"),
        ({"source": ["y = 1", 3]}, "NB110"),
        ({"outputs": "x"}, "NB110"),
        ({"outputs": [3]}, "NB110"),
        ({"cell_type": "weird"}, "NB110"),
    ],
)
async def test_a_cell_of_another_shape_is_named(ask, small, cell, code):
    small["cells"][1] |= cell
    _, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": small})
    assert (found["error"]["code"], found["error"]["cell_index"]) == (code, 1)


@pytest.mark.parametrize("metadata", [None, [], {"tags": None}, "x"])
async def test_metadata_that_holds_no_tags_is_no_metadata(ask, small, metadata):
    small["cells"][1] |= {"metadata": metadata, "execution_count": "3", "id": 3}
    code, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": small})
    assert code == 200
    assert found["inspection"]["cells"][1]["raw_tags"] == []


async def test_script_in_a_heading_stays_text(ask):
    text = "# %% [markdown]\n# ## <b onclick=x>A</b>\n# %% load\nx = '<script>'\n# %% prep\ny = x"
    body = {"path": "<img onerror=alert(1)>.ipynb", "notebook": notebook_json(text)}
    _, found = await ask("POST", "analysis", body=body)
    assert "<script" not in found["drawing"]
    assert "<img" not in found["drawing"]
    assert "&lt;script&gt;" in found["drawing"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "`path` is missing"),
        ({"path": "a.ipynb"}, "`notebook` is missing"),
        ({"path": 1, "notebook": {}}, "AnalyseBody.path: str was expected"),
        ({"path": "a.ipynb", "notebook": []}, "an object was expected"),
        ({"path": "a.ipynb", "notebook": {}, "x": 1}, "no field `x`"),
        (None, "an object was expected, not None"),
    ],
)
async def test_a_body_of_another_shape_is_refused(ask, body, said):
    code, answer = await ask("POST", "analysis", body=body, allow_nonstandard_methods=True)
    assert code == 400
    assert said in answer["message"]


async def test_what_is_no_notebook_is_told_as_such(ask):
    code, found = await ask("POST", "analysis", body={"path": "a.ipynb", "notebook": {"cells": 7}})
    assert (code, found["error"]["code"]) == (200, "NB106")


@pytest.mark.parametrize("path", ["", "/", "../x.ipynb", "a/../../x.ipynb", "a\u0000.ipynb"])
async def test_a_path_that_is_none_is_refused(ask, small, path):
    code, _ = await ask("POST", "analysis", body={"path": path, "notebook": small})
    assert code == 400


ECHO = (
    "import sys, json\n"
    "for line in sys.stdin:\n"
    "    asked = json.loads(line)\n"
    "    if asked['verb'] == 'die': sys.exit(3)\n"
    "    if asked['verb'] == 'hang': import time; time.sleep(60)\n"
    "    print(json.dumps({'pid': __import__('os').getpid(), **asked}), flush=True)\n"
)


@asynccontextmanager
async def echo():
    analyst = Analyst((sys.executable, "-c", ECHO), patience=30.0)
    try:
        yield analyst
    finally:
        await analyst.close()


async def test_one_process_answers_all():
    async with echo() as analyst:
        first, second = await analyst.ask("a", x=1), await analyst.ask("b")
    assert first["pid"] == second["pid"]
    assert (first["x"], second["verb"]) == (1, "b")


async def test_a_process_that_died_is_replaced():
    async with echo() as analyst:
        first = await analyst.ask("a")
        with pytest.raises(Refused) as refusal:
            await analyst.ask("die")
        assert refusal.value.status_code == 500
        assert (await analyst.ask("a"))["pid"] != first["pid"]


async def test_a_process_that_hangs_is_stopped_and_replaced():
    async with echo() as analyst:
        first = await analyst.ask("a")
        analyst._patience = 0.2
        with pytest.raises(Refused) as refusal:
            await analyst.ask("hang")
        assert refusal.value.status_code == 504
        analyst._patience = 30.0
        assert (await analyst.ask("a"))["pid"] != first["pid"]
