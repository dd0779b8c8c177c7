"""One cell of the file's JSON becomes a Cell, or an error that names it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import NotebookError
from ..model.notebook import Cell

_KINDS = ("code", "markdown", "raw")
_REMEDY = "Open the notebook in Jupyter and save it again; Jupyter repairs the shape of cells."


def cell_of(raw: object, index: int, path: Path) -> Cell:
    """Return the cell with its text and outputs joined; a shape that we cannot read is an error."""
    if not isinstance(raw, Mapping):
        raise _malformed(path, index, f"is {_shown(raw)}, not an object")
    kind = raw.get("cell_type")
    if kind not in _KINDS:
        raise _malformed(path, index, f"has the type {_shown(kind)}; known are {', '.join(_KINDS)}")
    source = _source(raw.get("source", ""), index, path)
    cell_id = raw.get("id")
    count = raw.get("execution_count")
    return Cell(
        index=index,
        id=cell_id if isinstance(cell_id, str) else None,
        kind=kind,
        source=source,
        raw_tags=_raw_tags(raw.get("metadata"), index, source, path),
        execution_count=count if isinstance(count, int) else None,
        outputs=_outputs(raw.get("outputs"), index, path) if kind == "code" else (),
    )


def _source(value: object, index: int, path: Path) -> str:
    text = _joined(value)
    if text is None:
        raise _malformed(path, index, f"has a source that is {_shown(value)}, not text")
    if not _is_unicode(text):
        raise _malformed(path, index, "holds half of a character (a lone surrogate)")
    # Python reads all three line ends alike, and so must whoever counts lines
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _raw_tags(metadata: object, index: int, source: str, path: Path) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, Mapping) else None
    if tags is None:
        return ()
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        return tuple(tags)
    first_line = next((line for line in source.split("\n") if line.strip()), "")
    raise NotebookError(
        "NB111",
        f"the cell's tags are {_shown(tags)}; tags are a list of texts.",
        'Write them as "tags": ["prep"] in the cell\'s metadata, or set them in the lab\'s '
        "property inspector.",
        str(path),
        index,
        None,
        first_line,
    )


def _outputs(value: object, index: int, path: Path) -> tuple[Mapping[str, Any], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(output, Mapping) for output in value):
        raise _malformed(path, index, "has outputs that are not a list of objects")
    return tuple(_joined_output(output) for output in value)


def _joined_output(output: Mapping[str, Any]) -> Mapping[str, Any]:
    joined = dict(output)
    if "text" in joined:
        joined["text"] = _text_or_same(joined["text"])
    if isinstance(joined.get("data"), Mapping):
        joined["data"] = {
            mime: value if _is_json(mime) else _text_or_same(value)
            for mime, value in joined["data"].items()
        }
    return joined


def _is_json(mime: str) -> bool:
    # a list under a JSON type is a list, not the lines of a text
    return mime == "application/json" or mime.endswith("+json")


def _text_or_same(value: object) -> object:
    text = _joined(value)
    return value if text is None else text


def _joined(value: object) -> str | None:
    """Return the text that the file holds as a text or as a list of lines, or None."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _malformed(path: Path, index: int, what: str) -> NotebookError:
    return NotebookError("NB110", f"the cell {what}.", _REMEDY, str(path), index)
