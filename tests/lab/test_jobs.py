"""Jobs: started, followed, cancelled with their children, remembered."""

import asyncio
import json
import os
import sys
from pathlib import Path

import psutil
import pytest
from tornado.httpclient import HTTPClientError

from jupyter_prod import jobs as jobs_module
from jupyter_prod.answers import Job
from jupyter_prod.jobs import Jobs, heard, new_job
from jupyter_prod.ledger import Ledger
from jupyter_prod.outcomes import ended

CONVERT = {"kind": "convert", "path": "small.ipynb", "folder": "made"}
CHECK = {"kind": "check", "path": "small.ipynb"}

# a converter that says one line, starts a child, and waits until it is told to go on
WAITS = """
import json, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
line = {"step": "run", "done": 1, "total": 3, "detail": f"{child.pid}"}
print(json.dumps(line), file=sys.stderr, flush=True)
time.sleep(600)
"""
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS
SAYS = """
import json, sys
print("loading", file=sys.stderr)
print(json.dumps({"step": "run", "done": 1, "total": 2, "detail": "x = 1"}), file=sys.stderr)
print(json.dumps(%r))
sys.exit(%d)
"""


def converter(monkeypatch, program):
    monkeypatch.setattr(jobs_module, "NB2PROD", (sys.executable, "-c", program))


async def until(ask, job_id, wanted):
    """The job as soon as it is as wanted."""
    async with asyncio.timeout(60):
        while True:
            _, job = await ask("GET", "jobs", job_id)
            if wanted(job):
                return job
            await asyncio.sleep(0.05)


def over(job):
    return job["state"] != "running"


async def test_a_job_is_answered_at_once_and_followed_to_its_end(ask, notebook, monkeypatch):
    done = {"claims": [{"status": "proven"}, {"status": "not checked"}], "changes": []}
    converter(monkeypatch, SAYS % (done, 0))
    code, job = await ask("POST", "jobs", body=CONVERT)
    assert (code, job["state"], job["folder"]) == (202, "running", "made")
    job = await until(ask, job["id"], over)
    assert job["state"] == "succeeded"
    assert job["summary"] == "The project is written: 1 proven, 1 not checked."
    assert job["log"] == ["loading", "run: 1 of 2 (x = 1)"]
    assert job["result"] == done
    assert job["ended"] >= job["started"]


@pytest.mark.parametrize(
    ("document", "exit_code", "state"),
    [
        ({"claims": [{"status": "refuted"}]}, 1, "attention"),
        ({"error": {"code": "NB402", "message": "cell 2 failed", "cell_index": 1}}, 4, "failed"),
        ({"claims": []}, 70, "failed"),
        ("no document", 0, "failed"),
    ],
)
async def test_only_a_whole_document_and_exit_code_zero_are_a_success(
    ask, notebook, monkeypatch, document, exit_code, state
):
    converter(monkeypatch, SAYS % (document, exit_code))
    _, job = await ask("POST", "jobs", body=CONVERT)
    assert (await until(ask, job["id"], over))["state"] == state


async def test_a_failure_names_the_cell(ask, notebook, monkeypatch):
    error = {"code": "NB402", "message": "no", "remedy": "do", "cell_index": 1, "line": 2}
    converter(monkeypatch, SAYS % ({"error": error}, 4))
    _, job = await ask("POST", "jobs", body=CONVERT)
    assert (await until(ask, job["id"], over))["error"] == error


async def test_a_converter_that_dies_is_a_failure_with_its_log(ask, notebook, monkeypatch):
    converter(monkeypatch, "import os, sys; print('out of memory', file=sys.stderr); os.abort()")
    _, job = await ask("POST", "jobs", body=CONVERT)
    job = await until(ask, job["id"], over)
    assert (job["state"], job["error"]["code"], job["log"]) == (
        "failed",
        "NB902",
        ["out of memory"],
    )


