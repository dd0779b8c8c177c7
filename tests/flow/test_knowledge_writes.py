"""What writes a file is told from methods of tables that bear the same name."""

import ast

import pytest

from nb2prod.flow.knowledge import outside_effects


def _effects(text: str, name: str) -> set[str]:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    return outside_effects(call, name)


@pytest.mark.parametrize(
    "text",
    ['stops.isna().mean().rename("missing")', 'df.rename(columns={"a": "b"})', "s.rename(index=f)"],
)
def test_another_name_for_a_column_writes_nothing(text: str) -> None:
    assert "writes" not in _effects(text, "rename")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('os.rename("a", "b")', "os.rename"),
        ('path.rename("b")', "path.rename"),
        ('Path("a").rename("b")', "rename"),
        ('Path("a").with_suffix(".b").rename("c")', "rename"),
        ("Path('a').rename(target='b')", "rename"),
        ('df.to_csv("a")', "df.to_csv"),
    ],
)
def test_another_name_for_a_file_writes(text: str, name: str) -> None:
    assert "writes" in _effects(text, name)
