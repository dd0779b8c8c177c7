"""
Runs the whole table's statements, then the way of one row on single rows, and compares.

`python start.py rehearse request.json`; the answer goes to the path that the request names.
"""

import copy
import json
import pickle
import random
import sys
import types
import warnings
from pathlib import Path

from .equality import NotComparable, difference
from .observe import describe

SINGLE_ROWS = 60
BATCH = 2000


def main(request_path):
    """Write what the rehearsal showed."""
    request = json.loads(Path(request_path).read_text())
    warnings.simplefilter("ignore")
    answer = rehearse(request)
    Path(request["answer"]).write_text(json.dumps(answer, default=str))


def rehearse(request):
    """Whether single rows come out as the whole table did."""
    sys.path.insert(0, request["folder"])
    fit = sys.modules["__main__"].__dict__
    for code in request["setup"]:
        exec(compile(code, "setup", "exec"), fit)
    for path in request["boundaries"]:
        with open(path, "rb") as file:
            held = pickle.load(file)
        fit.update(held["values"])
    restore(held.get("random") or {})
    exec("from copy import deepcopy", fit)
    raw = copy.deepcopy(fit[request["root"]])
    start = {name: fit[name] for name in request["parameters"] if name in fit}
    try:
        for code in request["fit"]:
            exec(compile(code, "fit", "exec"), fit)
        learnt = {name: copy.deepcopy(fit[name]) for name in request["learnt"]}
    except Exception as error:
        return {"ok": False, "reason": f"the statements with named statistics failed: {type(error).__name__}: {error}"}
    too_big = [name for name, value in learnt.items() if grows_with(value, len(raw))]
    if too_big:
        reason = f"its value grows with the table: {len(learnt[too_big[0]]):,} entries for {len(raw):,} rows"
        return {"ok": False, "reason": reason, "learnt": too_big[0]}
    target = fit[request["target"]]
    rows = request["target_rows"]
    serve = {"__builtins__": __builtins__}
    for code in request["serve_setup"]:
        exec(compile(code, "setup", "exec"), serve)
    frozen = types.SimpleNamespace(**learnt)
    way = Way(request, serve, frozen)
    answer = {"types": {name: describe(name, value)["type"] for name, value in learnt.items()}}
    read = columns_read(request, fit, target)
    sample = chosen(raw, rows)
    problem = single_rows(way, raw, target, rows, sample, read)
    if problem is not None:
        return {**answer, "ok": False, **problem, **culprit(request, way, raw, target, rows, problem, start)}
    batch = rows[:BATCH]
    used = used_columns(way, raw, batch, read)
    only = raw[used] if hasattr(raw, "columns") else raw
    lean = single_rows(way, only, target, rows, sample[:20], read)
    return {
        **answer, "ok": True, "rows": len(sample), "used": [str(c) for c in used], "features": [str(c) for c in read or []],
        "all_columns": lean is not None, "by_label": by_label(raw, target, rows),
    }  # fmt: skip


def by_label(raw, target, rows):
    """Whether the labels of the target's rows are those of the raw rows they come from."""
    index = getattr(target, "index", None)
    return index is not None and not callable(index) and raw.index.is_unique and index.equals(raw.index[rows])


class Way:
    """The serving statements as one function of a table of raw rows."""

    def __init__(self, request, namespace, frozen):
        self.request, self.namespace, self.frozen = request, namespace, frozen
        self.codes = [compile(code, "serve", "exec") for _, code in request["serve"]]

    def __call__(self, table, until=None):
        scope = dict(self.namespace)
        scope[self.request["root"]] = table.copy()
        scope["frozen"] = self.frozen
        for number, code in enumerate(self.codes):
            exec(code, scope)
            if until is not None:
                until(self.request["serve"][number][0], scope)
        return scope[self.request["target"]]


def restore(state):
    """Set the random states that were captured with the boundary."""
    if state.get("python"):
        random.setstate(tuple(tuple(p) if isinstance(p, list) else p for p in state["python"]))
    if state.get("numpy"):
        import numpy

        numpy.random.set_state(state["numpy"])


