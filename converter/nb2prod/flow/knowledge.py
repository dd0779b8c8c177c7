"""
What is known about well-known calls: which change their object, which only show, which touch the
outside.
"""

import ast

from ..frameworks.torch import draws_in_torch


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IN_PLACE_METHODS = _words(
    """
    append extend insert pop popitem remove clear update setdefault add discard sort reverse
    partial_fit set_params set_output set_config learn_one subtract isetitem resize fill put
    itemset setflags setfield partition byteswap shuffle compile train eval load_state_dict
    intersection_update difference_update symmetric_difference_update appendleft popleft rotate
    optimize enqueue_trial add_trial tell read readline readlines write writelines seek send
    close execute executemany commit
    """
)
#   steps.append(model)      the list holds the model itself afterwards
HOLDING_METHODS = frozenset(
    {"append", "extend", "add", "insert", "setdefault", "update", "appendleft", "enqueue"}
)
#   both.append(df)          changes the list, and none of the tables in it
SHALLOW_METHODS = _words(
    """
    append extend insert pop popitem remove clear add discard appendleft popleft setdefault
    """
)
#   scaler.fit(X)      changes the estimator, but a later fit starts anew
FIT_METHODS = frozenset(["fit", "fit_transform", "fit_predict", "fit_resample"])
ASKING_METHODS = _words(
    "predict predict_proba predict_log_proba decision_function forecast score_samples"
)
#   with redirect_stdout(text): print(rows)       what is printed is a value
CATCHING_PRINTS = _words("redirect_stdout redirect_stderr capture_output")
PRINTED_TO = frozenset({"sys.stdout", "sys.stderr"})
CATCHES, CALLS_OUT, HOOKED = "catches prints", "calls out", "hooked"
#   pd.DataFrame.tidy = tidy           @pd.api.extensions.register_dataframe_accessor("shop")
PATCHES, REGISTERS = "patches", "registers"
NOTED_END = "noted end"  # def __del__(self): closed.append(self)
IN_PLACE_FUNCTIONS = _words(
    """
    shuffle put copyto put_along_axis place putmask fill_diagonal at setattr delattr next anext
    heappush heappop heapify heapreplace heappushpop insort insort_left insort_right setitem
    delitem iadd isub imul iconcat ior iand
    """
)
#   b = np.asarray(a)    may be a itself
SHARING_FUNCTIONS = _words(
    """
    asarray asanyarray ascontiguousarray atleast_1d atleast_2d ravel reshape squeeze transpose
    swapaxes broadcast_to expand_dims partial chain cycle islice tee copy make_pipeline
    make_union make_column_transformer zip enumerate reversed iter list tuple dict set sorted
    filter map max min next vars memoryview frombuffer as_strided sliding_window_view from_numpy
    as_tensor nditer
    """
)
#   late = replace(job, done=True)      the new object holds what the old one does
SHARING_BY_NAME = frozenset({"dataclasses.replace", "copy.replace"})
SHARING_METHODS = _words(
    """
    fit partial_fit set_params set_output items values get pop popitem setdefault reshape ravel
    view squeeze transpose swapaxes to_numpy _replace cursor connect begin raw_connection
    """
)
#   cols = df.columns    a view on the labels, never written through
APART = frozenset(
    {"shape", "dtypes", "dtype", "columns", "index", "size", "ndim", "name", "names", "empty"}
)
DATA_CLASSES = _words(
    """
    DataFrame Series Index MultiIndex Categorical CategoricalDtype Timestamp Timedelta Counter
    Path PurePath Decimal Fraction Random RandomState StringIO BytesIO Interval Period
    """
)
SHOWING_FUNCTIONS = frozenset({"print", "display", "help", "pprint"})


#   print(row, file=page)       writes; print(row, file=sys.stderr) shows
def prints_to_a_file(node: ast.Call) -> bool:
    """Whether a call of `print` gives its text to something else than the screen."""
    given = [item.value for item in node.keywords if item.arg == "file"]
    screen = ("sys.stdout", "sys.stderr", "stdout", "stderr")
    return bool(given) and dotted(given[0]) not in screen


SHOWING_LIBRARIES = frozenset({"matplotlib", "seaborn", "plotly", "altair", "bokeh", "pylab"})
ITERATORS = _words("zip map filter enumerate reversed iter open")
#   s.apply(lambda v: v * scale)    the function is used up where it stands
USING_UP = _words(
    """
    apply map applymap transform agg aggregate pipe assign filter sort_values groupby where mask
    sort sorted max min sum any all list tuple dict set next reduce accumulate optimize minimize
    curve_fit quad sub subn query eval combine
    """
)

#   (x * scale for x in xs)    handed to one of these it is advanced later
LAZY = _words(
    """
    map filter zip enumerate reversed iter chain islice partial cycle tee append setdefault
    extend
    """
)