@pytest.mark.parametrize("program", [WAITS, STUBBORN], ids=["gentle", "stubborn"])
async def test_cancelling_ends_the_converter_and_its_children(
    ask, notebook, monkeypatch, program, jp_serverapp
):
    # the leash is a process of its own: a short patience has to travel there
    leash = "import sys; from jupyter_prod import leash; leash.GENTLE = 0.5; "
    leash += "sys.exit(leash.main(sys.argv[1:]))"
    monkeypatch.setattr(jobs_module, "LEASH", (sys.executable, "-c", leash))
    converter(monkeypatch, program)
    _, job = await ask("POST", "jobs", body=CHECK)
    job = await until(ask, job["id"], lambda job: job["detail"])
    child = int(job["detail"])
    assert psutil.pid_exists(child)
    code, cancelled = await ask("DELETE", "jobs", job["id"])
    assert (code, cancelled["state"]) == (200, "cancelled")
    assert gone(child)
    assert (await ask("GET", "jobs", job["id"]))[1]["state"] == "cancelled"


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def test_the_end_of_the_server_ends_its_jobs(ask, notebook, monkeypatch, jp_serverapp):
    converter(monkeypatch, WAITS)
    _, job = await ask("POST", "jobs", body=CHECK)
    job = await until(ask, job["id"], lambda job: job["detail"])
    await jp_serverapp.web_app.settings["jupyter_prod_jobs"].close()
    assert gone(int(job["detail"]))


async def test_the_leash_ends_all_when_whoever_holds_it_dies(tmp_path):
    process = await asyncio.create_subprocess_exec(
        *jobs_module.LEASH, sys.executable, "-c", WAITS,
        stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stderr is not None
    child = int(json.loads(await process.stderr.readline())["detail"])
    process.stdin.close()  # what a dead server's pipe does
    async with asyncio.timeout(30):
        await process.wait()
    assert gone(child)


async def test_two_tabs_cannot_work_on_one_notebook(ask, notebook, monkeypatch):
    converter(monkeypatch, WAITS)
    _, job = await ask("POST", "jobs", body=CHECK)
    code, answer = await ask("POST", "jobs", body=CONVERT)
    assert code == 409
    assert "small.ipynb is being worked on already" in answer["message"]
    await ask("DELETE", "jobs", job["id"])


async def test_a_notebook_deleted_while_its_job_runs_still_has_an_outcome(
    ask, notebook, monkeypatch
):
    converter(monkeypatch, SAYS % ({"error": {"code": "NB101", "message": "no such file"}}, 3))
    _, job = await ask("POST", "jobs", body=CONVERT)
    notebook.unlink()
    await until(ask, job["id"], over)
    _, found = await ask("GET", "jobs", params={"path": "small.ipynb"})
    assert [one["error"]["code"] for one in found] == ["NB101"]


async def test_the_latest_job_of_each_kind_is_told(ask, notebook, monkeypatch):
    converter(monkeypatch, SAYS % ({"claims": []}, 0))
    ids = []
    for _ in range(2):
        _, job = await ask("POST", "jobs", body=CONVERT)
        await until(ask, job["id"], over)
        ids.append(job["id"])
    _, found = await ask("GET", "jobs", params={"path": "small.ipynb"})
    assert [one["id"] for one in found] == ids[1:]
    assert (await ask("GET", "jobs", params={"path": "other.ipynb"}))[1] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"path": "small.ipynb"}, "`kind` is missing"),
        ({"kind": "delete", "path": "small.ipynb"}, "no job of the kind"),
        ({"kind": "convert", "path": "small.ipynb"}, "Name the folder"),
        ({"kind": "convert", "path": "small.ipynb", "folder": 3}, "fits none of"),
    ],
)
async def test_a_job_that_makes_no_sense_is_refused(ask, notebook, body, said):
    code, answer = await ask("POST", "jobs", body=body)
    assert code == 400
    assert said in answer["message"]


async def test_an_unknown_job_is_told_as_such(ask):
    for method in ("GET", "DELETE"):
        code, answer = await ask(method, "jobs", "0" * 32)
        assert (code, answer["message"]) == (404, "There is no such job.")


async def test_events_tell_of_the_end_and_hold_no_paths(ask, notebook, monkeypatch, jp_serverapp):
    heard_events = []

    async def listen(logger, schema_id, data):
        heard_events.append((schema_id, data))

    converter(monkeypatch, SAYS % ({"claims": []}, 0))
    schema = "https://events.jupyter.org/jupyter_prod/job/v1"
    jp_serverapp.event_logger.add_listener(schema_id=schema, listener=listen)
    _, job = await ask("POST", "jobs", body=CONVERT)
    await until(ask, job["id"], over)
    async with asyncio.timeout(10):
        while not any(data["state"] == "succeeded" for _, data in heard_events):
            await asyncio.sleep(0.02)
    assert {data["job_id"] for _, data in heard_events} == {job["id"]}
    assert "small" not in json.dumps([data for _, data in heard_events])


