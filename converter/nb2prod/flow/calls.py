"""What a call changes in place, beyond evaluating its arguments."""

import ast

from .aliases import changed_by, given_to, sources
from .filled import filled_arguments
from .knowledge import (
    CALLS_OUT,
    CATCHES,
    CATCHING_PRINTS,
    FIT_METHODS,
    HOLDING_METHODS,
    IN_PLACE_FUNCTIONS,
    IN_PLACE_METHODS,
    PATCHES,
    SHALLOW_METHODS,
    SHOWING_FUNCTIONS,
    module_setting,
    outside_effects,
    prints_to_a_file,
)
from .known import Known, Summary
from .looked_up import attribute_of, looks_up
from .methods import only_looks
from .walk import Walk


def call_effects(walk: Walk, node: ast.Call) -> None:
    """Note what the call changes in place, and what it does to the outside."""
    known, function = walk.known, node.func
    if _calls_out(node, known):
        walk.outside.add(CALLS_OUT)
    if isinstance(function, ast.Name) and function.id in known.functions:
        _apply(walk, node, known.functions[function.id], None)
    elif known.is_library(function) or (
        isinstance(function, ast.Name) and known.is_builtin(function.id)
    ):
        _library(walk, node)
    elif isinstance(function, ast.Attribute):
        _method(walk, node, function)
    elif attribute := attribute_of(function, known):
        #   getattr(df, "insert")(0, "x", 1)
        _method(walk, node, attribute)
    elif not looks_up(function, known):
        #   add = items.append; add(3)      a name of data that is called
        owners = sources(function, known)
        walk.uncertain |= owners
        if owners & known.changers:
            walk.change(owners)
        _fill_in(walk, node)
    _functions_given(walk, node)


def discarded(walk: Walk, node: ast.Call) -> None:
    """Note what a call whose result nobody takes may be made for."""
    known, function = walk.known, node.func
    name = known.called(function)
    if known.shows(function) or name in SHOWING_FUNCTIONS:
        return
    if isinstance(function, ast.Attribute) and not known.is_library(function):
        _library_object(walk, function)
        owners = sources(function.value, known)
        #   ax.plot(x)      looks at a table, but changes a picture
        if owners & known.pictures or _sets_going(node, function.attr):
            walk.uncertain |= owners
        elif not only_looks(function.attr) and function.attr not in FIT_METHODS | IN_PLACE_METHODS:
            #   model.fit(X, y)     changes the model;   plan.apply_to(df)   who knows
            walk.uncertain |= owners | _arguments(node, known)
    elif known.is_library(function) and not _pure_library(name, node):
        walk.uncertain |= _arguments(node, known)
    elif looks_up(function, known):
        walk.uncertain |= sources(function.args[0], known)  # getattr(df, method)(...)


def _calls_out(node: ast.Call, known: Known) -> bool:
    #   logger.info("fitted")        not df.info()
    function = node.func
    if known.is_library(function):
        name = known.called(function)
        return name == "warnings.warn" or not _pure_library(name, node)
    if isinstance(function, ast.Name):
        return function.id not in known.functions and not known.is_builtin(function.id)
    last = function.attr if isinstance(function, ast.Attribute) else ""
    return last not in known.methods and (
        not only_looks(last) or (last == "info" and bool(node.args))
    )


def _sets_going(node: ast.Call, method: str) -> bool:
    #   worker.start(); worker.join()       not a match's start, not a text's join
    return method in ("start", "join") and not node.args


def _library_object(walk: Walk, function: ast.Attribute) -> None:
    #   logging.getLogger("app").addFilter(f)      what a library hands out and keeps
    made = function.value
    if (
        isinstance(made, ast.Call)
        and walk.known.is_library(made.func)
        and not only_looks(function.attr)
    ):
        name = walk.known.called(made.func)
        told = walk.outside & {"display settings", "log settings"}
        if name.rsplit(".", 1)[-1][:1].islower() and not told:
            walk.outside.add(module_setting(name))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PURE = _words(
    """
    pandas sklearn scipy math statistics json re itertools functools collections datetime os
    pathlib time string operator decimal fractions warnings typing numpy joblib pickle tqdm
    IPython seaborn
    """
)


def _pure_library(name: str, node: ast.Call) -> bool:
    #   np.add(a, b, a)     the third is where the result goes
    return name.split(".")[0] in _PURE and not (name[:6] == "numpy." and len(node.args) > 2)


_ASKING_FOR_TEXT = frozenset({"repr", "str", "format", "ascii", "print", "display"})


def _library(walk: Walk, node: ast.Call) -> None:
    name = walk.known.called(node.func)
    last = name.rsplit(".", 1)[-1]
    walk.outside |= outside_effects(node, name)
    if name in walk.known.remembering:
        walk.outside.add("settings")  # registry.register("a")
    if prints_to_a_file(node) and name == "print":
        walk.outside.add("writes")
        walk.change(
            {n for k in node.keywords if k.arg == "file" for n in sources(k.value, walk.known)}
        )
    elif name in SHOWING_FUNCTIONS:
        walk.outside.add("shows")
    if name in _ASKING_FOR_TEXT:
        for argument in node.args:
            for method in ("__repr__", "__str__", "__format__"):
                method_read(walk, argument, method)
    if walk.known.shows(node.func):
        walk.outside.add("draws pictures")
    in_place = last in IN_PLACE_FUNCTIONS and not name.startswith("sklearn.")
    if (in_place or last.endswith("_")) and node.args:
        walk.change(changed_by(node.args[0], walk.known))
    if last == "setattr" and len(node.args) == 3 and walk.known.is_library(node.args[0]):
        walk.outside.add(module_setting(walk.known.called(node.args[0])))  # setattr(pd, ...)
        if isinstance(node.args[2], ast.Name) and node.args[2].id in walk.known.functions:
            walk.outside.add(PATCHES)
    if last in CATCHING_PRINTS and "." in name:
        walk.outside.add(CATCHES)
        walk.change(_arguments(node, walk.known))
    if name == "exec":
        #   exec(text, names)
        walk.change({n for a in node.args[1:] for n in sources(a, walk.known)})
    _fill_in(walk, node, name)
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    #   os.environ.update(...)     a module's own table
    if (
        isinstance(receiver, ast.Attribute)
        and last in IN_PLACE_METHODS | {"shuffle"}
        and ".random" not in name
    ):
        walk.outside.add(module_setting(name))


