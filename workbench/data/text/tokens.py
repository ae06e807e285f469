"""Tokenisers: a text cut into characters, words or what stands between blanks.

Texts are brought into Unicode's composed form (NFC) first, so that 한 is one character whether it
was typed as one or as three letters. What a reader sees as one character stays one: a letter with
its accents, an emoji with its colour, old Hangul letters that have no composed form (a part of
the rules of Unicode's annex 29). Korean words keep their endings: they are cut at blanks and
punctuation alone, which needs no dictionary.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["character", "word", "whitespace"]


def tokens(text: str, unit: Unit, *, lower_case: bool = False) -> list[str]:
    """The tokens of a text in order; none of an empty one.

    Args:
        unit: ``character``: every character, blanks as well; ``word``: words and numbers, and
            each punctuation mark by itself; ``whitespace``: what stands between blanks.
    """
    return _cutters()[unit](normalised(text, lower_case=lower_case))


def words(text: str, *, lower_case: bool = False) -> list[str]:
    """The words and numbers of a text, without the punctuation."""
    return _patterns()["bare_word"].findall(normalised(text, lower_case=lower_case))


def n_grams(parts: Sequence[str], longest: int, glue: str) -> list[str]:
    """The parts themselves, then every two neighbours, every three … up to ``longest``.

    Args:
        glue: what stands between the parts of one n-gram.
    """
    found = list(parts)
    for n in range(2, min(longest, len(parts)) + 1):  # longest may come from a file
        runs = (parts[i:] for i in range(n))
        found += [glue.join(run) for run in zip(*runs, strict=False)]
    return found


def normalised(text: str, *, lower_case: bool = False) -> str:
    """The text in Unicode's composed form, perhaps in lower case."""
    text = text.lower() if lower_case else text  # first: lowering may decompose (İ)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@cache
def _cutters() -> dict[Unit, Callable[[str], list[str]]]:
    patterns = _patterns()
    return {
        "character": lambda text: (
            list(text) if text.isascii() else patterns["cluster"].findall(text)
        ),
        "word": patterns["word"].findall,
        "whitespace": str.split,
    }


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns, made when first needed: the marks are looked up in all of Unicode."""
    marks = _marks()
    letter = rf"\w[\w{marks}]*"
    word = rf"\d+(?:[.,]\d+)+[\w{marks}]*|{letter}(?:['’]{letter})*"
    joined = rf"[{marks}\U0001f3fb-\U0001f3ff]|\u200d[\u2190-\u2bff\U0001f000-\U0001faff]?"
    # The letters of old Hangul by their place in the syllable.
    leading = "\u1100-\u115f\ua960-\ua97c"
    vowels = "\u1160-\u11a7\ud7b0-\ud7c6"
    trailing = "\u11a8-\u11ff\ud7cb-\ud7fb"
    hangul = (
        rf"[{leading}]+(?:[가-힣]|[{vowels}])?[{vowels}{trailing}]*|[가-힣][{vowels}{trailing}]*"
    )
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return {
        "bare_word": re.compile(word),
        "word": re.compile(rf"{word}|[^\w\s][{marks}]*"),
        "cluster": re.compile(rf"(?s)(?:{hangul}|{flag}|.)(?:{joined})*"),
    }


def _marks() -> str:
    """Every combining mark, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