_SEEDS = frozenset(
    {"seed", "manual_seed", "set_seed", "set_random_seed", "manual_seed_all", "seed_everything"}
)
_DISPLAY_SETTINGS = _words(
    """
    set_theme set_style set_context set_palette filterwarnings simplefilter basicConfig setLevel
    init_notebook_mode use
    """
)
#   optuna.logging.set_verbosity(optuna.logging.WARNING)      how much a library that is used tells
_LOG_SETTINGS = _words(
    """
    set_verbosity set_verbosity_error set_verbosity_warning set_verbosity_info
    disable_default_handler disable_progress_bar disable_progress_bars
    """
)
_PRINTING_SETTINGS = frozenset({"set_printoptions"})
_SETTINGS = _words(
    """
    set_option reset_option option_context set_config seterr setlocale setrecursionlimit
    setcontext set_default_dtype set_float32_matmul_precision set_num_threads
    enable_eager_execution set_flags tzset use_deterministic_algorithms
    register_matplotlib_converters
    """
)
_WRITES = _words(
    """
    to_csv to_parquet to_pickle to_excel to_json to_sql to_feather to_hdf dump save save_model
    savefig savetxt savez mkdir makedirs write write_text write_bytes rename copyfile move
    """
)
_PATH_METHODS = _words(
    """
    Path PosixPath PurePath WindowsPath absolute expanduser joinpath relative_to resolve
    with_name with_stem with_suffix
    """
)
_RANDOM_ARGUMENT = frozenset({"random_state", "seed", "rng", "generator"})
OWN_GENERATOR = frozenset(
    {"default_rng", "Random", "RandomState", "Generator", "SeedSequence", "SystemRandom"}
)
_FITTING = _words(
    """
    fit fit_transform fit_predict fit_resample partial_fit optimize cross_val_score
    cross_validate cross_val_predict permutation_importance resample shuffle backward
    """
)


def outside_effects(node: ast.Call, name: str) -> set[str]:
    """
    The effects of a call on what is outside the notebook's names; `name` is what is called, as
    imported.
    """
    last = name.rsplit(".", 1)[-1]
    given = {keyword.arg for keyword in node.keywords}
    found = _random_effects(name, last, bool(given & _RANDOM_ARGUMENT))
    if last in _LOG_SETTINGS:
        found.add("log settings")
    elif last in _DISPLAY_SETTINGS and not _raises_warnings(node):
        found |= {"display settings"} | _filtering(last)
    elif last in _PRINTING_SETTINGS or (
        last in _SETTINGS and _first_text(node).startswith("display.")
    ):
        found.add("printing settings")
    elif last in _SETTINGS or (_raises_warnings(node) and last in _DISPLAY_SETTINGS):
        found.add("settings")
    if last == "open" and _opens_to_write(node):
        found.add("writes")
    if last in _WRITES and not (last == "rename" and _is_column_name(node)):
        found.add("writes")
    if name in {"os.chdir", "os.fchdir"}:
        found.add("folder")
    if name == "locals" or (name == "vars" and not node.args):
        found.add("own names")  # of the function, where it stands in one
    around = name == "eval" and _looks_around(node)
    if around or name == "globals" or (name == "exec" and len(node.args) == 1):
        found.add("dynamic")
    return found


def _random_effects(name: str, last: str, chosen: bool) -> set[str]:
    if last in _SEEDS:
        return {"seed"}
    if name.startswith(("numpy.random.", "random.")) and last not in OWN_GENERATOR:
        return {"draw"}
    if draws_in_torch(name) and not chosen:
        return {"draw"}
    if last in {"sample", "train_test_split", "rvs"} and not chosen:
        return {"draw"}
    #   model.fit(X, y)     draws from numpy's global generator when the model has no random_state
    return {"may draw"} if last in _FITTING and not chosen else set()


def _filtering(last: str) -> set[str]:
    return {"warning filter"} if last in ("filterwarnings", "simplefilter") else set()


def _raises_warnings(node: ast.Call) -> bool:
    #   warnings.filterwarnings("error")     changes what runs, "ignore" only what is shown
    return _first_text(node) == "error"


def _first_text(node: ast.Call) -> str:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _opens_to_write(node: ast.Call) -> bool:
    modes = [
        *node.args[1:2],
        *(keyword.value for keyword in node.keywords if keyword.arg == "mode"),
    ]
    return any(
        isinstance(m, ast.Constant) and isinstance(m.value, str) and set(m.value) & set("wax+")
        for m in modes
    )


def _is_column_name(node: ast.Call) -> bool:
    #   stops.isna().mean().rename("missing %")    df.rename(columns={...})    no file: Path.rename
    if any(keyword.arg != "target" for keyword in node.keywords):
        return True
    held = node.func.value if isinstance(node.func, ast.Attribute) else None
    method = held.func if isinstance(held, ast.Call) else None
    return isinstance(method, ast.Attribute) and method.attr not in _PATH_METHODS


def _looks_around(node: ast.Call) -> bool:
    #   eval("a + b")    is read like code;    eval(text)    may touch any name
    return len(node.args) == 1 and not isinstance(node.args[0], ast.Constant)


def dotted(node: ast.expr) -> str:
    """
    `np.random.seed` for that attribute chain; the last part alone where the bottom is no name.
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def module_setting(name: str) -> str:
    """Which kind of setting a change of something imported is."""
    if name.startswith(("matplotlib", "seaborn", "plotly")):
        return "display settings"
    if name.startswith("sys.path"):
        return "search path"
    return "printing settings" if ".display" in name else "settings"
