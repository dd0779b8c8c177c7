"""pip works beside the converter: once for each list, and never longer than anybody waits."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nb2prod.running import preparation
from nb2prod.running.preparation import Preparation
from nb2prod.running.project_environment import ProjectEnvironment
from nb2prod.running.resolution import Resolution

RUN: Any = SimpleNamespace(
    environment=SimpleNamespace(executable="/kernel/python", distributions={"pandas": "3.0.0"})
)
NOTHING = Resolution({}, {}, {})


def quiet(step: str, done: int, total: int, detail: str = "") -> None:
    """No progress."""


def test_each_list_is_worked_on_once_in_whatever_order_it_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    asked: list[tuple[str, ...]] = []

    def made(python: str, key: tuple[str, ...], pins: object, **_: Any) -> ProjectEnvironment:
        asked.append(key)
        return ProjectEnvironment(f"{python} of {len(key)}")

    monkeypatch.setattr(preparation, "project_environment", made)
    monkeypatch.setattr(preparation, "resolution", lambda *_, **__: NOTHING)
    with Preparation(RUN, tmp_path, quiet) as prepared:
        prepared.begin(["b", "a"])
        assert prepared.environment(["a", "b"]) == ProjectEnvironment("/kernel/python of 2")
        assert prepared.environment(["a"]) == ProjectEnvironment("/kernel/python of 1")
        assert prepared.resolution(["b", "a"]) is NOTHING
    assert sorted(asked) == [("a",), ("a", "b")]


def test_work_that_nobody_waits_for_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    stopped: list[bool] = []

    def endless(*_: Any, stop: Any, **__: Any) -> None:
        stopped.append(stop.wait(60))

    monkeypatch.setattr(preparation, "project_environment", endless)
    monkeypatch.setattr(preparation, "resolution", endless)
    with Preparation(RUN, tmp_path, quiet) as prepared:
        prepared.begin(["a"])
    assert all(stopped)
