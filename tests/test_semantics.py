"""
What notebooks do with names, and that the extracted project does the same.

Each story is a small notebook around one construct. The project gives the notebook's RESULT, with
and without an observed run, or the conversion is refused with the cell and what to change.
"""

import pytest

from tests.checks import check_extracted, check_refused

SAME = {
    "display_magics_vanish": """
        # %% imports
        %matplotlib inline
        %config InlineBackend.figure_format = 'retina'
        # %% prep
        x = 1
        # %% predict
        RESULT = x + 1
    """,
    "a_timed_statement_stays": """
        # %% prep
        %time y = 41
        # %% train
        %%time
        y = y + 1
        # %% predict
        RESULT = y
    """,
    "a_magic_in_a_block_leaves_a_block": """
        # %% prep
        total = 0
        for i in range(3):
            %time total += i
        if total:
            %matplotlib inline
        # %% predict
        RESULT = total
    """,
    "a_name_bound_anew_in_each_section": """
        # %% prep
        x = 2
        x = x * 10
        # %% train
        x = x + 1
        # %% prep
        x = x * 10
        # %% predict
        RESULT = x
    """,
    "a_function_reads_a_constant": """
        # %%
        LIMIT = 3
        def keep(values):
            return [v for v in values if v < LIMIT]
        # %% prep
        xs = keep([1, 2, 3, 4])
        # %% predict
        RESULT = xs
    """,
    "a_function_reads_data": """
        # %% prep
        data = [1, 2, 3]
        limit = max(data) - 1
        def keep(values):
            return [v for v in values if v < limit]
        xs = keep(data)
        # %% predict
        RESULT = keep([0, 1, 2, 3]) + xs
    """,
    "a_function_reads_data_through_another": """
        # %% prep
        base = [1, 2, 3]
        mean = sum(base) / len(base)
        def centre(v):
            return v - mean
        def centres(vs):
            return [centre(v) for v in vs]
        # %% train
        fitted = centres(base)
        # %% predict
        RESULT = centres([4]) + fitted
    """,
    "a_function_is_handed_around_and_reads_data": """
        # %% prep
        scale = len([1, 2, 3])
        def bigger(v):
            return v * scale
        xs = list(map(bigger, [1, 2]))
        # %% predict
        RESULT = xs + list(map(bigger, [5]))
    """,
    "a_global_bound_anew_after_the_function": """
        # %% prep
        scale = len([1])
        def f(v):
            return v * scale
        a = f(10)
        # %% train
        scale = 7
        b = f(10)
        # %% predict
        RESULT = (a, b, f(1))
    """,
    "a_name_the_function_reads_is_bound_later": """
        # %%
        def f(v):
            return v * scale
        # %% prep
        scale = len([1, 2])
        a = f(10)
        # %% predict
        RESULT = a
    """,
    "a_late_bound_global_list": """
        # %% prep
        items = [1]
        def count():
            return len(items)
        a = count()
        # %% train
        items.append(2)
        b = count()
        # %% predict
        RESULT = (a, b, count())
    """,
    "columns_added_across_sections": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2, 3]})
        # %% prep
        df["b"] = df["a"] * 2
        # %% train
        df["c"] = df["b"] + 1
        df.loc[0, "c"] = 9
        # %% predict
        RESULT = df
    """,
    "changed_in_place_by_methods": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [3, 1, None]})
        # %% prep
        df.rename(columns={"a": "b"}, inplace=True)
        df.dropna(inplace=True)
        # %% train
        df.sort_values("b", inplace=True)
        df.reset_index(drop=True, inplace=True)
        # %% predict
        RESULT = df
    """,
    "append_update_and_out": """
        # %% prep
        import numpy as np
        xs, d, a = [], {}, np.zeros(3)
        # %% train
        xs.append(1)
        d.update(k=2)
        np.add(a, 1, out=a)
        np.put(a, [0], 9)
        d.setdefault("m", []).append(4)
        # %% predict
        RESULT = (xs, d, a)
    """,
    "positional_out_and_ufunc_at": """
        # %% prep
        import numpy as np
        a = np.zeros(3)
        # %% train
        np.add(a, 5, a)
        np.add.at(a, [0, 0], 1)
        np.fill_diagonal(m := np.zeros((2, 2)), 1)
        # %% predict
        RESULT = (a, m)
    """,
    "a_called_function_changes_its_argument": """
        # %%
        def enrich(table):
            table["b"] = table["a"] + 1
        def enrich_twice(t):
            enrich(t)
            t["c"] = 0
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2]})
        # %% prep
        enrich_twice(df)
        # %% predict
        RESULT = df
    """,
    "a_function_changes_what_a_method_is_called_on": """
        # %%
        class Model:
            def __init__(self):
                self.mean = None
            def learn(self, xs):
                self.mean = sum(xs) / len(xs)
        def run(model, xs):
            model.learn(xs)
        # %% train
        model = Model()
        run(model, [1, 2, 3])
        # %% predict
        RESULT = model.mean
    """,
    "an_alias_of_a_table": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2]})
        X = df
        # %% prep
        X["b"] = 9
        # %% predict
        RESULT = df
    """,
    "an_alias_made_in_another_section": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2]})
        # %% prep
        X = df
        # %% train
        X["b"] = 9
        # %% predict
        df["c"] = 1
        RESULT = (X, df)
    """,
    "a_loop_over_two_tables": """
        # %% load
        import pandas as pd
        train = pd.DataFrame({"a": [1, 2]})
        test = pd.DataFrame({"a": [3]})
        # %% prep
        for d in [train, test]:
            d["x"] = d["a"] * 2
        # %% train
        both = [train, test]
        for i in range(2):
            both[i]["y"] = 0
        # %% predict
        RESULT = (train, test)
    """,
    "a_loop_over_tables_held_in_a_dict": """
        # %% load
        import pandas as pd
        tables = {"train": pd.DataFrame({"a": [1, 2]}), "test": pd.DataFrame({"a": [3]})}
        train = tables["train"]
        # %% prep
        for name, d in tables.items():
            d["x"] = name
        # %% predict
        RESULT = (train, tables["test"])
    """,
    "tables_changed_in_a_comprehension_and_a_map": """
        # %%
        def mark(d):
            d["seen"] = True
        # %% load
        a, b, c = {}, {}, {}
        # %% prep
        [d.update(x=1) for d in (a, b)]
        _ = list(map(mark, [b, c]))
        # %% predict
        RESULT = (a, b, c)
    """,
    "augmented_assignment_of_a_shared_list": """
        # %% prep
        lst = [1]
        other = lst
        # %% train
        lst += [2]
        # %% predict
        RESULT = other
    """,
    "two_targets_share_one_list": """
        # %% prep
        a = b = []
        # %% train
        a.append(1)
        # %% predict
        RESULT = (a, b)
    """,
    "a_list_handed_back_by_a_function_is_the_same_list": """
        # %%
        def same(x):
            return x
        # %% prep
        a = [1]
        b = same(a)
        # %% train
        b.append(2)
        # %% predict
        RESULT = a
    """,
    "an_object_holds_the_list_it_was_given": """
        # %%
        class Holder:
            def __init__(self, items):
                self.items = items
            def grow(self):
                self.items.append(len(self.items))
                return self
        # %% prep
        items = []
        holder = Holder(items)
        # %% train
        size = len(holder.grow().items)
        # %% predict
        RESULT = items
    """,
    "a_bound_method_changes_its_object": """
        # %% prep
        items = []
        add = items.append
        # %% train
        add(3)
        # %% predict
        RESULT = items
    """,
    "a_conditional_value_keeps_the_earlier_one": """
        # %% prep
        thr = 1
        flag = len([1]) > 3
        # %% train
        if flag:
            thr = 5
        # %% predict
        RESULT = thr
    """,
    "a_conditional_value_read_in_the_same_section": """
        # %% prep
        thr = 1
        flags = [False, True]
        # %% train
        if flags[0]:
            thr = 5
        y = thr * 10
        # %% predict
        RESULT = (y, thr)
    """,
    "a_loop_variable_used_after_its_loop": """
        # %% prep
        best = None
        for i, v in enumerate([3, 9, 4]):
            if best is None or v > best:
                best = v
                where = i
        last = i
        # %% train
        for k in range(last):
            pass
        # %% predict
        RESULT = (best, where, last, k)
    """,
    "walrus_with_except_match_and_stars": """
        # %% prep
        import io
        if (n := len([1, 2, 3])) > 2:
            big = True
        with io.StringIO("a b c") as source:
            first, *rest = source.read().split()
        try:
            int("x")
        except ValueError as error:
            message = str(error)
        match {"kind": "point", "at": [1, 2]}:
            case {"kind": kind, "at": [x, *others]}:
                found = (kind, x, others)
        squares = [last := j * j for j in range(4)]
        # %% predict
        RESULT = (n, big, first, rest, message, found, kind, others, last)
    """,
    "comprehensions_have_their_own_names": """
        # %% prep
        x = 100
        ys = [x for x in range(3)]
        # %% train
        zs = {x: y for x, y in zip(ys, ys)}
        # %% predict
        RESULT = (x, ys, zs)
    """,
    "nested_functions_and_nonlocal": """
        # %%
        def counter():
            n = 0
            def step():
                nonlocal n
                n += 1
                return n
            return step
        # %% prep
        step = counter()
        step()
        # %% train
        step()
        # %% predict
        RESULT = step()
    """,
    "a_cached_function": """
        # %%
        from functools import lru_cache
        calls = []
        @lru_cache(maxsize=None)
        def slow(x):
            calls.append(x)
            return x * 2
        # %% prep
        a = slow(2)
        # %% train
        b = slow(2)
        # %% predict
        RESULT = (a, b, len(calls))
    """,
    "a_cached_function_that_reads_data": """
        # %% prep
        from functools import lru_cache
        scale = len([1, 2])
        @lru_cache
        def f(x):
            return x * scale
        a = f(2)
        # %% train
        b = f(2)
        # %% predict
        RESULT = (a, b)
    """,
    "defaults_are_evaluated_at_the_definition": """
        # %% prep
        base = len([1, 2])
        def f(x, k=base):
            return x * k
        base = 100
        a = f(1)
        # %% predict
        RESULT = (a, f(2))
    """,
    "a_class_body_reads_a_variable": """
        # %% prep
        base_lr = sum([1, 2]) / 10
        class Config:
            lr = base_lr
            def twice(self):
                return self.lr * 2
        # %% train
        model = Config()
        # %% predict
        RESULT = (model.twice(), isinstance(model, Config), Config.lr)
    """,
    "a_class_with_shared_state": """
        # %%
        class Log:
            rows = []
            total = 0
            def add(self, x):
                Log.total += x
                self.rows.append(x)
        # %% prep
        Log().add(1)
        # %% train
        Log().add(2)
        Log.total += 10
        # %% predict
        RESULT = (Log.rows, Log.total)
    """,
    "a_method_reads_data": """
        # %% prep
        scale = len([1, 2, 3])
        class Model:
            def predict(self, x):
                return x * scale
        # %% train
        model = Model()
        # %% predict
        RESULT = (model.predict(2), type(model) is Model)
    """,
    "a_method_changes_a_global_list": """
        # %% prep
        log = []
        class Worker:
            def go(self, x):
                log.append(x)
                return x
        # %% train
        worker = Worker()
        ignored = worker.go(4)
        # %% predict
        RESULT = log
    """,
    "a_function_redefined_between_sections": """
        # %% prep
        def f(x):
            return x + 1
        a = f(1)
        # %% train
        def f(x):
            return x * 100
        b = f(1)
        # %% predict
        RESULT = (a, b, f(2))
    """,
    "a_name_is_data_first_and_a_function_later": """
        # %% prep
        f = 3
        a = f + 1
        # %% train
        def f(x):
            return x + a
        # %% predict
        RESULT = f(1)
    """,
    "a_global_counter": """
        # %% prep
        cnt = 0
        def bump():
            global cnt
            cnt += 1
            return cnt
        bump()
        # %% train
        bump()
        # %% predict
        bump()
        RESULT = cnt
    """,
    "names_inside_strings": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2, 3, 4]})
        df1, df2 = df, df * 10
        # %% prep
        thr = df["a"].mean()
        # %% train
        small = df.query("a > @thr")
        both = pd.eval("df1 + df2")
        text = f"{thr:.2f} of {len(df2)}"
        # %% predict
        RESULT = (small, both, text, eval("thr + 1"))
    """,
    "a_query_that_is_held_in_a_variable": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2, 3, 4]})
        # %% prep
        limit = df["a"].max() - 1
        which = "a < @limit"
        # %% predict
        RESULT = df.query(which)
    """,
    "a_function_queries_with_a_global": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2, 3, 4]})
        limit = df["a"].max() - 1
        # %% prep
        def small(table):
            return table.query("a < @limit")
        # %% predict
        RESULT = small(df)
    """,
    "a_builtin_is_shadowed": """
        # %% prep
        total = sum([1, 2])
        sum = total + 1
        list = [sum]
        id = 7
        # %% predict
        RESULT = (sum, list, id)
    """,
    "a_function_reads_a_shadowed_builtin": """
        # %% prep
        max = 3
        def cut(x):
            return x if x < max else max
        # %% predict
        RESULT = [cut(v) for v in (1, 5)]
    """,
    "random_numbers_across_sections": """
        # %% prep
        import numpy as np
        np.random.seed(0)
        a = np.random.rand(2)
        unused = np.random.rand(3)
        # %% train
        b = np.random.rand(2)
        # %% predict
        RESULT = (a, b)
    """,
    "random_numbers_by_other_names": """
        # %%
        import random as rnd
        from numpy.random import rand, seed
        def noise():
            return rand(1)
        # %% prep
        seed(1)
        rnd.seed(2)
        shown = noise()
        also_shown = rnd.random()
        # %% train
        b = (rand(1), rnd.random())
        # %% predict
        RESULT = b
    """,
    "a_random_generator_object": """
        # %% prep
        import numpy as np
        rng = np.random.default_rng(3)
        looked_at = rng.normal(size=2)
        # %% train
        b = rng.normal(size=2)
        # %% predict
        RESULT = b
    """,
    "a_model_draws_from_the_global_generator": """
        # %% prep
        import numpy as np
        from sklearn.ensemble import RandomForestRegressor
        np.random.seed(0)
        X, y = np.random.rand(20, 2), np.random.rand(20)
        # %% train
        first = RandomForestRegressor(n_estimators=2).fit(X, y)
        second = RandomForestRegressor(n_estimators=2).fit(X, y)
        # %% predict
        RESULT = second.predict(X[:3])
    """,
    "environment_variables_and_pandas_options": """
        # %%
        import os
        import pandas as pd
        os.environ["RATE"] = "4"
        pd.set_option("display.precision", 2)
        # %% prep
        rate = int(os.environ["RATE"])
        table = str(pd.DataFrame({"a": [1.23456]}))
        # %% predict
        RESULT = (rate, table)
    """,
    "a_setting_of_a_library": """
        # %% imports
        import decimal
        import numpy as np
        # %% prep
        decimal.getcontext().prec = 4
        np.seterr(divide="raise")
        # %% train
        third = decimal.Decimal(1) / decimal.Decimal(3)
        try:
            q = np.array([1.0]) / 0
        except FloatingPointError:
            q = "raised"
        # %% predict
        RESULT = (third, q)
    """,
    "sklearn_gives_frames_when_told_so": """
        # %%
        import pandas as pd
        import sklearn
        from sklearn.preprocessing import StandardScaler
        sklearn.set_config(transform_output="pandas")
        # %% load
        df = pd.DataFrame({"a": [1.0, 3.0]})
        # %% prep
        scaled = StandardScaler().fit_transform(df)
        # %% predict
        RESULT = scaled
    """,
    "a_file_is_handed_over": """
        # %% prep
        import json
        with open("held.json", "w") as f:
            json.dump({"a": 3}, f)
        # %% train
        with open("held.json") as f:
            held = json.load(f)
        # %% predict
        RESULT = held
    """,
    "a_file_named_by_a_constant_is_handed_over": """
        # %%
        import pandas as pd
        OUT = "held.csv"
        # %% prep
        pd.DataFrame({"a": [1, 2]}).to_csv(OUT, index=False)
        # %% train
        again = pd.read_csv(OUT)
        # %% predict
        RESULT = again
    """,
    "axes_across_sections": """
        # %% prep
        import matplotlib.pyplot as plt
        fig, ax = plt.subplots()
        # %% train
        ax.plot([1, 2])
        ax.set_title("t")
        # %% predict
        RESULT = (len(ax.lines), ax.get_title())
    """,
    "the_current_axes": """
        # %% prep
        import matplotlib.pyplot as plt
        plt.plot([1, 2])
        # %% predict
        RESULT = len(plt.gca().lines)
    """,
    "plots_alone_leave_nothing": """
        # %% load
        import matplotlib.pyplot as plt
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2]})
        # %% prep
        fig, ax = plt.subplots()
        ax.hist(df["a"])
        plt.show()
        df["a"].plot()
        df["b"] = df["a"]
        # %% predict
        RESULT = df
    """,
    "lambdas_and_local_classes": """
        # %% prep
        scale = len([1, 2])
        double = lambda v: v * 2
        scaled = lambda v: v * scale
        class Pair:
            def __init__(self, a, b):
                self.a, self.b = a, b
        pair = Pair(double(2), scaled(3))
        # %% train
        steps = [double, scaled, lambda v: v + scale]
        # %% predict
        RESULT = ([s(10) for s in steps], pair.a, pair.b)
    """,
    "a_generator_across_sections": """
        # %% prep
        squares = (i * i for i in range(6))
        first = next(squares)
        second = next(squares)
        # %% train
        third = next(squares)
        # %% predict
        RESULT = (first, third, list(squares))
    """,
    "a_generator_that_is_only_advanced": """
        # %%
        def numbers():
            yield from range(10)
        # %% prep
        it = numbers()
        next(it)
        for skipped in it:
            if skipped == 3:
                break
        # %% train
        taken = list(zip(it, "ab"))
        # %% predict
        RESULT = next(it)
    """,
    "an_import_with_a_fallback": """
        # %%
        try:
            import no_such_module as js
        except ImportError:
            import json as js
        try:
            import no_such_module
            HAS = True
        except ImportError:
            HAS = False
        # %% prep
        x = js.dumps([1])
        # %% predict
        RESULT = (x, HAS)
    """,
    "imports_in_the_middle_and_in_a_block": """
        # %% prep
        x = 4
        import math
        if x > 3:
            from fractions import Fraction
        else:
            Fraction = None
        # %% train
        y = math.sqrt(x); from json import dumps
        # %% predict
        RESULT = dumps([y, str(Fraction(1, 2))])
    """,
    "one_name_imported_from_two_places": """
        # %% prep
        from math import sqrt
        a = sqrt(4)
        # %% train
        from cmath import sqrt
        b = sqrt(-4)
        # %% predict
        RESULT = (a, b)
    """,
    "a_definition_replaces_an_import": """
        # %% prep
        from math import floor
        a = floor(1.5)
        # %% train
        def floor(x):
            return -x
        # %% predict
        RESULT = (a, floor(2))
    """,
    "a_star_import_of_the_standard_library": """
        # %% imports
        from math import *
        from collections import *
        # %% prep
        x = sqrt(16) + floor(pi)
        counts = Counter("aab")
        # %% predict
        RESULT = (x, counts, pow(2, 3))
    """,
    "a_deleted_name": """
        # %% prep
        a, b = 1, [2]
        c = {"k": 1, "m": 2}
        del a
        del c["k"], b
        # %% predict
        RESULT = c
    """,
    "targets_of_many_shapes": """
        # %% prep
        a, (b, *c) = 1, (2, 3, 4)
        d = {}
        d["x"], e = 5, 6
        f = g = [a]
        h: int = 8
        # %% predict
        RESULT = (a, b, c, d, e, f is g, h)
    """,
    "semicolons_and_strings_of_many_lines": '''
        # %% prep
        a = 1; b = a + 1; text = """
            two
        lines
        """; c = 3
        # %% predict
        if b:
            RESULT = (a, b, text, c); b = 0
    ''',
    "decorators": """
        # %%
        import functools
        def twice(f):
            @functools.wraps(f)
            def inner(*a):
                return f(f(*a))
            return inner
        # %% prep
        k = len([1, 2])
        @twice
        def grow(x):
            return x + k
        # %% predict
        RESULT = (grow(1), grow.__name__)
    """,
    "a_decorator_registers": """
        # %%
        REGISTRY = []
        def register(f):
            REGISTRY.append(f.__name__)
            return f
        # %% prep
        @register
        def one(x):
            return x
        @register
        def two(x):
            return x
        # %% predict
        RESULT = (REGISTRY, two(3))
    """,
    "top_level_await": """
        # %%
        import asyncio
        async def fetch(x):
            await asyncio.sleep(0)
            return x * 2
        # %% load
        a = await fetch(2)
        # %% train
        a = a + 1
        b, c = await asyncio.gather(fetch(a), fetch(4))
        # %% predict
        RESULT = (a, b, c)
    """,
    "main_is_the_notebook": """
        # %% prep
        x = 1
        # %% train
        if __name__ == "__main__":
            x = 2
            y = '''a
        b'''
        # %% predict
        RESULT = (x, y)
    """,
    "a_cell_with_two_roles": """
        # %% prep
        xs = [1.0, 2.0, 3.0]
        class Mean:
            def fit(self, xs):
                self.mean = sum(xs) / len(xs)
                return self
            def predict(self, xs):
                return [self.mean for _ in xs]
        # %% train predict
        model = Mean()
        model.fit(xs)
        RESULT = model.predict([1, 2])
    """,
    "interleaved_sections": """
        # %% prep
        a = 1
        # %% train
        b = a + 1
        # %% prep
        a = b * 10
        # %% train
        b = a + b
        # %% predict
        RESULT = (a, b)
    """,
    "untagged_cells_define": """
        # %%
        import math
        from collections import namedtuple
        Point = namedtuple("Point", "x y")
        RATE = 0.5
        today = math.floor(3.7)
        def shift(p):
            return Point(p.x + RATE, p.y + today)
        # %% prep
        p = shift(Point(1, 2))
        # %% predict
        RESULT = p
    """,
    "a_mutable_default": """
        # %%
        def collect(x, seen=[]):
            seen.append(x)
            return list(seen)
        # %% prep
        a = collect(1)
        # %% train
        b = collect(2)
        # %% predict
        RESULT = (a, b, collect(3))
    """,
    "a_mutable_default_in_a_function_that_reads_data": """
        # %% prep
        scale = len([1, 2])
        def collect(x, seen=[]):
            seen.append(x * scale)
            return list(seen)
        a = collect(1)
        # %% train
        b = collect(2)
        # %% predict
        RESULT = (a, b, collect(3))
    """,
    "printing_that_does_something": """
        # %% prep
        stack = [1, 2, 3]
        print(stack.pop())
        for i in range(1):
            print("left", len(stack), stack.pop())
        print("n", n := len(stack))
        # %% predict
        RESULT = (stack, n)
    """,
    "parameters_that_are_bound_anew": """
        # %% parameters
        limit = 3
        names = ["a"]
        # %% prep
        limit = limit + 1
        names.append("b")
        # %% train
        y = limit * 2
        # %% predict
        RESULT = (y, limit, names)
    """,
    "names_that_the_project_uses_itself": """
        # %% parameters
        n = 2
        # %% prep
        parameters = {"n": n}
        Result = 5
        run = 6
        # %% train
        execute = parameters["n"] + Result + run + n
        # %% predict
        RESULT = (execute, parameters)
    """,
    "a_constant_list_that_grows_through_another_name": """
        # %%
        BASE = ["a"]
        # %% prep
        columns = BASE
        columns.append("b")
        # %% train
        n = len(BASE)
        # %% predict
        RESULT = (BASE, n)
    """,
    "a_context_object_that_changes": """
        # %%
        class Timer:
            used = 0
            def __init__(self):
                self.times = 0
            def __enter__(self):
                self.times += 1
                return self
            def __exit__(self, *_):
                return False
        # %% prep
        timer = Timer()
        with timer:
            pass
        # %% predict
        RESULT = timer.times
    """,
    "a_global_declared_at_the_top": """
        # %% prep
        global x
        x = 1
        # %% predict
        x = x + 1
        RESULT = x
    """,
    "an_object_that_is_called": """
        # %%
        class Adder:
            def __init__(self):
                self.seen = []
            def __call__(self, x):
                self.seen.append(x)
        # %% prep
        add = Adder()
        add(1)
        # %% train
        ignored = add(2)
        # %% predict
        RESULT = add.seen
    """,
    "a_kept_lambda_reads_a_name_that_another_section_binds_anew": """
        # %% prep
        scale = len([1, 2])
        f = lambda v: v * scale
        a = f(1)
        # %% train
        scale = 50
        # %% predict
        RESULT = (a, f(1))
    """,
    "a_cached_function_reads_a_name_that_another_section_binds_anew": """
        # %% prep
        from functools import lru_cache
        scale = len([1, 2])
        @lru_cache
        def f(x):
            return x * scale
        a = f(1)
        # %% train
        scale = 7
        # %% predict
        RESULT = (a, f(1), f(2))
    """,
    "a_generator_reads_a_name_that_another_section_binds_anew": """
        # %% prep
        k = len([1])
        scaled = (v * k for v in [1, 2])
        # %% train
        k = 10
        # %% predict
        RESULT = list(scaled)
    """,
    "lambdas_made_in_a_loop_read_its_variable_when_called": """
        # %% load
        fs = [lambda x: x + i for i in range(3)]
        gs = []
        for j in range(3):
            gs.append(lambda x: x * j)
        # %% prep
        j = 10
        # %% predict
        RESULT = [f(1) for f in fs] + [g(2) for g in gs]
    """,
    "a_decorated_function_reads_what_is_bound_anew": """
        # %% load
        import functools
        calls = []
        def log(fn):
            @functools.wraps(fn)
            def inner(*a, **k):
                calls.append(fn.__name__)
                return fn(*a, **k)
            return inner
        rate = 3
        @log
        @functools.lru_cache(maxsize=None)
        def f(x):
            return x * rate
        # %% prep
        a = f(2)
        rate = 100
        b = f(2)
        # %% predict
        RESULT = [a, b, f(3), calls, f.__name__]
    """,
    "a_function_wraps_the_one_before_it": """
        # %% load
        def f(x): return x + 1
        # %% prep
        old = f
        def f(x): return old(x) * 10
        # %% train
        g = f
        f = lambda x: g(x) - 1
        # %% predict
        RESULT = f(1)
    """,
    "an_instance_reads_what_its_class_reads": """
        # %% load
        def clean(x): return x + 1
        a = clean(1)
        # %% prep
        def clean(x): return x * 10
        b = clean(a)
        # %% train
        class M:
            def go(self): return clean(1)
        m = M()
        # %% predict
        def clean(x): return -x
        class M:
            def go(self): return 0
        RESULT = [a, b, clean(3), m.go(), M().go()]
    """,
    "a_class_that_counts_its_instances": """
        # %% load
        base_lr = 0.5
        class Model:
            lr = base_lr
            seen = []
            count = 0
            def __init__(self):
                Model.count += 1
            def fit(self, x):
                self.seen.append(x * self.lr)
                return self
            @property
            def total(self): return sum(self.seen)
        # %% prep
        base_lr = 9
        m = Model().fit(2)
        # %% train
        Model.lr = 2
        m.fit(3)
        n = Model()
        # %% predict
        RESULT = [n.total, Model.count, Model.seen]
    """,
    "a_class_inherits_what_its_base_reads": """
        # %% load
        class Base:
            def go(self): return self.k + OFF
        OFF = 1
        # %% prep
        class Child(Base):
            k = OFF * 10
        OFF = 5
        # %% train
        class Child2(Child):
            def go(self): return super().go() * 2
        # %% predict
        RESULT = [Child().go(), Child2().go()]
    """,
    "a_method_is_given_to_a_class_later": """
        # %% load
        class Thing:
            def v(self): return 1
        t = Thing()
        a = t.v()
        # %% prep
        def new_v(self): return 42
        Thing.v = new_v
        # %% train
        b = t.v()
        setattr(Thing, "w", lambda self: self.v() + 1)
        # %% predict
        RESULT = [a, b, t.w()]
    """,
    "a_lambda_that_is_mapped_changes_lists": """
        # %% load
        lists = [[1], [2]]
        p, q = lists
        # %% prep
        [l.append(0) for l in lists]
        # %% train
        list(map(lambda l: l.append(5), [p, q]))
        for l, v in zip([p, q], (7, 8)): l.append(v)
        # %% predict
        RESULT = [p, q]
    """,
    "a_class_that_notes_each_access": """
        # %% load
        class Counter:
            def __init__(self): self.n = 0
            def __call__(self, x):
                self.n += 1
                return x + self.n
            def __iadd__(self, o):
                self.n += o
                return self
            def __enter__(self):
                self.n += 100
                return self
            def __exit__(self, *a): self.n += 1000
            def __getitem__(self, k):
                self.n += 1
                return k
        c = Counter()
        # %% prep
        a = c(1)
        d = c
        d += 5
        # %% train
        with c as e:
            pass
        c["k"]
        b = c["q"]
        # %% predict
        RESULT = [a, b, c.n, e is c]
    """,
    "a_function_and_its_state_come_out_of_one_call": """
        # %% load
        def make():
            state = {"n": 0}
            def up():
                state["n"] += 1
                return state["n"]
            return up, state
        up, state = make()
        # %% prep
        up()
        a = up()
        # %% train
        state["n"] = 50
        # %% predict
        RESULT = [a, up()]
    """,
    "attributes_set_through_vars": """
        # %% load
        import types
        cfg = types.SimpleNamespace(a=1)
        alias = cfg
        # %% prep
        setattr(alias, "b", 2)
        vars(cfg)["c"] = 3
        cfg.__dict__["d"] = 4
        # %% train
        delattr(cfg, "a")
        # %% predict
        RESULT = sorted(vars(cfg).items())
    """,
    "how_arrays_are_printed_matters_for_a_text": """
        # %% load
        import numpy as np
        np.seterr(all="ignore")
        np.set_printoptions(precision=2)
        a = np.array([1.23456, 0.0])
        # %% prep
        b = np.array2string(a)
        with np.errstate(divide="ignore"):
            c = 1 / a
        # %% predict
        RESULT = [b, c]
    """,
    "a_main_function_that_binds_a_global": """
        # %% load
        result = None
        def main():
            global result
            result = [1, 2, 3]
        if __name__ == "__main__":
            main()
        # %% predict
        RESULT = result
    """,
    "a_builtin_comes_back_after_del": """
        # %% load
        sum = 5
        a = sum
        # %% prep
        del sum
        b = sum([1, 2])
        # %% train
        len = lambda x: 42
        c = len("abc")
        del len
        # %% predict
        RESULT = [a, b, c, len("abc")]
    """,
    "builtins_are_shadowed_everywhere": """
        # %% load
        list = [1, 2, 3]
        id = 7
        sum = 0
        # %% prep
        for max in list:
            sum = sum + max
        def input(p): return "typed " + p
        # %% train
        str = input("x")
        type = {"k": id}
        print = lambda *a: a
        # %% predict
        shown = print(1, 2)
        RESULT = [list, sum, str, type, shown]
    """,
    "a_name_is_looked_for_after_del": """
        # %% load
        x = 1
        y = [1, 2, 3]
        d = {"a": 1, "b": 2}
        # %% prep
        del y[0], d["a"]
        z = x
        del x
        # %% train
        try:
            x
            seen = True
        except NameError:
            seen = False
        # %% predict
        RESULT = [y, d, z, seen]
    """,
    "a_lazy_map_reads_what_is_bound_below": """
        # %% load
        src = [1, 2, 3]
        m = map(lambda v: v + off, src)
        off = 5
        z = zip(src, "abc")
        # %% prep
        src.append(4)
        # %% train
        off = 100
        one = next(z)
        # %% predict
        RESULT = [list(m), list(z), one]
    """,
    "a_sort_key_reads_a_table_that_is_bound_anew": """
        # %% load
        order = {"a": 2, "b": 1}
        key = lambda s: order[s]
        # %% prep
        s1 = sorted("ab", key=key)
        order = {"a": 0, "b": 1}
        # %% train
        s2 = sorted("ab", key=key)
        # %% predict
        RESULT = [s1, s2]
    """,
    "threads_fill_a_list": """
        # %% load
        import threading, sqlite3
        def stream():
            for i in range(4):
                yield i
        g = stream()
        lock = threading.Lock()
        con = sqlite3.connect(":memory:")
        con.execute("create table t(a int)")
        # %% prep
        first = next(g)
        con.executemany("insert into t values (?)", [(1,), (2,)])
        out = []
        def work(n):
            with lock:
                out.append(n)
        ts = [threading.Thread(target=work, args=(i,)) for i in range(3)]
        for t in ts: t.start()
        for t in ts: t.join()
        # %% train
        rest = list(g)
        # %% predict
        RESULT = [first, rest, con.execute("select sum(a) from t").fetchone()[0], sorted(out)]
    """,
    "a_class_made_by_a_function_reads_a_name_bound_anew": """
        # %% load
        scale = 3
        def build():
            class K:
                f = scale
                def go(self, x): return x * self.f * scale
            return K
        K = build()
        # %% prep
        scale = 10
        k = K()
        # %% predict
        RESULT = [k.go(1), K.__name__]
    """,
    "an_untagged_cell_changes_a_table": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 5]})
        # %%
        df["b"] = 2
        df = df[df["a"] > 1]
        look = df.describe()
        # %% predict
        RESULT = df
    """,
    "an_untagged_cell_draws_random_numbers": """
        # %% prep
        import numpy as np
        np.random.seed(0)
        xs = np.arange(9)
        # %%
        look = np.random.choice(xs)
        # %% predict
        RESULT = np.random.rand(2)
    """,
    "an_untagged_cell_makes_what_a_later_section_changes": """
        # %% load
        rows = [3, 1, 2]
        # %%
        best = sorted(rows)
        worst = best[-1]
        # %% prep
        best.append(worst)
        # %% predict
        RESULT = best
    """,
    "untagged_cells_need_each_other": """
        # %% load
        rows = [3, 1, 2]
        # %%
        total = sum(rows)
        # %%
        rows.append(total)
        share = [r / total for r in rows]
        # %% predict
        RESULT = share
    """,
    "an_imports_cell_does_work": """
        # %% load
        rows = [3, 1, 2]
        # %% imports
        import math
        roots = [math.sqrt(r) for r in rows]
        # %% predict
        RESULT = roots
    """,
    "the_last_output_of_jupyter": """
        # %% prep
        [1, 2]
        # %% train
        x = len(_)
        # %% predict
        RESULT = x
    """,
    "names_made_by_exec": """
        # %% prep
        exec("y = 3")
        # %% predict
        RESULT = y
    """,
    "names_reached_through_globals": """
        # %% prep
        x = 1
        # %% train
        globals()["x"] = 5
        # %% predict
        RESULT = x
    """,
    "the_working_folder_changes": """
        # %% load
        import os
        os.makedirs("deep", exist_ok=True)
        with open("deep/a.txt", "w") as file:
            file.write("far")
        os.chdir("deep")
        text = open("a.txt").read()
        # %% predict
        RESULT = (text, os.path.basename(os.getcwd()))
    """,
    "an_output_of_jupyter_by_its_number": """
        # %% load
        xs = [1, 2]
        xs
        # %%
        "looked at";
        # %% prep
        ys = Out[1] + [3]
        sum(ys)
        # %% predict
        RESULT = (ys, _3, ys is xs)
    """,
    "what_a_command_prints": """
        # %% load
        n = 3
        out = !echo {n} rows $n
        names = !ls *.ipynb
        # %% predict
        RESULT = (out, names)
    """,
    "a_folder_made_by_the_shell": """
        # %% load
        !mkdir -p data_out
        import os
        # %% prep
        with open("data_out/x.txt", "w") as f:
            f.write("hi")
        # %% predict
        RESULT = open("data_out/x.txt").read()
    """,
    "exec_in_names_of_its_own": """
        # %% load
        ns = {}
        exec("q = 5", ns)
        v = eval("a + 1", {"a": 3})
        # %% predict
        RESULT = [ns["q"], v]
    """,
    "a_function_looks_at_its_own_names": """
        # %% load
        def f(a, b=2):
            c = a + b
            return dict(locals())
        def g(**kw):
            return vars(kw["o"])
        class O:
            def __init__(self): self.z = 1
        # %% predict
        RESULT = [f(1), g(o=O())]
    """,
    "eval_of_literal_texts": """
        # %% load
        x = 4
        # %% prep
        y = eval("x + 1")
        z = eval("[i * x for i in range(2)]")
        # %% predict
        RESULT = [y, z]
    """,
    "the_environment_is_asked_by_magic": """
        # %% imports
        %env MY_FLAG=7
        %set_env OTHER_FLAG=x y
        import os
        # %% load
        flag = int(os.environ["MY_FLAG"])
        # %% prep
        other = %env OTHER_FLAG
        # %% predict
        RESULT = [flag, os.getenv("OTHER_FLAG"), other]
    """,
    "a_profiled_statement_stays": """
        # %% prep
        xs = [3, 1, 2]
        %prun -q xs.sort()
        # %% predict
        %timeit -n 1 -r 1 xs.index(3)
        RESULT = xs[:3]
    """,
    "a_loop_and_a_with_bind_what_a_function_reads": """
        # %% load
        import io
        def show(): return (i, fh.getvalue())
        for i in range(2):
            with io.StringIO() as fh:
                fh.write("a" * i)
                a = show()
        # %% prep
        for i in [7]:
            fh = io.StringIO("zz")
        # %% predict
        RESULT = [a, show(), [i for i in range(2)], i]
    """,
    "a_class_keeps_a_list_for_those_below_it": """
        # %% load
        class Base:
            items = []
            def add(self, x):
                self.items.append(x)
        class Sub(Base):
            pass
        # %% prep
        s = Sub(); s.add(1)
        # %% train
        t = Base(); t.add(2)
        # %% predict
        RESULT = [Base.items, s.items is t.items]
    """,
    "a_global_that_a_lambda_reads_too": """
        # %% load
        total = 0
        def add(x):
            global total
            total += x
            return total
        # %% prep
        add(3)
        g = lambda: total
        # %% train
        add(4)
        total = total * 2
        # %% predict
        RESULT = [g(), total]
    """,
    "a_function_binds_names_in_a_match": """
        # %% load
        cmd = ("go", 3)
        def act(c):
            match c:
                case ("go", n) if n < LIMIT: return "near"
                case ("go", _): return "far"
        LIMIT = 5
        # %% prep
        a = act(cmd)
        LIMIT = 1
        # %% predict
        RESULT = [a, act(cmd)]
    """,
    "print_is_a_function_of_the_notebook": """
        # %% load
        log = []
        def print(*a): log.append(a)
        print(1)
        # %% prep
        print(2, 3)
        # %% predict
        RESULT = log
    """,
    "display_shows_what_a_function_changes": """
        # %% load
        xs = []
        def add(x):
            xs.append(x)
            return xs
        add(1)
        # %% prep
        display(add(2))
        add(3);
        # %% predict
        RESULT = xs
    """,
    "a_key_of_a_defaultdict_is_read_for_its_effect": """
        # %% load
        from collections import defaultdict
        counts = defaultdict(int)
        counts["a"] += 1
        # %% prep
        counts["b"]
        # %% predict
        RESULT = sorted(counts.items())
    """,
    "keys_of_a_defaultdict_are_printed": """
        # %% load
        import collections
        counts = collections.defaultdict(list)
        # %% prep
        print(counts["z"], f"{counts['y']}")
        counts["x"] == []
        # %% predict
        RESULT = len(counts)
    """,
    "a_left_out_name_reads_keys_of_a_defaultdict": """
        # %% load
        from collections import defaultdict
        counts = defaultdict(list)
        # %% prep
        unused = counts["b"]
        other = len(counts["c"])
        # %% predict
        RESULT = sorted(counts)
    """,
    "a_loop_looks_into_a_defaultdict": """
        # %% load
        from collections import defaultdict
        counts = defaultdict(int)
        # %% prep
        for k in "ab":
            if counts[k] > 3:
                print(k)
        # %% predict
        RESULT = dict(counts)
    """,
    "a_function_looks_into_a_defaultdict": """
        # %% load
        from collections import defaultdict
        def look(c, k):
            return c[k]
        groups = defaultdict(list)
        # %% prep
        look(groups, "q")
        seen = look(groups, "r")
        # %% predict
        RESULT = sorted(groups)
    """,
    "an_alias_of_a_defaultdict_is_read": """
        # %% load
        from collections import defaultdict
        groups = defaultdict(list)
        g = groups
        # %% prep
        g["q"]
        # %% predict
        RESULT = sorted(groups)
    """,
    "a_function_makes_a_defaultdict": """
        # %% load
        from collections import defaultdict
        def make():
            return defaultdict(int)
        g = make()
        # %% prep
        g["q"]
        # %% predict
        RESULT = sorted(g)
    """,
    "a_defaultdict_of_defaultdicts": """
        # %% load
        from collections import defaultdict
        tree = defaultdict(lambda: defaultdict(int))
        # %% prep
        tree["a"]["b"]
        # %% predict
        RESULT = {k: dict(v) for k, v in tree.items()}
    """,
    "a_dictionary_holds_a_defaultdict": """
        # %% load
        from collections import defaultdict
        state = {"seen": defaultdict(int)}
        # %% prep
        state["seen"]["b"]
        # %% predict
        RESULT = dict(state["seen"])
    """,
    "a_dictionary_that_makes_what_is_missing": """
        # %% load
        class Auto(dict):
            def __missing__(self, k):
                self[k] = []
                return self[k]
        auto = Auto()
        # %% prep
        auto["k"]
        # %% predict
        RESULT = dict(auto)
    """,
    "an_object_holds_a_defaultdict": """
        # %% load
        from collections import defaultdict
        class Box:
            def __init__(self):
                self.seen = defaultdict(int)
        box = Box()
        # %% prep
        box.seen["b"]
        # %% predict
        RESULT = dict(box.seen)
    """,
    "codes_handed_out_by_a_defaultdict": """
        # %% load
        import itertools
        from collections import defaultdict
        codes = defaultdict(itertools.count().__next__)
        # %% prep
        unused = [codes[w] for w in "abc"]
        # %% predict
        RESULT = [codes[w] for w in "xca"]
    """,
    "a_vocabulary_that_grows_when_it_is_read": """
        # %% load
        from collections import defaultdict
        vocab = defaultdict(lambda: len(vocab))
        # %% prep
        ids = [vocab[w] for w in "a b a".split()]
        # %% predict
        RESULT = (dict(vocab), vocab["c"])
    """,
    "a_loop_advances_what_a_function_gave": """
        # %% load
        def read(rows):
            return iter(rows)
        it = read([1, 2, 3])
        # %% prep
        for x in it:
            break
        # %% predict
        RESULT = list(it)
    """,
    "a_print_uses_up_a_method_s_generator": """
        # %% load
        class Reader:
            def rows(self):
                yield 1
                yield 2
        r = Reader()
        it = r.rows()
        # %% prep
        print(*it)
        # %% predict
        RESULT = list(it)
    """,
    "a_printed_sum_uses_up_a_held_map": """
        # %% load
        held = {"it": map(abs, [1, -2])}
        # %% prep
        print(sum(held["it"]))
        # %% predict
        RESULT = list(held["it"])
    """,
    "a_membership_test_advances_an_iterator": """
        # %% load
        it = iter([1, 2, 3, 4])
        # %% prep
        2 in it
        # %% predict
        RESULT = list(it)
    """,
    "an_attribute_that_is_an_iterator": """
        # %% load
        class Box: pass
        box = Box()
        box.it = iter([1, 2, 3])
        # %% prep
        print(max(box.it))
        # %% predict
        RESULT = list(box.it)
    """,
    "a_function_prints_and_uses_up_its_argument": """
        # %% load
        z = zip([1, 2], "ab")
        def show(v):
            print(list(v))
        # %% prep
        show(z)
        # %% predict
        RESULT = list(z)
    """,
    "a_queue_gives_its_first": """
        # %% load
        import queue
        q = queue.Queue()
        q.put(1)
        q.put(2)
        # %% prep
        q.get()
        # %% predict
        RESULT = q.get()
    """,
    "a_print_takes_from_a_queue": """
        # %% load
        import queue
        q = queue.SimpleQueue()
        for i in range(3):
            q.put(i)
        # %% prep
        print(q.get(), q.qsize())
        first = q.get()
        # %% predict
        RESULT = q.get()
    """,
    "draws_of_generators_under_common_names": """
        # %% load
        import random
        import numpy as np
        r = random.Random(4)
        rs = np.random.RandomState(0)
        # %% prep
        r.sample([1, 2, 3], 2)
        rs.permutation(3)
        unused = rs.normal(size=3)
        r.shuffle([1, 2])
        # %% predict
        RESULT = (rs.rand(), r.random())
    """,
    "a_generator_given_as_random_state": """
        # %% load
        import numpy as np
        from sklearn.model_selection import train_test_split
        from sklearn.utils import shuffle
        rs = np.random.RandomState(0)
        X = np.arange(10)
        # %% prep
        shuffle(X, random_state=rs)
        a, b = train_test_split(X, random_state=rs)
        # %% predict
        RESULT = rs.rand()
    """,
    "scipy_draws_from_a_given_generator": """
        # %% load
        import numpy as np
        from scipy import stats
        rng = np.random.default_rng(0)
        # %% prep
        stats.norm.rvs(size=2, random_state=rng)
        print(stats.norm.rvs(size=2, random_state=rng))
        # %% predict
        RESULT = rng.random()
    """,
    "scipy_draws_from_numpy_s_generator": """
        # %% load
        import numpy as np
        from scipy import stats
        np.random.seed(0)
        # %% prep
        print(stats.norm.rvs(size=2))
        # %% predict
        RESULT = np.random.rand()
    """,
    "a_property_notes_its_reading_elsewhere": """
        # %% load
        log = []
        class Meter:
            @property
            def value(self):
                log.append(1)
                return 3
        m = Meter()
        # %% prep
        m.value
        w = m.value
        # %% predict
        RESULT = len(log)
    """,
    "an_object_notes_each_look": """
        # %% load
        class T:
            n = 0
            def __init__(self): self.k = 0
            def __len__(self):
                self.k += 1
                return 3
            def __repr__(self):
                self.k += 10
                return "T"
            def __str__(self):
                self.k += 100
                return "T"
            def __eq__(self, o):
                self.k += 1000
                return True
            def __add__(self, o):
                self.k += 10000
                return 1
            def __contains__(self, o):
                self.k += 100000
                return True
            def __bool__(self):
                self.k += 1000000
                return True
            def __iter__(self):
                self.k += 10000000
                return iter([1])
        t = T()
        # %% prep
        print(len(t))
        print(t)
        f"{t}"
        t == 3
        t + 1
        3 in t
        print(list(t))
        if t:
            print("yes")
        unused = [x for x in t]
        # %% predict
        RESULT = t.k
    """,
    "a_comparison_that_counts": """
        # %% load
        class T:
            def __init__(self): self.k = 0
            def __eq__(self, o):
                self.k += 1
                return True
        t = T()
        # %% prep
        t == 3
        print(t == 4)
        # %% predict
        RESULT = t.k
    """,
    "an_object_counts_its_passes": """
        # %% load
        class Rows:
            def __init__(self): self.passes = 0
            def __iter__(self):
                self.passes += 1
                return iter([1, 2])
        rows = Rows()
        # %% prep
        for r in rows:
            pass
        print(list(rows))
        total = sum(rows)
        # %% predict
        RESULT = rows.passes
    """,
    "an_iterator_of_the_notebook_s_own": """
        # %% load
        class Count:
            def __init__(self): self.n = 0
            def __iter__(self): return self
            def __next__(self):
                self.n += 1
                if self.n > 5: raise StopIteration
                return self.n
        c = Count()
        # %% prep
        for v in c:
            if v == 2: break
        print(next(c))
        first = next(c)
        # %% predict
        RESULT = list(c)
    """,
    "a_context_logs_in_a_global_list": """
        # %% load
        log = []
        class Timer:
            def __enter__(self):
                log.append("in")
                return self
            def __exit__(self, *a):
                log.append("out")
        # %% prep
        with Timer():
            print("hello")
        with Timer() as t:
            pass
        # %% predict
        RESULT = log
    """,
    "a_context_of_a_generator_logs": """
        # %% load
        from contextlib import contextmanager
        log = []
        @contextmanager
        def timer(name):
            log.append(name)
            yield
            log.append("end")
        # %% prep
        with timer("a"):
            print("hello")
        # %% predict
        RESULT = log
    """,
    "a_bound_method_is_mapped": """
        # %% load
        out = []
        # %% prep
        [out.append(x) for x in range(3)]
        {out.append(x) for x in range(2)}
        list(map(out.append, [9]))
        # %% predict
        RESULT = out
    """,
    "a_print_ends_with_what_it_pops": """
        # %% load
        xs = ["a", "b", "c"]
        # %% prep
        print("x", end=xs.pop())
        print("y", sep=xs.pop(0))
        # %% predict
        RESULT = xs
    """,
    "matches_that_are_used_up": """
        # %% load
        import re
        found = re.finditer("a", "aaa")
        # %% prep
        next(found)
        print(len(list(found)))
        # %% predict
        RESULT = [m.start() for m in found]
    """,
    "an_assertion_that_changes": """
        # %% load
        xs = [1, 2, 3]
        d = {}
        # %% prep
        assert xs.pop() == 3
        assert d.setdefault("k", 5), "none"
        assert (n := len(xs)) == 2
        # %% predict
        RESULT = (xs, d, n)
    """,
    "a_plot_calls_a_function_that_notes": """
        # %% load
        import matplotlib.pyplot as plt
        log = []
        def note(v):
            log.append(v)
            return v
        # %% prep
        plt.plot([note(1), note(2)])
        plt.title(f"{note(3)}")
        plt.show()
        # %% predict
        RESULT = log
    """,
    "a_shown_last_line_pops_a_column": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2], "y": [0, 1]})
        # %% prep
        df.pop("y")
        # %% predict
        RESULT = df
    """,
    "chunks_of_a_table_are_advanced": """
        # %% load
        import io
        import pandas as pd
        chunks = pd.read_csv(io.StringIO("a,b\\n1,2\\n3,4\\n5,6\\n"), chunksize=1)
        # %% prep
        for chunk in chunks:
            print(chunk)
            break
        # %% predict
        RESULT = [int(c["a"].iloc[0]) for c in chunks]
    """,
    "rows_of_a_csv_are_advanced": """
        # %% load
        import csv
        reader = csv.DictReader(["a,b", "1,2", "3,4", "5,6"])
        # %% prep
        print(next(reader))
        for row in reader:
            break
        # %% predict
        RESULT = list(reader)
    """,
    "measured_code_that_changes_nothing_that_stays": """
        # %% load
        xs = [3, 1]
        x = 1
        %timeit -n 2 -r 2 x = sorted(xs)
        # %% prep
        %%timeit -n 2 -r 1
        ys = xs.copy()
        ys.append(1)
        for y in ys:
            x = y
        # %% predict
        RESULT = (xs, x)
    """,
}

# story -> code, cell (from 0), notebook
REFUSED = {
    "an_output_that_may_be_nothing": (
        "NB205",
        1,
        """
        # %% prep
        def look(): pass
        look()
        # %% predict
        RESULT = _
    """,
    ),
    "what_only_a_list_of_lines_of_ipython_knows": (
        "NB121",
        1,
        """
        # %% load
        lines = !echo a
        # %% predict
        RESULT = lines.n
    """,
    ),
    "a_function_reads_a_parameter_that_a_section_binds_anew": (
        "NB207",
        1,
        """
        # %% parameters
        scale = 2
        # %% prep
        f = lambda v: v * scale
        a = f(1)
        # %% train
        scale = 50
        # %% predict
        RESULT = (a, f(1))
    """,
    ),
    "eval_of_a_text_that_is_not_in_sight": (
        "NB206",
        1,
        """
        # %% prep
        x, which = 1, "x + 1"
        # %% predict
        RESULT = eval(which)
    """,
    ),
    "a_function_that_looks_at_all_names": (
        "NB206",
        1,
        """
        # %%
        def peek():
            return globals()["x"]
        # %% prep
        x = len([1])
        y = peek()
        # %% predict
        RESULT = y
    """,
    ),
    "a_star_import_of_a_module_that_makes_its_names": (
        "NB204",
        0,
        """
        # %% imports
        from numpy import *
        # %% prep
        x = sqrt(16)
        # %% predict
        RESULT = x
    """,
    ),
    "a_skipped_cell_changes_a_table": (
        "NB209",
        1,
        """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, None]})
        # %% skip
        df = df.dropna()
        # %% predict
        RESULT = df
    """,
    ),
    "a_name_that_no_cell_binds": (
        "NB203",
        0,
        """
        # %% prep
        x = gone + 1
        # %% predict
        RESULT = x
    """,
    ),
    "a_name_bound_only_below": (
        "NB203",
        0,
        """
        # %% prep
        x = later + 1
        # %% train
        later = x
        # %% predict
        RESULT = later
    """,
    ),
    "measured_cell_that_changes_a_list": (
        "NB211",
        1,
        """
        # %% load
        xs = []
        # %% prep
        %%timeit -n 2 -r 2
        xs.append(1)
        # %% predict
        RESULT = len(xs)
    """,
    ),
    "measured_function_that_notes": (
        "NB211",
        0,
        """
        # %% load
        log = []
        def work(x):
            log.append(x)
        %timeit -n 2 -r 2 work(1)
        # %% predict
        RESULT = len(log)
    """,
    ),
    "measured_code_that_draws": (
        "NB211",
        1,
        """
        # %% load
        import numpy as np
        np.random.seed(1)
        # %% prep
        %timeit -n 2 -r 2 np.random.rand(3)
        # %% predict
        RESULT = np.random.rand()
    """,
    ),
    "measured_line_that_sets_a_column": (
        "NB211",
        1,
        """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"a": [1, 2]})
        # %% prep
        %timeit -n 2 -r 2 df["b"] = df["a"] * 2
        # %% predict
        RESULT = df
    """,
    ),
    "measured_cell_with_a_set_up_that_changes": (
        "NB211",
        1,
        """
        # %% load
        xs = [1]
        # %% prep
        %%timeit -n 2 -r 2 xs.append(9)
        sum(xs)
        # %% predict
        RESULT = xs
    """,
    ),
    "measured_cell_without_a_tag": (
        "NB211",
        1,
        """
        # %% load
        d = {"a": 1}
        # %%
        %%timeit -n 1 -r 1
        d["a"] = d["a"] + 1
        # %% predict
        RESULT = d
    """,
    ),
}


@pytest.mark.parametrize("story", SAME)
def test_the_project_gives_what_the_notebook_gave(story: str) -> None:
    check_extracted(SAME[story])


@pytest.mark.parametrize("story", REFUSED)
def test_what_cannot_be_sure_is_refused_with_its_place(story: str) -> None:
    code, cell, text = REFUSED[story]
    check_refused(text, code, cell)


def test_tagged_cells_that_make_no_value_are_told_so() -> None:
    check_refused("# %% prep\nimport math\ndef f():\n    return 1\nprint(math.pi)", "NB201", 0)


def test_a_star_import_of_a_module_of_another_system_is_no_crash() -> None:
    check_refused("# %% prep\nfrom msilib.schema import *\nfrom nt import *\nx = 1", "NB204", 0)
