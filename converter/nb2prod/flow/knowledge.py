"""What is known about well-known calls: which change their object, which only show, which touch the outside."""

import ast

IN_PLACE_METHODS = frozenset(
    """append extend insert pop popitem remove clear update setdefault add discard sort reverse
    partial_fit set_params learn_one
    resize fill put itemset setflags shuffle compile train eval load_state_dict
    intersection_update difference_update symmetric_difference_update appendleft popleft rotate
    optimize enqueue_trial add_trial tell""".split()
)
#   scaler.fit(X)      changes the estimator, but a later fit starts anew
FIT_METHODS = frozenset("fit fit_transform fit_predict fit_resample".split())
ASKING_METHODS = frozenset("predict predict_proba predict_log_proba decision_function forecast score_samples".split())
IN_PLACE_FUNCTIONS = frozenset(
    "shuffle put copyto put_along_axis place putmask setattr delattr heappush heappop heapify insort".split()
)
#   df.head()    model.score(X, y)    looked at, never changed
PURE_METHODS = frozenset(
    """head tail describe info sample value_counts nunique unique isna isnull notna notnull sum mean median
    std var min max mode count corr cov plot hist boxplot bar scatter line show display keys values items
    groupby agg aggregate pivot_table crosstab sort_values sort_index nlargest nsmallest copy shape dtypes
    predict predict_proba score decision_function get_params summary print format style to_string to_html
    to_markdown duplicated drop_duplicates query filter get loc iloc astype round abs quantile skew kurt
    memory_usage join split strip upper lower startswith endswith index find rename drop dropna fillna replace
    merge reset_index set_index apply map applymap transform melt stack unstack head to_frame to_dict tolist
    best_trial best_params best_value feature_importances_ named_steps isin between cumsum rank diff shift
    evaluate report cross_val_score size ndim any all equals compare pipe assign explode nonzero
    legend set_title set_xlabel set_ylabel tight_layout savefig suptitle""".split()
)
SHOWING_FUNCTIONS = frozenset({"print", "display", "help", "pprint"})
SHOWING_MODULES = frozenset({"plt", "sns", "px", "go", "pyplot", "seaborn", "matplotlib", "fig", "ax", "axes", "axs"})

_SEEDS = frozenset({"seed", "manual_seed", "set_seed", "set_random_seed", "manual_seed_all"})
_DISPLAY_SETTINGS = frozenset(
    """set_theme set_style set_context set_palette set_option filterwarnings simplefilter
    set_config set_verbosity disable_default_handler basicConfig set_printoptions reset_option""".split()
)
_WRITES = frozenset(
    """to_csv to_parquet to_pickle to_excel to_json to_sql to_feather to_hdf dump save save_model
    savefig savetxt savez mkdir makedirs write write_text write_bytes""".split()
)
_RANDOM_ARGUMENT = frozenset({"random_state", "seed", "rng"})
_SEEDABLE = frozenset({"sample", "train_test_split", "permutation", "choice", "normal", "rand", "randn", "randint"})


_LOOKS = ("get_", "is_", "to_", "plot", "predict", "score", "show", "n_", "str_", "has_")


def only_looks(method: str) -> bool:
    """Whether a method of that name is known to leave its object as it is."""
    return method in PURE_METHODS or method.startswith(_LOOKS)


def outside_effects(node: ast.Call) -> set[str]:
    """The effects of a call on what is outside the notebook's names."""
    name = dotted(node.func)
    last = name.rsplit(".", 1)[-1]
    keywords = {keyword.arg for keyword in node.keywords}
    found: set[str] = set()
    if last in _SEEDS:
        found.add("seed")
    elif (name.startswith(("np.random.", "numpy.random.", "random.")) and last not in {"default_rng", "Random", "RandomState", "Generator"}) or (
        last in {"sample", "train_test_split"} and not keywords & _RANDOM_ARGUMENT
    ):
        found.add("draw")
    if last in _DISPLAY_SETTINGS:
        found.add("settings")
    if last in _WRITES:
        found.add("writes")
    if name in {"os.chdir"}:
        found.add("folder")
    return found


def dotted(node: ast.expr) -> str:
    """`np.random.seed` for that attribute chain; the last part alone where the bottom is no name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
