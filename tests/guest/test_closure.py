"""What a few requirements bring of all that was resolved."""

import pytest

from nb2prod.guest.closure import closure

RESOLVED = {
    "Service_Kit": ["router>=1", "fast-json; extra == 'speed'", "old-thing; python_version < '3'"],
    "router": ["words"],
    "words": ["router"],
    "fast.json": [],
    "linter": ["words"],
    "old-thing": [],
}


def test_what_is_needed_is_followed_through_requirements_and_round_trips():
    assert closure(["service-kit>=2"], RESOLVED) == ["Service_Kit", "router", "words"]


def test_an_extra_brings_more_and_spelling_does_not_matter():
    found = closure(["service.kit[speed]"], RESOLVED)
    assert found == ["Service_Kit", "fast.json", "router", "words"]


def test_what_another_platform_needs_is_left_out():
    assert closure(["linter; sys_platform == 'nowhere'"], RESOLVED) == []


def test_what_was_not_resolved_is_an_error():
    with pytest.raises(LookupError, match="unknown was not resolved"):
        closure(["unknown"], RESOLVED)
