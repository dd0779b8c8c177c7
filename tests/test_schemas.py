"""
The JSON that scripts rely on: each document has a schema in docs/reference/schemas, and follows it.

`python -m tests.test_schemas` writes the schemas anew, for a reviewed change.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from nb2prod.api import Cleaned, inspect, tag
from nb2prod.api_propose import Proposal
from nb2prod.api_prove import Proving
from nb2prod.cli import inspected, show
from nb2prod.errors import Nb2prodError
from nb2prod.explanations import Explanation, explanation
from nb2prod.model.difference import BUMPS, ProjectDifference, VersionDifference
from nb2prod.model.findings import Finding, Severity
from nb2prod.model.inspection import Inspection
from nb2prod.model.mutants import (
    CAUGHT,
    NEVER_REACHED,
    NO_DIFFERENCE,
    MutantVerdict,
    MutationReport,
)
from nb2prod.model.notebook import Place
from nb2prod.model.plan import (
    Crossing,
    FunctionPlan,
    LeftOut,
    ModulePlan,
    Piece,
    Plan,
    ServingPlan,
)
from nb2prod.model.project import CHANGES, FileChange
from nb2prod.model.proof import Claim, Proof
from nb2prod.model.run import Column, TypeName
from nb2prod.model.tagging import Tagging
from nb2prod.model.verdict import CAUSES, CellVerdict, NotebookVerdict
from nb2prod.wire import SCHEMA_VERSION, json_schema, to_json
from tests.notebooks import write_notebook

# it comes with nbformat, without types
Draft202012Validator: Any = import_module("jsonschema").Draft202012Validator

FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "schemas"
VERDICTS = ["reproduces", "reproduces with remarks", "differs", "fails", "unverified"]
STATUSES = ["proven", "refuted", "not checked"]
RUNGS = ["raw rows", "raw rows for a subset", "hybrid", "features", "function"]


def document_schema(title: str, properties: Mapping[str, Any], kinds: Mapping[str, Any]) -> Any:
    """The schema of one document: its own properties, and the types that they refer to."""
    definitions: dict[str, Any] = {}
    for kind in kinds.values():
        definitions |= kind.get("$defs", {})
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": {"schema_version": {"const": SCHEMA_VERSION}, **properties},
        "required": ["schema_version", *properties],
        "additionalProperties": False,
    }
    return {**schema, "$defs": narrowed(definitions)} if definitions else schema


def narrowed(definitions: dict[str, Any]) -> dict[str, Any]:
    """Texts that come from a fixed list, named as that list."""
    for name, field, values in (
        ("Claim", "status", STATUSES),
        ("MutantVerdict", "status", [CAUGHT, NEVER_REACHED, NO_DIFFERENCE]),
        ("CellVerdict", "verdict", VERDICTS),
        ("NotebookVerdict", "verdict", VERDICTS),
        ("CellVerdict", "cause", ["", *CAUSES]),
        ("NotebookVerdict", "cause", ["", *CAUSES]),
    ):
        if name in definitions:
            definitions[name]["properties"][field] = {"enum": values}
    return definitions


def whole(title: str, kind: type, **changes: Any) -> Any:
    """The schema of a data class that is a document of its own."""
    schema = json_schema(kind)
    properties = schema["$defs"].pop(kind.__name__)["properties"]
    return document_schema(title, {**properties, **changes}, {"self": schema})


def many(kind: type) -> tuple[dict[str, Any], dict[str, Any]]:
    schema = json_schema(kind)
    return {"type": "array", "items": {"$ref": schema["$ref"]}}, schema


def schemas() -> dict[str, Any]:
    """Each schema by its file's name."""
    claims, claim = many(Claim)
    findings, finding = many(Finding)
    notebooks, verdict = many(NotebookVerdict)
    mutants, mutant = many(MutantVerdict)
    text, rung = {"type": "string"}, {"enum": RUNGS}
    error = json_schema(Nb2prodError)["$defs"]["Nb2prodError"]
    fields = {name: field for name, field in error["properties"].items() if name != "findings"}
    conversion = {"folder": text, "package": text, "rung": rung, "claims": claims}
    changes, change = many(FileChange)
    change["$defs"]["FileChange"]["properties"]["what"] = {"enum": list(CHANGES)}
    conversion |= {"findings": findings, "files": {"type": "array", "items": text}}
    conversion["changes"] = changes
    conversion["rung_stopped_by"] = text
    failure = {"type": "object", "properties": fields, "required": list(fields)}
    number = {"type": "integer"}
    line = {"step": text, "done": number, "total": number, "detail": text}
    return {
        "check.json": document_schema(
            "nb2prod check --json", {"notebooks": notebooks}, {"verdicts": verdict}
        ),
        "clean.json": whole("nb2prod clean --json", Cleaned),
        "convert.json": document_schema(
            "nb2prod convert --json",
            conversion,
            {"claims": claim, "findings": finding, "changes": change},
        ),
        "diff.json": whole(
            "nb2prod diff PROJECT --json", ProjectDifference, bump={"enum": [*BUMPS]}
        ),
        "diff_versions.json": whole(
            "nb2prod diff PROJECT VERSION VERSION --json", VersionDifference
        ),
        "error.json": document_schema(
            "any verb with --json, on failure",
            {"error": failure, "findings": findings},
            {"findings": finding},
        ),
        "explain.json": whole("nb2prod explain --json", Explanation),
        "inspect.json": whole("nb2prod inspect --json", Inspection),
        "mutants.json": document_schema(
            "nb2prod prove --mutants --json",
            {"rung": rung, "claims": claims, "rung_stopped_by": text, "mutants": mutants},
            {"claims": claim, "mutants": mutant},
        ),
        "plan.json": whole("nb2prod plan --json", Plan),
        "progress.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "one line on stderr with --progress json",
            "type": "object",
            "properties": line,
            "required": list(line),
        },
        "tag.json": whole("nb2prod tag --json", Tagging),
        "proposal.json": whole("nb2prod prove --propose-map --json", Proposal),
        "prove.json": whole("nb2prod prove --json, and .nb2prod/proof.json", Proof, rung=rung),
    }


