"""The way of one raw row: each statement again, with learnt values in place of what needs the table."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.replay import Draft, Edit, Learnt, Site, Step
from .names import free, statistic_name
from ..positions import Position, changed, segment

FROZEN = "frozen"


class NoWay(Exception):
    """This statement cannot be replayed on one row."""

    def __init__(self, step: int, expression: str, why: str) -> None:
        super().__init__(why)
        self.step, self.expression, self.why = step, expression, why


@dataclass
class _Work:
    """One step while it is rewritten."""

    number: int
    step: Step
    sites: Sequence[Site]
    serve: list[tuple[Position, Position, str]] = field(default_factory=list)
    fit: list[tuple[Position, Position, str]] = field(default_factory=list)

    def text(self, site: Site) -> str:
        return segment(self.step.code, site.start, site.end)


@dataclass
class Drafting:
    """All steps while the way is drafted."""

    steps: Sequence[Step]
    sites: Mapping[int, Sequence[Site]]
    colours: Mapping[str, str]
    parameters: frozenset[str]
    taken: set[str]
    bound_often: frozenset[str]
    learnt: dict[str, Learnt] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    fits: dict[str, int] = field(default_factory=dict)


def draft(
    steps: Sequence[Step],
    sites: Mapping[int, Sequence[Site]],
    colours: Mapping[str, str],
    parameters: frozenset[str],
    taken: frozenset[str],
    bound_often: frozenset[str],
) -> Draft:
    """The way as it follows from what was seen; raises NoWay where no rule applies."""
    state = Drafting(steps, sites, colours, parameters, set(taken) | {FROZEN}, bound_often)
    edits: list[Edit] = []
    serve: list[tuple[int, str]] = []
    for number, step in enumerate(steps):
        work = _Work(number, step, sites.get(number, ()))
        text = _serve_text(state, work)
        edits += [Edit(number, start, end, new) for start, end, new in work.fit]
        if text:
            serve.append((number, text))
    return Draft(tuple(edits), tuple(serve), tuple(state.learnt.values()), tuple(state.notes))


def _serve_text(state: Drafting, work: _Work) -> str:
    roots = [site for site in work.sites if site.parent is None]
    if not any(site.colour in ("row", "lazy", "mixed") for site in work.sites):
        if any(site.colour == "agg" for site in work.sites):
            return ""  # a statistic: learnt in training, read from what was saved
        return work.step.code  # neither rows nor statistics: the same in serving
    halves = next((site for site in work.sites if site.halves), None)
    if halves is not None:
        return _halves(state, work, halves)
    if all(site.colour in ("agg", "const") for site in roots) and _binds_only_names(work.step.code):
        return ""
    for site in roots:
        _visit(state, work, site)
    return changed(work.step.code, [*work.serve, *_dropped_lines(work)])


def _binds_only_names(code: str) -> bool:
    node = ast.parse(code).body[0]
    return isinstance(node, ast.Assign) and all(
        isinstance(part, ast.Name | ast.Tuple | ast.List) for part in node.targets
    )


def _visit(state: Drafting, work: _Work, site: Site) -> None:
    if site.colour == "mixed":
        raise NoWay(work.number, work.text(site), "it is one entry for each row on some passes, and not on others")
    if site.kind == "Lambda" or (site.kind.endswith(("Comp", "Exp")) and site.colour in ("row", "lazy")):
        _substitute(state, work, site)
        return
    if site.colour == "const":
        if site.name in state.parameters and site.name is not None:
            _freeze_name(state, work, site)
        for child in site.children:
            _visit(state, work, work.sites[child])
        return
    if site.colour == "agg":
        _freeze(state, work, site)
        return
    if not _rule(state, work, site):
        for child in site.children:
            _visit(state, work, work.sites[child])


# freeze --------------------------------------------------------------------
def _freeze(state: Drafting, work: _Work, site: Site) -> None:
    if site.name is not None:
        _freeze_name(state, work, site)
        return
    below = _below(work, site)
    if not any(inner.colour in ("row", "lazy") for inner in below) and site.kind not in ("ListComp", "DictComp", "SetComp"):
        for child in site.children:
            _visit(state, work, work.sites[child])
        return
    text = work.text(site)
    name = _hoist(state, work, site, text, statistic_name(text, state.taken, _keys(site, text)), _keys(site, text))
    work.fit.append((site.start, site.end, name))
    work.serve.append((site.start, site.end, f"{FROZEN}.{name}"))


def _substitute(state: Drafting, work: _Work, site: Site) -> None:
    """Inside a lambda or a comprehension over rows, learnt names are read from what was saved."""
    for node in ast.walk(ast.parse(work.step.code)):
        if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
            continue
        start, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
        if not (site.start <= start and end <= site.end) or node.id in site.loop:
            continue
        if state.colours.get(node.id) == "agg" or node.id in state.parameters:
            state.learnt.setdefault(node.id, Learnt(node.id, node.id, work.step.place, work.number, False))
            work.serve.append((start, end, f"{FROZEN}.{node.id}"))


def _below(work: _Work, site: Site) -> list[Site]:
    found: list[Site] = []
    for child in site.children:
        found += [work.sites[child], *_below(work, work.sites[child])]
    return found


def _keys(site: Site, text: str) -> tuple[str, ...]:
    """Loop variables that the expression depends on: the learnt value is kept once for each."""
    names = {n.id for n in ast.walk(ast.parse(text, mode="eval")) if isinstance(n, ast.Name)}
    return tuple(name for name in site.loop if name in names)


def _freeze_name(state: Drafting, work: _Work, site: Site) -> None:
    name = site.name or ""
    if name in site.loop:
        return
    inside = _assigned_inside(work.step.code, name)
    if inside and site.loop:
        # for col in cols:
        #     m = df[col].median()        <- kept once for each col
        #     df[col] = df[col].fillna(m)
        key = site.loop[-1]
        kept = f"{name}_by_{key}"
        if kept not in state.learnt:
            kept = free(kept, state.taken)
            state.taken.add(kept)
            _insert_before_statement(work, site, f"{kept}[{key}] = {name}", f"{kept} = {{}}")
            state.learnt[kept] = Learnt(kept, name, work.step.place, work.number, True)
        work.serve.append((site.start, site.end, f"{FROZEN}.{kept}[{key}]"))
        return
    if name not in state.learnt:
        state.learnt[name] = Learnt(name, name, work.step.place, work.number, False)
    work.serve.append((site.start, site.end, f"{FROZEN}.{name}"))


def _assigned_inside(code: str, name: str) -> bool:
    node = ast.parse(code).body[0]
    if not isinstance(node, ast.For | ast.While | ast.With | ast.If):
        return False
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(node))


def _hoist(state: Drafting, work: _Work, site: Site, text: str, name: str, keys: tuple[str, ...]) -> str:
    """Bind the expression to a name right before its statement; in a loop, once for each key."""
    if site.loop and not keys:
        keys = site.loop[-1:]
    state.taken.add(name)
    state.learnt[name] = Learnt(name, text, work.step.place, work.number, True)
    if keys:
        _insert_before_statement(work, site, f"{name}[{keys[-1]}] = {text}", f"{name} = {{}}")
        return f"{name}[{keys[-1]}]"
    _insert_before_statement(work, site, f"{name} = {text}", None)
    return name


def _insert_before_statement(work: _Work, site: Site, line: str, before_loop: str | None) -> None:
    node = _simple_statement(work.step.code, site.start)
    indent = " " * node.col_offset
    work.fit.append(((node.lineno, 0), (node.lineno, 0), f"{indent}{line}\n"))
    if before_loop is not None:
        work.fit.append(((1, 0), (1, 0), f"{before_loop}\n"))


def _insert_after_statement(work: _Work, site: Site, line: str, before_loop: str | None) -> None:
    node = _simple_statement(work.step.code, site.start)
    indent = " " * node.col_offset
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    work.fit.append((end, end, f"\n{indent}{line}"))
    if before_loop is not None:
        work.fit.append(((1, 0), (1, 0), f"{before_loop}\n"))


def _simple_statement(code: str, position: Position) -> ast.stmt:
    """The innermost statement that holds the position."""
    found: ast.stmt = ast.parse(code).body[0]
    for node in ast.walk(found):
        if isinstance(node, ast.stmt) and (node.lineno, node.col_offset) <= position < (
            node.end_lineno or 0,
            node.end_col_offset or 0,
        ):
            if not isinstance(node, ast.For | ast.While | ast.If | ast.With) or position < (node.body[0].lineno, 0):
                found = node
    return found


# rules ---------------------------------------------------------------------
def _rule(state: Drafting, work: _Work, site: Site) -> bool:
    """Whether a rule replaced the expression; a rule says what one row does where the table did more."""
    if site.method in ("fit_transform", "fit_predict") and site.kind == "Call" and site.children:
        _fitted(state, work, site)
        return True
    if site.selects and _selected(state, work, site):
        return True
    if site.method == "transform" and work.sites[site.children[0]].colour == "lazy":
        _group_table(state, work, site)
        return True
    if site.method == "astype" and work.text(site).rstrip().endswith(('("category")', "('category')")):
        _levels(state, work, site)
        return True
    if site.method == "get_dummies" and site.levels:
        _dummies(state, work, site)
        return True
    return False


def _fitted(state: Drafting, work: _Work, site: Site) -> None:
    #   X = scaler.fit_transform(X)        training learns the scaler
    #   X = frozen.scaler.transform(X)     serving uses it
    receiver = work.sites[site.children[0]]
    argument = work.sites[site.arguments[0]]
    method = "predict" if site.method == "fit_predict" else "transform"
    if receiver.name is None:
        made = work.text(receiver)
        base = made.split("(")[0].rsplit(".", 1)[-1]
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in base).strip("_")
        name = free(snake, state.taken)
        name = _hoist(state, work, site, made, name, site.loop[-1:])
        work.fit.append((receiver.start, receiver.end, name))
        shown = f"{FROZEN}.{name}"
    elif site.loop:
        key = site.loop[-1]
        name = free(f"{receiver.name}_by_{key}", state.taken)
        state.taken.add(name)
        state.learnt[name] = Learnt(name, work.text(site), work.step.place, work.number, True)
        _insert_after_statement(work, site, f"{name}[{key}] = deepcopy({receiver.name})", f"{name} = {{}}")
        shown = f"{FROZEN}.{name}[{key}]"
    elif state.fits.get(receiver.name, 0) or receiver.name in state.bound_often:
        name = free(f"{receiver.name}_fitted", state.taken)
        state.taken.add(name)
        state.learnt[name] = Learnt(name, work.text(site), work.step.place, work.number, True)
        _insert_after_statement(work, site, f"{name} = deepcopy({receiver.name})", None)
        shown = f"{FROZEN}.{name}"
    else:
        state.learnt.setdefault(
            receiver.name, Learnt(receiver.name, work.text(site), work.step.place, work.number, False)
        )
        shown = f"{FROZEN}.{receiver.name}"
    if receiver.name is not None:
        state.fits[receiver.name] = state.fits.get(receiver.name, 0) + 1
    inner = _inner(state, work, argument)
    work.serve.append((site.start, site.end, f"{shown}.{method}({inner})"))


def _inner(state: Drafting, work: _Work, site: Site) -> str:
    """The serving text of an expression by itself."""
    part = _Work(work.number, work.step, work.sites, fit=work.fit)
    _visit(state, part, site)
    whole = changed(work.step.code, part.serve)
    grown = len(whole.encode()) - len(work.step.code.encode())
    start, end = site.start, site.end
    from ..positions import offset

    return whole.encode()[offset(work.step.code, start) : offset(work.step.code, end) + grown].decode()


def _selected(state: Drafting, work: _Work, site: Site) -> bool:
    #   stops = stops[stops["seconds"].between(20, 3600)]      which rows to learn from; a request's row stays
    if site.kind == "Subscript" or site.kind == "Call":
        base = work.sites[site.children[0]]
        tail = ""
        if base.kind == "Attribute" and base.colour == "lazy":  # df.loc[mask, columns]
            code = ast.parse(work.text(site), mode="eval").body
            if isinstance(code, ast.Subscript) and isinstance(code.slice, ast.Tuple) and len(code.slice.elts) == 2:
                tail = f"[{ast.unparse(code.slice.elts[1])}]"
            base = work.sites[base.children[0]] if base.children else base
        if base.colour != "row":
            return False
        inner = _inner(state, work, base)
        work.serve.append((site.start, site.end, inner + tail))
        state.notes.append((work.number, f"`{work.text(site)}` chooses the rows to learn from; a request's row is kept"))
        return True
    return False


def _group_table(state: Drafting, work: _Work, site: Site) -> None:
    #   houses.groupby("district")["lot"].transform("median")     a look-up by district in serving
    node = ast.parse(work.text(site), mode="eval").body
    group = next(
        (n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "groupby"),
        None,
    )
    how = node.args[0] if isinstance(node, ast.Call) and node.args else None
    keys = group.args[0] if group is not None and len(group.args) == 1 else None
    if isinstance(keys, ast.List) and len(keys.elts) == 1:
        keys = keys.elts[0]
    named = isinstance(how, ast.Constant) and isinstance(how.value, str)
    crossing = named and str(getattr(how, "value", "")) in ("cumsum", "cumcount", "rank", "shift", "diff", "ffill", "bfill", "pct_change")
    if group is None or not named or crossing or not (isinstance(keys, ast.Constant) and isinstance(keys.value, str)):
        raise NoWay(work.number, work.text(site), "its value for one row needs the other rows of its group")
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(group.func, ast.Attribute)
    receiver = work.text(site)[: len(work.text(site)) - len(_call_tail(work.text(site), "transform"))]
    text = f"{receiver.rstrip()}.agg({ast.unparse(node.args[0])})"
    name = _hoist(state, work, site, text, statistic_name(text, state.taken, ()), site.loop[-1:])
    table = ast.unparse(group.func.value)
    work.serve.append((site.start, site.end, f"{table}[{ast.unparse(keys)}].map({FROZEN}.{name})"))


def _call_tail(text: str, method: str) -> str:
    return text[text.rindex(f".{method}") :]


def _levels(state: Drafting, work: _Work, site: Site) -> None:
    #   astype("category")     the levels are those of training, in training and in serving
    receiver = work.sites[site.children[0]]
    text = work.text(receiver)
    words = statistic_name(text, set(), ())
    base = words.removesuffix("_values")
    node = ast.parse(text, mode="eval").body
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            base = str(part.slice.value)
            break
    name = free("".join(c if c.isalnum() else "_" for c in f"{base}_levels").lower(), state.taken)
    shown = _hoist(state, work, site, f"{text}.astype(\"category\").dtype", name, _keys(site, text))
    literal = '"category"' if '"category"' in work.text(site) else "'category'"
    tail = work.text(site).rindex(literal)
    line = work.text(site)[:tail].count("\n")
    column = len(work.text(site)[:tail].split("\n")[-1].encode()) + (site.start[1] if line == 0 else 0)
    start = (site.start[0] + line, column)
    end = (start[0], start[1] + len(literal))
    work.fit.append((start, end, shown))
    inner = _inner(state, work, receiver)
    between = work.text(site)[len(text) : tail]
    work.serve.append((site.start, site.end, f"{inner}{between}{FROZEN}.{shown})"))


def _dummies(state: Drafting, work: _Work, site: Site) -> None:
    #   pd.get_dummies(stops, columns=["area"])     one column for each level of training
    argument = work.sites[site.arguments[0]]
    text = work.text(argument)
    node = ast.parse(work.text(site), mode="eval").body
    asked = None
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg == "columns":
                try:
                    asked = ast.literal_eval(keyword.value)
                except ValueError:
                    asked = None
    columns = [name for name in (asked or site.levels)]
    whole = text if argument.name else f"({text})"
    single = isinstance(columns, list) and len(columns) == 1
    if single:
        base = "".join(c if c.isalnum() else "_" for c in f"{columns[0]}_levels").lower()
        name = _hoist(state, work, site, f'{whole}["{columns[0]}"].astype("category").dtype', free(base, state.taken), ())
    else:
        listed = ", ".join(f'"{column}"' for column in columns)
        expression = f'{{name: {whole}[name].astype("category").dtype for name in [{listed}]}}'
        name = _hoist(state, work, site, expression, free("category_levels", state.taken), ())
    given = f'{{"{columns[0]}": %s}}' if single else "%s"
    work.fit.append((argument.start, argument.end, f"{whole}.astype({given % name})"))
    inner = _inner(state, work, argument)
    inner = inner if argument.name else f"({inner})"
    rest = segment(work.step.code, argument.end, site.end)
    head = segment(work.step.code, site.start, argument.start)
    work.serve.append((site.start, site.end, f"{head}{inner}.astype({given % f'{FROZEN}.{name}'}){rest}"))


def _halves(state: Drafting, work: _Work, site: Site) -> str:
    #   train, test = train_test_split(stops, ...)     a request's row goes the way of the rows that are predicted
    node = ast.parse(work.step.code).body[0]
    call = work.text(site)
    if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple)):
        raise NoWay(work.number, call, "its parts are not bound to names")
    names = [part.id if isinstance(part, ast.Name) else "" for part in node.targets[0].elts]
    given = [work.sites[child] for child in site.arguments][: len(names) // 2]
    lines = []
    for position, argument in enumerate(given):
        if argument.colour != "row":
            continue
        for side in (0, 1):
            name = names[2 * position + side]
            if name:
                lines.append(f"{name} = {_inner(state, work, argument)}")
    return "\n".join(lines)


# lines that serving does not need -------------------------------------------
def _dropped_lines(work: _Work) -> list[tuple[Position, Position, str]]:
    """Statements inside a loop that only compute a statistic."""
    node = ast.parse(work.step.code).body[0]
    if not isinstance(node, ast.For | ast.If | ast.With):
        return []
    spans = []
    for part in ast.walk(node):
        if not isinstance(part, ast.Assign) or not all(isinstance(t, ast.Name) for t in part.targets):
            continue
        start, end = (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)
        inside = [s for s in work.sites if start <= s.start and s.end <= end and (s.parent is None)]
        if inside and all(s.colour == "agg" for s in inside):
            spans.append((start, end, "pass"))
    return spans
