"""What a library calls back later: handlers and listeners that the notebook hands to it."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.flow import Effects
from ..trees import nodes_of
from .aliases import changed_by
from .bindings import given
from .knowledge import CALLS_OUT, HOOKED, IN_PLACE_METHODS, PRINTED_TO, USING_UP, dotted
from .known import Known
from .methods import only_looks
from .summaries import Own, summary
from .words import words_of

#   class Count(logging.Handler):
#       def emit(self, record): hits.append(record)
#   logger.addHandler(Count())
#   logger.info("fitted")            changes `hits`
_STREAMS = frozenset({"StringIO", "BytesIO"})
_PLAIN_BASES = frozenset({"object", "ABC", "Protocol", "Generic", "NamedTuple", "TypedDict"})
Hooks = Mapping[int, frozenset[str]]  # number of a statement -> names that change from there on


def with_hooks(known: Known, nodes: Sequence[ast.stmt], own: Own) -> Known:
    """What is known, with the names that a library may change whenever it is called."""
    of_class = {node.name: _changed_by_class(node, known) for node in own.classes}
    of_function = {
        name: known.functions[name].changes - set(known.functions[name].parameters)
        for name, _ in own.functions
        if name in known.functions
    }
    changing = frozenset(name for name, changed in of_function.items() if changed)
    instances = _instances(nodes, {name for name, found in of_class.items() if found[1]} | _STREAMS)
    setting = frozenset(name for name in of_function if "settings" in known.functions[name].outside)
    acting: set[int] = set()
    hooks: dict[int, frozenset[str]] = {}
    tees: dict[int, frozenset[str]] = {}
    telling = (
        changing | setting | of_class.keys() | instances | IN_PLACE_METHODS | {"stdout", "stderr"}
    )
    for number, node in enumerate(nodes):
        if not telling & words_of(node):
            continue
        found: set[str] = set()
        if isinstance(node, ast.ClassDef) and _derives(node, of_class):
            found |= of_class[node.name][0]
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            found |= of_function.get(node.name, frozenset())  # @on_each_step
        for argument in _handed(node, known, changing):
            for part in nodes_of(argument):
                if isinstance(part, ast.Name):
                    found |= of_class.get(part.id, (frozenset(), False))[0]
                    found |= of_function.get(part.id, frozenset())
                    found |= {part.id} & instances
            found |= _changed_by_value(argument, known)
        if found:
            hooks[number] = frozenset(found)
        if _patches_with(node, known, setting):
            acting.add(number)
        if _takes_prints(node, known):
            tees[number] = frozenset(found | _names_given(node, known))
    if not hooks and not tees and not acting:
        return known
    summaries = (*known.functions.values(), *known.methods.values())
    writes = frozenset[str]().union(*(summary.writes for summary in summaries))
    return replace(known, hooks=hooks, tees=tees, hook_writes=writes, acting=frozenset(acting))


def _patches_with(node: ast.stmt, known: Known, setting: frozenset[str]) -> bool:
    #   def counted(self, X, y): LinearRegression.fits += 1; ...
    #   LinearRegression.fit = counted
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and node.value.id in setting
        and any(isinstance(t, ast.Attribute) and known.is_library(t) for t in node.targets)
    )


def _takes_prints(node: ast.stmt, known: Known) -> bool:
    #   sys.stdout = text
    return any(
        isinstance(part, ast.Attribute)
        and isinstance(part.ctx, ast.Store)
        and known.called(part) in PRINTED_TO
        for part in nodes_of(node)
    )


def _names_given(node: ast.stmt, known: Known) -> frozenset[str]:
    names = {n.id for n in nodes_of(node) if isinstance(n, ast.Name)}
    return frozenset(names - known.origins.keys() - known.classes)


def _changed_by_class(node: ast.ClassDef, known: Known) -> tuple[frozenset[str], bool]:
    """Globals that its methods change, and whether they change the instance."""
    outer: set[str] = set()
    itself = False
    for item in node.body:
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name != "__init__":
            found = summary(item, known)
            outer |= found.changes - set(found.parameters)
            itself = itself or bool(found.changes & set(found.parameters[:1]))
    return frozenset(outer), itself


def _derives(node: ast.ClassDef, own: Mapping[str, object]) -> bool:
    """Whether a library knows the class by what stands above it."""
    bases = [dotted(base).rsplit(".", 1)[-1] for base in node.bases]
    return any(base not in own and base not in _PLAIN_BASES for base in bases)


def _instances(nodes: Sequence[ast.stmt], classes: set[str]) -> frozenset[str]:
    pairs = given(nodes) if classes else []
    return frozenset(
        target.id
        for target, value in pairs
        if isinstance(target, ast.Name)
        and isinstance(value, ast.Call)
        and dotted(value.func).rsplit(".", 1)[-1] in classes
    )


def _handed(node: ast.stmt, known: Known, functions: frozenset[str]) -> Iterator[ast.expr]:
    """What the statement, or a function in it, gives away to be kept."""
    #   bus.on(hear)         sys.stdout = tee         steps = [hear]
    called = {id(part.func) for part in nodes_of(node) if isinstance(part, ast.Call)}
    used_up: set[int] = set()
    for part in nodes_of(node):
        if isinstance(part, ast.Call) and _uses_up(part, known):
            used_up |= {id(value) for value in _given(part)}
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            if _keeps(part.value, known):
                yield from _given(part.value)
        elif isinstance(part, ast.Assign):
            for target in part.targets:
                if isinstance(target, ast.Attribute) and known.is_library(target):
                    yield part.value
        elif isinstance(part, ast.Name) and part.id in functions and _read(part):
            yield from [part] if id(part) not in called | used_up else []


def _read(part: ast.Name) -> bool:
    return isinstance(part.ctx, ast.Load)


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(item.value for item in call.keywords)]


def _uses_up(call: ast.Call, known: Known) -> bool:
    #   df.apply(count)       called here, and not kept
    return known.called(call.func).rsplit(".", 1)[-1] in USING_UP


def _keeps(call: ast.Call, known: Known) -> bool:
    function = call.func
    last = known.called(function).rsplit(".", 1)[-1]
    if isinstance(function, ast.Name):
        return function.id in known.origins or function.id in known.functions
    return isinstance(function, ast.Attribute) and last not in USING_UP and not only_looks(last)


def _changed_by_value(argument: ast.expr, known: Known) -> frozenset[str]:
    #   bus.subscribe(hits.append)       bus.subscribe(lambda m: hits.append(m))
    found: set[str] = set()
    for part in nodes_of(argument):
        if isinstance(part, ast.Attribute) and part.attr in IN_PLACE_METHODS:
            found |= changed_by(part.value, known)
    return frozenset(found)


@dataclass
class Hooked:
    """What may change by hooks as of the statement that is looked at."""

    known: Known
    called: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    acts: bool = False

    def through(self, found: Effects, number: int) -> Effects:
        """The effects, where a call of a library, or a print, may change what hooks change."""
        if not self.known.hooks and not self.known.tees and not self.known.acting:
            return found
        if self.acts and CALLS_OUT in found.outside:
            found = replace(found, outside=found.outside | {"settings"})
        self.acts = self.acts or number in self.known.acting
        changed = self.called if CALLS_OUT in found.outside else set()
        changed = changed | self.printed if "shows" in found.outside else changed
        self.called |= self.known.hooks.get(number, frozenset())
        self.printed |= self.known.tees.get(number, frozenset())
        known = frozenset(changed & self.bound)
        self.bound |= found.binds | found.may_bind
        if not known:
            return found
        return replace(
            found,
            mutates=found.mutates | known,
            may_bind=found.may_bind | (known & self.known.hook_writes) - found.binds,
            outside=found.outside | {HOOKED},
        )
