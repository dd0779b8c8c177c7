"""Texts: words exactly, numbers as numbers, noise only with a proof."""

import pytest

from nb2prod.comparing.text import compare_text


@pytest.mark.parametrize(
    ("recorded", "fresh"),
    [
        ("gain 0.30000000000000004", "gain 0.3"),
        ("log 1.0986122886681098 gain 1e-7", "log 1.0986122886692084 gain 1.0000000000001e-07"),
        ("[1. 2.5]", "[1.  2.5]"),
        ("array([1.,\n       2.])", "array([1., 2.])"),
        ("mean 0.3333", "mean 0.33333333"),
        ("zero -0.0", "zero 0.0"),
        ("{'b', 'a', 'c'}", "{'c', 'a', 'b'}"),
        ("frozenset({3, 1})", "frozenset({1, 3})"),
        ("Cell In[3], line 1", "Cell In[1], line 1"),
        ("last line\n\n", "last line"),
        ("980 \u03bcs", "980 \u00b5s"),
    ],
)
def test_what_shows_the_same_value_is_the_same(recorded, fresh):
    found = compare_text(recorded, fresh)
    assert not found.differences
    assert not found.remarks


@pytest.mark.parametrize(
    ("recorded", "fresh", "message"),
    [
        ("accuracy: 0.912", "accuracy: 0.913", "0.912 -> 0.913"),
        ("rate 0.912345678901", "rate 0.912346591247", "0.912345678901 -> 0.912346591247"),
        ("rows 12", "rows 13", "12 -> 13"),
        ("n = 5", "n = 5.0", "5 -> 5.0"),
        ("12000000", "12000001", "12000000 -> 12000001"),
        ("version 1.2.3", "version 1.2.4", "1.2.3 -> 1.2.4"),
        ("nan", "0.5", "nan -> 0.5"),
        ("0.9", "0.93", "0.9 -> 0.93"),
        ("last order 2024-01-02", "last order 2024-01-03", "2024-01-02 -> 2024-01-03"),
        ("a 1\nb 2\nc 3", "a 1\nb 5\nc 3", "line 2: 2 -> 5"),
        ("a\nb\nc", "a\nc", "line 2: gone: `b` (3 lines recorded, 2 now)"),
        ("a\nc", "a\nb\nc", "line 2: new: `b` (2 lines recorded, 3 now)"),
        ("H0 rejected", "H0 not rejected", "`H0 rejected` -> `H0 not rejected`"),
        ("<Foo 0x7f12ab>", "<Foo 0x7f12ac>", "0x7f12ab -> 0x7f12ac"),
    ],
)
def test_what_changed_is_shown_with_its_line(recorded, fresh, message):
    assert compare_text(recorded, fresh).differences[0] == message


def test_a_member_of_a_set_that_changed_is_no_matter_of_order():
    found = compare_text("{'alpha', 'beta', 'gamma'}", "{'alpha', 'delta', 'beta'}")
    assert found.differences


def test_a_dictionary_keeps_its_order():
    assert compare_text("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}").differences


def test_numpy_2_shows_types_and_that_is_only_a_remark():
    found = compare_text("(0.5, True)", "(np.float64(0.5), np.True_)")
    assert not found.differences
    assert "numpy" in found.remarks[0]


def test_a_changed_number_inside_numpys_new_form_is_a_change():
    assert compare_text("0.5", "np.float64(0.6)").differences


def test_twenty_thousand_lines_that_only_lost_spaces_are_the_same():
    log = "\n".join(f"row {number} {number * 0.1}" for number in range(20_000))
    assert not compare_text(log, log.replace("row ", "row  ")).differences
