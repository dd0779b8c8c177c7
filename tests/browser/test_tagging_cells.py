"""Sections and the names of steps: from the panel, from a cell's toolbar, from the keyboard."""

import pytest

pytest.importorskip("playwright", reason="THE BROWSER IS NOT TESTED: playwright is not installed")

from playwright.sync_api import expect

from tests.notebooks import write_notebook

pytestmark = pytest.mark.parametrize("lab", ["lab"], indirect=True)
THREE = "# %%\na = 1\n# %%\nb = a\n# %%\nc = b"


def labels(lab):
    """The labels at the cells' edges, as the notebook shows them."""
    shown = "cells => cells.map(cell => cell.dataset.prodLabel ?? '')"
    return lab.cells.evaluate_all(shown)


def expect_labels(lab, *wanted):
    for number, label in enumerate(wanted):
        attribute = "data-prod-label"
        if label:
            expect(lab.cells.nth(number)).to_have_attribute(attribute, label)
    expect(lab.page.locator(".jp-Notebook .jp-Cell[data-prod-section]")).to_have_count(
        len([label for label in wanted if label])
    )
    assert labels(lab) == list(wanted)


def test_several_cells_are_tagged_in_one_step_to_undo(lab):
    write_notebook(lab.root / "three.ipynb", THREE)
    lab.open("three.ipynb")
    panel, page = lab.panel, lab.page
    cells = lab.cells
    marked = page.locator(".jp-Notebook .jp-Cell[data-prod-section]")

    for number in (1, 3):
        panel.get_by_label(f"Choose cell {number}", exact=True).check()
    panel.get_by_label("Section of the chosen cells").select_option("prep")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(marked).to_have_count(2)
    cells.first.locator(".jp-InputPrompt").click()
    page.keyboard.press("z")
    expect(marked).to_have_count(0)

    # the same from the toolbar of a cell, for the selected ones
    cells.first.locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+ArrowDown")
    cells.nth(1).get_by_label("Section of the selected cells").select_option("train")
    expect(marked).to_have_count(2)


def test_the_step_of_several_cells_is_named_in_one_step_to_undo(lab):
    write_notebook(lab.root / "three.ipynb", THREE)
    lab.open("three.ipynb")
    panel, page = lab.panel, lab.page

    # together with the section, for the chosen cells
    for number in (1, 2):
        panel.get_by_label(f"Choose cell {number}", exact=True).check()
    panel.get_by_label("Section of the chosen cells").select_option("prep")
    panel.get_by_label("Name of the step of the chosen cells").fill("clean the rows")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect_labels(lab, "prep:clean_the_rows", "prep:clean_the_rows", "")

    # another name for all cells of the step, where the panel lists them
    name = panel.get_by_label("Name of the step of cells 1, 2")
    expect(name).to_have_value("clean_the_rows")
    name.fill("tidy")
    name.press("Enter")
    expect_labels(lab, "prep:tidy", "prep:tidy", "")
    name.fill("1st")
    name.press("Enter")
    expect(name).to_have_attribute("aria-invalid", "true")
    lab.check_accessible()
    name.press("Escape")
    expect(name).to_have_value("tidy")

    lab.cells.first.locator(".jp-InputPrompt").click()
    page.keyboard.press("z")
    expect_labels(lab, "prep:clean_the_rows", "prep:clean_the_rows", "")
    page.keyboard.press("z")
    expect_labels(lab, "", "", "")


def test_the_selected_cells_get_section_and_step_from_the_keyboard(lab):
    write_notebook(lab.root / "three.ipynb", THREE)
    lab.open("three.ipynb")
    page = lab.page
    keys, dialog = page.keyboard, page.locator(".jp-Dialog")
    page.locator(".jp-Notebook").focus()
    keys.press("Shift+ArrowDown")
    keys.press("ControlOrMeta+Alt+KeyS")
    expect(dialog.locator("input")).to_be_focused()
    keys.type("perp:clean")
    keys.press("Enter")
    expect(dialog).to_contain_text("“perp:clean” is no section")
    expect(dialog.locator("input")).to_be_focused()
    keys.press("ControlOrMeta+KeyA")
    keys.type("prep:clean rows")
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    expect_labels(lab, "prep:clean_rows", "prep:clean_rows", "")
    keys.press("z")
    expect_labels(lab, "", "", "")


def test_the_keyboard_stays_with_a_cell_that_moves_to_another_section(lab):
    write_notebook(lab.root / "three.ipynb", THREE)
    lab.open("three.ipynb")
    panel, keys = lab.panel, lab.page.keyboard
    section = panel.get_by_label("Section of cell 2", exact=True)
    lab.tab_to(section)
    keys.type("prep")
    expect(panel.locator("section[data-section='prep'] [data-cell='1']")).to_be_visible()
    expect(section).to_be_focused()

    # several: boxes with the space bar, Enter to the form, Enter sets it
    lab.tab_to(panel.get_by_label("Choose cell 3", exact=True))
    keys.press("Space")
    keys.press("Enter")
    expect(panel.get_by_label("Section of the chosen cells")).to_be_focused()
    keys.type("train")
    keys.press("Tab")
    keys.type("fit it")
    keys.press("Enter")
    expect_labels(lab, "", "prep", "train:fit_it")
    expect(panel.locator("section[data-section='train'] [data-cell='2']")).to_be_visible()
    expect(panel.get_by_label("Choose cell 3", exact=True)).to_be_focused()
