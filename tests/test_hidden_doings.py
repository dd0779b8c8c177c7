"""
What a notebook does without saying so: libraries that call back, prints that are caught, looks
that are counted, names that stand in texts. The project does the same, or the cell is named.
"""

from pathlib import Path

import pytest

from tests.checks import check_extracted, check_refused, read

SAME = {
    "a_log_handler_keeps_what_is_logged": """
        # %% prep
        import logging
        told = []
        class Keep(logging.Handler):
            def emit(self, record):
                told.append(record.getMessage())
        log = logging.getLogger("orders")
        log.addHandler(Keep())
        # %% train
        log.warning("%d rows", 3)
        logging.getLogger("orders").error("late")
        rows = len(told)
        # %% predict
        RESULT = [rows, told]
    """,
    "a_log_handler_counts_in_itself": """
        # %% prep
        import logging
        class Count(logging.Handler):
            def __init__(self):
                super().__init__()
                self.seen = 0
            def emit(self, record):
                self.seen += 1
        counter = Count()
        logging.getLogger("fit").addHandler(counter)
        # %% train
        def fit():
            logging.getLogger("fit").warning("one more")
            return 2
        steps = fit() + fit()
        # %% predict
        RESULT = (steps, counter.seen)
    """,
    "a_function_is_handed_over_to_be_called_later": """
        # %% prep
        import atexit, sys
        class Bus:
            def __init__(self):
                self.listeners = []
            def on(self, listener):
                self.listeners.append(listener)
            def send(self, value):
                for listener in self.listeners:
                    listener(value)
        bus = Bus()
        heard = []
        def hear(value):
            heard.append(value)
        bus.on(hear)
        bus.on(lambda value: heard.append(-value))
        # %% train
        bus.send(4)
        # %% predict
        RESULT = heard
    """,
    "what_a_block_prints_is_a_value": """
        # %% prep
        import io
        from contextlib import redirect_stdout
        page = io.StringIO()
        with redirect_stdout(page):
            print("rows", 3)
        # %% train
        def report(value):
            print("value:", value)
        with redirect_stdout(io.StringIO()) as told:
            report(7)
        text = told.getvalue()
        # %% predict
        RESULT = (page.getvalue(), text)
    """,
    "what_is_printed_goes_to_an_object_of_the_notebook": """
        # %% prep
        import sys
        lines = []
        class Tee:
            def write(self, text):
                lines.append(text)
            def flush(self):
                pass
        screen = sys.stdout
        sys.stdout = Tee()
        print("to the list")
        sys.stdout = screen
        # %% predict
        RESULT = [line for line in lines if line.strip()]
    """,
    "the_last_line_of_a_cell_is_counted": """
        # %% prep
        class Price:
            shown = 0
            def __init__(self, cents):
                self.cents = cents
            def __repr__(self):
                Price.shown += 1
                return f"{self.cents} c"
        price = Price(5)
        price
        # %% train
        twice = Price(price.cents * 2)
        [price, twice]
        # %% train
        price;
        # %% predict
        RESULT = Price.shown
    """,
    "printed_and_displayed_objects_are_counted": """
        # %% prep
        class Row:
            texts = looks = 0
            def __str__(self):
                Row.texts += 1
                return "row"
            def __repr__(self):
                Row.looks += 1
                return "Row()"
        row = Row()
        print(row, [row, row])
        display(row)
        # %% predict
        RESULT = (Row.texts, Row.looks)
    """,
    "code_in_a_text_defines_a_function": """
        # %% prep
        exec("def half(v):\\n    if v % 2:\\n        return None\\n    return v / 2")
        CODE = '''
        limit = 4
        def cut(v):
            return min(v, limit)
        '''
        small = half(6)
        # %% predict
        RESULT = (small, half(3))
    """,
    "names_are_made_in_a_loop_over_a_list": """
        # %% load
        for name in ["north", "south"]:
            globals()[name] = [len(name), 2]
            globals()[f"{name}_count"] = len(globals()[name])
        # %% prep
        south.append(9)
        # %% predict
        RESULT = (north, south, north_count, name)
    """,
    "names_are_made_from_a_dictionary": """
        # %% prep
        settings = {"rate": 0.5, "depth": 4}
        globals().update(settings)
        for key, value in settings.items():
            exec(f"{key}_text = {value!r} * 2")
        # %% predict
        RESULT = (rate * depth, rate_text, depth_text)
    """,
    "a_cell_asks_whether_a_name_is_there_yet": """
        # %% load
        if "rows" not in globals():
            rows = [1, 2]
        try:
            cache
        except NameError:
            cache = {}
        # %% prep
        try:
            cache
        except NameError:
            cache = {"never": 1}
        if "rows" in dir():
            cache["rows"] = len(rows)
        else:
            cache["rows"] = 0
        # %% predict
        RESULT = cache
    """,
    "the_shell_is_asked_for_a_variable_of_its_own": """
        # %% prep
        word = "abc"
        mine = !echo $word
        home = !echo $HOME
        # %% predict
        RESULT = (list(mine), len(home))
    """,
    "a_script_only_prints": """
        # %% prep
        rows = [1, 2]
        !echo "$rows rows" | head -1
        # %% prep
        %%bash
        # what is here
        echo "by $USER"; ls | wc -l
        # %% predict
        RESULT = len(rows)
    """,
    "a_decorator_counts_the_calls": """
        # %% prep
        calls = 0
        names = []
        def counted(function):
            def inner(*values):
                global calls
                calls += 1
                names.append(function.__name__)
                return function(*values)
            return inner
        @counted
        def double(value):
            return value * 2
        @counted
        def half(value):
            return value / 2
        x = double(4)
        # %% train
        y = half(x) + double(1)
        # %% predict
        RESULT = (x, y, calls, names)
    """,
    "a_method_with_a_name_is_handed_to_map": """
        # %% prep
        from functools import partial
        found = []
        add = found.append
        push = partial(found.insert, 0)
        add(1)
        # %% train
        list(map(add, [5, 6]))
        list(map(push, [8]))
        # %% predict
        RESULT = found
    """,
    "print_writes_a_file": """
        # %% prep
        with open("log.txt", "w") as page:
            print("a", 1, file=page)
            print("on the screen")
        # %% train
        with open("log.txt", "a") as page:
            print("b", file=page)
        text = open("log.txt").read()
        # %% predict
        RESULT = text
    """,
    "a_class_registers_those_below_it": """
        # %% prep
        class Step:
            known = {}
            def __init_subclass__(cls, **options):
                Step.known[cls.__name__] = cls
        class Double(Step):
            def run(self, value):
                return value * 2
        class Made(type):
            names = []
            def __init__(cls, name, bases, space):
                super().__init__(name, bases, space)
                Made.names.append(name)
        # %% train
        class Next(Step):
            def run(self, value):
                return value + 1
        class Other(metaclass=Made):
            pass
        value = 1
        for name in Step.known:
            value = Step.known[name]().run(value)
        # %% predict
        RESULT = (value, sorted(Step.known), Made.names)
    """,
    "making_an_object_notes_it": """
        # %% prep
        from dataclasses import dataclass
        made = []
        @dataclass
        class Point:
            x: int
            def __post_init__(self):
                made.append(self.x)
        class Base:
            count = 0
            def __init__(self):
                Base.count += 1
        class Child(Base):
            pass
        # %% train
        Point(9)
        Child()
        best = Point(3).x
        # %% predict
        RESULT = (made, best, Base.count)
    """,
    "a_function_learns_another_kind_of_value": """
        # %% prep
        from functools import singledispatch
        @singledispatch
        def shape(value):
            return "one"
        a = shape(3)
        # %% train
        @shape.register(list)
        def of_lists(values):
            return [shape(value) for value in values]
        @shape.register
        def of_texts(value: str):
            return "text"
        b = shape([1, "x"])
        # %% predict
        RESULT = (a, b, shape("y"))
    """,
    "a_dictionary_that_numbers_what_it_is_asked_for": """
        # %% prep
        from collections import defaultdict
        numbers = defaultdict(lambda: len(numbers))
        first = [numbers[word] for word in "a b a c".split()]
        # %% train
        more = [numbers[word] for word in ("c", "d")]
        # %% predict
        RESULT = (first, more, dict(numbers))
    """,
    "a_folder_is_made_and_entered": """
        # %% load
        import os
        os.makedirs("work", exist_ok=True)
        # %% train
        os.chdir("work")
        with open("note.txt", "w") as page:
            page.write("here")
        # %% predict
        RESULT = (open("note.txt").read(), os.path.basename(os.getcwd()))
    """,
    "a_class_is_made_of_its_earlier_self": """
        # %% prep
        class Scale:
            def of(self, value):
                return value * 2
        small = Scale()
        # %% train
        class Scale(Scale):
            def of(self, value):
                return super().of(value) + 1
        # %% predict
        RESULT = (small.of(1), Scale().of(1))
    """,
    "functions_are_called_out_of_a_dictionary": """
        # %% prep
        level = 0
        def up():
            global level
            level += 1
        def down():
            global level
            level -= 1
        moves = {"up": up, "down": down}
        moves["up"]()
        # %% train
        for move in ["up", "up", "down"]:
            moves[move]()
        # %% predict
        RESULT = level
    """,
    "a_decorator_keeps_the_functions_for_later": """
        # %% prep
        listeners = []
        state = {"best": 0}
        def on(function):
            listeners.append(function)
            return function
        @on
        def keep_best(value):
            state["best"] = max(state["best"], value)
        # %% train
        for value in [3, 7, 5]:
            for listener in listeners:
                listener(value)
        # %% predict
        RESULT = state
    """,
    "the_text_of_a_query_is_put_together": """
        # %% load
        import pandas as pd
        df = pd.DataFrame({"age": [20, 33, 38]})
        # %% prep
        limit = 30
        question = "age > @limit"
        young = df.query(question.replace(">", "<"))
        # %% train
        limit = 36
        old = df.query(question)
        # %% predict
        RESULT = (len(young), len(old))
    """,
    "the_environment_has_another_name": """
        # %% prep
        import os
        env = os.environ
        env["MODE_OF_STORY"] = "fast"
        def mode():
            return os.getenv("MODE_OF_STORY", "none")
        first = mode()
        # %% train
        os.environ.pop("MODE_OF_STORY")
        # %% predict
        RESULT = (first, mode())
    """,
    "a_file_is_handed_over_by_its_path": """
        # %% prep
        import json, pathlib
        page = pathlib.Path("settings.json")
        page.write_text(json.dumps({"rate": 1}))
        settings = json.loads(page.read_text())
        # %% train
        settings["rate"] += 1
        page.write_text(json.dumps(settings))
        # %% predict
        RESULT = json.loads(pathlib.Path("settings.json").read_text())
    """,
    "what_is_logged_goes_to_a_text": """
        # %% prep
        import io, logging
        page = io.StringIO()
        logging.basicConfig(stream=page, level=logging.INFO, format="%(message)s", force=True)
        logging.info("one")
        # %% train
        logging.warning("two")
        told = page.getvalue()
        # %% predict
        RESULT = told.split()
    """,
    "a_parameter_has_the_name_of_what_another_function_reads": """
        # %% prep
        words = {"a": 1}
        def look_up(text):
            return words.get(text, 0)
        def encode(texts, words):
            return [look_up(text) + words for text in texts]
        # %% predict
        RESULT = encode(["a", "b"], 10)
    """,
    "what_is_printed_stands_on_two_lines": """
        # %% prep
        queue = [1, 2, 3]
        print(queue
              .pop(),
              f'{queue.pop()}'
              f' and {len(queue)}')
        # %% predict
        RESULT = queue
    """,
    "rules_in_a_dictionary_read_what_is_bound_anew": """
        # %% prep
        cut = 10
        rules = {"high": lambda v: v > cut}
        def judge(v):
            return [name for name, rule in rules.items() if rule(v)]
        first = judge(7)
        # %% train
        cut = 5
        # %% predict
        RESULT = (first, judge(7))
    """,
    "a_method_is_asked_for_by_its_name": """
        # %% prep
        rows = [3, 1]
        # %% train
        getattr(rows, "append")(2)
        for what in ("sort", "reverse"):
            getattr(rows, what)()
        # %% predict
        RESULT = rows
    """,
    "a_function_remembers_between_calls": """
        # %% prep
        def counter():
            n = 0
            def step():
                nonlocal n
                n += 1
                return n
            return step
        tick = counter()
        tick()
        # %%
        tick()
        # %% train
        second = tick()
        # %% predict
        RESULT = second
    """,
    "an_operator_changes_its_object": """
        # %% prep
        class Queue:
            def __init__(self):
                self.items = []
            def __lshift__(self, item):
                self.items.append(item)
                return self
        queue = Queue()
        # %% train
        queue << 1 << 2
        # %% predict
        RESULT = queue.items
    """,
    "new_objects_share_the_parts_of_old_ones": """
        # %% prep
        import dataclasses
        import numpy as np
        @dataclasses.dataclass
        class Job:
            name: str
            tags: list
        job = Job("a", [])
        data = bytearray(b"abc")
        column = np.arange(3.0)
        # %% train
        later = dataclasses.replace(job, name="b")
        later.tags.append("new")
        memoryview(data)[0] = 122
        same = np.array(column, copy=None)
        type(job).limit = 3
        # %% predict
        RESULT = (job.tags, bytes(data), job.limit)
    """,
    "a_class_of_classes_notes_each_class": """
        # %% prep
        class Noting(type):
            known = []
            def __new__(kind, name, bases, body):
                made = super().__new__(kind, name, bases, body)
                Noting.known.append(name)
                return made
        class Base(metaclass=Noting):
            pass
        class Child(Base):
            pass
        # %% predict
        RESULT = Noting.known
    """,
    "a_connection_is_filled_by_its_cursor": """
        # %% load
        import pandas as pd, sqlite3
        con = sqlite3.connect(":memory:")
        pd.DataFrame({"k": [1]}).to_sql("t", con, index=False)
        cursor = con.cursor()
        cursor.execute("insert into t values (2)")
        # %% predict
        RESULT = con.execute("select k from t").fetchall()
    """,
    "a_function_writes_what_is_read_later": """
        # %% prep
        import os
        os.makedirs("out", exist_ok=True)
        os.chdir("out")
        open("log.txt", "w").close()
        os.chdir("..")
        def log(text):
            with open("out/log.txt", "a") as page:
                page.write(text)
        # %% train
        log("fitted")
        # %% predict
        RESULT = open("out/log.txt").read()
    """,
    "warnings_are_taken_by_a_function": """
        # %% prep
        import warnings
        told = []
        def keep(message, *others, **more):
            told.append(str(message))
        warnings.showwarning = keep
        warnings.simplefilter("always")
        # %% train
        warnings.warn("too big")
        # %% predict
        RESULT = told
    """,
    "a_library_gets_a_method": """
        # %%
        import pandas as pd
        def above(self, column):
            return self[self[column] > limit]
        pd.DataFrame.above = above
        # %% prep
        limit = 1
        big = pd.DataFrame({"a": [1, 2, 3]}).above("a")
        # %% train
        limit = 2
        bigger = big.above("a")
        # %% predict
        RESULT = (len(big), len(bigger))
    """,
    "a_library_gets_a_method_that_counts": """
        # %% prep
        from sklearn.dummy import DummyRegressor
        DummyRegressor.asked = 0
        plain = DummyRegressor.fit
        def counted(self, X, y):
            DummyRegressor.asked += 1
            return plain(self, X, y)
        DummyRegressor.fit = counted
        # %% train
        first = DummyRegressor().fit([[1]], [1])
        model = DummyRegressor().fit([[1]], [2])
        # %% predict
        RESULT = (DummyRegressor.asked, model.predict([[1]])[0])
    """,
    "a_library_knows_a_class_of_the_notebook": """
        # %%
        import pandas as pd
        @pd.api.extensions.register_dataframe_accessor("shop")
        class Shop:
            def __init__(self, table):
                self.table = table
            def total(self):
                return self.table["v"].sum()
        # %% predict
        RESULT = pd.DataFrame({"v": [1, 2]}).shop.total()
    """,
    "print_keeps_its_own_name_for_the_old_one": """
        # %% prep
        lines = []
        show = print
        def print(*values):
            lines.append(values)
            show(*values)
        print("one")
        # %% train
        print("two")
        # %% predict
        RESULT = lines
    """,
    "a_name_with_a_type_is_shared": """
        # %% prep
        def grow(v):
            return v * rate
        work = [grow]
        rate: float = 2
        # %% train
        first = work[0](1)
        rate = 5
        # %% predict
        RESULT = (first, work[0](1))
    """,
    "names_stand_in_formulas_and_queries_only": """
        # %% load
        import numpy as np
        import pandas as pd
        import patsy
        sales = pd.DataFrame({"size": [1.0, 2.0, 3.0]})
        # %% prep
        least = 1
        def half(v):
            return v / 2
        kept = sales.query("size > @least")
        halves = half(kept)
        # %% train
        table = patsy.dmatrix("np.log(size) + half(size)", sales)
        # %% predict
        RESULT = (np.asarray(table).tolist(), len(sales.query("size > @least")), len(halves))
    """,
    "a_notebook_has_no_file": """
        # %% prep
        from pathlib import Path
        try:
            here = Path(__file__).parent
        except NameError:
            here = Path("data")
        # %% predict
        RESULT = str(here)
    """,
    "a_loop_knows_what_it_has_bound": """
        # %% prep
        rows = iter([1, 4, 9])
        gaps = []
        while True:
            try:
                row = next(rows)
            except StopIteration:
                break
            if gaps:
                gaps.append(row - last)
            else:
                gaps.append(0)
            last = row
        # %% predict
        RESULT = (gaps, row)
    """,
    "results_go_to_an_argument_by_its_place": """
        # %% prep
        import numpy as np
        sizes, roots = np.array([4.0, 9.0]), np.zeros(2)
        # %% train
        np.sqrt(sizes, roots)
        # %% predict
        RESULT = roots.tolist()
    """,
    "a_chain_of_own_methods_keeps_a_lambda": """
        # %% prep
        class Query:
            def __init__(self):
                self.tests = []
            def where(self, test):
                self.tests.append(test)
                return self
            def take(self, number):
                self.number = number
                return self
            def run(self, values):
                return [v for v in values if all(t(v) for t in self.tests)][:self.number]
        limit = 2
        query = Query().where(lambda v: v > limit).take(2)
        first = query.run(range(9))
        # %% train
        limit = 5
        # %% predict
        RESULT = (first, query.run(range(9)))
    """,
    "a_class_draws_for_all_its_instances": """
        # %% prep
        import random
        class Sampler:
            rng = random.Random(1)
            def draw(self):
                return self.rng.random()
        a = Sampler().draw()
        # %% train
        Sampler().draw()
        # %% predict
        RESULT = (a, Sampler().draw())
    """,
    "an_object_keeps_what_the_first_look_gave": """
        # %% prep
        from functools import cached_property
        class Sums:
            def __init__(self, values):
                self.values = values
            @cached_property
            def total(self):
                return sum(self.values)
        values = [1, 2]
        sums = Sums(values)
        # %%
        sums.total
        # %% train
        values.append(100)
        # %% predict
        RESULT = sums.total
    """,
}
REFUSED = {
    "what_happens_when_an_object_goes": (
        "NB212",
        0,
        """
        # %% prep
        closed = []
        class File:
            def __del__(self):
                closed.append(1)
        file = File()
        # %% train
        file = None
        # %% predict
        RESULT = len(closed)
    """,
    ),
    "kept_prints_are_read": (
        "NB121",
        1,
        """
        # %% prep
        %%capture told
        print("rows: 12")
        # %% train
        rows = int(told.stdout.split()[1])
        # %% predict
        RESULT = rows
    """,
    ),
    "a_script_writes": (
        "NB121",
        1,
        """
        # %% prep
        rows = [1]
        # %% prep
        %%bash
        echo 3 > rows.txt
        # %% predict
        RESULT = rows
    """,
    ),
    "a_loop_over_names_out_of_sight": (
        "NB206",
        0,
        """
        # %% prep
        import os
        for name in os.listdir("."):
            globals()[name] = 1
        # %% predict
        RESULT = 1
    """,
    ),
    "a_loop_that_changes_what_its_list_holds": (
        "NB206",
        0,
        """
        # %% prep
        first = 1
        for name, value in [("first", 5), ("second", first)]:
            globals()[name] = value
        # %% predict
        RESULT = second
    """,
    ),
    "a_guard_that_a_branch_decides": (
        "NB206",
        0,
        """
        # %% prep
        import random
        if random.random() > 2:
            rows = [1]
        if "rows" not in globals():
            rows = [2]
        # %% predict
        RESULT = rows
    """,
    ),
}


