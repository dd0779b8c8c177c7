"""A file that is there and cannot be read: it is damaged, or something else was written over it."""

import ast
import re

from .failure import Diagnosis, Failure, parsed

_ERRORS = frozenset(
    {"UnicodeDecodeError", "ParserError", "EmptyDataError", "BadZipFile", "BadGzipFile"}
    | {"JSONDecodeError", "UnpicklingError", "ArrowInvalid"}
)
_WRITES = re.compile(r"\b(dump|to_[a-z]+|save\w*|write\w*)\(|[\"'](w|wb|a|ab)[\"']")


def unreadable_file(failure: Failure) -> Diagnosis | None:
    """The file that the failed line names, where it is there and its content is not as expected."""
    names = _texts(failure.line_text)
    paths = [name for name in names if name and (failure.folder / name).is_file()]
    if failure.name not in _ERRORS or len(paths) != 1:
        return None
    path = paths[0]
    message = f"`{path}` cannot be read: {failure.name}: {failure.value[:200]}"
    #   data = pd.read_csv("orders.csv")     ...     joblib.dump(model, "orders.csv")
    writers = [
        cell.index + 1
        for cell in failure.notebook.code_cells
        if cell.index != failure.cell.index
        and any(path in _texts(line) and _WRITES.search(line) for line in cell.source.splitlines())
    ]
    if writers:
        message += f"; cell {writers[0]} writes a file of that name"
        remedy = f"Put the data back, and let cell {writers[0]} write to another file."
    elif failure.name == "UnicodeDecodeError":
        remedy = "Name its encoding where it is read, as in encoding='latin-1', or put it back."
    else:
        remedy = "Put the file back as it was, or read it as what it is."
    return Diagnosis("NB411", "data changed", message, remedy)


def _texts(line: str) -> list[str]:
    found = (node for node in ast.walk(parsed(line.strip())) if isinstance(node, ast.Constant))
    return [node.value for node in found if isinstance(node.value, str)]
