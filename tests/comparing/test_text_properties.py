"""What holds for any two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nb2prod.comparing.comparison import Surroundings
from nb2prod.comparing.html import compare_html
from nb2prod.comparing.streams import screen_text
from nb2prod.comparing.text import compare_text
from nb2prod.comparing.tokens import tokens

PIECES = st.sampled_from(
    ["acc", "0.912", "0.913", "12", "-3", "1e-07", "nan", "{1, 2}", "{'a': 1}", "2026-03-14",
     "15:09:26", "2.5 ms", "<F at 0x7f12abc>", "/tmp/a/b.csv", "\n", "[", "]", ",", "=", "%",
     "deadbeef1", "np.float64(0.5)", "1.2.3", "\u00e4", "_", "5.", "<td>", "</table>", "<tr>"]
)  # fmt: skip
SOME = settings(deadline=None, max_examples=60)
TEXTS = st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=30)


@SOME
@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert not compare_text(text, text).differences


@SOME
@given(TEXTS, TEXTS)
def test_which_side_was_recorded_does_not_matter(one, two):
    forth, back = compare_text(one, two), compare_text(two, one)
    assert bool(forth.differences) == bool(back.differences)


@SOME
@given(TEXTS)
def test_tokens_leave_out_nothing_but_white_space(text):
    kept = "".join(token.text for token in tokens(text))
    assert "".join(kept.split()) == "".join(text.split())


@SOME
@given(TEXTS, TEXTS)
def test_any_markup_can_be_compared(one, two):
    assert not compare_html(one, one, None, Surroundings()).differences
    compare_html(one, two, None, Surroundings())


@SOME
@given(st.lists(st.sampled_from(["a", "b", "\n", "\r", "\b", "\x1b[A", "\x1b[K", "\x1b[31m"])))
def test_what_stands_on_the_screen_has_no_control_characters(pieces):
    assert not set(screen_text("".join(pieces))) & set("\r\b\x1b")
