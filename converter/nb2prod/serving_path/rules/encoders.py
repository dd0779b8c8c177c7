"""One encoder fitted for each column through `apply`: training keeps one for each."""

import ast

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..hoisting import hoist
from ..names import free
from ..visiting import serving_text

#   df[cols] = df[cols].apply(le.fit_transform)
#   le_by_column = {name: deepcopy(le).fit(df[cols][name]) for name in df[cols]}          training
#   df[cols] = df[cols].apply(lambda column: frozen.le_by_column[column.name].transform(column))


def encoders(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression fitted an encoder for each column."""
    if site.method != "apply" or site.kind != "Call":
        return False
    node = ast.parse(work.text(site), mode="eval").body
    assert isinstance(node, ast.Call)
    encoder = _fitted(node.args[0]) if node.args else None
    table = work.sites[site.children[0]]
    if encoder is None or table.type != "DataFrame":
        return False
    whole = work.text(table) if table.kind in ("Name", "Subscript") else f"({work.text(table)})"
    fresh = (
        f"deepcopy({ast.unparse(encoder)})"
        if isinstance(encoder, ast.Name)
        else ast.unparse(encoder)
    )
    made = f"{{name: {fresh}.fit({whole}[name]) for name in {whole}}}"
    word = encoder.id if isinstance(encoder, ast.Name) else "encoder"
    shown = hoist(state, work, site, made, free(f"{word}_by_column", state.taken), ())
    row = serving_text(state, work, table)
    asked = f"lambda column: {FROZEN}.{shown}[column.name].transform(column)"
    work.serve.append((site.start, site.end, f"{row}.apply({asked})"))
    return True


def _fitted(node: ast.expr) -> ast.expr | None:
    """The encoder in `le.fit_transform`, or in `lambda c: le.fit_transform(c)`."""
    if isinstance(node, ast.Lambda) and len(node.args.args) == 1:
        call = node.body
        if not (isinstance(call, ast.Call) and len(call.args) == 1):
            return None
        given = call.args[0]
        if not (isinstance(given, ast.Name) and given.id == node.args.args[0].arg):
            return None
        node = call.func
    if isinstance(node, ast.Attribute) and node.attr == "fit_transform":
        return node.value
    return None
