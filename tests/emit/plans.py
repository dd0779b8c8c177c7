"""Plans made by hand: one with columns of every family, one for arrays, one without a service."""

from dataclasses import replace

from nb2prod.model.notebook import Magic, Place
from nb2prod.model.plan import (
    Call,
    ChainClaim,
    Crossing,
    FrozenEntry,
    FunctionPlan,
    LeftOut,
    ModulePlan,
    Parameter,
    Piece,
    Plan,
    Requirement,
    RowsPlan,
    ServingPlan,
)
from nb2prod.model.proof import NOT_CHECKED, PROVEN, Claim, Proof
from nb2prod.model.run import Column, TypeName

FRAME = TypeName("pandas", "DataFrame")
FLOAT = TypeName("", "float")
INT = TypeName("", "int")
TEXT = TypeName("", "str")

WEIGHT = Column(
    name="weight_kg",
    family="number",
    dtype="float64",
    nulls=240,
    distinct=900,
    minimum=0.2,
    maximum=31.5,
    low=1.1,
    high=28.0,
    examples=(23.2, None, 17.5),
)
ITEMS = Column(
    name="items",
    family="integer",
    dtype="int64",
    nulls=0,
    distinct=60,
    minimum=1,
    maximum=64,
    low=3.0,
    high=52.0,
    examples=(41, 20, 40),
)
FLOOR = Column(
    name="floor (0 = ground)",
    family="integer",
    dtype="float64",
    nulls=100,
    distinct=7,
    minimum=0,
    maximum=6,
    low=0.0,
    high=5.0,
    examples=(3, None, 0),
)
AREA = Column(
    name="area",
    family="text",
    dtype="str",
    nulls=0,
    distinct=3,
    levels=("rural", "suburban", "urban"),
    levels_complete=True,
    examples=("urban", "suburban", "urban"),
    maximum_length=8,
)
CUSTOMER = Column(
    name="customer_id",
    family="text",
    dtype="str",
    nulls=0,
    distinct=400,
    examples=("C040", "C364", "C024"),
    maximum_length=4,
)
PARKING = Column(
    name="parking",
    family="category",
    dtype="category",
    nulls=30,
    distinct=3,
    levels=("easy", "hard", "street"),
    levels_complete=True,
    examples=("street", None, "easy"),
)
ELEVATOR = Column(
    name="class",
    family="boolean",
    dtype="bool",
    nulls=0,
    distinct=2,
    levels=(False, True),
    levels_complete=True,
    examples=(True, False, True),
)
ARRIVED = Column(
    name="arrived_at",
    family="datetime",
    dtype="datetime64[us]",
    nulls=0,
    distinct=1990,
    minimum="2025-01-06 08:07:00",
    maximum="2025-07-05 19:44:00",
    examples=("2025-01-06 08:07:00", "2025-01-06 08:09:00", "2025-01-06 08:24:00"),
)
SECONDS = Column(
    name="seconds",
    family="number",
    dtype="float64",
    nulls=11,
    distinct=800,
    minimum=2.0,
    maximum=14_000.0,
    low=41.0,
    high=1210.0,
    examples=(None, 378.0, 435.0),
)
COLUMNS = (WEIGHT, ITEMS, FLOOR, AREA, CUSTOMER, PARKING, ELEVATOR, ARRIVED)

SERVING = ServingPlan(
    row_ids="index",
    rung="raw rows",
    request_table="stops",
    request_boundary=5,
    columns=COLUMNS,
    ignored=("seconds",),
    label="seconds",
    predict="predict.predicted",
    predict_table="test",
    prediction="predicted",
    prediction_columns=(),
    artifacts=(Crossing("model", TypeName("lightgbm.sklearn", "LGBMRegressor")),),
    rows=RowsPlan(
        function="prep_rows",
        gives="test",
        pieces=(Piece("stops = stops.copy()", Place(5, "e", 1)),),
        frozen=(
            FrozenEntry(
                "kg_per_item",
                FLOAT,
                "",
                Place(7, "g", 6),
                "kg_per_item",
            ),
        ),
    ),
)


