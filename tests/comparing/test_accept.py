"""Accepting fresh outputs changes the cells that changed, and nothing else."""

from typing import Any

from nb2prod.comparing.accept import accepted_document
from tests.comparing.recordings import printed, result, run

DOCUMENT: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "source": "# Title", "metadata": {}},
        {"cell_type": "code", "source": "a", "execution_count": 7, "outputs": [], "metadata": {}},
        {"cell_type": "code", "source": "b", "execution_count": None, "outputs": [], "id": "b"},
    ],
    "metadata": {"author": "Ada"},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_only_the_named_cells_get_the_fresh_outputs():
    changed = accepted_document(DOCUMENT, (1,), run("", (result("5"),), "new\n"))
    assert changed["cells"][1]["outputs"] == [{**result("5"), "execution_count": 7}]
    assert changed["cells"][2] == DOCUMENT["cells"][2]
    assert changed["metadata"] == {"author": "Ada"}
    assert DOCUMENT["cells"][1]["outputs"] == []


def test_a_cell_that_was_never_run_gets_the_count_of_its_place():
    changed = accepted_document(DOCUMENT, (2,), run("", "", "new\n"))
    assert changed["cells"][2]["execution_count"] == 2
    assert changed["cells"][2]["outputs"] == [printed("new\n")]


def test_pieces_of_a_stream_are_saved_as_one_and_progress_in_its_last_state():
    changed = accepted_document(DOCUMENT, (1,), run("", (printed("10%\r"), printed("99%\n"))))
    assert changed["cells"][1]["outputs"] == [printed("99%\n")]
