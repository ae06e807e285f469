"""Branches that options decide: what is taken stays as it was written, the rest goes."""

import ast

from workbench.export.script.options import specialised
from workbench.export.script.source import Source

PIECE = '''def rate(step):
    """The learning rate."""
    if SCHEDULE == "constant":
        # it stays
        return RATE
    elif SCHEDULE in {"step", "drop"}:
        return 0.1 * RATE
    else:
        return step
'''


def text(piece: str, **options: object) -> str:
    return specialised(Source(piece), options, {}).text


def test_that_the_branch_that_is_taken_keeps_its_comments() -> None:
    assert text(PIECE, SCHEDULE="constant") == (
        'def rate(step):\n    """The learning rate."""\n    # it stays\n    return RATE\n'
    )


def test_that_an_elif_is_decided_like_an_if() -> None:
    assert "return 0.1 * RATE" in text(PIECE, SCHEDULE="drop")
    assert "if" not in text(PIECE, SCHEDULE="drop")


def test_that_the_last_branch_is_taken_where_no_condition_holds() -> None:
    assert text(PIECE, SCHEDULE="other").endswith('rate."""\n    return step\n')


def test_that_a_condition_on_more_than_options_stays() -> None:
    piece = "if SHUFFLES and n > 1:\n    go()\n"
    assert text(piece, SHUFFLES=True) == piece


def test_that_what_follows_a_return_goes() -> None:
    piece = "def f():\n    if FAST:\n        return 1\n    return 2\n"
    assert text(piece, FAST=True) == "def f():\n    return 1\n"


def test_that_an_undecided_if_keeps_a_decided_elif_as_its_else() -> None:
    piece = "if n:\n    a()\nelif FAST:\n    b()\nelse:\n    c()\n"
    assert text(piece, FAST=True) == "if n:\n    a()\nelse:\n    b()\n"
    assert text(piece, FAST=False) == "if n:\n    a()\nelse:\n    c()\n"


def test_that_an_expression_is_decided_too() -> None:
    assert text("x = a if FAST else b\n", FAST=False) == "x = b\n"


def test_that_a_table_gives_the_entry_an_option_chooses() -> None:
    [table] = ast.parse('T = {"relu": nn.ReLU, "tanh": nn.Tanh}').body
    assert isinstance(table, ast.Assign)
    assert isinstance(table.value, ast.Dict)
    made = specialised(Source("layer = T[KIND]()\n"), {"KIND": "tanh"}, {"T": table.value})
    assert made.text == "layer = nn.Tanh()\n"


def test_that_letters_of_several_bytes_do_not_shift_what_is_replaced() -> None:
    assert text('x = "한글 π", 1 if FAST else 2\n', FAST=True) == 'x = "한글 π", 1\n'
