"""A check's verdicts as text for people, as JSON for scripts, as JUnit and as GitHub's remarks."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from ..model.verdict import DIFFERS, FAILS, REMARKS, REPRODUCES, UNVERIFIED, NotebookVerdict

SCHEMA_VERSION = 1
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {REPRODUCES: "ok", REMARKS: "ok", DIFFERS: "differs", FAILS: "fails", UNVERIFIED: "?"}


def json_document(verdicts: Iterable[NotebookVerdict]) -> dict[str, Any]:
    """What `check --json` prints; described by docs/reference/check.schema.json."""
    return {
        "schema_version": SCHEMA_VERSION,
        "notebooks": [
            {
                "path": verdict.path,
                "verdict": verdict.verdict,
                "cause": verdict.cause,
                "cell_index": verdict.cell_index,
                "message": verdict.message,
                "cells": [
                    {
                        "cell_index": cell.cell_index,
                        "verdict": cell.verdict,
                        "cause": cell.cause,
                        "message": cell.message,
                    }
                    for cell in verdict.cells
                ],
            }
            for verdict in verdicts
        ],
    }


def text_lines(verdict: NotebookVerdict) -> tuple[str, ...]:
    """The verdict for the terminal: one line for the notebook, one for each cell with news."""
    cause = f" ({verdict.cause})" if verdict.cause else ""
    lines = [f"{verdict.path}: {verdict.verdict}{cause}"]
    if verdict.message:
        lines.append(f"    {verdict.message}")
    for cell in verdict.cells:
        if cell.verdict == REPRODUCES:
            continue
        why = f"  [{cell.cause}]" if cell.cause else ""
        mark = _MARKS[cell.verdict]
        lines.append(f"  {mark:8} cell {cell.cell_index + 1}: {cell.message}{why}")
    return tuple(lines)


def junit_document(verdicts: Iterable[NotebookVerdict]) -> str:
    """The verdicts as JUnit XML, one test case for each code cell."""
    suites = ElementTree.Element("testsuites")
    for verdict in verdicts:
        bad = [cell for cell in verdict.cells if cell.verdict in (DIFFERS, FAILS)]
        open_ones = [cell for cell in verdict.cells if cell.verdict == UNVERIFIED]
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=verdict.path,
            tests=str(len(verdict.cells)),
            failures=str(len(bad)),
            skipped=str(len(open_ones)),
        )
        for cell in verdict.cells:
            case = ElementTree.SubElement(
                suite, "testcase", classname=verdict.path, name=f"cell {cell.cell_index + 1}"
            )
            message = _CONTROL.sub("", cell.message)
            if cell.verdict in (DIFFERS, FAILS):
                ElementTree.SubElement(
                    case, "failure", message=message, type=cell.cause or cell.verdict
                )
            elif cell.verdict == UNVERIFIED:
                ElementTree.SubElement(case, "skipped", message=message)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True)


def github_lines(verdict: NotebookVerdict) -> tuple[str, ...]:
    """One workflow command for each cell that does not reproduce."""
    return tuple(
        f"::error file={verdict.path},title=cell {cell.cell_index + 1} {cell.verdict}::"
        f"{_escaped(cell.message)}"
        for cell in verdict.cells
        if cell.verdict in (DIFFERS, FAILS)
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
