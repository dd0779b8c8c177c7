"""
What widely used libraries took away, and what stands in its place.

A version is given where it is known for sure; an empty text where it is not.
"""

# attribute of a class -> (library, the last version that has it, what to write instead)
ATTRIBUTES: dict[tuple[str, str], tuple[str, str, str]] = {
    ("DataFrame", "append"): ("pandas", "<2", "pd.concat([a, b])"),
    ("Series", "append"): ("pandas", "<2", "pd.concat([a, b])"),
    ("DataFrame", "ix"): ("pandas", "<1", ".loc or .iloc"),
    ("Series", "ix"): ("pandas", "<1", ".loc or .iloc"),
    ("DataFrame", "iteritems"): ("pandas", "<2", ".items()"),
    ("Series", "iteritems"): ("pandas", "<2", ".items()"),
    ("DataFrame", "as_matrix"): ("pandas", "<1", ".to_numpy()"),
    ("Series", "as_matrix"): ("pandas", "<1", ".to_numpy()"),
    ("DataFrame", "get_value"): ("pandas", "<1", ".at[row, column]"),
    ("DataFrame", "set_value"): ("pandas", "<1", ".at[row, column] = value"),
    ("DataFrame", "lookup"): ("pandas", "<2", ".to_numpy() with indexers"),
    ("DataFrame", "mad"): ("pandas", "<2", "(x - x.mean()).abs().mean()"),
    ("Series", "mad"): ("pandas", "<2", "(x - x.mean()).abs().mean()"),
    ("DataFrame", "applymap"): ("pandas", "<3", ".map(function)"),
    ("DataFrame", "from_csv"): ("pandas", "<1", "pd.read_csv(path)"),
    ("DataFrame", "sort"): ("pandas", "<0.20", ".sort_values(...)"),
    ("Series", "order"): ("pandas", "<0.20", ".sort_values()"),
    ("Series", "is_monotonic"): ("pandas", "<2", ".is_monotonic_increasing"),
    ("DataFrame", "swapaxes"): ("pandas", "<3", ".T"),
    ("Series", "ravel"): ("pandas", "<3", ".to_numpy()"),
    ("DatetimeProperties", "week"): ("pandas", "<2", ".dt.isocalendar().week"),
    ("DatetimeProperties", "weekofyear"): ("pandas", "<2", ".dt.isocalendar().week"),
    ("Styler", "hide_index"): ("pandas", "<2", '.hide(axis="index")'),
    ("Styler", "set_precision"): ("pandas", "<2", ".format(precision=...)"),
    ("Styler", "render"): ("pandas", "<2", ".to_html()"),
    ("Styler", "applymap"): ("pandas", "<3", ".map(function)"),
    ("DictVectorizer", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("CountVectorizer", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("TfidfVectorizer", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("OneHotEncoder", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("ColumnTransformer", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("PolynomialFeatures", "get_feature_names"): (
        "scikit-learn", "<1.2", ".get_feature_names_out()"),
    ("FigureCanvasAgg", "set_window_title"): (
        "matplotlib", "<3.6", ".manager.set_window_title(...)"),
    ("dict", "has_key"): ("Python", "<3", "key in mapping"),
    ("dict", "iteritems"): ("Python", "<3", ".items()"),
}  # fmt: skip

# module or member of a module -> (library, the last version that has it, what stands in its place)
MODULES: dict[str, tuple[str, str, str]] = {
    "sklearn.cross_validation": ("scikit-learn", "<0.20", "sklearn.model_selection"),
    "sklearn.grid_search": ("scikit-learn", "<0.20", "sklearn.model_selection"),
    "sklearn.learning_curve": ("scikit-learn", "<0.20", "sklearn.model_selection"),
    "sklearn.externals": ("scikit-learn", "<0.23", "the package itself: import joblib"),
    "sklearn.preprocessing.Imputer": ("scikit-learn", "<0.22", "sklearn.impute.SimpleImputer"),
    "sklearn.datasets.load_boston": ("scikit-learn", "<1.2", "fetch_california_housing"),
    "sklearn.metrics.plot_confusion_matrix": (
        "scikit-learn", "<1.2", "ConfusionMatrixDisplay.from_estimator"),
    "sklearn.metrics.plot_roc_curve": ("scikit-learn", "<1.2", "RocCurveDisplay.from_estimator"),
    "sklearn.metrics.jaccard_similarity_score": ("scikit-learn", "<0.23", "jaccard_score"),
    "sklearn.utils.testing": ("scikit-learn", "<0.24", "sklearn.utils._testing"),
    "sklearn.ensemble.forest": ("scikit-learn", "<0.24", "sklearn.ensemble"),
    "pandas.tools": ("pandas", "", "pandas itself: pd.plotting, pd.concat"),
    "pandas.io.data": ("pandas", "<0.19", "the package pandas-datareader"),
    "pandas.util.testing": ("pandas", "<2", "pandas.testing"),
    "pandas.io.json.json_normalize": ("pandas", "", "pd.json_normalize"),
    "pandas.scatter_matrix": ("pandas", "", "pd.plotting.scatter_matrix"),
    "pandas.datetime": ("pandas", "<2", "datetime.datetime"),
    "pandas.np": ("pandas", "<2", "import numpy as np"),
    "pandas.rolling_mean": ("pandas", "<0.23", ".rolling(...).mean()"),
    "numpy.float": ("numpy", "<1.24", "float"),
    "numpy.int": ("numpy", "<1.24", "int"),
    "numpy.bool": ("numpy", "<1.24", "bool"),
    "numpy.object": ("numpy", "<1.24", "object"),
    "numpy.str": ("numpy", "<1.24", "str"),
    "numpy.float_": ("numpy", "<2", "np.float64"),
    "numpy.Inf": ("numpy", "<2", "np.inf"),
    "numpy.NaN": ("numpy", "<2", "np.nan"),
    "numpy.product": ("numpy", "<2", "np.prod"),
    "numpy.trapz": ("numpy", "<2.4", "np.trapezoid"),
    "scipy.misc": ("scipy", "", "scipy.special, imageio or scipy.datasets"),
    "scipy.stats.itemfreq": ("scipy", "", "np.unique(x, return_counts=True)"),
    "scipy.interp": ("scipy", "", "np.interp"),
    "scipy.integrate.simps": ("scipy", "<1.14", "scipy.integrate.simpson"),
    "seaborn.distplot": ("seaborn", "", "sns.histplot or sns.displot"),
    "seaborn.factorplot": ("seaborn", "", "sns.catplot"),
    "seaborn.tsplot": ("seaborn", "", "sns.lineplot"),
    "statsmodels.tsa.arima_model": ("statsmodels", "", "statsmodels.tsa.arima.model"),
    "keras.layers.core": ("keras", "", "keras.layers"),
    "keras.utils.np_utils": ("keras", "", "keras.utils.to_categorical"),
    "keras.preprocessing.image": ("keras", "", "keras.utils"),
    "keras.wrappers.scikit_learn": ("keras", "", "the package scikeras"),
    "tensorflow.contrib": ("tensorflow", "<2", "tensorflow itself"),
    "tensorflow.placeholder": ("tensorflow", "<2", "tf.compat.v1"),
    "tensorflow.Session": ("tensorflow", "<2", "tf.compat.v1"),
    "plotly.plotly": ("plotly", "<4", "chart_studio.plotly"),
    "fbprophet": ("fbprophet", "", "the package prophet"),
    "imp": ("Python", "<3.12", "importlib"),
    "distutils": ("Python", "<3.12", "setuptools"),
    "asynchat": ("Python", "<3.12", "asyncio"),
    "pkg_resources": ("setuptools", "", "importlib.metadata"),
    "urllib2": ("Python", "<3", "urllib.request"),
    "cPickle": ("Python", "<3", "pickle"),
    "StringIO": ("Python", "<3", "io.StringIO"),
    "Queue": ("Python", "<3", "queue"),
    "ConfigParser": ("Python", "<3", "configparser"),
    "collections.Iterable": ("Python", "<3.10", "collections.abc.Iterable"),
    "collections.Mapping": ("Python", "<3.10", "collections.abc.Mapping"),
}  # fmt: skip

# built-ins of Python 2
BUILTINS = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "basestring": "str",
    "unichr": "chr",
    "long": "int",
    "reduce": "functools.reduce",
    "reload": "importlib.reload",
    "execfile": "exec(open(path).read())",
    "cmp": "a comparison of your own",
    "file": "open",
}


def replacement(dotted: str) -> tuple[str, str, str] | None:
    """The longest known beginning of a dotted path that was taken away."""
    #   sklearn.externals.joblib -> sklearn.externals
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        known = MODULES.get(".".join(parts[:length]))
        if known:
            return known
    return None
