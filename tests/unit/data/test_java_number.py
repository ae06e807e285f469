"""Numbers and dates as Java reads them."""

import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.readers.arff_text.date_format import DateFormat
from workbench.data.readers.arff_text.java_number import java_number, plain_number


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


@pytest.mark.parametrize(
    ("pattern", "text", "date"),
    [
        ("yyyy-MM-dd'T'HH:mm:ssXXX", "2020-02-29T01:02:03+01:00", "2020-02-29T00:02:03"),
        ("yyyy-MM-dd'T'HH:mmX", "2020-02-29T01:02Z", "2020-02-29T01:02"),
        ("yyyy-MM-dd HH:mm Z", "2020-02-29 01:02 -0330", "2020-02-29T04:32"),
        ("EEE MMM dd HH:mm:ss zzz yyyy", "Mon Apr 06 22:19:45 PDT 2009", "2009-04-07T05:19:45"),
        ("yyyy-MM-dd z", "2020-02-29 GMT+9:00", "2020-02-28T15:00"),
        ("yyyy-DDD", "2020-366", "2020-12-31"),
        ("G yyyy", "AD 2020", "2020-01-01"),
        ("d-L-yyyy", "29-2-2020", "2020-02-29"),
        ("yyyy-MM-dd HH", "2020-01-01   5", "2020-01-01T05"),
    ],
)
def test_that_zones_days_of_the_year_and_blanks_are_read_as_java_does(
    pattern: str, text: str, date: str
) -> None:
    assert DateFormat(pattern).parse(text) == np.datetime64(date, "ms")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("yyyy-DDD", "2021-366"), ("SSSS", "1000"), ("''", ""), ("X", "1"), ("z", "Mars")],
)
def test_that_what_java_refuses_too_is_no_date(pattern: str, text: str) -> None:
    assert DateFormat(pattern).parse(text) is None


def test_that_a_year_of_two_digits_lies_less_than_80_years_back() -> None:
    today = datetime.now(tz=UTC).date()
    for days in (-60, 60):
        day = date(today.year - 80, today.month, 1) + timedelta(days=days)
        found = DateFormat("dd.MM.yy").parse(day.strftime("%d.%m.%y"))
        assert found is not None
        year = day.year + 100 * (days < 0)
        assert np.datetime_as_string(found, "D") == f"{year}-{day:%m-%d}"


@pytest.mark.parametrize("text", ["21-3-4", "2021-02-30", "2021-02-03 noon", "2021-13-01", ""])
def test_that_what_does_not_fit_is_no_date(text: str) -> None:
    assert DateFormat("yyyy-MM-dd").parse(text) is None


def test_that_unknown_patterns_are_told() -> None:
    with pytest.raises(DataError, match="'w' is not supported"):
        DateFormat("yyyy-ww")
    with pytest.raises(DataError, match="'Y' is not supported") as caught:
        DateFormat("YYYY-MM-dd")
    assert "the year is y" in str(caught.value.remedy)
    with pytest.raises(DataError, match="names a part twice"):
        DateFormat("dd dd")