@pytest.mark.parametrize("story", SAME)
def test_the_project_does_the_same(story: str) -> None:
    check_extracted(SAME[story])


@pytest.mark.parametrize("story", REFUSED)
def test_what_cannot_be_told_is_refused_with_its_place(story: str) -> None:
    code, cell, text = REFUSED[story]
    error = check_refused(text, code, cell)
    if story == "kept_prints_are_read":
        assert "holds what cell 1 printed" in str(error)


def test_written_out_code_keeps_the_lines_that_the_author_knows(tmp_path: Path) -> None:
    text = "# %% prep\nexec('def f():\\n    return 1')\nx = f()\nexec('a = 1')\n"
    statements = read(text, tmp_path).flow.statements
    assert [(s.code.split("\n")[0], s.place.line) for s in statements] == [
        ("def f():", 1), ("x = f()", 2), ("a = 1", 3)
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["told.show()", "told", "print(told.stdout)"])
def test_kept_prints_may_be_shown(tmp_path: Path, line: str) -> None:
    source = read(
        "# %% prep\n%%capture told\nprint('rows: 12')\nrows = list((3, 4))\n"
        f"# %% train\n{line}\n# %% predict\nRESULT = rows",
        tmp_path,
    )
    assert [s.code for part in source.outline.parts for s in part.statements] == [
        "rows = list((3, 4))", "RESULT = rows"
    ]  # fmt: skip


