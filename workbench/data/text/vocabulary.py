"""Tokens and their numbers: counted in some texts, the most frequent kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.int32]

UNKNOWN = "<unknown>"


@dataclass(frozen=True)
class Vocabulary:
    """The tokens that have a number; all others share the number of ``<unknown>``, 0.

    Args:
        values: ``<unknown>``, then the tokens.
    """

    values: tuple[str, ...]

    @classmethod
    def of(cls, counts: Mapping[str, int], limit: int = 0, minimum: int = 1) -> "Vocabulary":
        """The most frequent tokens first, those equally frequent by the alphabet.

        Args:
            counts: how often each token came.
            limit: how many tokens to keep besides ``<unknown>``; 0 for all.
            minimum: how often a token must have come to be kept.
        """
        kept = [token for token, n in counts.items() if n >= minimum and token != UNKNOWN]
        kept.sort(key=lambda token: (-counts[token], token))
        return cls((UNKNOWN, *kept[: limit or None]))

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {token: code for code, token in enumerate(self.values)}

    def codes(self, tokens: Sequence[str]) -> Codes:
        """The number of each token, shape (length,)."""
        known = self._codes
        return np.fromiter((known.get(t, 0) for t in tokens), np.int32, len(tokens))


class TokenSequences:
    """Texts as numbers while they are taken in one by one, each new token the next number.

    A token takes four bytes however long it is, a text some hundred bytes besides.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._parts: list[Codes] = []

    def take(self, texts: Iterable[Sequence[str]]) -> None:
        """Take some texts, each cut into tokens."""
        number = self._numbers.__getitem__
        self._parts += [np.fromiter(map(number, text), np.int32, len(text)) for text in texts]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of tokens of each text, shape (n,)."""
        return np.array([len(part) for part in self._parts], dtype=np.int64)

    @cached_property
    def flat(self) -> Codes:
        """The numbers of all texts one after another, once all are taken."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, np.int32)

    @property
    def seen(self) -> tuple[str, ...]:
        """The tokens by number."""
        return tuple(self._numbers)

    def counts(self) -> Counter[str]:
        """How often each token came."""
        numbers = np.bincount(self.flat, minlength=len(self._numbers))
        return Counter(dict(zip(self._numbers, numbers.tolist(), strict=True)))

    @property
    def rows(self) -> NDArray[np.int64]:
        """Which text each token of ``flat`` is of."""
        return np.repeat(np.arange(len(self._parts)), self.lengths)

    def document_counts(self, vocabulary: Vocabulary) -> NDArray[np.int64]:
        """In how many texts each value of a vocabulary comes, shape (n_values,)."""
        places = self.rows * len(vocabulary) + self.in_terms_of(vocabulary)
        return np.bincount(np.unique(places) % len(vocabulary), minlength=len(vocabulary))

    def in_terms_of(self, vocabulary: Vocabulary) -> Codes:
        """``flat`` in a vocabulary's numbers."""
        return vocabulary.codes(self.seen)[self.flat] if self._numbers else self.flat


def in_rows(codes: Codes, lengths: NDArray[np.int64], length: int, *, keeps_end: bool) -> Codes:
    """Texts of various lengths as rows of one length; −1 fills shorter ones up at their end.

    Args:
        codes: the texts one after another, shape (the sum of ``lengths``,).
        keeps_end: whether a longer text keeps its last ``length`` tokens, not its first.

    Returns:
        Shape (n, length).
    """
    kept = np.minimum(lengths, length)
    rows = np.full((len(lengths), length), -1, dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
    if keeps_end:
        starts = starts + lengths - kept
    for row, start, n in zip(rows, starts.tolist(), kept.tolist(), strict=True):
        row[:n] = codes[start : start + n]
    return rows
