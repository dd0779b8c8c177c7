"""What no one plans for: crafted texts, odd notebooks, lost servers, two tabs, places elsewhere."""

import json
import re

import pytest

pytest.importorskip("playwright", reason="THE BROWSER IS NOT TESTED: playwright is not installed")

from playwright.sync_api import expect

from tests.browser.test_journeys import LONG, PARCELS
from tests.notebooks import notebook_json, write_notebook

pytestmark = pytest.mark.parametrize("lab", ["lab"], indirect=True)
EVIL = "<img src=x onerror=window.hacked=1>"
WAITS = "# %% load\nimport time\nrows = [1]\n# %% prep\ntime.sleep(1000)\nkept = rows[:1]"


def test_script_in_names_and_tags_stays_text(lab):
    notebook = notebook_json(
        f"# %% [markdown]\n# # {EVIL}\n# %% load\nx = '{EVIL}'\n# %% prep\ny = x"
    )
    notebook["cells"][1]["metadata"]["tags"] = ["load", EVIL]
    notebook["cells"][2]["metadata"]["tags"] = {"not": "a list"}
    (lab.root / "evil.ipynb").write_text(json.dumps(notebook))
    lab.open("evil.ipynb")
    expect(lab.panel.locator(".jp-Production-readiness")).to_have_text("It cannot be read")
    expect(lab.panel.locator(".jp-Production-findings")).to_contain_text("NB111")
    notebook["cells"][2]["metadata"]["tags"] = ["prep"]
    (lab.root / "mended.ipynb").write_text(json.dumps(notebook))
    lab.open("mended.ipynb")
    expect(lab.panel.locator(".jp-Production-cells")).to_contain_text("onerror")
    assert lab.page.evaluate("window.hacked") is None


def test_script_in_an_error_and_in_names_of_files_stays_text(lab):
    name = f"{EVIL}.ipynb"
    write_notebook(lab.root / name, f"# %% load\nx = 1\n# %% prep\ny = int('{EVIL}')")
    lab.open(name)
    panel = lab.panel
    expect(panel.locator(".jp-Production-notebook")).to_have_text(name)
    panel.locator(".jp-Production-promote").click()
    expect(panel.locator(".jp-Production-files")).to_be_visible()
    panel.locator(".jp-Production-preparation input").fill(EVIL)
    panel.locator(".jp-Production-confirm").click()
    expect(panel.locator(".jp-Production-files")).to_be_visible()
    panel.locator(".jp-Production-confirm").click()
    job = panel.locator(".jp-Production-job")
    expect(job).to_have_attribute("data-state", "failed", timeout=LONG)
    expect(job).to_contain_text(EVIL)
    assert lab.page.evaluate("window.hacked") is None


def test_a_folder_outside_of_the_root_is_refused_in_words(lab):
    write_notebook(lab.root / "parcels.ipynb", PARCELS)
    (lab.root / "link").symlink_to(lab.root.parent, target_is_directory=True)
    lab.open("parcels.ipynb")
    panel = lab.panel
    panel.locator(".jp-Production-promote").click()
    expect(panel.locator(".jp-Production-files")).to_be_visible()
    problem = panel.locator(".jp-Production-preparation [role=alert]")
    for folder, said in (("../elsewhere", "no path below"), ("link/x", "leads out of")):
        panel.locator(".jp-Production-preparation input").fill(folder)
        panel.locator(".jp-Production-confirm").click()
        expect(problem).to_contain_text(said)
        expect(panel.locator(".jp-Production-confirm")).to_have_text("Preview this folder")
    assert sorted(path.name for path in lab.root.parent.iterdir()) == [
        "home", "root", "server.log"
    ]  # fmt: skip


def test_a_notebook_without_a_kernel_is_analysed_and_promoted_with_a_python_kernel(lab):
    notebook = notebook_json("# %% load\nrows = [1]\n# %% prep\nkept = rows[:1]")
    notebook["metadata"] = {}
    (lab.root / "kernelless.ipynb").write_text(json.dumps(notebook))
    lab.visit("kernelless.ipynb")
    lab.page.locator(".jp-Dialog").get_by_role("button", name="No Kernel").click()
    lab.show_panel()
    panel = lab.panel
    expect(panel.locator(".jp-Production-readiness")).to_contain_text("Ready")
    panel.locator(".jp-Production-promote").click()
    panel.locator(".jp-Production-confirm").click()
    job = panel.locator(".jp-Production-job")
    expect(job).to_have_attribute("data-state", re.compile("failed|succeeded"), timeout=LONG)
    expect(job).not_to_contain_text("Traceback")


def test_a_notebook_of_a_thousand_cells_is_analysed_and_drawn_in_part(lab):
    cells = [f"# %% prep\nrow_{n} = {n}" for n in range(998)]
    write_notebook(lab.root / "long.ipynb", "\n".join(["# %% load\nx = 1", *cells, "# %%\ny = 2"]))
    lab.open("long.ipynb")
    panel = lab.panel
    rows = panel.locator(".jp-Production-row")
    expect(rows).to_have_count(150, timeout=LONG)
    expect(panel.locator(".jp-Production-cells summary")).to_have_text("Cells (1000)")
    panel.get_by_role("button", name="Show all 1000 cells").click()
    expect(rows).to_have_count(1000)


def test_two_tabs_of_one_notebook_show_one_job(lab):
    write_notebook(lab.root / "waits.ipynb", WAITS)
    lab.open("waits.ipynb")
    other = lab.another_tab()
    other.open("waits.ipynb")
    expect(other.panel.locator(".jp-Production-check")).to_be_enabled()
    lab.panel.locator(".jp-Production-check").click()
    for tab in (lab, other):
        expect(tab.panel.locator(".jp-Production-job")).to_have_attribute("data-state", "running")
        expect(tab.panel.locator(".jp-Production-promote")).to_be_disabled()
    other.panel.locator(".jp-Production-cancel").click()
    for tab in (lab, other):
        job = tab.panel.locator(".jp-Production-job")
        expect(job).to_have_attribute("data-state", "cancelled", timeout=LONG)
        expect(tab.panel.locator(".jp-Production-check")).to_be_enabled()


def test_a_notebook_that_is_deleted_while_its_job_runs_still_shows_how_it_ended(lab):
    write_notebook(lab.root / "waits.ipynb", WAITS)
    lab.open("waits.ipynb")
    job = lab.panel.locator(".jp-Production-job")
    lab.panel.locator(".jp-Production-check").click()
    expect(job.locator("code")).to_contain_text("time.sleep", timeout=LONG)
    (lab.root / "waits.ipynb").unlink()
    lab.panel.locator(".jp-Production-cancel").click()
    expect(job).to_have_attribute("data-state", "cancelled", timeout=LONG)
    expect(job).to_contain_text("Ended")


def test_a_server_that_dies_in_the_middle_leaves_an_interrupted_job(lab):
    write_notebook(lab.root / "waits.ipynb", WAITS)
    lab.open("waits.ipynb")
    job = lab.panel.locator(".jp-Production-job")
    lab.panel.locator(".jp-Production-check").click()
    expect(job.locator("code")).to_contain_text("time.sleep", timeout=LONG)
    lab.server.kill()
    lab.server.start()
    lab.reload()
    expect(job).to_have_attribute("data-state", "interrupted")
    expect(job).to_contain_text("The server stopped in the middle.")
    expect(lab.panel.locator(".jp-Production-promote")).to_be_enabled()
