"""
The panel's types are those of the wire.

`python -m tests.lab.test_types` writes them anew, for a reviewed change.
"""

import re
from pathlib import Path
from typing import Any

from jupyter_prod.answers import AnalyseBody, Job, JobBody, PreviewBody
from jupyter_prod.versions import Status
from nb2prod.errors import Nb2prodError
from nb2prod.model.analysis import Analysis, Preview
from nb2prod.model.project import FileChange
from nb2prod.model.proof import Claim
from nb2prod.model.verdict import NotebookVerdict
from nb2prod.wire import json_schema

FILE = Path(__file__).parents[2] / "labextension" / "src" / "api" / "types.ts"
KINDS = (Analysis, Preview, Job, AnalyseBody, PreviewBody, JobBody, Claim, FileChange)
HEAD = "// Made from the Python side by `python -m tests.lab.test_types`; a test compares them.\n"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def types_text() -> str:
    """The interfaces of all that goes over the wire."""
    definitions: dict[str, Any] = {}
    for kind in (*KINDS, NotebookVerdict):
        definitions |= json_schema(kind)["$defs"]
    status = {name: {"type": PLAIN_OF[kind]} for name, kind in Status.__annotations__.items()}
    definitions["Status"] = {
        "type": "object",
        "description": (Status.__doc__ or "").split("\n")[0],
        "properties": status,
    }
    error = json_schema(Nb2prodError)["$defs"]["Nb2prodError"]
    definitions["Failure"] = {
        **error,
        "properties": {
            name: kind for name, kind in error["properties"].items() if name != "findings"
        },
    }
    definitions["Refusal"] = {
        "description": "Why there is no answer.",
        "properties": {
            "error": {"$ref": "#/$defs/Failure"},
            "findings": {"type": "array", "items": {"$ref": "#/$defs/Finding"}},
        },
    }
    return HEAD + "".join(declared(name, found) for name, found in sorted(definitions.items()))


PLAIN_OF = {int: "integer", str: "string"}


def declared(name: str, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"\nexport type {name} = {union(schema['enum'])};\n"
    lines = [f"  {field}: {typed(kind)};" for field, kind in schema["properties"].items()]
    return "\n".join([f"\n/** {schema['description']} */", f"export interface I{name} {{", *lines,
                      "}\n"])  # fmt: skip


def typed(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return name if name in ("Severity", "Role") else f"I{name}"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(typed(member) for member in schema["anyOf"]))
    if "enum" in schema:
        return union(schema["enum"])
    kind = schema.get("type")
    if kind == "array" and "prefixItems" in schema:
        return f"[{', '.join(typed(item) for item in schema['prefixItems'])}]"
    if kind == "array":
        inner = typed(schema["items"])
        return f"({inner})[]" if re.search(r"[|]", inner) else f"{inner}[]"
    if kind == "object":
        return f"Record<string, {typed(schema['additionalProperties'])}>"
    return {**PLAIN, "null": "null"}.get(kind or "", "unknown")


def union(values: list[str]) -> str:
    return " | ".join(f"'{value}'" for value in values)


def same(text: str) -> str:
    """The text without what prettier decides."""
    return re.sub(r"[\s|]+", " ", text)


def test_the_types_of_the_panel_are_those_of_the_wire() -> None:
    assert same(FILE.read_text(encoding="utf-8")) == same(types_text()), (
        "run: python -m tests.lab.test_types"
    )


if __name__ == "__main__":
    FILE.write_text(types_text(), encoding="utf-8")