def test_what_a_class_above_does_is_told_anew_for_each_notebook(tmp_path: Path) -> None:
    #   the same line in two notebooks: in the second one the class above it takes note
    quiet = (
        "# %% prep\nclass A:\n    pass\n# %% train\nclass B(A):\n    x = 1\n# %% predict\nR = 1\n"
    )
    noting = quiet.replace(
        "class A:\n    pass",
        "names = []\nclass A:\n    def __init_subclass__(cls):\n        names.append(cls.__name__)",
    ).replace("R = 1", "R = len(names)")
    for text, kept in ((quiet, False), (noting, True)):
        source = read(text, tmp_path)
        below = next(s for s in source.flow.statements if s.code.startswith("class B"))
        assert ("names" in below.effects.mutates) is kept


@pytest.mark.parametrize(
    ("story", "chains"),
    [
        ("a_log_handler_keeps_what_is_logged", 1),
        ("the_last_line_of_a_cell_is_counted", 1),
        ("print_writes_a_file", 3),
    ],
)
def test_what_leaves_something_behind_is_proven_in_one_go(story: str, chains: int) -> None:
    #   logger.addHandler(Keep())     what the next function logs is kept by it
    assert len(check_extracted(SAME[story]).chains) == chains


REGISTRY = """
    NAMES = []
    def register(name):
        NAMES.append(name)
    def count():
        return len(NAMES)
"""


def test_what_a_file_beside_the_notebook_keeps_is_kept() -> None:
    text = """
        # %% prep
        import registry
        registry.register("a")
        first = registry.count()
        # %%
        registry.register("untagged")
        # %% train
        from registry import register
        register("b")
        # %% predict
        RESULT = (first, registry.count(), registry.NAMES)
    """
    check_extracted(text, files={"registry.py": REGISTRY})
