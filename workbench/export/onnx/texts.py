r"""Texts inside a graph: cut into tokens, numbered, counted, as ``data/text`` does.

ONNX's own operators split at blanks only, so the cutting is onnxruntime's ``Tokenizer``
(com.microsoft), with our patterns in the syntax of RE2: what Python calls \w is there
[\p{L}\p{N}_]. Two things are not done in the graph, as no operator does them: capital letters
beyond A–Z become small ones only where the vocabulary's own words would be found by it (written
small, with a capital first, or all in capitals), and letters typed in parts (NFD) likewise.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import MISSING_CODE
from workbench.data.text.tokens import tokens
from workbench.export.onnx.graph import MICROSOFT, OnnxGraph
from workbench.preprocess.string_to_words import FittedStringToWords, WordColumns
from workbench.preprocess.tokenise import FittedTokenise

MOST_ROWS = 2**62  # any number of them

Cut: TypeAlias = Literal["word", "bare_word", "character", "whitespace"]

_WORD = r"\p{L}\p{N}_"
_LETTER = rf"[{_WORD}][{_WORD}\p{{M}}]*"
_BARE = rf"\p{{Nd}}+(?:[.,]\p{{Nd}}+)+[{_WORD}\p{{M}}]*|{_LETTER}(?:['’]{_LETTER})*"
# What Python takes for blanks.
_BLANK = r"\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}"
_BLANKS = _BLANK + r"\x{3000}"
_JOINED = r"[\p{M}\x{1f3fb}-\x{1f3ff}]|\x{200d}[\x{2190}-\x{2bff}\x{1f000}-\x{1faff}]|\x{200d}"
_LEADING, _VOWELS = r"\x{1100}-\x{115f}\x{a960}-\x{a97c}", r"\x{1160}-\x{11a7}\x{d7b0}-\x{d7c6}"
_TRAILING = r"\x{11a8}-\x{11ff}\x{d7cb}-\x{d7fb}"
_HANGUL = (
    rf"[{_LEADING}]+(?:[가-힣]|[{_VOWELS}])?[{_VOWELS}{_TRAILING}]*|[가-힣][{_VOWELS}{_TRAILING}]*"
)
_PATTERNS: dict[Cut, str] = {
    "word": rf"{_BARE}|[^{_WORD}{_BLANKS}]\p{{M}}*",
    "bare_word": _BARE,
    "character": rf"(?:{_HANGUL}|[\x{{1f1e6}}-\x{{1f1ff}}]{{2}}|(?s:.))(?:{_JOINED})*",
    "whitespace": rf"[^{_BLANKS}]+",
}


def tokenised(graph: OnnxGraph, texts: str, step: FittedTokenise, name: str) -> str:
    """The tokens of texts (n, 1), int64 (n, at most the step's length), −1 behind the last."""
    cutting, vocabulary = step.cutting, step.vocabularies[name]
    cut = _cut(graph, texts, cutting.unit, lower_case=cutting.lower_case)
    keys = dict(zip(vocabulary.values, range(len(vocabulary)), strict=True))
    codes = _numbered(graph, cut, keys, lower_case=cutting.lower_case)
    length = step.lengths[name]
    if cutting.cut == "end":
        return _texts_alone(graph, graph.sliced(codes, 1, 0, length))
    return _texts_alone(graph, _last(graph, codes, length))


def counted(graph: OnnxGraph, texts: str, step: FittedStringToWords, words: WordColumns) -> str:
    """What the step makes of texts (n, 1): a number for each word, float64 (n, words)."""
    cutting = step.cutting
    unit: Cut = "bare_word" if cutting.unit == "word" else cutting.unit
    cut = _cut(graph, texts, unit, lower_case=cutting.lower_case)
    parts = [_parts(word, cutting.unit) for word in words.vocabulary.values[1:]]
    keys: dict[str, int] = {}
    for part in (one for some in parts for one in some):
        keys.setdefault(part, len(keys) + 1)  # 0 is any other
    codes = _numbered(graph, cut, keys, lower_case=cutting.lower_case)
    counts = graph.cast(_n_grams(graph, codes, [[keys[p] for p in some] for some in parts]), float)
    if step.is_presence:
        counts = graph.add("Min", counts, graph.constant(1, np.float64))
    counts = _texts_alone(graph, counts)
    weighed = graph.add("Mul", counts, graph.constant(words.weights[None], np.float64))
    return _unit_length(graph, weighed) if step.has_unit_length else weighed


def _cut(graph: OnnxGraph, texts: str, unit: Cut, *, lower_case: bool) -> str:
    """Tokens (1 + n, most tokens), "" behind the last one of a text.

    The first row is of an empty text of ours: not every operator takes no text at all.
    """
    flat = graph.add("Concat", graph.constant([""]), graph.reshaped(texts, (-1,)), axis=0)
    if lower_case:
        # The locale C is on every machine; it knows A–Z alone.
        flat = graph.add(
            "StringNormalizer", flat, case_change_action="LOWER", is_case_sensitive=1, locale="C"
        )
    return graph.add(
        "Tokenizer", flat, domain=MICROSOFT, tokenexp=_PATTERNS[unit], mark=0, mincharnum=1,
        pad_value="",
    )  # fmt: skip


def _texts_alone(graph: OnnxGraph, rows: str) -> str:
    """Without the row of the empty text that ``_cut`` has put first."""
    return graph.sliced(rows, 0, 1, MOST_ROWS)


def _numbered(graph: OnnxGraph, cut: str, keys: dict[str, int], *, lower_case: bool) -> str:
    """The numbers of tokens, 0 for one that has none, and at least one −1 behind each text."""
    spelt: dict[str, int] = {"": MISSING_CODE}
    for token, code in keys.items():
        spelt.setdefault(token, code)
    for token, code in keys.items():
        for variant in _variants(token, lower_case=lower_case):
            spelt.setdefault(variant, code)
    codes = graph.looked_up(cut, spelt, 0)
    return graph.add(
        "Pad", codes, graph.constant([0, 0, 0, 1], np.int64),
        graph.constant(MISSING_CODE, np.int64),
    )  # fmt: skip


def _variants(token: str, *, lower_case: bool) -> Iterable[str]:
    """Other ways in which a token that is not plain ASCII may arrive."""
    if token.isascii():
        return
    cases = (token, token.capitalize(), token.upper()) if lower_case else (token,)
    for case in cases:
        for form in (case, unicodedata.normalize("NFD", case)):
            yield "".join(c.lower() if c.isascii() else c for c in form) if lower_case else form


def _last(graph: OnnxGraph, codes: str, length: int) -> str:
    """The last ``length`` tokens of each text, from the first place on."""
    missing = graph.constant(MISSING_CODE, np.int64)
    is_token = graph.cast(graph.add("Greater", codes, missing), np.int64)
    n_tokens = graph.summed(is_token, 1, keeps=True)  # (n, 1)
    too_many = graph.add("Sub", n_tokens, graph.constant(length, np.int64))
    start = graph.add("Max", too_many, graph.constant(0, np.int64))
    places = graph.add("Add", start, graph.constant([list(range(length))], np.int64))
    behind = graph.add("Sub", graph.add("Shape", codes, start=1, end=2), graph.constant([1]))
    # What lies beyond is the filling that every row ends with.
    return graph.add("GatherElements", codes, graph.add("Min", places, behind), axis=1)


def _parts(word: str, unit: str) -> list[str]:
    """The neighbours that an n-gram is made of."""
    return tokens(word, "character") if unit == "character" else word.split(" ")


def _n_grams(graph: OnnxGraph, codes: str, grams: Sequence[Sequence[int]]) -> str:
    """How often each run of codes comes in a row, float32 (n, grams)."""
    if not grams:
        rows = graph.count(codes)
        return graph.add(
            "Expand",
            graph.constant(np.zeros((1, 0), np.float32)),
            graph.add("Concat", rows, graph.constant([0], np.int64), axis=0),
        )
    longest = max(map(len, grams))
    order = sorted(range(len(grams)), key=lambda i: len(grams[i]))
    sizes = [sum(len(g) for g in grams if len(g) < n) for n in range(1, longest + 1)]
    return graph.add(
        "TfIdfVectorizer",
        codes,
        mode="TF",
        min_gram_length=1,
        max_gram_length=longest,
        max_skip_count=0,
        ngram_counts=sizes,
        ngram_indexes=order,
        pool_int64s=[code for i in order for code in grams[i]],
    )


def _unit_length(graph: OnnxGraph, matrix: str) -> str:
    squares = graph.summed(graph.add("Mul", matrix, matrix), 1, keeps=True)
    lengths = graph.add("Sqrt", squares)
    zero, one = graph.constant(0, np.float64), graph.constant(1, np.float64)
    divisors = graph.add("Where", graph.add("Equal", lengths, zero), one, lengths)
    return graph.add("Div", matrix, divisors)
