"""Names and titles of anybody's in a script: they stay words, whatever they hold."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.export.notebook import notebook_text
from workbench.export.script.compose import Composition, Part, composed
from workbench.export.script.literals import in_docstring, in_words, literal
from workbench.export.script.script import script_text
from workbench.export.script.source import Source
from workbench.export.script.step import Step

EVIL = 'X"""\nimport os\r\n"""\u2028import os\x85import os\\'
TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=30)


@given(TEXTS)
def test_that_a_text_is_the_same_in_a_script(text: str) -> None:
    source = literal(text)
    assert ast.literal_eval(source) == text
    assert source.isprintable()


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), 0.1, 1e300])
def test_that_a_number_is_the_same_in_a_script(number: float) -> None:
    assert eval(literal(number), {"float": float}) == number  # noqa: S307  what we have written


@given(TEXTS)
def test_that_words_stay_a_comment_and_a_docstring(text: str) -> None:
    assert ast.parse(f"# {in_words(text)}\n").body == []
    (told,) = ast.parse(f'"""{in_docstring(text)}\n"""\n').body
    assert isinstance(told, ast.Expr)
    assert ast.literal_eval(told.value).rstrip("\n") == in_words(text).rstrip("\n")


def test_that_a_title_is_no_code() -> None:
    part = Part(Step("a", "knn", EVIL, ""), "K = 1\n", (), "fit(K)\n")
    made = Composition("import numpy as np\n", (part,), ("numpy",))
    body = ast.parse(script_text(EVIL, made, (EVIL,))).body
    assert [type(one) for one in body] == [ast.Expr, ast.Import, ast.Assign, ast.Expr]


def test_that_a_title_is_one_heading_of_a_notebook() -> None:
    part = Part(Step("a", "knn", "<b>\n\n```", ""), "K = 1\n", (), "fit(K)\n")
    made = Composition("import numpy as np\n", (part,), ("numpy",))
    cells = json.loads(notebook_text(EVIL, made))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "markdown", "code"]
    assert cells[2]["source"] == ["## &lt;b&gt; ```"]


def test_that_places_are_found_behind_any_letter() -> None:
    source = Source('x = "\u2028\x85\x0b"\ny = x\n')
    assert source.renamed({"x": "z"}).text == 'z = "\u2028\x85\x0b"\ny = z\n'


def test_that_names_that_python_takes_for_one_are_two_variables() -> None:
    steps = [Step(name, "none", name, "") for name in ("fit", "\ufb01t", "x\u00b2", "\u00b2", "x2")]
    made = composed(steps)
    assert list(made.asked) == [step.id for step in steps]
