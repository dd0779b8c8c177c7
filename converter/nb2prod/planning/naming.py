"""Names for packages, functions and results: from headings, else from what they bind."""

import keyword
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from ..model.flow import Group
from ..model.notebook import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _words("a an the of our my")
_GENERIC = _words(
    """
    train training fit fitting predict prediction predictions predicting prep preparation
    preparing preprocessing preprocess process processing model models modelling modeling
    building build evaluate evaluation evaluating load loading read reading import importing
    data dataset section step and machine learning final results result metrics score setup
    features feature
    """
)
_VERBS = {
    Role.LOAD: "load",
    Role.PREP: "prepare",
    Role.TRAIN: "train",
    Role.EVALUATE: "evaluate",
    Role.PREDICT: "predict",
}


def slug(text: str) -> str:
    """`Clean the door times!` as `clean_door_times`; empty where nothing usable is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = (
        re.sub(r"\([^)]*\)|:.*$", " ", plain)
        if re.sub(r"\([^)]*\)|:.*$", "", plain).strip()
        else plain
    )
    words = [word for word in re.findall(r"[A-Za-z0-9]+", plain.lower()) if word not in _DROPPED]
    while words and words[0].isdigit():
        words = words[1:]
    kept: list[str] = []
    for word in words:
        if kept and len("_".join([*kept, word])) > 32:
            break
        kept.append(word)
    name = "_".join(kept)
    return name if name.isidentifier() and not keyword.iskeyword(name) else ""


# in the standard library but not among its names, and the folder of the project's own tests
_NOT_LISTED = frozenset({"test", "tests"})


def package_name(stem: str, importable: Collection[str] = ()) -> str:
    """
    The package of a notebook: the slug of its file name, away from keywords and existing modules.
    """
    words = re.findall(
        r"[A-Za-z0-9]+",
        unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower(),
    )
    name = "_".join(words) or "project"
    if name[0].isdigit():
        name = f"project_{name}"
    if (
        keyword.iskeyword(name)
        or keyword.issoftkeyword(name)
        or name in sys.stdlib_module_names
        or name in _NOT_LISTED
        or name in importable
    ):
        name += "_project"
    return name


def function_name(
    group: Group, outputs: Iterable[str], headings: Collection[str], taken: Collection[str]
) -> str:
    """
    The name of the function made of a group of cells.

    A step's name first; else its heading where no other group shares it; else a verb of its role
    and what it gives.
    """
    given = list(outputs)
    verb = _VERBS[group.role]
    candidates: list[str] = []
    if group.step and slug(group.step):
        candidates.append(slug(group.step))
    if group.title and list(headings).count(group.title) == 1:
        candidates.append(_from_heading(group.title, verb))
    candidates += _from_outputs(given, group.role, verb)
    candidates += [f"{verb}_{noun}" for noun in ("table", "features", "model", "rows", "results")]
    usable = [
        name for name in candidates if name and name not in taken and name != group.role.value
    ]
    usable = [name for name in usable if name not in _VERBS.values()]
    if usable:
        return usable[0]
    number = 2
    while f"{verb}_part_{number}" in taken:
        number += 1
    return f"{verb}_part_{number}"


_ANY_TABLE = frozenset({"df", "data", "dataset", "table", "frame", "raw"})


def _from_outputs(given: Sequence[str], role: Role, verb: str) -> Iterable[str]:
    #   X_train, X_test, y_train, y_test      split_train_and_test
    #   mae, mae_naive                        evaluate_mae
    #   df                                    load_data
    lower = [name.lower().strip("_") for name in given]
    if role is Role.PREDICT and lower and lower[-1].startswith(("pred", "y_pred", "y_hat")):
        yield "make_predictions"
    if role is Role.PREP and _all_halves(lower):
        yield "split_train_and_test"
    if lower and lower[-1] in _ANY_TABLE:
        yield f"{verb}_data"
    if role is Role.PREP and lower and all(len(name) == 1 for name in lower):
        yield "prepare_features"
    if role is Role.TRAIN and len(lower) == 1 and len(lower[0]) <= 3:
        yield "train_model"
    telling = [name for name in lower if len(name) > 1]
    for name in telling if role is Role.EVALUATE else reversed(telling):
        yield f"{verb}_{name}"


def _all_halves(names: Sequence[str]) -> bool:
    train = [name for name in names if "train" in name]
    test = [name for name in names if re.search(r"test|val", name)]
    return bool(train and test) and len(train) + len(test) == len(names)


def _from_heading(title: str, verb: str) -> str:
    #   "Fill the gaps"         fill_gaps
    #   "Fare"                  prepare_fare
    #   "Training"              says no more than its tag: named by what it gives
    #   "Is it worth it?"       a question names nothing
    if title.rstrip().endswith("?"):
        return ""
    name = slug(title)
    words = [
        word
        for word in re.findall(r"[A-Za-z0-9]+", title.split(":")[0])
        if word.lower() not in _DROPPED
    ]
    if not name or len(name.split("_")) < len(words) or set(name.split("_")) <= _GENERIC:
        return ""
    if "_" not in name and not name.endswith("ing"):
        return f"{verb}_{name}"
    return name


def sentence_for(group: Group, name: str, outputs: Sequence[str], headings: Collection[str]) -> str:
    """
    The docstring: the heading where it is this function's own and tells something, else what the
    function does.
    """
    #   "Fill the gaps"       Fill the gaps.
    #   "Training"            says no more than its tag: Train `forest`.
    title = (group.title or "").strip().rstrip(".:")
    if (
        title
        and list(headings).count(group.title or "") == 1
        and not set(slug(title).split("_")) <= _GENERIC
    ):
        text = title[:1].upper() + title[1:]
        return text.replace("\\", "/").replace('"', "'") + (
            "" if text.endswith(("?", "!")) else "."
        )
    verb = _VERBS[group.role]
    if name.startswith(f"{verb}_") and 0 < len(outputs) <= 3 and not group.step:
        listed = [f"`{item}`" for item in outputs]
        before = ", ".join(listed[:-1])
        return f"{verb.capitalize()} {f'{before} and ' if before else ''}{listed[-1]}."
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}."


def class_name(name: str) -> str:
    """`fill_gaps` as `FillGaps`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
