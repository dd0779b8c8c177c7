"""
Runs the notebook's statements with a hook on each expression, and tells which values are rows of a table.

`python start.py colours request.json`; the answer goes to the path that the request names.

A value is ROW (aligned with the rows of the request's table, whose numbers it carries), LAZY (a group-by, an
accessor, an indexer over rows), AGG (made of the table, but not one entry for each row) or CONST.
"""

import ast
import json
import pickle
import sys
import types
import warnings

ROW, LAZY, AGG, CONST = "row", "lazy", "agg", "const"
HOOK = "__nb2prod_hook__"
HOOKED = (ast.Call, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Attribute, ast.Name)
OPAQUE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr, ast.Await)
_LAZY_TYPES = ("GroupBy", "Rolling", "Expanding", "ExponentialMovingWindow", "Indexer", "Methods", "Properties",
               "Accessor", "Resampler")  # fmt: skip


class Sites(ast.NodeTransformer):
    """Wraps each expression in a call of the hook, and remembers where it stands."""

    def __init__(self, statement, late):
        self.statement = statement
        self.late = late
        self.sites = []
        self.open = []
        self.loops = []

    def visit(self, node):
        if isinstance(node, OPAQUE):
            return self._site(node, opaque=True)
        if isinstance(node, HOOKED) and isinstance(getattr(node, "ctx", None) or ast.Load(), ast.Load):
            return self._site(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return node
        return super().visit(node)

    def visit_For(self, node):
        node.iter = self.visit(node.iter)
        names = [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]
        self.loops.append(names)
        node.body = [self.visit(item) for item in node.body]
        node.orelse = [self.visit(item) for item in node.orelse]
        self.loops.pop()
        return node

    def _site(self, node, opaque=False):
        number = len(self.sites)
        site = {
            "statement": self.statement, "kind": type(node).__name__,
            "start": [node.lineno, node.col_offset], "end": [node.end_lineno, node.end_col_offset],
            "parent": self.open[-1] if self.open else None, "children": [], "names": [], "loop": list(sum(self.loops, [])),
            "name": node.id if isinstance(node, ast.Name) else None,
            "method": node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            else node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None,
        }  # fmt: skip
        self.sites.append(site)
        if self.open:
            self.sites[self.open[-1]]["children"].append(number)
        self.open.append(number)
        if opaque:
            own = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            own |= {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
            site["names"] = sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - own)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                node.func.value = self.visit(node.func.value)
                site["receiver"] = len(site["children"]) and site["children"][0]
            elif isinstance(node.func, ast.Name):
                site["names"] = [node.func.id, *self.late.get(node.func.id, ())]
            first = len(site["children"])
            node.args = [self.visit(item) for item in node.args]
            for keyword in node.keywords:
                keyword.value = self.visit(keyword.value)
            site["arguments"] = site["children"][first:]
        elif not isinstance(node, ast.Name):
            self.generic_visit(node)
        self.open.pop()
        called = ast.Call(
            func=ast.Name(id=HOOK, ctx=ast.Load()),
            args=[ast.Constant(self.statement), ast.Constant(number), node],
            keywords=[],
        )
        return ast.copy_location(called, node)


class Recorder:
    """What was seen: the colour of each site, and which row numbers each value carries."""

    def __init__(self, root, namespace):
        self.namespace = namespace
        self.known = {}  # id -> (object, colour, row numbers, index)
        self.name_colours = {}
        self.sites = {}
        self.last = {}
        self.bases = {}  # id of a lazy value -> (the value, the table it looks at)
        self.learn(root, ROW, list(range(len(root))))

    def learn(self, value, colour, rows=None):
        index = getattr(value, "index", None) if colour == ROW and not isinstance(value, (list, tuple)) else None
        self.known[id(value)] = (value, colour, rows, index)

    def colour_of(self, value):
        found = self.known.get(id(value))
        if found is None:
            return None
        kept, colour, rows, index = found
        if colour == ROW and rows is not None and length(value) != len(rows):
            rows = rows_by_label(index, value, rows)  # rows were dropped in place
            if rows is None:
                self.learn(value, AGG)
                return AGG, None
            self.learn(value, ROW, rows)
        return colour, rows

    def hook(self, statement, number, value):
        site = self.sites[statement][number]
        operands = []
        for child in site["children"]:
            operands.append(self.last.get((statement, child), (CONST, None, None)))
        for name in site["names"]:
            operands.append(self._named(name))
        if site["name"] is not None:
            colour, rows, _ = self._named(site["name"])
        else:
            colour, rows = self._colour(site, value, operands)
        self.last[statement, number] = (colour, rows, value)
        seen = site.setdefault("colours", [])
        if colour not in seen:
            seen.append(colour)
        site["events"] = site.get("events", 0) + 1
        if colour in (ROW, LAZY, AGG) and not is_plain(value) and self.colour_of(value) is None:
            self.learn(value, colour, rows)
        self._facts(site, value, colour, rows, operands, statement)
        return value

    def _named(self, name):
        if name not in self.namespace:
            return CONST, None, None
        value = self.namespace[name]
        known = None if is_plain(value) else self.colour_of(value)
        if known is not None:
            return known[0], known[1], value
        return self.name_colours.get(name, CONST), None, value

    def _colour(self, site, value, operands):
        dependent = [o for o in operands if o[0] != CONST]
        if not dependent:
            known = None if is_plain(value) else self.colour_of(value)
            return known if known is not None else (CONST, None)
        if any(name in type(value).__name__ for name in _LAZY_TYPES):
            base = next((o for o in dependent if o[1] is not None), None)
            if base is None:
                return LAZY, None
            self.bases[id(value)] = (value, self._table(base))
            return LAZY, base[1]
        known = None if is_plain(value) else self.colour_of(value)
        if known is not None and known[0] == ROW:
            return known
        return self._aligned(site, value, dependent)

    def _table(self, operand):
        if operand[0] == LAZY and id(operand[2]) in self.bases:
            return self.bases[id(operand[2])][1]
        return operand[2]

    def _aligned(self, site, value, dependent):
        size = length(value)
        if size is None or isinstance(value, (str, bytes, dict, set, types.ModuleType)):
            return AGG, None
        if isinstance(value, tuple) and site.get("method") == "train_test_split":
            return AGG, None
        bases = [o for o in dependent if o[0] in (ROW, LAZY) and o[1] is not None]
        index = getattr(value, "index", None)
        labelled = index is not None and not callable(index)
        bases = [(colour, rows, self._table((colour, rows, operand))) for colour, rows, operand in bases]
        for _, rows, operand in bases:
            if labelled:
                own = getattr(operand, "index", None)
                if callable(own):
                    own = None
                if own is not None and len(own) == size and index.equals(own):
                    return ROW, rows
            elif size == len(rows) and not isinstance(value, (list, tuple)):
                return ROW, rows
            elif size == len(rows) and size > 1 and isinstance(value, list):
                return ROW, rows
        lazy = any(o[0] == LAZY for o in dependent) and site["kind"] == "Call"
        for colour, rows, operand in bases:
            if labelled and not lazy or labelled and colour == ROW and site["kind"] != "Call":
                own = getattr(operand, "index", None)
                if own is not None and not callable(own) and size:
                    found = rows_by_label(own, value, rows)
                    if found is not None:
                        return ROW, found
            if labelled and size == len(rows) and site.get("method") in (
                "reset_index", "merge", "join", "DataFrame", "Series", "set_index", "concat", "to_frame",
            ):  # fmt: skip
                return ROW, rows
        return AGG, None

    def _facts(self, site, value, colour, rows, operands, statement):
        site["type"] = type(value).__name__
        if colour == AGG:
            site["length"] = length(value)
        base = next((o for o in operands if o[0] == ROW and o[1] is not None), None)
        if colour == ROW and base is not None and rows is not None and rows != base[1]:
            site["selects"] = True
        method = site.get("method")
        if method == "get_dummies" and site.get("arguments"):
            site["levels"] = level_columns(self.last[statement, site["arguments"][0]][2])
        if method in ("fit", "fit_transform", "fit_predict", "partial_fit") and site["children"]:
            receiver = self.last.get((statement, site["children"][0]))
            if receiver is not None and receiver[2] is not None and not is_plain(receiver[2]):
                if any(o[0] != CONST for o in operands[1:]):
                    self.learn(receiver[2], AGG)
        if method == "train_test_split" and isinstance(value, (list, tuple)):
            self._split(site, value, operands)

    def _split(self, site, value, operands):
        site["halves"] = True
        given = [o for o in operands if o[0] in (ROW, CONST, AGG)][: len(value) // 2]
        base = next((o for o in given if o[0] == ROW), None)
        if base is None:
            return
        reference = None
        for position, operand in enumerate(given):
            index = getattr(operand[2], "index", None)
            if index is not None and not callable(index) and operand[0] == ROW and index.is_unique:
                halves = value[2 * position], value[2 * position + 1]
                reference = [rows_by_label(index, half, operand[1]) for half in halves]
                break
        for position, operand in enumerate(given):
            if operand[0] != ROW:
                continue
            for side in (0, 1):
                half = value[2 * position + side]
                rows = reference[side] if reference else None
                if rows is not None and length(half) == len(rows):
                    self.learn(half, ROW, rows)

    def bound(self, node, statement):
        """After a statement ran: the colours of the names that it bound to plain values."""
        for part in ast.walk(node):
            targets = part.targets if isinstance(part, ast.Assign) else []
            targets = [part.target] if isinstance(part, (ast.AugAssign, ast.AnnAssign, ast.For)) else targets
            for target in targets:
                names = [n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
                seen = [s for s in self.sites[statement] if s["parent"] is None]
                dependent = any(set(s.get("colours", [])) - {CONST} for s in seen)
                for name in names:
                    self.name_colours[name] = AGG if dependent else CONST
        if any(set(s.get("colours", [])) - {CONST} for s in self.sites[statement]):
            for name in self._changed(node):
                value = self.namespace.get(name)
                if value is not None and not is_plain(value) and self.colour_of(value) is None:
                    self.learn(value, AGG)

    def _changed(self, node):
        names = set()
        for part in ast.walk(node):
            if isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
                names |= {n.id for n in ast.walk(part.value) if isinstance(n, ast.Name)}
            if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
                names |= {n.id for n in ast.walk(part.value.func) if isinstance(n, ast.Name)}
            if isinstance(part, ast.Assign):
                names |= {n.id for t in part.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        return names - {HOOK}

    def prune(self):
        kept = {}
        bases = {}
        for value in list(self.namespace.values()):
            for item in [value, *(value if isinstance(value, (list, tuple)) and len(value) < 50 else ())]:
                if id(item) in self.known:
                    kept[id(item)] = self.known[id(item)]
                if id(item) in self.bases:
                    bases[id(item)] = self.bases[id(item)]
        self.known = kept
        self.last = {}
        self.bases = bases


def is_plain(value):
    """Whether a value has no identity of its own: numbers, texts, None."""
    return value is None or isinstance(value, (bool, int, float, str, bytes)) or type(value).__module__ == "numpy" and not hasattr(
        value, "__len__"
    ) or isinstance(value, (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType))


def length(value):
    """The number of rows, or None."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return shape[0] if shape else None
    try:
        return len(value)
    except TypeError:
        return None


def rows_by_label(index, value, rows):
    """The row numbers of a selection, found by its labels; None where they do not tell."""
    labels = getattr(value, "index", None)
    if index is None or labels is None or callable(labels) or not index.is_unique or len(labels) > len(index):
        return None
    positions = index.get_indexer(labels)
    if len(positions) and positions.min() < 0:
        return None
    return [rows[position] for position in positions]


def level_columns(table):
    """The columns whose levels `get_dummies` looks for."""
    if not hasattr(table, "columns"):
        return None
    return [str(name) for name in table.columns if str(table[name].dtype) in ("object", "str", "string", "category")]


def load(path, package_folder=None):
    """The values of a boundary."""
    with open(path, "rb") as file:
        return pickle.load(file)["values"]


def main(request_path):
    """Run the statements of the request, and write what was seen."""
    with open(request_path) as file:
        request = json.load(file)
    warnings.simplefilter("ignore")
    namespace = sys.modules["__main__"].__dict__
    sys.path.insert(0, request["folder"])
    for code in request["setup"]:
        exec(compile(code, "setup", "exec"), namespace)
    values = {}
    for path in request["boundaries"]:
        values.update(load(path))
    namespace.update(values)
    root = namespace[request["root"]]
    recorder = Recorder(root, namespace)
    namespace[HOOK] = recorder.hook
    answer = {"sites": [], "error": None}
    for number, code in enumerate(request["statements"]):
        tree = ast.parse(code)
        original = ast.parse(code)
        transformer = Sites(number, request["late"])
        tree.body = [transformer.visit(node) for node in tree.body]
        recorder.sites[number] = transformer.sites
        try:
            exec(compile(ast.fix_missing_locations(tree), f"statement {number}", "exec"), namespace)
        except Exception as error:  # the notebook's own statement failed under the hooks
            answer["error"] = {"statement": number, "text": f"{type(error).__name__}: {error}"}
            break
        recorder.bound(original, number)
        recorder.prune()
    target = namespace.get(request["target"])
    known = recorder.colour_of(target) if target is not None else None
    answer["target_rows"] = known[1] if known and known[0] == ROW else None
    answer["root_rows"] = len(root)
    answer["colours"] = {
        name: recorder._named(name)[0] for name in request["names"] if name in namespace
    }
    answer["sites"] = [site for number in sorted(recorder.sites) for site in recorder.sites[number]]
    with open(request["answer"], "w") as file:
        json.dump(answer, file)
