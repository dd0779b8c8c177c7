"""The name of a function after the heading above its cells."""

import re
import unicodedata
from collections.abc import Sequence

from ..model.flow import Group
from ..model.notebook import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERB_OF = {
    Role.LOAD: "load",
    Role.PREP: "prepare",
    Role.TRAIN: "train",
    Role.EVALUATE: "evaluate",
    Role.PREDICT: "predict",
}
_DROPPED = _words("a an the of our my")
_OPENING = _words("lets let us now next then finally here first")
#   "Some age is missing"     a sentence about the data names no step
_STATES = _words(
    """
    is are was were be can could will would should may might must has have had does did do we i
    you it they this that these there because so not
    """
)
#   "Exploratory data analysis"     what is under it was kept for another reason
_LOOKS = _words(
    """
    analysis analyse analyze analyzing analysing eda exploration exploratory explore exploring
    visualization visualisation visualize visualise visualizing visualising plot plots plotting
    graph graphs graphing overview statistics describe description understanding understand
    """
)
_GENERIC = _words(
    """
    train training fit fitting predict prediction predictions predicting prep preparation
    preparing preprocessing preprocess process processing model models modelling modeling
    building build evaluate evaluation evaluating load loading read reading import importing
    data dataset section step and machine learning final results result metrics score setup
    features feature
    """
)
_VERBS = _words(
    """
    add aggregate align apply assign balance bin bucket build calculate cap cast categorize change
    check choose clean clip code collect combine compute concatenate convert correct count create
    cut deal decode define delete derive detect discretize drop encode engineer enrich estimate
    evaluate exclude expand extract fill filter find fit fix flag forecast format gather generate
    get give group handle hold impute import include index insert join keep label learn limit load
    look make map mark mask measure melt mend merge mend move normalise normalize optimise
    optimize parse pick pivot predict prepare preprocess process pull put rank read rebalance
    reduce refit reindex remove rename reorder replace resample rescale reset reshape resolve
    retrain round sample save scale score select separate set shape shift shuffle simplify smooth
    sort split stack standardise standardize store strip summarise summarize take test tidy tokenize
    tokenise train transform transpose trim truncate tune turn unify use validate vectorise
    vectorize weigh winsorize work write
    """
)
#   "Feature selection"    select_features
_VERB_FOR_NOUN = {
    "cleaning": "clean",
    "cleanup": "clean",
    "conversion": "convert",
    "creation": "create",
    "elimination": "drop",
    "encoding": "encode",
    "engineering": "engineer",
    "extraction": "extract",
    "generation": "generate",
    "handling": "handle",
    "imputation": "impute",
    "normalisation": "normalise",
    "normalization": "normalize",
    "preparation": "prepare",
    "preprocessing": "prepare",
    "removal": "remove",
    "scaling": "scale",
    "selection": "select",
    "split": "split",
    "splitting": "split",
    "transformation": "transform",
    "treatment": "treat",
    "tuning": "tune",
}
_MANY = _words("feature column value outlier label variable row table duplicate category")
_PREPOSITIONS = _words("as at between by for from in into of on per to using via with without")
_LONGEST = 32


def own_titles(groups: Sequence[Group]) -> list[str]:
    """
    For each group the heading that it may call its own, else nothing.

    A heading over several groups belongs to the first, where it is about one thing and the others
    have other roles.
    """
    #   ## Random forest     train, predict, evaluate: the heading of train
    #   ## Load and clean    load, prep: of neither
    found = []
    for position, group in enumerate(groups):
        sharing = [other for other in groups if other.title == group.title]
        roles = [other.role for other in sharing]
        first = all(other.title != group.title for other in groups[:position])
        one_thing = len(set(roles)) == len(roles) and not re.search(
            r"\band\b|[&,+/]", group.title or "", re.I
        )
        own = len(sharing) == 1 or (first and one_thing)
        found.append((group.title or "") if own else "")
    return found


#   FamilySize -> family size      but PyTorch, NumPy, CatBoost and LightGBM stay one word
_JOINED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{3})")


def slug(text: str) -> str:
    """`Clean the door times!` as `clean_door_times`; empty where nothing usable is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    shorter = re.sub(r"\([^)]*\)|:.*$", " ", plain)
    words = _plain_words(shorter if shorter.strip() else plain)
    while words and words[0].isdigit():
        words = words[1:]
    kept: list[str] = []
    for word in words:
        if kept and len("_".join([*kept, word])) > _LONGEST:
            break
        kept.append(word)
    return "_".join(kept)


def _plain_words(text: str) -> list[str]:
    without = _JOINED.sub(" ", text.replace("'", "").replace("`", ""))
    return [w for w in re.findall(r"[A-Za-z0-9]+", without.lower()) if w not in _DROPPED]


def tells_something(title: str) -> bool:
    """Whether the heading says more than the tag of its cells does."""
    words = set(slug(title).split("_"))
    return not words <= _GENERIC and not words & _LOOKS


def named_after(title: str, role: Role) -> str:
    """The function's name as a verb and what it is about; empty where the heading gives none."""
    #   "Fill the gaps", "Filling the gaps"    fill_gaps
    #   "Fare"                                 prepare_fare
    #   "Gaussian naive Bayes"                 train_gaussian_naive_bayes
    #   "Training"                             says no more than its tag
    #   "Is it worth it?"                      a question names nothing
    if title.rstrip().endswith("?") or not tells_something(title) or _loses_letters(title):
        return ""
    words = [word for word in slug(title).split("_") if word]
    whole = _plain_words(re.sub(r"\([^)]*\)|:.*$", " ", title)) or _plain_words(title)
    while words and words[0] in _OPENING:
        words, whole = words[1:], whole[1:]
    if len(words) < len(whole):
        #   "Create dummy variables for the categorical variables"      create_dummy_variables
        words = _up_to_preposition(words)
    if not words or set(words) & _STATES or set(words) <= _GENERIC:
        return ""
    if role is Role.PREP and _train(words) and "test" in words:
        return "split_train_and_test"
    return "_".join(_as_order(words, VERB_OF[role]))


def _loses_letters(title: str) -> bool:
    #   "Größe", "年齢"      what is left in plain letters would be another word
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return sum(map(str.isalpha, title)) > sum(map(str.isalpha, plain))


def _up_to_preposition(words: list[str]) -> list[str]:
    if not words or _base(words[0]) not in _VERBS:
        return []  # "From here"
    ends = [n for n, word in enumerate(words) if n > 1 and word in _PREPOSITIONS]
    return words[: ends[0]] if ends else []


def _train(words: list[str]) -> bool:
    return "train" in words or "training" in words


def _as_order(words: list[str], verb: str) -> list[str]:
    first = _base(words[0])
    if first in _VERBS and (len(words) > 1 or first != words[0]):
        return [first, *words[1:]]
    if len(words) > 1 and words[-1] in _VERB_FOR_NOUN:
        about = words[:-1]
        last = f"{about[-1]}s" if about[-1] in _MANY else about[-1]
        return [_VERB_FOR_NOUN[words[-1]], *about[:-1], last]
    if words[0] in _VERBS or words[0] in _VERB_FOR_NOUN:
        return [_VERB_FOR_NOUN.get(words[0], words[0]), *words[1:]]
    return [verb, *words]


def _base(word: str) -> str:
    """The verb of a word in -ing, where it is one that notebooks use; else the word."""
    #   filling -> fill      splitting -> split      encoding -> encode
    if not word.endswith("ing"):
        return word
    stem = word[:-3]
    shorter = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    return next((verb for verb in (stem, f"{stem}e", shorter) if verb in _VERBS), word)