def grows_with(value, rows):
    """Whether a learnt value has an entry for each row: that would be the table, not a statistic."""
    shape = getattr(value, "shape", None)
    size = shape[0] if isinstance(shape, tuple) and shape else None
    return size is not None and rows > 50 and size >= rows / 2


def alone(raw, row):
    """One raw row as a request brings it: its label in the table is not known to anybody."""
    return raw.iloc[[row]].reset_index(drop=True)


def row_of(table, position):
    """One row of a table or an array, as a table of one row."""
    return table.iloc[[position]] if hasattr(table, "iloc") else table[[position]]


def chosen(raw, rows):
    """Positions of target rows: each column's gaps, extremes and levels, then others."""
    found = {}
    back = {row: position for position, row in enumerate(rows)}
    part = raw.iloc[rows]
    for name in getattr(raw, "columns", []):
        column = part[name]
        picks = []
        gaps = column.isna().to_numpy().nonzero()[0]
        picks += list(gaps[:1])
        if str(column.dtype) not in ("object", "str", "string", "category") and column.notna().any():
            values = column.reset_index(drop=True)
            picks += [int(values.idxmin()), int(values.idxmax())]
        else:
            levels = column.astype("object").reset_index(drop=True).drop_duplicates()
            picks += list(levels.index[:30]) if len(levels) <= 30 else []
        for pick in picks:
            found.setdefault(int(pick))
    generator = random.Random(0)
    others = list(range(len(rows)))
    generator.shuffle(others)
    for position in others:
        if len(found) >= SINGLE_ROWS and position not in found:
            break
        found.setdefault(position)
    del back
    return list(found)[: 2 * SINGLE_ROWS]


def single_rows(way, raw, target, rows, sample, read):
    """None when each row alone comes out as in the table, else what went wrong first."""
    for position in sample:
        expected = row_of(target, position)
        try:
            got = way(alone(raw, rows[position]))
        except Exception as error:
            return {"reason": f"one row alone fails: {type(error).__name__}: {error}", "position": position}
        text = unlike(expected, got, read)
        if text:
            return {"reason": text, "position": position}
    return None


def unlike(expected, got, read):
    """How one row differs; numbers of another type are equal when their values are."""
    if hasattr(expected, "columns"):
        names = [name for name in expected.columns if read is None or name in read]
        missing = [name for name in names if not hasattr(got, "columns") or name not in got.columns]
        if missing:
            return f"column `{missing[0]}` does not come out"
        if len(got) != len(expected):
            return f"{len(got)} rows come out for one"
        order = [name for name in got.columns if name in names]
        if order != names:
            return "the columns come out in another order"
        for name in names:
            left, right = expected[name].iloc[0], got[name].iloc[0]
            if not same(left, right):
                return f"`{name}` is {right!r} for the row alone, and {left!r} in the table"
        return None
    if getattr(expected, "shape", None) != getattr(got, "shape", None):
        return f"the shape is {getattr(got, 'shape', None)} for the row alone, and {getattr(expected, 'shape', None)} in the table"
    try:
        found = difference(expected, got)
    except NotComparable as error:
        return str(error)
    return None if found is None else found.message


def same(left, right):
    """Equal values: missing equals missing, 2 equals 2.0, 1e-9 relative."""
    import pandas

    gap_left, gap_right = pandas.isna(left) if pandas.api.types.is_scalar(left) else False, (
        pandas.isna(right) if pandas.api.types.is_scalar(right) else False
    )
    if gap_left or gap_right:
        return bool(gap_left and gap_right)
    try:
        return abs(float(left) - float(right)) <= 1e-9 * max(abs(float(left)), abs(float(right)))
    except (TypeError, ValueError):
        return str(left) == str(right)


