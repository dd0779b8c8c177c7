"""The memory of parsed texts."""

import ast
import warnings

import pytest

from nb2prod.flow.chunks import chunks
from nb2prod.trees import Memory, all_nodes, children, forget, nodes_of, parsed, statements_of

SOURCE = "@d\ndef f(a, b=1, *c: int, **k): return [x for x in a if x > -b]\nf(1, key=f'{y}')\n"


def test_a_text_is_parsed_once_until_all_is_forgotten() -> None:
    first = parsed(SOURCE)
    assert parsed(SOURCE) is first
    forget()
    assert parsed(SOURCE) is not first
    assert ast.dump(parsed(SOURCE)) == ast.dump(first)


def test_a_broken_text_raises_each_time() -> None:
    for _ in range(2):
        with pytest.raises(SyntaxError):
            parsed("x = = 1")


def test_the_statement_of_a_piece_is_the_one_that_it_was_cut_out_of() -> None:
    forget()
    cut = chunks("a = 1\n# why\nb = a\n")
    assert statements_of("b = a") == (cut[1].node,)
    assert [ast.dump(node) for node in statements_of("c = 1; d = 2")] == [
        ast.dump(node) for node in ast.parse("c = 1; d = 2").body
    ]


def test_what_python_thinks_of_an_escape_is_not_told() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parsed("pattern = '\\d'")


def test_the_nodes_come_level_by_level_without_operators() -> None:
    plain = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
    expected = [node for node in ast.walk(parsed(SOURCE)) if not isinstance(node, plain)]
    assert all_nodes(parsed(SOURCE)) == expected
    assert nodes_of(parsed(SOURCE)) == tuple(expected)
    assert children(parsed(SOURCE)) == parsed(SOURCE).body


def test_the_memory_is_bounded_and_drops_what_was_not_asked_for_longest() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.get("a") == 1
    memory.keep("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
