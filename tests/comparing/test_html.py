"""HTML by what it shows, tables by label, SVG by shape."""

from nb2prod.comparing.comparison import Surroundings
from nb2prod.comparing.html import compare_html, compare_svg

WORLD = Surroundings()


def table(rows: dict[str, list[str]], columns: tuple[str, ...] = ("temp", "n")) -> str:
    head = "".join(f"<th>{column}</th>" for column in ("", *columns))
    body = "".join(
        f"<tr><th>{row}</th>{''.join(f'<td>{value}</td>' for value in values)}</tr>"
        for row, values in rows.items()
    )
    return f'<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


CITIES = {"Oslo": ["4.5", "10"], "Rome": ["21.25", "12"]}


def differences(recorded: str, fresh: str) -> tuple[str, ...]:
    return compare_html(recorded, fresh, None, WORLD).differences


def test_a_changed_cell_is_named_by_row_and_column():
    changed = table({**CITIES, "Rome": ["21.75", "12"]})
    assert differences(table(CITIES), changed) == ("row Rome, column temp: 21.25 -> 21.75",)


def test_rounding_noise_in_a_cell_is_the_same():
    noisy = table({**CITIES, "Rome": ["21.250000000001", "12"]})
    assert differences(table({**CITIES, "Rome": ["21.25000000000", "12"]}), noisy) == ()


def test_rows_that_came_and_went_are_listed():
    fresh = table({"Oslo": ["4.5", "10"], "Lima": ["21.25", "12"], "Bonn": ["1.0", "2"]})
    assert differences(table(CITIES), fresh) == (
        "row `Rome` is gone",
        "rows new: `Lima`, `Bonn`",
    )


def test_a_renamed_column_is_named():
    assert differences(table(CITIES), table(CITIES, ("temperature", "n"))) == (
        "column `temp` is `temperature` now",
    )


def test_another_order_of_rows_is_a_difference():
    fresh = table(dict(reversed(CITIES.items())))
    assert "another order" in differences(table(CITIES), fresh)[0]


def test_another_order_of_columns_is_a_difference():
    fresh = table({"Oslo": ["10", "4.5"], "Rome": ["12", "21.25"]}, ("n", "temp"))
    assert "columns in another order" in differences(table(CITIES), fresh)[0]


def test_spans_of_a_two_level_index_reach_all_their_rows():
    def page(value: str) -> str:
        return (
            "<table><thead><tr><th></th><th></th><th>x</th></tr></thead><tbody>"
            "<tr><th rowspan='2'>a</th><th>1</th><td>5</td></tr>"
            f"<tr><th>2</th><td>{value}</td></tr></tbody></table>"
        )

    assert differences(page("6"), page("7")) == ("row a / 2, column x: 6 -> 7",)


def test_text_outside_tables_counts():
    assert differences("<p>warmest: 21.25</p>", "<p>warmest: 21.75</p>") == ("21.25 -> 21.75",)


def test_stylers_drawn_names_do_not_count_but_its_colours_do():
    def styled(name: str, colour: str) -> str:
        return (
            f"<style>#T_{name}_row0_col0 {{color: {colour};}}</style>"
            f"<table id='T_{name}'><tr><td id='T_{name}_row0_col0'>5</td></tr></table>"
        )

    assert differences(styled("4f1c0", "red"), styled("99aab", "red")) == ()
    assert differences(styled("4f1c0", "red"), styled("99aab", "blue"))


def test_a_new_style_sheet_is_a_remark():
    found = compare_html("<style>p {}</style><p>5</p>", "<style>q {}</style><p>5</p>", None, WORLD)
    assert not found.differences
    assert found.remarks


def test_data_in_a_script_counts():
    assert differences("<script>draw([1, 2])</script>", "<script>draw([1, 3])</script>")


def test_svg_with_other_names_and_another_date_is_the_same_drawing():
    def drawing(name: str, date: str, y: str) -> str:
        return (
            f"<svg><metadata><dc:date>{date}</dc:date></metadata>"
            f'<defs><clipPath id="{name}"><rect width="5"/></clipPath></defs>'
            f'<path d="M 0 {y} L 5 2" clip-path="url(#{name})"/></svg>'
        )

    one = drawing("p1a2b3c", "2023-01-05", "1.5")
    assert compare_svg(one, drawing("pffee00", "2026-03-14", "1.5"), None, WORLD).differences == ()
    assert compare_svg(one, drawing("pffee00", "2026-03-14", "1.6"), None, WORLD).differences
