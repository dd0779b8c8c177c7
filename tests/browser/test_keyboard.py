"""
The whole way without a mouse, from an untagged cell to the folder of the project; and what eyes,
or a program that reads aloud, make of the panel.
"""

import pytest

pytest.importorskip("playwright", reason="THE BROWSER IS NOT TESTED: playwright is not installed")

from playwright.sync_api import expect

from tests.browser.test_journeys import LONG, PARCELS
from tests.notebooks import write_notebook


@pytest.mark.parametrize("lab", ["lab"], indirect=True)
def test_with_the_keyboard_alone(lab):
    write_notebook(lab.root / "parcels.ipynb", PARCELS)
    lab.open("parcels.ipynb")
    page, panel, keys = lab.page, lab.panel, lab.page.keyboard
    promote = panel.locator(".jp-Production-promote")

    # tag the cell that has none, in the panel
    expect(promote).to_be_enabled()
    page.locator(".jp-Notebook").focus()
    keys.press("ControlOrMeta+Alt+KeyP")
    expect(promote).to_be_focused()
    section = panel.get_by_label("Section of cell 4", exact=True)
    lab.tab_to(section)
    keys.type("prep")
    expect(lab.cells.nth(3)).to_have_attribute("data-prod-label", "prep")
    expect(panel.locator(".jp-Production-readiness")).to_have_text("Ready")
    expect(section).to_be_focused()

    # the preview, the code of a file, and back to where the keyboard was
    lab.tab_to(promote, "Shift+Tab")
    keys.press("Enter")
    expect(panel.locator(".jp-Production-preparation input")).to_be_focused()
    file = panel.get_by_role("button", name="src/parcels/prep.py")
    lab.tab_to(file)
    keys.press("Enter")
    expect(page.locator(".jp-Production-code")).to_contain_text("def sort_orders(")
    keys.press("Escape")
    expect(page.locator(".jp-Production-code")).to_have_count(0)
    expect(file).to_be_focused()

    # the promotion; its cancel button can be reached while it runs
    lab.tab_to(panel.locator(".jp-Production-confirm"))
    keys.press("Enter")
    job = panel.locator(".jp-Production-job")
    expect(job).to_have_attribute("data-state", "running")
    lab.tab_to(panel.locator(".jp-Production-cancel"))
    expect(job).to_have_attribute("data-state", "succeeded", timeout=LONG)

    # what had the keyboard is gone, so Tab goes on from the top of the panel
    lab.tab_to(panel.locator(".jp-Production-open"))
    keys.press("Enter")
    expect(page.locator(".jp-DirListing-content")).to_contain_text("pyproject.toml")
    assert lab.own_complaints() == []


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("lab", ["lab"], indirect=True)
def test_nothing_seen_before_a_promotion_is_hard_to_read(lab, theme):
    lab.server.use_theme(theme)
    write_notebook(lab.root / "parcels.ipynb", PARCELS)
    lab.open("parcels.ipynb")
    panel = lab.panel

    # findings and suggestions, cells that are chosen
    expect(panel.locator(".jp-Production-suggestions")).to_be_visible()
    panel.get_by_label("Choose cell 4", exact=True).check()
    panel.get_by_label("Section of the chosen cells").select_option("prep")
    lab.check_accessible()

    # ready, and what will be written
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel.locator(".jp-Production-readiness")).to_have_text("Ready")
    lab.check_accessible()
    panel.locator(".jp-Production-promote").click()
    expect(panel.locator(".jp-Production-files")).to_be_visible()
    lab.check_accessible()
    lab.cells.nth(3).locator(".jp-InputPrompt").click()
    lab.page.keyboard.press("ControlOrMeta+Alt+KeyS")
    expect(lab.page.locator(".jp-Dialog input")).to_be_focused()
    lab.check_accessible(".jp-Dialog-content")
