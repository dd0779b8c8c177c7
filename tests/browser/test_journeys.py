"""What a user does, from opening a notebook to the folder of its project; and what goes wrong."""

import json
import re

import pytest

pytest.importorskip("playwright", reason="THE BROWSER IS NOT TESTED: playwright is not installed")

import psutil
from playwright.sync_api import expect

from tests.notebooks import notebook_json, write_notebook

PARCELS = """
    # %% [markdown]
    # # Parcels
    # %% load
    orders = [{"boxes": 3, "seconds": 40}, {"boxes": 1, "seconds": 12}]
    # %% [markdown]
    # ## Sort the orders
    # %%
    ordered = sorted(orders, key=lambda order: order["boxes"])
    ordered
    # %% [markdown]
    # ## Seconds for a box
    # %% train
    rate = sum(o["seconds"] for o in ordered) / sum(o["boxes"] for o in ordered)
    # %% predict
    predicted = [rate * o["boxes"] for o in ordered]
    predicted
"""
LONG = 180_000  # milliseconds for a promotion on a busy machine


def test_from_a_notebook_to_the_folder_of_its_project(lab):
    write_notebook(lab.root / "parcels.ipynb", PARCELS)
    lab.open("parcels.ipynb")
    panel, page = lab.panel, lab.page
    promote = panel.locator(".jp-Production-promote")

    # tag a cell: its edge says so, and one step takes it back
    cell = page.locator(".jp-Notebook .jp-Cell").nth(3)
    section = panel.get_by_label("Section of cell 4", exact=True)
    section.select_option("prep")
    expect(cell).to_have_attribute("data-prod-label", "prep")
    expect(panel.locator(".jp-Production-readiness")).to_have_text("Ready")
    lab.check_accessible()

    # what will be written, and the code of a file
    promote.click()
    expect(panel.locator(".jp-Production-files")).to_contain_text("src/parcels/prep.py")
    panel.get_by_role("button", name="src/parcels/prep.py").click()
    expect(page.locator(".jp-Production-code")).to_contain_text("def sort_orders(")
    lab.check_accessible(".jp-Production-dialog")
    page.keyboard.press("Escape")
    lab.check_accessible()
    assert not (lab.root / "parcels").exists()

    # the promotion, with its progress; the outcome outlives a reload
    panel.locator(".jp-Production-confirm").click()
    job = panel.locator(".jp-Production-job")
    expect(job).to_have_attribute("data-state", "running")
    expect(promote).to_be_disabled()
    expect(panel.locator(".jp-Production-why")).to_contain_text("is running")
    lab.check_accessible()
    lab.server.use_theme("Dark")
    lab.reload()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    lab.check_accessible()
    expect(job).to_have_attribute("data-state", "succeeded", timeout=LONG)
    expect(panel.locator(".jp-Production-proof")).to_contain_text("prep.sort_orders gives")
    expect(panel.locator("[data-status='refuted']")).to_have_count(0)
    assert (lab.root / "parcels" / "README.md").is_file()
    lab.check_accessible()
    tags = [one["metadata"].get("tags") for one in saved(lab, "parcels.ipynb")]
    assert tags[3] == ["prep"]

    open_folder(lab)
    assert lab.own_complaints() == []


def open_folder(lab):
    """Open the project's folder: the file browser of the lab, or a page of Notebook's own."""
    button = lab.panel.locator(".jp-Production-open")
    if lab.app == "lab":
        button.click()
        expect(lab.page.locator(".jp-DirListing-content")).to_contain_text("pyproject.toml")
        return
    with lab.page.expect_popup() as popup:
        button.click()
    expect(popup.value.locator(".jp-DirListing-content")).to_contain_text("pyproject.toml")
    popup.value.close()


def saved(lab, name):
    return json.loads((lab.root / name).read_text())["cells"]


def test_trouble_is_named_and_never_looks_like_a_success(lab):
    write_notebook(lab.root / "broken.ipynb", "# %% load\nrows = [1]\n# %% prep\nkept = rows +")
    lab.open("broken.ipynb")
    panel, page = lab.panel, lab.page
    promote, job = panel.locator(".jp-Production-promote"), panel.locator(".jp-Production-job")

    # a finding: the button is off, the reason stands under it, and leads to the cell
    expect(promote).to_be_disabled()
    expect(panel.locator(".jp-Production-why")).to_contain_text("Cell 2: This is not valid Python")
    panel.get_by_role("button", name="Go to cell 2").first.click()
    expect(page.locator(".jp-Notebook .jp-Cell").nth(1)).to_have_class(matching("jp-mod-active"))

    # mended by typing; then its run fails, and the failure names the cell
    rewrite(page, "kept = rows[7]")
    expect(promote).to_be_enabled()
    lab.check_accessible()
    promote.click()
    panel.locator(".jp-Production-confirm").click()
    expect(job).to_have_attribute("data-state", "failed", timeout=LONG)
    lab.check_accessible()
    expect(job).to_contain_text("IndexError")
    expect(job.get_by_role("button", name="Go to cell 2")).to_be_visible()
    expect(panel.locator(".jp-Production-open")).to_have_count(0)
    assert not (lab.root / "broken").exists()

    # a run that takes too long is cancelled, with its kernel
    rewrite(page, "import time\ntime.sleep(1000)\nkept = rows")
    expect(panel.locator(".jp-Production-readiness")).to_contain_text("Ready")
    promote.click()
    panel.locator(".jp-Production-confirm").click()
    expect(panel.locator(".jp-Production-job code")).to_contain_text("import time", timeout=LONG)
    started = converters(lab)
    assert started
    panel.locator(".jp-Production-cancel").click()
    expect(job).to_have_attribute("data-state", "cancelled", timeout=LONG)
    psutil.wait_procs(started, timeout=30)
    assert not [one for one in started if one.is_running()]
    assert not (lab.root / "broken").exists()
    assert lab.own_complaints() == []


def converters(lab):
    """The processes of a conversion, with the kernel that it runs."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or ())
        if "nb2prod convert" in line and str(lab.root) in line:
            found += [process, *process.children(recursive=True)]
    return found


def rewrite(page, text):
    """Put another text into the second cell, as a user would."""
    editor = page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".cm-content")
    editor.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)


def matching(text):
    return re.compile(re.escape(text))


@pytest.mark.parametrize("lab", ["lab"], indirect=True)
def test_a_check_shows_both_outputs_of_a_cell_that_differs(lab):
    notebook = notebook_json("# %% load\nrows = [1, 2]\n# %% prep\nrows[:1]")
    for number, cell in enumerate(notebook["cells"]):
        cell["execution_count"] = number + 1
    data = {"data": {"text/plain": "[9]"}, "metadata": {}, "execution_count": 2}
    notebook["cells"][1]["outputs"] = [{"output_type": "execute_result", **data}]
    (lab.root / "stale.ipynb").write_text(json.dumps(notebook))
    lab.open("stale.ipynb")
    lab.panel.locator(".jp-Production-check").click()
    job = lab.panel.locator(".jp-Production-job")
    expect(job).to_have_attribute("data-state", "attention", timeout=LONG)
    job.locator(".jp-Production-compare").click()
    both = lab.page.locator(".jp-Production-both .jp-OutputArea")
    expect(both.nth(0)).to_contain_text("[9]")
    expect(both.nth(1)).to_contain_text("[1]")
    assert lab.own_complaints() == []
