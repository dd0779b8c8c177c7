"""The claims map of a project, `[tool.nb2prod]` in its pyproject: all that the proof knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import OptionsError
from ..model.proof import RUNGS, Claim

TOLERANCE = 1e-9
# a network of float32 keeps seven digits, and sums a row alone in another order than among others
SINGLE = 1e-5

INDEPENDENT = "project:independent"
PIPELINE = "pipeline:run"
SAME_MODEL = "train:same model"
FEATURES = "rows:features"
ONE_ROW = "service:one row"
ALL_ROWS = "service:all rows in shuffled batches"
NO_LABEL = "service:without the label"
PROBES = "service:probes"
BATCH = "batch:all rows"
SETTINGS = "settings:environment"


@dataclass(frozen=True, slots=True)
class MappedCall:
    """One call: `package.module:function`, the names it takes and the names it binds."""

    function: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[str, ...] = ()  # what the function calls its inputs; none: as the notebook
    fields: tuple[str, ...] = ()  # what its result calls the outputs; none: they come in order


@dataclass(frozen=True, slots=True)
class Chain:
    """Calls between two probes of the run."""

    id: str
    before: int
    after: int
    calls: tuple[MappedCall, ...]
    changes: tuple[str, ...] = ()  # arguments that are changed in place on purpose

    @property
    def unchanged(self) -> str:
        """The id of the claim that the calls leave their arguments alone."""
        return f"unchanged:{self.id.removeprefix('function:')}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names that must be captured before: those that no earlier call of the chain binds."""
        bound: set[str] = set()
        names: list[str] = []
        for call in self.calls:
            names += [name for name in call.inputs if name not in bound and name not in names]
            bound.update(call.outputs)
        return tuple(names)

    @property
    def outputs(self) -> tuple[str, ...]:
        """All names that the calls bind, in order."""
        return tuple(dict.fromkeys(name for call in self.calls for name in call.outputs))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The function that runs everything, and the results that the notebook has too."""

    run: str
    results: tuple[str, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Service:
    """Which rows are sent, and which prediction belongs to which row."""

    request_table: str
    request_before: int
    columns: tuple[str, ...]
    prediction: str
    prediction_after: int
    row_ids: str  # index | all | rows
    label: str | None
    rows_asked: tuple[int, ...] = ()  # positions in the request table, where row_ids is `rows`
    predict_rows: str = ""  # `package.module:function`: a table of requests in, answers out
    single: bool = False  # answers are computed with seven digits, in single precision


@dataclass(frozen=True, slots=True)
class Features:
    """The table that the model was asked about, as the notebook made it."""

    table: str
    before: int
    columns: tuple[str, ...] = ()  # those that the model reads; none named: all that both have
    rows: str = ""  # `package.module:function`: a table of requests in, one of features out


@dataclass(frozen=True, slots=True)
class Settings:
    """The function that reads the settings, and the variable of the environment for each."""

    read: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimsMap:
    """What a project claims, by the notebook's names."""

    package: str
    source: str
    rung: str
    notebook_folder: str
    chains: tuple[Chain, ...]
    pipeline: Pipeline | None
    service: Service | None
    features: Features | None
    tolerance: float
    rung_stopped_by: str
    row_wise: bool = True  # an answer does not depend on the rows beside it
    settings: Settings | None = None


