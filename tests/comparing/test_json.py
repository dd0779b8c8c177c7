"""JSON: keys have no order, lists do, numbers are values."""

import base64
from array import array

from nb2prod.comparing.json_ import compare_json


def test_order_of_keys_and_rounding_noise_do_not_count():
    old = {"a": [1.0, 2.0], "b": {"x": 0.3, "y": "t"}}
    new = {"b": {"y": "t", "x": 0.1 + 0.2}, "a": [1.0, 2.0]}
    assert not compare_json(old, new).differences


def test_a_changed_value_is_named_by_its_path():
    old = {"data": {"values": [{"b": 1}, {"b": 2}]}}
    new = {"data": {"values": [{"b": 1}, {"b": 3}]}}
    assert compare_json(old, new).differences == ("data.values[1].b: 2 -> 3",)


def test_keys_that_came_and_went_are_named():
    assert compare_json({"a": 1}, {"b": 1}).differences == ("a: gone", "b: new")


def test_a_list_keeps_its_order_and_length():
    assert compare_json([1, 2], [2, 1]).differences
    assert compare_json([1, 2], [1]).differences == ("list: 2 entries recorded, 1 now",)


def test_plotlys_packed_numbers_are_unpacked():
    def packed(*numbers: float) -> dict[str, str]:
        return {"dtype": "f8", "bdata": base64.b64encode(array("d", numbers).tobytes()).decode()}

    assert not compare_json({"y": packed(1.0, 0.3)}, {"y": packed(1.0, 0.1 + 0.2)}).differences
    assert compare_json({"y": packed(1.0, 2.0)}, {"y": packed(1.0, 2.5)}).differences == (
        "y[1]: 2.0 -> 2.5",
    )


def test_drawn_identifiers_and_hashed_names_do_not_count():
    old = {"uid": "a1", "data": {"name": "data-" + "0" * 32}, "datasets": {"data-" + "0" * 32: [1]}}
    new = {"uid": "b2", "data": {"name": "data-" + "f" * 32}, "datasets": {"data-" + "f" * 32: [1]}}
    assert not compare_json(old, new).differences
    new["datasets"] = {"data-" + "f" * 32: [2]}
    assert compare_json(old, new).differences
