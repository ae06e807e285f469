"""How texts are cut into tokens, and how tokens are numbered."""

import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.text.tokens import Unit, n_grams, tokens, words
from workbench.data.text.vocabulary import TokenSequences, Vocabulary, in_rows
from workbench.data.text.word_counts import WordCutting, word_counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Don't pay 3.5kg, ok?!", ["Don't", "pay", "3.5kg", ",", "ok", "?", "!"]),
        ("'quoted' 1,000 a_b", ["'", "quoted", "'", "1,000", "a_b"]),
        ("12시 땡! 안녕하세요.", ["12시", "땡", "!", "안녕하세요", "."]),
        ("영화를 봤다ㅋㅋ…최고", ["영화를", "봤다ㅋㅋ", "…", "최고"]),
        ("nai\u0308ve नमस्ते", ["naïve", "नमस्ते"]),
    ],
)
def test_that_words_and_signs_are_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text, "word") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b\n", ["a", " ", "b", "\n"]),
        ("e\u0301x\u0323\u0301", ["é", "x\u0323\u0301"]),
        (unicodedata.normalize("NFD", "한국"), ["한", "국"]),
        ("\u1112\u119e\u11abㅎ", ["\u1112\u119e\u11ab", "ㅎ"]),
        ("👍🏽👨\u200d👩\u200d👧", ["👍🏽", "👨\u200d👩\u200d👧"]),
        ("🇰🇷🇺🇸", ["🇰🇷", "🇺🇸"]),
    ],
)
def test_that_what_is_seen_as_one_character_stays_one(text: str, expected: list[str]) -> None:
    assert tokens(text, "character") == expected


@given(st.text())
def test_that_characters_together_are_the_text(text: str) -> None:
    assert "".join(tokens(text, "character")) == unicodedata.normalize("NFC", text)


@given(st.text(), st.sampled_from(["word", "whitespace"]))
def test_that_words_together_are_the_text_without_blanks(text: str, unit: Unit) -> None:
    """A mark alone after a blank belongs to no word, as in \\u0020\\u0301."""
    composed = unicodedata.normalize("NFC", text)
    if unit == "word" and any(unicodedata.category(c) in {"Mn", "Mc", "Me"} for c in composed):
        return
    assert "".join(tokens(text, unit)) == "".join(composed.split())


def test_that_bare_words_lack_the_signs_and_lowering_comes_first() -> None:
    assert words("It's THE end (really).", lower_case=True) == ["it's", "the", "end", "really"]
    assert tokens("İ", "character", lower_case=True) == ["i̇"]


def test_that_n_grams_are_all_neighbours() -> None:
    assert n_grams(["a", "b", "c"], 3, " ") == ["a", "b", "c", "a b", "b c", "a b c"]
    assert n_grams(["a"], 2, "") == ["a"]
    assert n_grams(["a", "b"], 10**400, " ") == ["a", "b", "a b"]  # as a damaged model may say


def test_that_frequent_tokens_come_first_and_equals_by_the_alphabet() -> None:
    counts = Counter({"b": 2, "a": 2, "z": 5, "once": 1, "<unknown>": 9})
    assert Vocabulary.of(counts).values == ("<unknown>", "z", "a", "b", "once")
    assert Vocabulary.of(counts, minimum=2).values == ("<unknown>", "z", "a", "b")
    limited = Vocabulary.of(counts, limit=1)
    assert limited.values == ("<unknown>", "z")
    assert limited.codes(["a", "z", "<unknown>"]).tolist() == [0, 1, 0]


@given(st.lists(st.lists(st.sampled_from("abcd"))))
def test_that_sequences_are_what_coding_each_text_gives(texts: list[list[str]]) -> None:
    sequences = TokenSequences()
    sequences.take(texts)
    flat = [token for text in texts for token in text]
    assert sequences.counts() == Counter(flat)
    vocabulary = Vocabulary.of(Counter("aab"))
    assert sequences.in_terms_of(vocabulary).tolist() == vocabulary.codes(flat).tolist()
    assert sequences.lengths.tolist() == [len(text) for text in texts]


def test_that_rows_are_filled_at_the_end_and_cut_at_either() -> None:
    codes, lengths = np.arange(6, dtype=np.int32), np.array([3, 0, 1, 2])
    first = in_rows(codes, lengths, 2, keeps_end=False)
    assert first.tolist() == [[0, 1], [-1, -1], [3, -1], [4, 5]]
    assert in_rows(codes, lengths, 2, keeps_end=True)[0].tolist() == [1, 2]


def test_that_word_counts_are_counted_over_chunks() -> None:
    vocabulary = Vocabulary(("<unknown>", "b", "a"))
    texts = ["a b a", None, "c"] * 3000
    counted = word_counts(texts, WordCutting("word"), vocabulary)
    assert counted[:, :3].tolist() == [[1, 0, 0], [2, 0, 0]]
    assert counted.sum(axis=1).tolist() == [3000, 6000]
