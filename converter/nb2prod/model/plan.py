"""Every decision about the project, taken before a line of it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .findings import Finding
from .local_code import LocalFile
from .notebook import Magic, Place
from .proof import Claim
from .run import Column, FileRead, TypeName


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name of the parameters cell."""

    name: str
    default: str  # as Python source
    type: TypeName
    place: Place
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A name that enters or leaves a function."""

    name: str
    type: TypeName | None  # None: not observed


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement as it will stand in a function: its final text, comments above it included."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class FunctionPlan:
    """One function of the project, made of the statements of one group of cells."""

    name: str
    module: str  # load | prep | train | evaluate | predict; sections where they share names
    doc: str
    pieces: tuple[Piece, ...]
    inputs: tuple[Crossing, ...]
    outputs: tuple[Crossing, ...]
    changes: tuple[str, ...] = ()  # inputs that are changed in place, because others hold them too
    copies: tuple[str, ...] = ()  # inputs copied at entry, because they are changed in place
    result_type: str | None = None  # name of the NamedTuple when more than three values leave
    first_cell: int = 0
    last_cell: int = 0
    # False: it shares a cell with its neighbour, so no probe stands between them
    whole_cells: bool = True
    common: tuple[str, ...] = ()  # names that it binds for the whole module

    @property
    def qualified(self) -> str:
        """`prep.fill_gaps`."""
        return f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Signature:
    """What was seen of a function of the user: one type for an argument, or none that is sure."""

    parameters: tuple[Crossing, ...]
    returns: TypeName | None


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """One module that holds user code."""

    name: str
    imports: tuple[str, ...]  # import statements, one name each
    definitions: tuple[Piece, ...]  # functions, classes and constants of the user, in order
    functions: tuple[FunctionPlan, ...]
    defines: tuple[str, ...] = ()  # names bound by definitions
    borrows: Mapping[str, tuple[str, ...]] | None = None  # other module -> names imported from it
    common: tuple[str, ...] = ()  # names that its functions bind for the whole module
    signatures: Mapping[str, Signature] | None = None  # of functions among the definitions
    in_texts: tuple[str, ...] = ()  # imported names that stand in no code but in a text


@dataclass(frozen=True, slots=True)
class FrozenEntry:
    """A value learnt from the training table and replayed for each request."""

    name: str
    type: TypeName
    comment: str  # "median of weight_kg", from the expression
    place: Place
    text: str  # the notebook's expression


@dataclass(frozen=True, slots=True)
class LeftOutRows:
    """A choice of rows in training; a request's row that it would leave out is answered."""

    text: str  # the notebook's expression
    place: Place
    code: str = ""  # over the request's table, the rows that it keeps; empty: no row alone tells


@dataclass(frozen=True, slots=True)
class RowsPlan:
    """How one raw record becomes the model's input."""

    function: str  # prep_rows
    pieces: tuple[Piece, ...]
    gives: str  # the name of the table it returns
    frozen: tuple[FrozenEntry, ...]
    imports: tuple[str, ...] = ()
    # columns of the table it gives that predict reads; empty: not known
    reads: tuple[str, ...] = ()
    # of the raw table, where the statements name columns that no answer needs
    all_columns: tuple[str, ...] = ()
    # of these, the ones that are texts though a request brings none
    text_blanks: tuple[str, ...] = ()
    integer_columns: bool = False  # the raw table's columns are numbered, not named
    left_out: tuple[LeftOutRows, ...] = ()


@dataclass(frozen=True, slots=True)
class ServingPlan:
    """The service: what a request holds, and how it is answered."""

    rung: str
    request_table: str  # the notebook's name of the table whose rows are sent
    request_boundary: int  # cell index before which that table is captured
    columns: tuple[Column, ...]  # required and accepted in a request
    ignored: tuple[str, ...]  # accepted and ignored with a warning: the label, unused columns
    label: str | None
    predict: str  # qualified name of the function that answers
    predict_table: str  # the name under which it takes the table
    prediction: str  # the notebook's name of the answer
    prediction_columns: tuple[str, ...]  # empty: a scalar for each row
    artifacts: tuple[Crossing, ...]  # saved with the model: what predict reads besides the table
    rows: RowsPlan | None  # None on the rung `features`
    row_wise: bool = True
    stopped_by: str = ""  # the expression that stopped the next rung, with its cell and line
    table_kind: str = "frame"  # frame | array | tensor | sparse: what predict takes
    # index: the predicted rows are found by their label; all: every row, in order; rows
    row_ids: str = "all"
    # positions of the predicted rows in the request table, where row_ids is `rows`
    rows_asked: tuple[int, ...] = ()
    request_rows: int = 0  # rows of the request table; 0: not observed
    features_boundary: int = 0  # cell index before which predict's table is captured; 0: predict's
    table_dtype: str = ""  # of a tensor that predict takes: torch.float32


@dataclass(frozen=True, slots=True)
class Call:
    """One step of the pipeline: call a function with names, bind names."""

    function: str  # qualified
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainClaim:
    """Calls that are run on captured inputs and compared with captured outputs."""

    id: str
    calls: tuple[Call, ...]
    before: int  # cell index: inputs as captured right before it
    after: int  # cell index: outputs as captured right before it (== last cell + 1)
    changes: tuple[str, ...] = ()  # inputs that are changed in place, because others hold them too


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A statement of the notebook that the project does not have, and why."""

    place: Place
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A distribution that the project needs, with the kernel's version."""

    distribution: str
    version: str
    serve: bool  # needed by the service, not only in training


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the environment that holds what must not stand in the code."""

    name: str
    comment: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How models are kept: in the format of a framework, or pickled where that is empty."""

    framework: str = ""
    trusted: tuple[str, ...] = ()  # classes that a file may hold
    beside: str = ""  # the framework of what stands beside a network: a scaler
    beside_trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole project, decided."""

    package: str
    title: str  # of the notebook's first heading, else the package in words
    notebook_name: str
    notebook_sha256: str
    parameters: tuple[Parameter, ...]
    modules: tuple[ModulePlan, ...]
    calls: tuple[Call, ...]  # the pipeline, in the notebook's order
    results: tuple[Crossing, ...]  # what the last section binds
    metrics: tuple[str, ...]  # scalar names bound by evaluate
    serving: ServingPlan | None
    chains: tuple[ChainClaim, ...]
    claims: tuple[Claim, ...]  # every claim that proof must decide
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    magics: tuple[Magic, ...]
    requirements: tuple[Requirement, ...]
    files: tuple[FileRead, ...]
    python: str  # 3.11
    summary: str = ""  # first paragraph of the notebook's first markdown cell
    raw_table: str | None = None  # the loaded table that validation looks at
    raw_columns: tuple[Column, ...] = ()
    raw_rows: int = 0  # rows of that table; 0: not observed
    not_served: str = ""  # why there is no service, where there is none
    local_files: tuple[LocalFile, ...] = ()  # paths within the project, texts as they will stand
    # the notebook's own modules: `prep` -> `prep_module`, where the package has another `prep`
    local_modules: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()  # of the environment, without which nothing runs
    moves: bool = False  # a section changes the working folder
    kept: Kept = Kept()
    backend: str = ""  # of Keras: the library that computes
