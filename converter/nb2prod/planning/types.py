"""The observed type of each crossing name."""

from collections.abc import Collection, Iterable

from ..model.run import Run, TypeName, Value

FRAME = TypeName("pandas", "DataFrame")
ANY = TypeName("typing", "Any")
# of a class that the notebook defines, a signature says what it is
_NETWORKS = {
    "torch": TypeName("torch.nn", "Module"), "keras": TypeName("keras", "Model"), "": ANY
}  # fmt: skip


def observed(run: Run | None, name: str, before: Iterable[int]) -> Value | None:
    """The value of that name at the first of the given probes that captured it."""
    if run is None:
        return None
    for cell in before:
        boundary = run.boundary(cell)
        value = boundary.value(name) if boundary else None
        if value is not None:
            return value
    return None


def sayable(found: TypeName | None, taken: Collection[str]) -> TypeName | None:
    """The type, unless code where these names mean something else would misread it."""
    #   list = [1, 2, 3]      and an annotation `list[int]`
    if found is None or _said(found) & set(taken):
        return None
    return found


def _said(found: TypeName) -> set[str]:
    words = {found.name.split(".")[0]}
    words |= {"pandas": {"pd"}, "numpy": {"np"}}.get(found.module, set())
    return words.union(*(_said(argument) for argument in found.arguments))


def type_of(value: Value | None) -> TypeName | None:
    """What a signature says of the value; None where nothing useful can be said."""
    if value is None or (value.kind in ("module", "other") and value.type.module == "__main__"):
        return None
    if value.kind == "network" and value.type.module == "__main__":
        return _NETWORKS[value.library]
    if value.kind == "function":
        return TypeName("collections.abc", "Callable", (TypeName("", "..."), ANY))
    if value.kind == "none":
        return TypeName("", "None")
    return value.type