@pytest.mark.slow
async def test_a_small_notebook_is_really_promoted(ask, notebook):
    _, job = await ask("POST", "jobs", body=CONVERT)
    job = await until(ask, job["id"], over)
    assert job["state"] == "succeeded", job
    assert (notebook.parent / "made" / "pyproject.toml").is_file()
    assert {claim["status"] for claim in job["result"]["claims"]} <= {"proven", "not checked"}
    assert any(line.startswith("run: ") for line in job["log"])


@pytest.mark.slow
async def test_a_check_gives_both_outputs_of_a_cell_that_differs(ask, notebook):
    document = json.loads(notebook.read_text())
    for cell in document["cells"]:
        cell["execution_count"] = 1
    document["cells"][1]["outputs"] = [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "data": {"text/plain": "[9]"},
            "metadata": {},
        }
    ]
    notebook.write_text(json.dumps(document))
    _, job = await ask("POST", "jobs", body=CHECK)
    job = await until(ask, job["id"], over)
    assert job["state"] == "attention", job
    cell = job["result"]["notebooks"][0]["cells"][1]
    assert cell["verdict"] == "differs"
    assert cell["recorded"][0]["data"]["text/plain"] == "[9]"
    assert cell["fresh"][0]["data"]["text/plain"] == "[1, 2, 3]"


def test_outcomes_outlive_the_server(tmp_path):
    ledger = Ledger(tmp_path / "jobs")
    job = new_job("convert", "a.ipynb", "a")
    ledger.note(ended(job, 0, b'{"claims": []}', job.started + 1))
    running = new_job("check", "a.ipynb", None)
    ledger.note(running)
    (tmp_path / "jobs" / "broken.json").write_text("{")
    found = {one.id: one for one in Jobs(Ledger(tmp_path / "jobs"), print).latest("a.ipynb")}
    assert found[job.id].state == "succeeded"
    assert found[running.id].state == "interrupted"
    error = found[running.id].error
    assert error is not None
    assert error.message == "The server stopped in the middle."


def test_the_ledger_forgets_the_oldest(tmp_path):
    ledger = Ledger(tmp_path)
    for number in range(45):
        job = new_job("check", f"{number}.ipynb", None)
        ledger.note(job)
        os.utime(tmp_path / f"{job.id}.json", (number, number))
    ledger.note(new_job("check", "last.ipynb", None))
    assert len(ledger.recall()) == 40


@pytest.mark.parametrize(
    "line", ["plain text", "[1]", '{"step": "run"}', '{"step": 1, "done": []}']
)
def test_a_line_that_is_no_progress_goes_to_the_log(line):
    job = heard(Job("1", "check", "a.ipynb", "running", 0.0), line)
    assert job.log == (line,)
    assert job.step == ""


ROUTES = [
    ("GET", "status"), ("POST", "analysis"), ("POST", "preview"), ("GET", "jobs"), ("POST", "jobs"),
    ("GET", "jobs/" + "0" * 32), ("DELETE", "jobs/" + "0" * 32),
]  # fmt: skip


@pytest.mark.parametrize(("method", "route"), ROUTES)
async def test_a_caller_without_token_gets_nothing(jp_serverapp, http_server_client, method, route):
    with pytest.raises(HTTPClientError) as refusal:
        await http_server_client.fetch(
            f"{jp_serverapp.base_url}jupyter-prod/{route}",
            method=method,
            body="{}" if method == "POST" else None,
        )
    assert refusal.value.code == 403


async def test_who_may_not_run_code_may_not_promote(ask, notebook, jp_serverapp, monkeypatch):
    asked = []

    def only_reading(handler, user, action, resource):
        asked.append((action, resource))
        return resource != "kernels"

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", only_reading)
    code, answer = await ask("POST", "jobs", body=CHECK)
    assert (code, answer["message"]) == (403, "You may not execute kernels on this server.")
    assert ("write", "jupyter-prod") in asked
