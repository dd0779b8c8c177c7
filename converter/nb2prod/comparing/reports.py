"""A check's verdicts for build servers: as JUnit XML and as GitHub's workflow commands."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from ..model.verdict import DIFFERS, FAILS, UNVERIFIED, NotebookVerdict

_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
