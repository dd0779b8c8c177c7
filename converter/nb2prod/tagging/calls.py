"""What the name of a called function says about the statement."""

import ast
import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASKING = _words(
    """
    predict predict_proba predict_log_proba decision_function forecast get_forecast
    score_samples fit_predict cross_val_predict
    """
)
_FITTING = _words("fit partial_fit fit_predict fit_resample optimize")
_TRAINING = frozenset({"train"})  # of a library: xgb.train(...)
_READING = re.compile(r"^(read_|fetch_|load_|make_|loadtxt$|genfromtxt$|loadarff$)")
_MADE = re.compile(r"^make_(?!pipeline|union|column|scorer|subplots|axes|archive|dirs)")
_WHOLE_READING = _words(
    """
    numpy.load json.load csv.reader csv.DictReader requests.get yfinance.download
    pandas_datareader.DataReader pandas.ExcelFile pandas.HDFStore urllib.request.urlopen
    """
)
_LOADS_MODELS = _words("load_model load_weights load_state_dict load_ext load_dotenv load_module")
_MEASURING = re.compile(
    r"(score$|_score_|_error$|_loss$|accuracy|precision|recall|(^|_)f1|(^|_)auc($|_)|(^|_)mae($|_)"
    r"|(^|_)mape($|_)|rmse|rmsle|(^|_)mse($|_)|r2|confusion_matrix|report$|roc_curve|cross_validate"
    r"|^evaluate$|cohen_kappa|matthews)",
    re.I,
)
_SPLITTING = _words("train_test_split split StratifiedShuffleSplit")
_SAVING = _words("dump dumps save save_model log_model to_pickle export_model sav save_pretrained")
_WRITING_TABLES = _words("to_csv to_excel to_parquet to_json to_sql to_feather")


def reads_data(called: str) -> bool:
    """Whether a call of that full name brings data into the notebook."""
    last = called.rpartition(".")[2]
    if called in _WHOLE_READING or ".read." in f".{called}":
        return True
    if last in _LOADS_MODELS or not _READING.match(last):
        return False
    return not last.startswith("make_") or bool(_MADE.match(last) and "dataset" in called)


def fits(called: str) -> bool:
    """Whether a method of that name learns from its arguments."""
    return called.rpartition(".")[2] in _FITTING


def trains(called: str, of_library: bool) -> bool:
    """Whether a library's function of that name gives a trained model: `xgb.train`."""
    return of_library and called.rpartition(".")[2] in _TRAINING


def measures(called: str) -> bool:
    """Whether a call of that name says how good answers are."""
    return bool(_MEASURING.search(called.rpartition(".")[2]))


def saves(called: str) -> bool:
    """Whether a call of that name keeps an object for later."""
    return called.rpartition(".")[2] in _SAVING


def writes_table(called: str) -> bool:
    """Whether a call of that name writes a table to a file."""
    return called.rpartition(".")[2] in _WRITING_TABLES


def splits(called: str) -> bool:
    """Whether a call of that name cuts the rows into training and test."""
    return called.rpartition(".")[2] in _SPLITTING


def root_of(node: ast.expr) -> str:
    """The name at the bottom of a chain of attributes, items and calls, or nothing."""
    #   grid.best_estimator_.predict(X)     grid
    #   models["forest"].fit(X, y)          models
    #   RandomForest().fit(X, y)            RandomForest
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def dotted(node: ast.expr) -> str:
    """`pd.read_csv` for that chain of attributes; the last part where the bottom is no name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