def _method(walk: Walk, node: ast.Call, function: ast.Attribute) -> None:
    known = walk.known
    walk.outside |= outside_effects(node, f"<object>.{function.attr}")
    if function.attr in known.methods:
        _apply(walk, node, known.methods[function.attr], function.value)
    owners = sources(function.value, known)
    if function.attr == "to_sql":
        walk.change(_arguments(node, known))  # orders.to_sql("orders", connection)
    if function.attr in FIT_METHODS:
        walk.uncertain |= owners
    elif _in_place(node, function.attr):
        walk.change(changed_by(function.value, known), deep=not _only_grows(function))
    elif not only_looks(function.attr) and function.attr not in known.methods:
        walk.uncertain |= owners
    if owners & known.pictures:
        walk.uncertain |= owners
    if function.attr in HOLDING_METHODS:
        held = {name for argument in node.args for name in sources(argument, known)}
        for owner in owners:
            walk.share(owner, held, "holds")
    _fill_in(walk, node)


def _only_grows(function: ast.Attribute) -> bool:
    #   both.append(x)       changes the list alone;   both[0].append(x)   changes what is in it
    return isinstance(function.value, ast.Name) and function.attr in SHALLOW_METHODS


def _in_place(node: ast.Call, method: str) -> bool:
    in_place = next((k.value for k in node.keywords if k.arg == "inplace"), None)
    if in_place is not None:
        return not (isinstance(in_place, ast.Constant) and in_place.value is False)
    if method == "eval" and node.args:
        return False  # df.eval("a + b"); without arguments it is a network's
    return method in IN_PLACE_METHODS or (method.endswith("_") and not method.startswith("_"))


def _fill_in(walk: Walk, node: ast.Call, name: str = "") -> None:
    given = [keyword.value for keyword in node.keywords if keyword.arg == "out"]
    for value in (*given, *filled_arguments(node, name)):
        walk.change(changed_by(value, walk.known))


def _apply(walk: Walk, node: ast.Call, summary: Summary, receiver: ast.expr | None) -> None:
    """Note what one of the notebook's own functions does."""
    known = walk.known
    called = node.func
    if isinstance(called, ast.Name) and called.id in known.classes:
        receiver = ast.Constant(None)  # __init__ gets a new object
    given = given_to(node, summary, receiver)
    for names, sure in ((summary.changes, True), (summary.uncertain, False)):
        for name in names:
            changed = {name} if name not in summary.parameters else set()
            for argument in given.get(name, ()) if name in summary.parameters else ():
                changed |= changed_by(argument, known)
            if sure:
                walk.change(changed)
            else:
                walk.uncertain |= changed
    if isinstance(called, ast.Name) and called.id in known.changers:
        walk.change({called.id})
    kept = summary.changes & set(summary.parameters) - given.keys() - summary.steady
    if isinstance(called, ast.Name) and kept:
        #   def collect(x, seen=[]): seen.append(x)      the default lives in the function
        walk.change({called.id})
    walk.outside |= summary.outside
    walk.maybe |= summary.writes


def _functions_given(walk: Walk, node: ast.Call) -> None:
    """Note what a function of the notebook does when it is handed to this call."""
    #   list(map(mark, [train, test]))      df.apply(count)
    known = walk.known
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    for argument in arguments:
        #   list(map(found.append, rows))
        if isinstance(argument, ast.Attribute) and argument.attr in IN_PLACE_METHODS:
            walk.change(changed_by(argument.value, known))
        #   add = found.append; list(map(add, rows))
        if isinstance(argument, ast.Name) and argument.id in known.changers:
            walk.change(sources(argument, known))
    summaries = [
        known.functions[a.id]
        for a in arguments
        if isinstance(a, ast.Name) and a.id in known.functions
    ]
    if not summaries:
        return
    others = _arguments(node, known)
    if isinstance(node.func, ast.Attribute):
        others |= sources(node.func.value, known)
    for summary in summaries:
        walk.change(set(summary.changes) - set(summary.parameters))
        walk.uncertain |= summary.uncertain - set(summary.parameters)
        if summary.changes & set(summary.parameters):
            walk.change(others - set(known.functions))
        walk.outside |= summary.outside
        walk.maybe |= summary.writes


def arguments_of(node: ast.Call, known: Known) -> set[str]:
    """Names whose objects the call is given, the one included whose method it is."""
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    return _arguments(node, known) | (sources(receiver, known) if receiver is not None else set())


def method_read(walk: Walk, value: ast.expr, method: str) -> None:
    """Note what a method of the notebook does that runs where a part is read."""
    #   box["k"]      where the class counts how often it was asked
    found = walk.known.methods.get(method)
    if found is not None and (found.changes | found.uncertain) & set(found.parameters[:1]):
        walk.uncertain |= sources(value, walk.known)
        walk.change(sources(value, walk.known) & walk.known.keeping)
    if found is not None:
        walk.change(set(found.changes - set(found.parameters)))
        walk.maybe |= found.writes


def _arguments(node: ast.Call, known: Known) -> set[str]:
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    return {name for argument in arguments for name in sources(argument, known)} - set(
        known.functions
    )