def columns_read(request, fit, target):
    """The columns of the target that predict reads, found by permuting each; None where that cannot be told."""
    if not hasattr(target, "columns") or not request.get("predict"):
        return None
    scope = dict(fit)
    for path in request["predict_boundaries"]:
        with open(path, "rb") as file:
            scope.update(pickle.load(file)["values"])

    def asked(table):
        inner = dict(scope)
        inner[request["target"]] = table
        for code in request["predict"]:
            exec(compile(code, "predict", "exec"), inner)
        return inner[request["prediction"]]

    try:
        part = target.iloc[:5000]
        base = asked(part.copy())
        if len(base) != len(part) or difference(base, asked(part.copy())) is not None:
            return None
        read = []
        for name in target.columns:
            other = part.copy()
            order = list(range(len(part)))
            random.Random(0).shuffle(order)
            other[name] = part[name].iloc[order].set_axis(part.index)
            try:
                if difference(base, asked(other)) is not None:
                    read.append(name)
                    continue
                asked(part.drop(columns=[name]))
            except Exception:
                read.append(name)
        return read
    except Exception:
        return None


def used_columns(way, raw, batch, read):
    """Raw columns whose values change what predict reads."""
    table = raw.iloc[batch]
    base = way(table)
    used = []
    for name in raw.columns:
        order = list(range(len(table)))
        random.Random(1).shuffle(order)
        permuted = table.copy()
        permuted[name] = table[name].iloc[order].set_axis(table.index)
        blank = table.copy()
        blank[name] = None if str(table[name].dtype) in ("object", "str", "string") else float("nan")
        for other in (permuted, blank):
            try:
                changes = batch_unlike(base, way(other), read)
            except Exception:
                changes = True
            if changes:
                used.append(name)
                break
    return used


def batch_unlike(left, right, read):
    """Whether two outcomes differ in what predict reads."""
    if hasattr(left, "columns") and read is not None:
        names = [name for name in left.columns if name in read]
        if any(name not in right.columns for name in names):
            return True
        for name in names:
            one, two = left[name].astype("object"), right[name].astype("object")
            if not ((one == two) | (one.isna() & two.isna())).all():
                return True
        return False
    try:
        return difference(left, right) is not None
    except NotComparable:
        return True


def culprit(request, way, raw, target, rows, problem, start):
    """The first serving statement after which a value of the row differs from the whole table's."""
    position = problem.get("position")
    if position is None:
        return {}
    label = raw.index[rows[position]]
    fit = sys.modules["__main__"].__dict__
    for path in request["boundaries"]:
        with open(path, "rb") as file:
            fit.update(pickle.load(file)["values"])
    fit.update(start)
    seen = {}
    try:
        for number, code in enumerate(request["fit"]):
            exec(compile(code, "fit", "exec"), fit)
            for name in request["bound"][number]:
                value = fit.get(name)
                if hasattr(value, "loc") and hasattr(value, "index") and label in value.index:
                    seen[number, name] = copy.deepcopy(value.loc[[label]])
    except Exception:
        return {}
    found = {}

    def compare(number, scope):
        if found:
            return
        for name in request["bound"][number]:
            expected, got = seen.get((number, name)), scope.get(name)
            if expected is None or not hasattr(got, "iloc") or len(got) != 1:
                continue
            if hasattr(expected, "columns") and hasattr(got, "columns"):
                for column in expected.columns:
                    if column in got.columns and not same(expected[column].iloc[0], got[column].iloc[0]):
                        found.update(step=number, column=str(column))
                        return
            elif not hasattr(expected, "columns") and not hasattr(got, "columns"):
                if not same(expected.iloc[0], got.iloc[0]):
                    found.update(step=number, column=name)
                    return

    last = {}

    def follow(number, scope):
        last["step"] = number
        compare(number, scope)

    try:
        way(alone(raw, rows[position]), follow)
    except Exception:
        numbers = [number for number, _ in request["serve"]]
        done = numbers.index(last["step"]) + 1 if "step" in last else 0
        found.setdefault("step", numbers[min(done, len(numbers) - 1)])
    return found
