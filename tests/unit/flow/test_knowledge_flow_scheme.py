"""WEKA's command lines, and its numbers for attributes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import FlowError
from workbench.core.files import resource
from workbench.data.dataset import Dataset
from workbench.data.readers.open import read
from workbench.flow.knowledge_flow.columns import chosen, numbers, one
from workbench.flow.knowledge_flow.rules.expression import translated
from workbench.flow.knowledge_flow.scheme import Options, Scheme, scheme_of, split_options


@pytest.fixture
def weather() -> Dataset:
    """Five nominal attributes, the last of them the class."""
    return read(resource("data", "weather.nominal.arff"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  -K 5   -I ", ("-K", "5", "-I")),
        ('-E ""', ("-E", "")),
        ('-A "LinearNNSearch -A \\"EuclideanDistance -R first-last\\""',
         ("-A", 'LinearNNSearch -A "EuclideanDistance -R first-last"')),
        ('-F "a\\tb\\\\c\\n"', ("-F", "a\tb\\c\n")),
        ('-format "yyyy-MM-dd\\\'T\\\'HH"', ("-format", "yyyy-MM-dd'T'HH")),
        (r"-dir C:\data", ("-dir", r"C:\data")),
    ],
)  # fmt: skip
def test_that_a_command_line_is_cut_into_words_as_weka_cuts_it(
    text: str, words: tuple[str, ...]
) -> None:
    assert split_options(text) == words


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_that_words_written_and_read_are_the_same(words: list[str]) -> None:
    plain = [word for word in words if "\\" not in word]
    assert split_options(Scheme("weka.X", tuple(plain)).text) == tuple(plain)


@pytest.mark.parametrize("text", ['-A "open', '"', 'a " b'])
def test_that_an_open_quote_is_refused(text: str) -> None:
    with pytest.raises(FlowError, match="not closed"):
        split_options(text)


def test_that_a_scheme_without_a_class_is_refused() -> None:
    with pytest.raises(FlowError, match="class is missing"):
        scheme_of("  ")


def test_that_options_are_taken_once_and_the_rest_is_lost() -> None:
    options = Options(["-K", "5", "", "-I", "-X", "-F", "a b", "--", "-K", "1"])
    assert (options.whole("-K", 1), options.whole("-K", 1), options.has("-I")) == (5, 1, True)
    assert options.lost == '-X -F "a b"'
    assert options.inner == ("-K", "1")


def test_that_options_that_only_print_or_check_are_no_loss() -> None:
    words = ["-output-debug-info", "-do-not-check-capabilities"]
    assert not Options([*words, "-num-decimal-places", "4", "-batch-size", "100"]).lost


def test_that_wekas_default_is_no_loss() -> None:
    options = Options(["-W", "0", "-M", "-1", "-P", "7"])
    for flag, default in (("-W", "0"), ("-M", "-1.0"), ("-P", "0")):
        options.lose(flag, default)
    assert options.lost == "-P 7"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-K", "many"], "-K must be a number; it was 'many'"),
        (["-K", "1.5"], "-K must be a whole number"),
        (["-K", "NaN"], "-K must be a number"),
        (["-K", "1e999"], "-K must be a number"),
        (["-K"], "-K has no value"),
    ],
)
def test_that_an_option_that_is_no_number_is_refused(words: list[str], said: str) -> None:
    with pytest.raises(FlowError, match=said):
        Options(words).whole("-K", 1)


@pytest.mark.parametrize(
    ("spec", "places"),
    [
        ("1", (0,)),
        ("first-3,5,last", (0, 1, 2, 4, 5)),
        ("last,1", (0, 5)),
        ("/first", (0,)),
        ("2 - 4", (1, 2, 3)),
        ("", ()),
    ],
)
def test_that_ranges_are_read_as_weka_reads_them(spec: str, places: tuple[int, ...]) -> None:
    assert numbers(spec, 6) == places


@pytest.mark.parametrize("spec", ["0", "7", "4-2", "1-2-3", "x", "²", "1-", "9" * 5000])
def test_that_what_is_no_range_is_refused(spec: str) -> None:
    with pytest.raises(FlowError):
        numbers(spec, 6)


def test_that_numbers_become_the_names_of_what_a_component_takes(weather: Dataset) -> None:
    names = {
        "1-3": ("outlook", "temperature", "humidity"),
        "outlook,windy": ("outlook", "windy"),
    }
    for spec, expected in names.items():
        assert chosen(spec)["attributes"].of(weather) == expected
    assert chosen("1,5", with_class=True)["attributes"].of(weather) == ("outlook", "play")
    assert chosen("1,5")["attributes"].of(weather) == ("outlook",)
    assert chosen("first-last", kinds=["numeric"])["attributes"].of(weather) == ()
    assert chosen("2-4", inverted=True)["attributes"].of(weather) == ("outlook",)
    assert one("last").of(weather) == "play"
    assert one("windy").of(weather) == "windy"


@pytest.mark.parametrize(
    ("weka", "ours"),
    [
        ("a1^2*a2/log(a3)", "`outlook` ** 2 * `temperature` / log ( `humidity` )"),
        ("ATT1 is 'it''s'", "`outlook` == 'it' 's'"),
        ("not ismissing(CLASS)", "not is_missing ( `play` )"),
        ("! (ATT2 < .5) or ATT2 = 3", "not  ( `temperature` < .5 ) or `temperature` == 3"),
        ("rint(a2)", "round ( `temperature` )"),
    ],
)
def test_that_expressions_name_attributes_here(weka: str, ours: str, weather: Dataset) -> None:
    assert translated(weka, weather) == ours


@pytest.mark.parametrize("weka", ["pow(a1, 2)", "ATT9 > 1", "ATT1 regexp 'a'", "a1 # 2"])
def test_that_an_expression_without_a_counterpart_is_refused(weka: str, weather: Dataset) -> None:
    with pytest.raises(FlowError, match="no counterpart"):
        translated(weka, weather)


def test_that_infinity_is_no_number_of_an_option() -> None:
    with pytest.raises(FlowError):
        Options(["-R", str(math.inf)]).number("-R", 1.0)
