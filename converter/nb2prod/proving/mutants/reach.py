"""What a function of a package leads to: a claim can only notice what it runs."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .source import Module

Definition = tuple[str, str]  # module within the package, name


def package_modules(source: Path, package: str) -> dict[str, Module]:
    """The package's modules by their dotted name within it; what cannot be read is left out."""
    folder = source / package
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        try:
            file = path.relative_to(source).as_posix()
            modules[name] = Module.read(file, path.read_bytes())
        except (SyntaxError, ValueError):
            continue
    return modules


def reached(
    modules: Mapping[str, Module],
    package: str,
    start: Iterable[Definition],
    without: frozenset[str] = frozenset(),
) -> frozenset[Definition]:
    """The definitions that these lead to by the names they mention, some modules left aside."""
    known = {name: _names(module, package, modules) for name, module in modules.items()}
    waiting, found = list(start), set[Definition]()
    while waiting:
        place = waiting.pop()
        module, name = place
        if place in found or module in without or module not in modules:
            continue
        definition = modules[module].definitions().get(name)
        if definition is None:
            # from .steps import clean      passed on by a package's __init__
            if name in known[module]:
                waiting.append(known[module][name])
            continue
        found.add(place)
        waiting += _mentioned(definition, module, known[module], modules)
    return frozenset(found)


def _mentioned(
    definition: ast.AST, module: str, names: Mapping[str, Definition], modules: Mapping[str, Module]
) -> Iterator[Definition]:
    own = modules[module].definitions()
    #   train, test = split(rides)        a variable, not the function `train` below it
    bound = _local(definition)
    for node in ast.walk(definition):
        if isinstance(node, ast.Name):
            if node.id in bound:
                continue
            if node.id in own:
                yield module, node.id
            elif node.id in names:
                yield names[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            held = names.get(node.value.id)
            if held is not None and held[1] == "":
                yield held[0], node.attr


def _local(definition: ast.AST) -> frozenset[str]:
    """The names that are a function's own: its parameters, and what it binds."""
    if not isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    nodes = list(ast.walk(definition))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    shared = {name for n in nodes if isinstance(n, ast.Global) for name in n.names}
    return frozenset((stored | {n.arg for n in nodes if isinstance(n, ast.arg)}) - shared)


def _names(module: Module, package: str, modules: Mapping[str, Module]) -> dict[str, Definition]:
    """What the module's imports bind, as far as it comes from the package."""
    names: dict[str, Definition] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            origin = _within(node, module, package)
            if origin is None:
                continue
            for alias in node.names:
                inner = f"{origin}.{alias.name}" if origin else alias.name
                place = (inner, "") if inner in modules else (origin or "__init__", alias.name)
                names[alias.asname or alias.name] = place
        elif isinstance(node, ast.Import):
            for alias in node.names:
                head, _, rest = alias.name.partition(".")
                if head == package and rest and alias.asname:
                    names[alias.asname] = (rest, "")
    return names


def _within(node: ast.ImportFrom, module: Module, package: str) -> str | None:
    """The module within the package that the statement imports from; None for others."""
    if node.level:
        here = module.file.removesuffix(".py").split("/")[1:]
        above = here[: len(here) - node.level]
        return ".".join([*above, *(node.module or "").split(".")]).strip(".")
    head, _, rest = (node.module or "").partition(".")
    return rest if head == package else None
