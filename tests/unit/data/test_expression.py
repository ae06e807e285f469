"""The expression language against pandas, and its refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.errors import DataError, ParameterError, WorkbenchError
from workbench.data.dataset import Dataset
from workbench.data.expression import parse
from workbench.data.schema import Attribute, Schema


def _dataset() -> Dataset:
    attributes = (
        Attribute("age", "numeric"),
        Attribute("sepal length", "numeric"),
        Attribute("colour", "nominal", ("red", "green", "Blue")),
        Attribute("note", "string"),
        Attribute("born", "date"),
        Attribute("class", "nominal", ("no", "yes"), "class"),
        Attribute("나이", "numeric"),
    )
    columns = (
        np.array([3.0, np.nan, 40.0, -7.5]),
        np.array([1.0, 2.0, 3.0, 4.0]),
        np.array([0, 2, -1, 1], np.int32),
        np.array(["a b", None, "", "it's"], object),
        np.array(["2024-02-29T13:45", "NaT", "1969-12-28", "2000-01-01"], "datetime64[ms]"),
        np.array([0, 1, 1, -1], np.int32),
        np.array([1.0, 1, 2, 2]),
    )
    return Dataset(Schema(attributes), columns, np.array([0, 1, 5, 3]))


def _mask(expression: str) -> list[int]:
    return np.flatnonzero(parse(expression).mask(_dataset())).tolist()


@pytest.mark.parametrize(
    ("expression", "rows"),
    [
        ("age > 3", [2]),
        ("not age > 3", [0, 1, 3]),
        ("age != 3", [2, 3]),
        ("is_missing(age)", [1]),
        ("-8 < age <= 3", [0, 3]),
        ("`sepal length` >= 2 and age > 0 or class == 'no'", [0, 2]),
        ("age > 0 & `sepal length` > 2 | ~(class == 'yes')", [0, 2, 3]),
        ("colour in ['red', 'green']", [0, 3]),
        ("colour not in ('red',)", [1, 3]),
        ("lower(colour) == 'blue'", [1]),
        ("colour >= 'green'", [0, 3]),
        ("note == ''", [2]),
        ("note == 'it\\'s'", [3]),
        ('note + "!" == "a b!"', [0]),
        ("contains(note, ' ')", [0]),
        ("length(note) > 3", [3]),
        ("born > '2000-01-01'", [0]),
        ("'1969-12-28' == born", [2]),
        ("born - '2024-02-28' < 2", [0, 2, 3]),
        ("born + 1 > '2024-03-01T13:00'", [0]),
        ("year(born) == 2024 and month(born) == 2 and day(born) == 29", [0]),
        ("hour(born) == 13 and minute(born) == 45", [0]),
        ("weekday(born) == 7", [2]),
        ("row() == 6", [2]),
        ("나이 == 2", [2, 3]),
        ("(age > 0) + (class == 'yes') == 2", [2]),
        ("if(age > 0, colour, 'x') == 'x'", [1, 3]),
        ("is_missing(if(age > 0, missing, 1))", [0, 2]),
        ("true", [0, 1, 2, 3]),
        ("AGE > 3 or true", None),
        ("age\n >\n 3", [2]),
    ],
)
def test_that_a_condition_holds_where_it_should(expression: str, rows: list[int] | None) -> None:
    if rows is None:
        with pytest.raises(DataError, match="no attribute 'AGE'; did you mean `age`"):
            _mask(expression)
    else:
        assert _mask(expression) == rows


@pytest.mark.parametrize(
    "expression",
    [
        "age + 2 * b ** 2 / 3",
        "-age // 2 + b % 3",
        "-age ** 2",
        "2 ** -b ** 2",
        "(age - b) * (age + b)",
        "abs(age) + sqrt(b) - exp(b / 9) + log(b) + sin(age) * cos(b)",
        "floor(age) + ceil(b)",
    ],
)
def test_that_arithmetic_is_pandas(expression: str) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"age": random.normal(size=50) * 9, "b": random.random(50) * 5})
    frame.loc[3, "age"] = np.nan
    columns = (frame["age"].to_numpy().copy(), frame["b"].to_numpy().copy())
    dataset = Dataset(Schema((Attribute("age", "numeric"), Attribute("b", "numeric"))), columns)
    expected = np.asarray(frame.eval(expression, engine="python"))
    np.testing.assert_allclose(parse(expression).values(dataset), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("min(age, 1, `sepal length`)", [1, np.nan, 1, -7.5]),
        ("max(age, 3.5)", [3.5, np.nan, 40, 3.5]),
        ("mean(age, `sepal length`)", [2, np.nan, 21.5, -1.75]),
        ("round(age / 7, 2)", [0.43, np.nan, 5.71, -1.07]),
        ("round(2.5)", [2, 2, 2, 2]),
        ("log10(100) + tan(0)", [2, 2, 2, 2]),
        ("if(age > 0, 1, 0)", [1, 0, 1, 0]),
        ("9**9**9**9", [np.inf] * 4),
        ("0 / 0", [np.nan] * 4),
    ],
)
def test_that_functions_look_at_one_row_at_a_time(expression: str, expected: list[float]) -> None:
    np.testing.assert_allclose(parse(expression).values(_dataset()), expected)


def test_that_values_are_of_the_kind_of_the_expression() -> None:
    dataset = _dataset()
    assert parse("upper(colour)").values(dataset).tolist() == ["RED", "BLUE", None, "GREEN"]
    assert parse("'x'").values(dataset).tolist() == ["x"] * 4
    assert parse("colour + '/' + class").values(dataset).tolist() == [
        *["red/no", "Blue/yes", None, None]
    ]
    assert parse("age > 3").values(dataset).dtype == bool
    assert parse("born").values(dataset).dtype == np.dtype("datetime64[ms]")
    assert parse("if(age > 3, born, missing)").values(dataset).dtype == np.dtype("datetime64[ms]")
    assert parse("colour + note == 'x' or `sepal length` > age").names == (
        *("colour", "note", "sepal length", "age"),
    )


@pytest.mark.parametrize(
    ("expression", "column", "sentence"),
    [
        ("", None, "expression is empty"),
        ("age >", 6, "breaks off"),
        ("2 * (age + 1", 5, r"The \( is not closed"),
        ("age = 3", 5, "write == to compare"),
        ("age << 3", 6, "'<' cannot stand here"),
        ("age > 3)", 8, r"'\)' cannot stand here"),
        ("age 3", 5, "'3' cannot stand here"),
        ("note == 'abc", 9, "not closed"),
        ("age > 3; b", 8, "';' means nothing"),
        ("sqr(age)", 1, "no function 'sqr'; did you mean 'sqrt'"),
        ("1 + sqrt(age, 2)", 5, r"written sqrt\(x\), not with 2 arguments"),
        ("min(age)", 1, "not with 1 argument"),
        ("row(1)", 1, r"written row\(\)"),
        ("[1, 2]", 1, "list can only follow 'in'"),
        ("age in 3", 8, "After 'in' comes a list"),
        ("age[1] > 2", 1, "cannot stand in an expression"),
        ("abs(*age)", 5, "cannot stand in an expression"),
        ("row(**age)", 1, "stars"),
        ("'a'(3)", 1, "function's name is expected"),
        ("(" * 300 + "1" + ")" * 300, None, "."),
        ("-" * 500 + "1", None, "nested too deeply"),
        ("1" + "+1" * 500, None, "nested too deeply"),
        ("1" * 30_000, 1, "30000 characters"),
        ("1 + " * 3000 + "1", None, "more than 2000 words"),
    ],
)
def test_that_what_is_no_expression_is_refused_with_its_place(
    expression: str, column: int | None, sentence: str
) -> None:
    with pytest.raises(ParameterError, match=sentence) as caught:
        parse(expression)
    assert column is None or caught.value.where.column == column


@pytest.mark.parametrize(
    ("expression", "column", "sentence"),
    [
        ("1 + sepal > 2", 5, "no attribute 'sepal'; did you mean `sepal length`"),
        ("hat == 1", 1, "no attribute 'hat'; there are: age, "),
        ("age > 1 and colour == 'blue'", 13, "no label 'blue'; did you mean 'Blue'"),
        ("colour == 1", 1, "A text cannot be compared with a number"),
        ("colour * 2 > 1", 1, "A number is needed here, and not a text"),
        ("age and class == 'no'", 1, "A condition is needed here"),
        ("born > 'soon'", 1, "'soon' is no date"),
        ("born * 2 > 1", 1, "With a date"),
        ("year(age) > 1", 1, r"year\(date\) takes a date where a number stands"),
        ("if(age > 1, 1, 'a') == 1", 1, "of one kind, not a number and a text"),
        ("age + 1", None, "gives a number; a condition such as age > 30"),
    ],
)
def test_that_what_does_not_fit_the_data_is_refused_with_its_place(
    expression: str, column: int | None, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        parse(expression).mask(_dataset())
    assert caught.value.where.column == column


def test_that_no_rows_give_no_values() -> None:
    empty = _dataset().take(slice(0, 0))
    assert parse("age > 3 and colour == 'red'").mask(empty).shape == (0,)
    assert parse("note + colour").values(empty).shape == (0,)
    assert parse("1").values(empty).shape == (0,)


_WORDS = st.sampled_from(
    [
        *(
            "age",
            "`sepal length`",
            "colour",
            "born",
            "note",
            "1",
            "2.5",
            "'red'",
            "and",
            "or",
            "not",
        ),
        *(
            "in",
            "(",
            ")",
            "[",
            "]",
            ",",
            "+",
            "-",
            "*",
            "**",
            "/",
            "//",
            "%",
            "<",
            ">=",
            "==",
            "!=",
        ),
        *(
            "~",
            "&",
            "|",
            "abs(",
            "if(",
            "row()",
            "is_missing(",
            "lower(",
            "missing",
            "true",
            "=",
            "\0",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, max_size=14), st.sampled_from(["", " "]))
def test_that_any_words_are_worked_out_or_refused_in_a_sentence(
    words: list[str], between: str
) -> None:
    try:
        values = parse(between.join(words)).values(_dataset())
    except WorkbenchError as error:
        assert error.message[0].isupper() or error.message[0] == "'"  # noqa: PT017
    else:
        assert values.shape == (4,)
