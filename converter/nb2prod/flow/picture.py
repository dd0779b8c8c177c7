"""From the flow to the picture: sections in order, and the names that cross between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Cell, Notebook, Role
from ..model.picture import Picture, PictureCell, Section, Thread
from .grouping import heading

_ROLES = (*SECTION_ROLES, Role.PARAMETERS, Role.IMPORTS)


@dataclass
class _Crossings:
    """What a walk through the sections finds."""

    makers: dict[str, int] = field(default_factory=dict)  # name -> section that set it last
    functions: set[str] = field(default_factory=set)
    readers: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    missing: dict[int, list[str]] = field(default_factory=dict)


def picture_of(notebook: Notebook, flow: Flow) -> Picture:
    """The picture of a notebook; one without roles is cut at its headings."""
    sections = _sections(notebook, flow)
    found = _crossings(flow, sections)
    groups = {index: group.number for group in flow.groups for index in group.cells}
    joined = _joined(sections, found, groups)
    if joined != sections:
        sections, found = joined, _crossings(flow, joined)
    threads = tuple(
        Thread(name, source, tuple(readers), name in found.functions)
        for (source, name), readers in sorted(found.readers.items())
    )
    return Picture(
        notebook.path.name,
        tuple(
            replace(
                section,
                takes=tuple(sorted({t.name for t in threads if n in t.readers})),
                gives=tuple(sorted({t.name for t in threads if t.source == n})),
                missing=tuple(found.missing.get(n, ())),
            )
            for n, section in enumerate(sections)
        ),
        threads,
    )


def _sections(notebook: Notebook, flow: Flow) -> tuple[Section, ...]:
    groups = {index: group for group in flow.groups for index in group.cells}
    tagged = any(tag.role in _ROLES for cell in notebook.cells for tag in cell.tags)
    sections: list[tuple[object, Section]] = []
    title = ""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            title = heading(cell.source) or title
        if cell.kind != "code" or not cell.source.strip():
            continue
        role = next((tag.role for tag in cell.tags if tag.role in _ROLES), None)
        group = groups.get(cell.index)
        key: object = (role, group.number if group else role) if tagged else title
        if sections and sections[-1][0] == key:
            sections[-1] = key, _longer(sections[-1][1], cell)
            continue
        said = (group.step or group.title or "") if group else "" if tagged else title
        sections.append((key, Section(str(role or ""), said, (_short(cell),))))
    return tuple(section for _, section in sections)


def _joined(
    sections: Sequence[Section], found: _Crossings, groups: Mapping[int, int]
) -> tuple[Section, ...]:
    """The sections, where cells of one group are together though idle cells lie in between."""
    #   prep   df = df.dropna()
    #          df.head()               untagged: gives nothing to anybody
    #   prep   df = df[df.a > 0]
    busy = {source for source, _ in found.readers} | set(found.missing)
    joined: list[Section] = []
    idle: list[Section] = []
    for number, section in enumerate(sections):
        group = groups.get(section.cells[0].index)
        if not section.role and number not in busy and joined and joined[-1].role:
            idle.append(section)
        elif joined and group is not None and groups.get(joined[-1].cells[0].index) == group:
            aside = (*joined[-1].aside, *(cell for strip in idle for cell in strip.cells))
            cells = (*joined[-1].cells, *section.cells)
            joined[-1] = replace(joined[-1], cells=cells, aside=aside)
            idle = []
        else:
            joined += [*idle, section]
            idle = []
    return (*joined, *idle)


def _longer(section: Section, cell: Cell) -> Section:
    return replace(section, cells=(*section.cells, _short(cell)))


def _short(cell: Cell) -> PictureCell:
    #   # the scale is offline on some days      says less than the code below it
    #   %%capture                              nor does that
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    code = [line for line in lines if not line.startswith(("#", "%", "!"))]
    work = [line for line in code if not line.startswith(("import ", "from "))]
    return PictureCell(cell.index, (work or code or lines or [""])[0])


def _crossings(flow: Flow, sections: Sequence[Section]) -> _Crossings:
    number_of = {
        cell.index: number
        for number, section in enumerate(sections)
        for cell in (*section.cells, *section.aside)
    }
    own = {cell.index for section in sections for cell in section.cells}
    tagged = any(section.role for section in sections)
    found = _Crossings()
    bodies: dict[str, frozenset[str]] = {}
    imported: set[str] = set()
    for statement in flow.statements:
        here = number_of.get(statement.place.cell_index)
        if here is None:
            continue
        effects = statement.effects
        if statement.kind == "import":
            imported |= effects.binds | effects.may_bind
            continue
        if statement.kind == "definition":
            bodies.update(dict.fromkeys(effects.binds, effects.late))
            found.functions |= effects.binds
        for name in _read(statement, bodies, flow, imported):
            outside = tagged and not (sections[here].role and statement.place.cell_index in own)
            _note(found, name, here, outside)
        # a name that nobody made does not exist by being changed
        changed = effects.mutates & found.makers.keys()
        for name in effects.binds | effects.may_bind | changed:
            if statement.kind != "definition":
                found.functions.discard(name)
            if name not in imported:
                found.makers[name] = here
    return found


def _read(
    statement: Statement,
    bodies: Mapping[str, frozenset[str]],
    flow: Flow,
    imported: Iterable[str],
) -> Iterator[str]:
    """The names that the statement needs, also through the notebook's functions that it calls."""
    effects = statement.effects
    needed = set(effects.reads)
    waiting = list(effects.calls)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in bodies and name not in seen:
            seen.add(name)
            # its own arguments and what no cell binds are none of our business here
            inner = {n for n in bodies[name] if n in flow.bound_by}
            needed |= inner
            waiting += inner
    yield from sorted(needed - set(imported))


def _note(found: _Crossings, name: str, here: int, outside: bool) -> None:
    source = found.makers.get(name)
    if source is None:
        if name.strip("_0123456789i") and name not in ("In", "Out"):
            found.missing.setdefault(here, [])
            if name not in found.missing[here]:
                found.missing[here].append(name)
    elif source != here and not outside:
        readers = found.readers.setdefault((source, name), [])
        if here not in readers:
            readers.append(here)