def read_claims_map(table: Mapping[str, Any]) -> ClaimsMap:
    """The claims map, checked: a person may have written it."""
    try:
        service = table.get("service")
        pipeline = table.get("pipeline")
        features = table.get("features") or (service or {}).get("features")
        settings = table.get("settings")
        claims = ClaimsMap(
            package=_package(table["package"]),
            source=str(table.get("source", "src")),
            rung=str(table.get("rung", "function")),
            notebook_folder=str(table.get("notebook_folder", ".")),
            chains=tuple(_chain(item) for item in table.get("chains", ())),
            pipeline=_pipeline(pipeline) if pipeline else None,
            service=_service(service) if service else None,
            features=_features(features) if features else None,
            tolerance=float(table.get("tolerance", TOLERANCE)),
            rung_stopped_by=str(table.get("rung_stopped_by", "")),
            row_wise=bool(table.get("row_wise", True)),
            settings=_settings(settings) if settings else None,
        )
    except KeyError as error:
        raise _wrong(f"the key {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise _wrong(str(error)) from error
    if claims.rung not in RUNGS:
        raise _wrong(f"rung {claims.rung!r} is none of {', '.join(RUNGS)}")
    ids = [chain.id for chain in claims.chains]
    if len(ids) != len(set(ids)):
        raise _wrong("two chains have the same id")
    return claims


def planned_claims(claims_map: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Every claim that the proof must decide, in the order in which it is looked at."""
    claims = read_claims_map(claims_map)
    planned = [Claim(INDEPENDENT, f"{claims.package} imports without the converter")]
    for chain in claims.chains:
        functions = " > ".join(
            call.function.partition(".")[2].replace(":", ".") for call in chain.calls
        )
        planned.append(
            Claim(
                chain.id,
                f"{functions} gives the notebook's {_names(chain.outputs)}",
                cell_index=chain.before,
            )
        )
        planned.append(
            Claim(
                chain.unchanged,
                f"{functions} leaves its {'other ' if chain.changes else ''}arguments as they were",
                cell_index=chain.before,
            )
        )
    if claims.pipeline:
        subject = f"a fresh process gives the notebook's {_names(claims.pipeline.results)}"
        planned.append(Claim(PIPELINE, subject))
    if claims.settings:
        names = _names(tuple(claims.settings.variables))
        planned.append(Claim(SETTINGS, f"the environment sets {names}, each by its own variable"))
    if claims.service:
        planned += _service_claims(claims, claims.service)
    return tuple(planned)


def _service_claims(claims: ClaimsMap, service: Service) -> list[Claim]:
    same = f"equal the notebook's `{service.prediction}`"
    planned = [Claim(SAME_MODEL, f"the registered version's predictions {same}")]
    if claims.features:
        subject = f"single raw rows become the notebook's `{claims.features.table}`"
        planned.append(Claim(FEATURES, subject))
    planned += [
        Claim(ONE_ROW, f"answers to single rows {same}"),
        Claim(ALL_ROWS, f"answers to rows in small shuffled batches {same}"),
    ]
    if service.label:
        planned.append(Claim(NO_LABEL, f"answers do not depend on `{service.label}`"))
    planned += [
        Claim(PROBES, "odd requests are answered or refused, never a crash"),
        Claim(BATCH, f"predictions of the batch command {same}"),
    ]
    return planned


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "effects"


def _chain(item: Mapping[str, Any]) -> Chain:
    calls = tuple(_call(call) for call in item["calls"])
    changes = tuple(str(name) for name in item.get("changes", ()))
    return Chain(str(item["id"]), int(item["before"]), int(item["after"]), calls, changes)


def _call(item: Mapping[str, Any]) -> MappedCall:
    parameters, inputs = _renamed(item.get("inputs", ()))
    fields, outputs = _renamed(item.get("outputs", ()))
    return MappedCall(_reference(item["function"]), inputs, outputs, parameters, fields)


def _renamed(told: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    The function's own names, where they are given, and the notebook's.

    >>> _renamed(["stops", "seed"])
    ((), ('stops', 'seed'))
    >>> _renamed({"table": "stops"})
    (('table',), ('stops',))
    """
    if isinstance(told, Mapping):
        return tuple(told), tuple(str(name) for name in told.values())
    return (), tuple(told)


def _pipeline(item: Mapping[str, Any]) -> Pipeline:
    return Pipeline(_reference(item["run"]), tuple(item["results"]), int(item["after"]))


def _service(item: Mapping[str, Any]) -> Service:
    row_ids = str(item.get("row_ids", "all"))
    if row_ids not in ("index", "all", "rows"):
        raise ValueError(f'row_ids is {row_ids!r}, none of "index", "all", "rows"')
    return Service(
        request_table=str(item["request_table"]),
        request_before=int(item["request_before"]),
        columns=tuple(item["columns"]),
        prediction=str(item["prediction"]),
        prediction_after=int(item["prediction_after"]),
        row_ids=row_ids,
        label=str(item["label"]) if item.get("label") else None,
        rows_asked=_places(item.get("rows_asked", ())),
        predict_rows=_reference(item["predict_rows"]) if "predict_rows" in item else "",
        single=bool(item.get("single_precision", False)),
    )


def _settings(item: Mapping[str, Any]) -> Settings:
    variables = {str(name): str(variable) for name, variable in item["variables"].items()}
    return Settings(_reference(item["read"]), variables)


def _places(told: Any) -> tuple[int, ...]:
    # a file's name where the claims are only listed; the proof reads the file
    return () if isinstance(told, str) else tuple(int(place) for place in told)


def _features(item: Mapping[str, Any]) -> Features:
    columns = tuple(item.get("columns", ()))
    rows = _reference(item["rows"]) if "rows" in item else ""
    return Features(str(item["table"]), int(item["before"]), columns, rows)


def _package(name: Any) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise ValueError(f"package {name!r} is no Python name")
    return name


def _reference(text: Any) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"[\w.]+:[\w.]+", text):
        raise ValueError(f"{text!r} is not of the form `package.module:function`")
    return text


def _wrong(what: str) -> OptionsError:
    return OptionsError(
        "NB601",
        f"[tool.nb2prod] in the project's pyproject.toml cannot be used: {what}.",
        "It maps the notebook's sections to the project's functions; convert again, or mend it.",
    )
