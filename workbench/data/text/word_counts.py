"""How often each word of a vocabulary comes in each text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.data.text.tokens import Unit, n_grams, tokens, words
from workbench.data.text.vocabulary import TokenSequences, Vocabulary

Counts: TypeAlias = NDArray[np.float64]

CHUNK = 1 << 12  # texts cut before they are counted: bounds the memory


@dataclass(frozen=True)
class WordCutting:
    """What counts as a word of a text.

    Args:
        longest: how many neighbours may make one word.
    """

    unit: Unit
    lower_case: bool = True
    longest: int = 1

    def words(self, text: str | None) -> list[str]:
        """The words of a text, without punctuation; none of a missing one."""
        if self.unit == "word":
            found = words(text or "", lower_case=self.lower_case)
        else:
            found = tokens(text or "", self.unit, lower_case=self.lower_case)
        return n_grams(found, self.longest, "" if self.unit == "character" else " ")

    def taken(self, texts: Sequence[str | None]) -> TokenSequences:
        """The texts cut into words."""
        sequences = TokenSequences()
        sequences.take(self.words(text) for text in texts)
        return sequences


def word_counts(
    texts: Sequence[str | None], cutting: WordCutting, vocabulary: Vocabulary
) -> Counts:
    """How often each word but ``<unknown>`` comes in each text, shape (n_words, n)."""
    counts = np.zeros((len(vocabulary) - 1, len(texts)))
    for start in range(0, len(texts), CHUNK):
        sequences = cutting.taken(texts[start : start + CHUNK])
        rows = sequences.rows + start
        codes = sequences.in_terms_of(vocabulary)
        np.add.at(counts, (codes[codes > 0] - 1, rows[codes > 0]), 1)
    return counts
