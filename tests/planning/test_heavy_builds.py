"""A build of PyTorch for graphics cards is told with the way to the small one."""

from pathlib import Path

import pytest

from nb2prod.model.plan import Requirement
from nb2prod.model.run import Environment, Run
from nb2prod.planning.heavy_builds import heavy_builds


@pytest.mark.parametrize(
    ("version", "others", "told"),
    [
        ("2.13.0+cpu", (), False),
        ("2.13.0+cu128", (), True),
        ("2.13.0", ("nvidia-cublas-cu12",), True),
        ("2.13.0", ("numpy",), False),  # a Mac has one build, and it is small
    ],
)
def test_the_build_is_told_by_its_version_or_its_company(
    version: str, others: tuple[str, ...], told: bool
) -> None:
    environment = Environment("", "3.11", dict.fromkeys(others, "1"), {})
    run = Run("", (), (), environment, (), Path(), Path(), 1.0)
    found = list(heavy_builds([Requirement("torch", version, serve=True)], run))
    assert [one.code for one in found] == ["NB326"] * told
    assert all("pip install torch==2.13.0 --index-url" in one.remedy for one in found)