def service_plan() -> Plan:
    """How long the van stands at a door: every part of a plan that a service has."""
    drop = FunctionPlan(
        name="drop_absurd_stops",
        module="prep",
        doc="Stops that were no stops.",
        pieces=(
            Piece("stops = stops[stops['seconds'].between(20, 3600)].copy()", Place(5, "e", 2)),
        ),
        inputs=(Crossing("stops", FRAME),),
        outputs=(Crossing("stops", FRAME),),
        first_cell=5,
        last_cell=5,
    )
    mend = FunctionPlan(
        name="mend_the_order",
        module="prep",
        doc="Fill missing weights.",
        pieces=(
            Piece(
                '# offline\nkg_per_item = (stops["weight_kg"] / stops["items"]).median()',
                Place(7, "g", 6),
            ),
        ),
        inputs=(Crossing("stops", FRAME),),
        outputs=(Crossing("stops", FRAME), Crossing("kg_per_item", FLOAT)),
        first_cell=7,
        last_cell=7,
    )
    fit = FunctionPlan(
        name="train_model",
        module="train",
        doc="LightGBM on the absolute error.",
        pieces=(),
        inputs=(Crossing("stops", FRAME),),
        outputs=(Crossing("model", None),),
        first_cell=9,
        last_cell=9,
    )
    answer = FunctionPlan(
        name="predicted",
        module="predict",
        doc="Whole seconds.",
        pieces=(),
        inputs=(Crossing("test", FRAME), Crossing("model", None)),
        outputs=(Crossing("predicted", TypeName("numpy", "ndarray")),),
        first_cell=11,
        last_cell=11,
    )
    load = FunctionPlan(
        name="stops",
        module="load",
        doc="Load the stops.",
        pieces=(),
        inputs=(Crossing("data_path", TEXT),),
        outputs=(Crossing("stops", FRAME),),
        first_cell=3,
        last_cell=3,
    )
    score = FunctionPlan(
        name="mae",
        module="evaluate",
        doc="Is it worth it?",
        pieces=(),
        inputs=(Crossing("test", FRAME), Crossing("predicted", None)),
        outputs=(Crossing("mae", FLOAT),),
        first_cell=13,
        last_cell=13,
    )
    return Plan(
        package="service_time",
        title="How long will the van stand there?",
        notebook_name="service_time.ipynb",
        notebook_sha256="ab" * 32,
        parameters=(
            Parameter("data_path", '"data/stops.csv"', TEXT, Place(2, "c", 1)),
            Parameter("seed", "11", INT, Place(2, "c", 2)),
            Parameter("longest_stop", "3600", INT, Place(2, "c", 3), "above this it was lunch"),
        ),
        modules=tuple(
            ModulePlan(functions[0].module, ("import pandas as pd",), (), functions)
            for functions in ((load,), (drop, mend), (fit,), (score,), (answer,))
        ),
        calls=(
            Call("load.stops", ("data_path",), ("stops",)),
            Call("prep.drop_absurd_stops", ("stops",), ("stops",)),
            Call("prep.mend_the_order", ("stops",), ("stops", "kg_per_item")),
            Call("train.train_model", ("stops",), ("model",)),
            Call("predict.predicted", ("test", "model"), ("predicted",)),
            Call("evaluate.mae", ("test", "predicted"), ("mae",)),
        ),
        results=(Crossing("predicted", TypeName("numpy", "ndarray")), Crossing("mae", FLOAT)),
        metrics=("mae",),
        serving=SERVING,
        chains=(
            ChainClaim(
                "function:prep.drop_absurd_stops",
                (Call("prep.drop_absurd_stops", ("stops",), ("stops",)),),
                5,
                6,
            ),
            ChainClaim(
                "function:prep.mend_the_order",
                (Call("prep.mend_the_order", ("stops",), ("stops", "kg_per_item")),),
                7,
                8,
            ),
        ),
        claims=CLAIMS,
        findings=(),
        left_out=(
            LeftOut(Place(3, "d", 2), "stops.head()", "only displays"),
            LeftOut(Place(10, "k", 1), "stops.plot.hist()", "only displays"),
        ),
        magics=(
            Magic(
                Place(1, "b", 1), "%matplotlib inline", "dropped", "sets up the notebook's display"
            ),
        ),
        requirements=(
            Requirement("lightgbm", "4.7.0", serve=True),
            Requirement("numpy", "2.4.6", serve=True),
            Requirement("optuna", "5.0.0", serve=False),
            Requirement("pandas", "3.1.1", serve=True),
            Requirement("scikit-learn", "1.9.1", serve=True),
        ),
        files=(),
        python="3.11",
        summary=(
            "The route planner counts seven minutes for every stop. "
            "This notebook learns the seconds at the door."
        ),
        raw_table="stops",
        raw_columns=(*COLUMNS, SECONDS),
        raw_rows=2000,
    )


def array_plan() -> Plan:
    """A service whose prediction takes an array: its columns have no names of their own."""
    columns = (
        replace(WEIGHT, name="0", nulls=0, examples=(1.5, 2.0)),
        replace(ITEMS, name="1", examples=(3, 4)),
    )
    serving = replace(
        SERVING,
        rung="features",
        columns=columns,
        ignored=(),
        label=None,
        rows=None,
        table_kind="array",
        row_ids="all",
        stopped_by="cell 8, line 3: `X = pca.fit_transform(X)`",
    )
    return replace(service_plan(), serving=serving)


def report_plan() -> Plan:
    """A notebook without a model: a table in, a table out."""
    plan = service_plan()
    keep = ("load", "prep")
    return replace(
        plan,
        package="monthly_report",
        title="Monthly report",
        notebook_name="Monthly report.ipynb",
        modules=tuple(module for module in plan.modules if module.name in keep),
        calls=plan.calls[:2],
        results=(Crossing("stops", FRAME),),
        metrics=(),
        serving=None,
        claims=tuple(claim for claim in CLAIMS if not claim.id.startswith("service")),
        requirements=tuple(
            item for item in plan.requirements if item.distribution in ("numpy", "pandas")
        ),
    )


CLAIMS = (
    Claim(
        "function:prep.drop_absurd_stops",
        "prep.drop_absurd_stops gives the notebook's `stops`",
        cell_index=5,
    ),
    Claim(
        "function:prep.mend_the_order",
        "prep.mend_the_order gives the notebook's `stops`",
        cell_index=7,
    ),
    Claim("pipeline:run", "pipeline.run gives the notebook's results"),
    Claim("service:all rows", "the service answers what the notebook predicted"),
)


def proof_of(plan: Plan) -> Proof:
    """Everything proven but the last claim, which was not checked."""
    decided = tuple(
        replace(claim, status=PROVEN, rows=2000, tolerance=0.0, max_difference=0.0, reason="")
        for claim in plan.claims[:-1]
    )
    last = replace(plan.claims[-1], status=NOT_CHECKED, reason="no environment")
    rung = plan.serving.rung if plan.serving else "function"
    return Proof(rung, (*decided, last), plan.serving.stopped_by if plan.serving else "")
