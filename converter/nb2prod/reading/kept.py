"""The notebook that a project keeps: without outputs, and without secrets."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..model.notebook import Cell, Secret
from ..secrecy import hidden, hidden_code, hidden_text
from .ipynb import as_text, stripped
from .magics import python_cell

_IMPORT = re.compile(r"^(?:import os$|(?:import|from) (?!__future__))", re.MULTILINE)
_IMPORTED = "os.environ"
_ALONE = '__import__("os").environ'


def kept_notebook(path: Path, secrets: Sequence[Secret]) -> bytes:
    """The notebook's bytes; each secret is read from the environment, lines stay where they are."""
    content = stripped(path)
    if not secrets:
        return content
    document: dict[str, Any] = json.loads(content)
    environment = _ALONE
    for cell in document["cells"]:
        source = cell.get("source", "")
        text = "".join(source) if isinstance(source, list) else source
        if cell.get("cell_type") == "code":
            if environment is _ALONE and (found := _IMPORT.search(text)):
                #   import pandas as pd      import os; import pandas as pd
                if found[0].split() != ["import", "os"]:
                    text = f"{text[: found.start()]}import os; {text[found.start() :]}"
                environment = _IMPORTED
            text = _code(text, secrets, environment)
        cell["source"] = hidden_text(text, secrets, quoted=cell.get("cell_type") == "code")
    return as_text(hidden(document, secrets)).encode()


def _code(text: str, secrets: Sequence[Secret], environment: str) -> str:
    def call(name: str) -> str:
        return f'{environment}["{name}"]'

    translated = python_cell(Cell(0, None, "code", text))
    if translated.source == text:
        return hidden_code(text, secrets, call)
    lines = text.split("\n")
    magic = {m.place.line: m for m in translated.magics}
    if any(line.startswith("%%") for line in lines[:1]):
        return hidden_text(text, secrets)
    for number, found in magic.items():
        #   %env API_KEY=sk-...     set it before the notebook starts
        if (
            found.text.startswith(("%env", "%set_env"))
            and hidden_text(found.text, secrets) != found.text
        ):
            name = found.text.split(None, 1)[1].split("=")[0].split()[0]
            lines[number - 1] = f"# {name} is set before the notebook starts"
    blank = [lines[n - 1] if n in magic else None for n in range(1, len(lines) + 1)]
    plain = "\n".join(
        "pass" if held is not None else line for held, line in zip(blank, lines, strict=True)
    )
    done = hidden_code(plain, secrets, call).split("\n")
    if len(done) != len(lines):
        return hidden_text("\n".join(lines), secrets, quoted=True)
    return "\n".join(
        hidden_text(held, secrets, quoted=True) if held is not None else line
        for held, line in zip(blank, done, strict=True)
    )
