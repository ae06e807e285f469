"""Numbers and dates as Java reads them."""

import math

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.readers.date_format import DateFormat
from workbench.data.readers.java_number import java_number, plain_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e3", 1000), (".5", 0.5), ("5.", 5), ("+7", 7), ("1d", 1), ("1F", 1), ("0x1p4", 16),
     ("-0x.8p1", -1), (" 8\t", 8), ("1e400", math.inf), ("0x1p9999", math.inf),
     ("-Infinity", -math.inf)],
)  # fmt: skip
def test_that_javas_forms_are_numbers(text: str, number: float) -> None:
    assert java_number(text) == number


@pytest.mark.parametrize("text", ["", ".", "inf", "nan", "0x10", "1_000", "1e", "1,5", "٣", "--1"])
def test_that_other_forms_are_none(text: str) -> None:
    assert java_number(text) is None


def test_that_a_csv_file_knows_neither_suffixes_nor_hexadecimals() -> None:
    assert [plain_number(t) for t in ["1d", "0x1p4", "NaN", "-inf", "1e3 "]] == [
        None, None, None, -math.inf, 1000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "text", "date"),
    [
        ("yyyy-MM-dd'T'HH:mm:ss", "2020-02-29T12:34:56", "2020-02-29T12:34:56"),
        ("yyyy-M-d", "2021-3-4", "2021-03-04"),
        ("EEE, d MMMM yyyy", "Sat, 29 February 2020", "2020-02-29"),
        ("h 'o''clock' a, dd.MM.yy", "12 o'clock AM, 01.02.99", "1999-02-01T00:00"),
        ("HHmmss.SSS", "123456.789", "1970-01-01T12:34:56.789"),
    ],
)
def test_that_dates_follow_their_pattern(pattern: str, text: str, date: str) -> None:
    assert DateFormat(pattern).parse(text) == np.datetime64(date, "ms")


@pytest.mark.parametrize("text", ["21-3-4", "2021-02-30", "2021-02-03 noon", "2021-13-01", ""])
def test_that_what_does_not_fit_is_no_date(text: str) -> None:
    assert DateFormat("yyyy-MM-dd").parse(text) is None


def test_that_unknown_patterns_are_told() -> None:
    with pytest.raises(DataError, match="'Z' is not supported"):
        DateFormat("HH:mm Z")
    with pytest.raises(DataError, match="names a part twice"):
        DateFormat("dd dd")