def written(schema: Any) -> str:
    return json.dumps(schema, indent=2) + "\n"


def check_follows(document: Any, name: str) -> None:
    """The document, as it goes over the wire, is what the published schema says."""
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(document)))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_the_one_of_the_code(name: str) -> None:
    published = (FOLDER / name).read_text(encoding="utf-8")
    assert published == written(schemas()[name]), "run: python -m tests.test_schemas"
    Draft202012Validator.check_schema(json.loads(published))


def test_no_schema_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(schemas())


def test_an_inspection_follows_its_schema(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "a.ipynb", "# %% perp\n%cd x\n# %% prep:a\n%time y = (\n# %%\n1"
    )
    check_follows(inspected.inspection(inspect(path)).document, "inspect.json")


def test_proposed_tags_follow_their_schema(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %%\nimport json\n# %% prep\nx = 1\n# %%\ny = (")
    check_follows(show.tagging(tag(path)).document, "tag.json")


def test_a_plan_follows_its_schema_and_names_what_matters() -> None:
    place = Place(3, "c", 2)
    clean = FunctionPlan(
        "clean", "prep", "Clean the stops.", (Piece("stops = stops.dropna()", place),),
        (Crossing("stops", TypeName("pandas", "DataFrame")),), (Crossing("stops", None),),
        first_cell=3, last_cell=4,
    )  # fmt: skip
    column = Column("boxes", "integer", "int64", 0, 9, minimum=1.0, maximum=9.0, examples=(1, 2))
    serving = ServingPlan(
        "features", "stops", 3, (column,), ("seconds",), "seconds", "predict.predict", "stops",
        "predicted", (), (), None, stopped_by="cell 4, line 2: stops.sort_values()",
    )  # fmt: skip
    plan = Plan(
        package="stops", title="Stops", notebook_name="stops.ipynb", notebook_sha256="0",
        parameters=(), modules=(ModulePlan("prep", (), (), (clean,)),), calls=(), results=(),
        metrics=(), serving=serving, chains=(), claims=(Claim("function:prep.clean", "it cleans"),),
        findings=(Finding("NB122", Severity.WARNING, "It is left out."),),
        left_out=(LeftOut(place, "stops.head()", "it only shows"),), magics=(), requirements=(),
        files=(), python="3.11",
    )  # fmt: skip
    shown = show.plan(plan)
    check_follows(shown.document, "plan.json")
    assert "prep.clean  stops  stops  cells 4 to 5" in shown.text
    assert "The service takes features: boxes." in shown.text
    assert "The next rung was stopped by cell 4, line 2: stops.sort_values()" in shown.text
    assert "function:prep.clean" in shown.text
    assert re.search(r"cell 4 +stops\.head\(\) +it only shows", shown.text)
    assert "stops.ipynb: warning NB122 It is left out." in shown.text
    assert shown.exit_code == 0


def test_a_proof_follows_its_schema() -> None:
    claim = Claim("a", "b", "proven", 3, 0.0, float("inf"), "", 3, 4)
    check_follows(
        show.proving(Proving(Proof("features", (claim, replace(claim, rows=None))))).document,
        "prove.json",
    )


def test_a_proof_with_broken_copies_follows_its_schema() -> None:
    caught = MutantVerdict("other number", "src/a/b.py", 3, "f", "1 becomes 2", CAUGHT, "a", "b")
    unseen = replace(caught, status=NEVER_REACHED, claim="", reason="")
    shown = show.proving(Proving(Proof("features", ()), MutationReport((caught, unseen))))
    check_follows(shown.document, "mutants.json")
    assert "src/a/b.py:3  other number  1 becomes 2  never exercised by the data" in shown.text
    assert "Broken on purpose in 2 ways: a claim noticed 1." in shown.text


def test_a_proposed_map_follows_its_schema() -> None:
    shown = show.proposal(Proposal("trips", "[tool.nb2prod]", 1, 2, ("trips.a:f(x)",)))
    check_follows(shown.document, "proposal.json")
    assert "# nothing was found for trips.a:f(x)" in shown.text


def test_verdicts_follow_their_schema() -> None:
    cell = CellVerdict(0, "differs", "clock", "m")
    verdict = NotebookVerdict("a", "differs", "clock", 0, "m", (cell, CellVerdict(1, "reproduces")))
    check_follows(show.verdicts((verdict,)).document, "check.json")


def test_an_explanation_follows_its_schema() -> None:
    check_follows(show.explanation(explanation("NB113")).document, "explain.json")


def test_what_was_cleaned_follows_its_schema() -> None:
    check_follows(show.cleaned(Cleaned(Path("a"), 1, 2)).document, "clean.json")


def test_a_wrong_status_does_not_follow() -> None:
    schema = json.loads((FOLDER / "prove.json").read_text(encoding="utf-8"))
    document = show.proving(Proving(Proof("features", (Claim("a", "b", "surely"),)))).document
    assert not Draft202012Validator(schema).is_valid(document)


def test_a_type_may_hold_itself() -> None:
    schema = json_schema(TypeName)
    nested = TypeName("", "list", (TypeName("", "str"),))
    Draft202012Validator(schema).validate(to_json(nested))
    assert not Draft202012Validator(schema).is_valid({"module": "", "name": "x", "arguments": [1]})


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file_name, published_schema in schemas().items():
        (FOLDER / file_name).write_text(written(published_schema), encoding="utf-8")
