import copy
import gc
import pickle
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest import hashing
from nb2prod.guest.capture import OF_NOTEBOOK, capture, public_names, random_state, unseen
from nb2prod.guest.differences import NotComparable
from nb2prod.guest.hashing import content_hash
from nb2prod.guest.large import too_large
from nb2prod.guest.observe import describe, kind_of
from nb2prod.guest.sampled import compare_value, with_samples


def described(name: str, value: Any) -> dict[str, Any]:
    """What the door tells of a value: the hash of its content too."""
    told = describe(name, value)
    with suppress(Exception, SystemExit):
        told["sha256"] = content_hash(told["kind"], value)
    return told


def captured(
    tmp_path: Path, namespace: dict[str, Any], *names: str, **choices: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was pickled, and what was told, by name."""
    path = tmp_path / "boundary.pickle"
    told = capture(namespace, names or tuple(namespace), str(path), described, **choices)
    content: dict[str, Any] = pickle.loads(path.read_bytes())
    return content["values"], {value["name"]: value for value in told["values"]}


def test_names_of_one_object_stay_one_object(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": [1]})
    namespace = {"table": table, "same": table, "inside": {"table": table}}
    values, told = captured(tmp_path, namespace)
    assert values["table"] is values["same"]
    assert values["inside"]["table"] is values["table"]
    assert told["table"]["identity"] == told["same"]["identity"]


def test_only_the_named_and_bound_are_captured(tmp_path: Path) -> None:
    values, told = captured(tmp_path, {"a": 1, "b": 2}, "a", "never_bound")
    assert values == {"a": 1}
    assert set(told) == {"a"}


def test_what_does_not_pickle_does_not_keep_the_others_out(tmp_path: Path) -> None:
    lock = threading.Lock()
    namespace = {"a": [1], "lock": lock, "holder": {"lock": lock}, "b": [2]}
    values, told = captured(tmp_path, namespace)
    assert values == {"a": [1], "b": [2]}
    assert "lock" in told["holder"]["note"]
    assert not told["lock"]["pickled"]
    assert told["a"]["pickled"]


def test_a_class_that_ends_the_program_when_pickled_ends_nothing(tmp_path: Path) -> None:
    class Unruly:
        def __reduce__(self) -> Any:
            raise SystemExit("never mind")

    values, told = captured(tmp_path, {"x": 1, "unruly": Unruly()})
    assert values == {"x": 1}
    assert "never mind" in told["unruly"]["note"]


def test_code_is_described_not_stored(tmp_path: Path) -> None:
    values, told = captured(tmp_path, {"np": np, "Path": Path, "f": describe, "x": 1})
    assert values == {"x": 1}
    assert [told[name]["kind"] for name in ("np", "Path", "f")] == ["module", "other", "function"]


def test_a_pickle_beyond_its_limit_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "boundary.pickle"
    namespace = {"big": np.zeros(100_000)}
    told = capture(namespace, ("big",), str(path), describe, limit=50_000)
    assert told["too_large"]
    assert path.stat().st_size <= 50_000
    assert "values" in capture(namespace, ("big",), str(path), describe, limit=2_000_000)


class OnGpu:
    """A tensor on a device that gives nothing back: whatever asks for its content raises."""

    dtype, device = "float32", "cuda:0"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise RuntimeError("CUDA error: out of memory")

    __copy__ = __deepcopy__ = __array__ = __len__ = __reduce_ex__

    @property
    def shape(self) -> Any:
        raise RuntimeError("CUDA error: out of memory")


def test_a_tensor_that_gives_nothing_back_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    values, told = captured(tmp_path, {"x": 1, "batch": OnGpu(), "batches": [OnGpu()]})
    assert values == {"x": 1}
    for name in ("batch", "batches"):
        assert not told[name]["pickled"]
        assert "CUDA error: out of memory" in told[name]["note"]


def test_of_a_large_table_a_sample_and_the_hash_are_kept(tmp_path: Path) -> None:
    rows = pd.DataFrame({"a": np.arange(9_000.0), "b": ["x", "y", "z"] * 3_000})
    namespace = {"rows": rows, "grid": np.zeros((3, 70_000)), "many": [rows], "x": 1}
    large = {"large": too_large, "room": 50_000}
    values, told = captured(tmp_path, namespace, **large)
    assert values == {"x": 1}
    assert "a hash and a sample" in told["rows"]["note"]
    assert [told[name]["sampled"] for name in namespace] == [True, True, False, False]
    content = pickle.loads((tmp_path / "boundary.pickle").read_bytes())
    kept = with_samples(content)
    assert len(kept["rows"].sample) == 1_000
    assert kept["grid"].sample.size < 2_000
    for name in ("rows", "grid"):
        same = copy.deepcopy(namespace[name])
        assert compare_value(kept[name], same, 1e-9, ()).difference is None
    # a row of the sample, a row beside it, a row less
    with pytest.raises(NotComparable, match="the hash of the whole is not"):
        compare_value(kept["rows"], rows.replace({"a": {4.0: 4.5}}), 1e-9, ())
    for other, words in ((rows.replace({"a": {18.0: 4.5}}), "in a sample"), (rows[1:], "shape")):
        found = compare_value(kept["rows"], other, 1e-9, ()).difference
        assert found is not None
        assert words in found.message


def test_what_is_larger_than_what_is_to_spare_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "boundary.pickle"
    namespace = {"big": np.zeros(100_000)}
    told = capture(namespace, ("big",), str(path), describe, limit=50_000, large=too_large)
    assert told["too_large"]
    assert not path.exists()


def test_half_a_pickle_is_not_left_on_a_full_disk(tmp_path: Path) -> None:
    class Full:
        def __reduce__(self) -> Any:
            raise OSError("no space left on device")

    class Broken(pickle.Pickler):
        def dump(self, value: Any) -> None:
            super().dump(list(range(100_000)))
            raise OSError("no space left on device")

    path = tmp_path / "boundary.pickle"
    with pytest.raises(OSError, match="no space"):
        capture({"full": Full()}, ("full",), str(path), describe, second=Broken)
    assert path.stat().st_size == 0


def test_a_portable_pickle_has_no_class_of_the_notebook(tmp_path: Path) -> None:
    class Cleaner:
        def __reduce__(self) -> Any:
            return (_main_class(), ())

    values, told = captured(tmp_path, {"x": 1, "cleaner": Cleaner()}, portable=True)
    assert values == {"x": 1}
    assert told["cleaner"]["note"] == OF_NOTEBOOK


class _Main:
    pass


def _main_class() -> type:
    import sys

    _Main.__module__, _Main.__qualname__ = "__main__", "_Main"
    sys.modules["__main__"]._Main = _Main  # type: ignore[attr-defined]
    return _Main


def test_the_random_state_is_that_of_the_moment(tmp_path: Path) -> None:
    np.random.seed(3)
    state = random_state()
    drawn = np.random.rand()
    np.random.set_state(state["numpy"])
    assert np.random.rand() == drawn


def test_public_names_are_the_notebooks_own() -> None:
    names = ["In", "Out", "_", "_i1", "__name__", "get_ipython", "exit", "quit", "open", "df"]
    assert public_names(dict.fromkeys(names)) == ["df"]


# ---------------------------------------------------------------- warnings


def warn() -> None:
    warnings.warn("told once", FutureWarning, stacklevel=1)


def test_a_look_shows_no_warning_and_remembers_none() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        with unseen():
            warn()
        assert not shown
        warn()
        assert len(shown) == 1


def test_what_was_shown_before_a_look_is_not_shown_again_after_it() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        for _ in range(2):
            warn()
            with unseen():
                warn()
        assert len(shown) == 1


# ---------------------------------------------------------------- hashes


def hashed(value: Any) -> str | None:
    return content_hash(kind_of(value), value)


def test_equal_contents_have_equal_hashes() -> None:
    for make in (
        lambda: pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [[1], [2]]}),
        lambda: pd.Series([1.5, np.nan], name="a"),
        lambda: np.arange(6).reshape(2, 3).T,
        lambda: {"a": [1, 2]},
    ):
        assert hashed(make()) == hashed(make())


def test_any_difference_changes_the_hash() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    others = [
        frame.rename(columns={"a": "c"}),
        frame.set_index(pd.Index([1, 2])),
        frame.astype({"a": float}),
        frame.iloc[::-1],
        frame.assign(b=["x", "z"]),
        frame[["b", "a"]],
        frame.iloc[:1],
    ]
    assert len({hashed(one) for one in [frame, *others]}) == 1 + len(others)
    assert hashed(np.zeros(4)) != hashed(np.zeros((2, 2)))
    assert hashed(pd.Series([1], name="a")) != hashed(pd.Series([1], name="b"))


def test_a_long_value_is_hashed_in_pieces_and_equally(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [
        pd.DataFrame({"a": range(50), "b": list("xyzuv") * 10, "c": [None, "q"] * 25}),
        pd.DataFrame(np.arange(60.0).reshape(20, 3)),
        np.arange(60).reshape(20, 3).T,
        pd.Series(pd.date_range("2026-01-01", periods=30), index=[f"r{n}" for n in range(30)]),
    ]
    before = [hashed(value) for value in values]
    monkeypatch.setattr(hashing, "PIECE", 7)
    assert [hashed(value) for value in values] == before


def test_code_has_no_hash() -> None:
    assert [hashed(one) for one in (np, len, Path)] == [None, None, None]


def test_a_look_keeps_no_value_alive(tmp_path: Path) -> None:
    import weakref

    namespace = {"table": pd.DataFrame({"a": [1]})}
    watched = weakref.ref(namespace["table"])
    captured(tmp_path, namespace)
    del namespace["table"]
    gc.collect()
    assert watched() is None


def test_a_shown_value_is_captured_under_a_name_of_its_own(tmp_path: Path) -> None:
    values, told = captured(tmp_path, {"_": 4.5}, "score=_")
    assert values == {"score": 4.5}
    assert set(told) == {"score"}
