"""One expression of a statement, and the names of the hooks around it."""

from dataclasses import dataclass, field

HOOK = "__nb2prod_hook__"
KEYS = "__nb2prod_keys__"
PASS = "__nb2prod_pass__"
BOUND = "__nb2prod_bound__"
ROW_LOOP = "RowLoop"  # kind of a site that is a whole loop from row to row


@dataclass
class Site:
    """One expression, and what was seen there."""

    statement: int
    kind: str
    start: tuple[int, int]
    end: tuple[int, int]
    parent: int | None
    loop: list[str]  # variables of the loops around it
    depth: int  # number of loops around it
    name: str | None
    method: str | None  # of a call: the name that is called
    names: list[str] = field(default_factory=list)  # read inside, where it is not looked into
    children: list[int] = field(default_factory=list)
    arguments: list[int] = field(default_factory=list)
    keywords: dict[str, int] = field(default_factory=dict)
    colours: list[str] = field(default_factory=list)
    type: str = ""
    in_pass: str = ""  # the colour of the table that the loop around it goes through
    length: int | None = None
    selects: bool = False  # some rows are left out, or their order changes
    adds: bool = False  # columns come or go
    halves: bool = False  # rows are dealt out to several tables
    levels: list[str] = field(default_factory=list)  # columns whose levels are looked for
    columns: list[str] = field(default_factory=list)  # that were chosen by their values
