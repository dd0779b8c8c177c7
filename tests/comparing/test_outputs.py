"""A cell's outputs: streams, displays, errors; the richest type decides."""

from nb2prod.comparing.comparison import Surroundings
from nb2prod.comparing.outputs import compare_outputs
from tests.comparing.recordings import printed, result

WORLD = Surroundings()


def compared(recorded, fresh, world=WORLD):
    return compare_outputs(recorded, fresh, None, world)


def test_pieces_and_order_of_streams_do_not_count():
    old = [printed("w", "stderr"), printed("one two")]
    assert compared(old, [printed("one "), printed("two"), printed("w", "stderr")]) == compared(
        [], []
    )


def test_what_stderr_says_is_a_remark():
    found = compared([result("6")], [printed("FutureWarning: x", "stderr"), result("6")])
    assert not found.differences
    assert found.remarks == ("stderr: now says `FutureWarning: x`",)


def test_a_display_that_came_or_went_is_a_difference():
    assert compared([result("6")], []).differences == ("shows nothing; recorded was `6`",)
    assert compared([], [result("6")]).differences == ("shows `6`; nothing was recorded",)


def test_silence_is_told_with_what_was_printed():
    assert compared([printed("fine\n")], []).differences == (
        "printed nothing; recorded was `fine`",
    )


def test_html_decides_over_a_mere_repr():
    name = "<IPython.core.display.HTML object>"
    found = compared([result(name, html="<p>1.5</p>")], [result(name, html="<p>1.6</p>")])
    assert found.differences == ("1.5 -> 1.6",)


def test_a_lost_picture_is_a_difference_although_its_repr_is_there():
    figure = "<Figure size 640x480 with 1 Axes>"
    found = compared([result(figure, png="aGVsbG8=")], [result(figure)])
    assert found.differences == ("image/png was recorded and is not shown now",)


def test_lost_html_of_a_table_is_a_remark_when_its_text_is_the_same():
    found = compared([result("a  1", html="<b>a 1</b>")], [result("a  1")])
    assert not found.differences
    assert found.remarks


def test_a_widget_is_compared_by_its_text_not_by_its_drawn_identifier():
    def slider(model: str, value: int) -> dict:
        view = {"model_id": model, "version_major": 2}
        text = f"IntSlider(value={value}, max=9)"
        data = {"application/vnd.jupyter.widget-view+json": view, "text/plain": text}
        return {"output_type": "execute_result", "data": data, "metadata": {}}

    assert not compared([slider("a1", 3)], [slider("b2", 3)]).differences
    assert compared([slider("a1", 3)], [slider("b2", 4)]).differences


def test_the_lines_of_time_count_only_where_the_cell_does_not_use_it():
    old = [printed("CPU times: user 1 s\nWall time: 2 s\n5\n")]
    new = [printed("CPU times: user 3 s\nWall time: 4 s\n5\n")]
    assert not compared(old, new, Surroundings(shows_time=True)).differences
    assert compared(old, new).differences
