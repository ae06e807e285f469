"""String to words: each frequent word a number (WEKA: StringToWordVector; TfidfVectorizer)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.data.text.vocabulary import Vocabulary
from workbench.data.text.word_counts import WordCutting, word_counts
from workbench.preprocess.columns import LARGEST, chosen, column_of, refuse_too_many
from workbench.preprocess.transform import FittedTransform, Transform

Values = Literal["presence", "count", "tf-idf"]


@dataclass(frozen=True)
class WordColumns:
    """What one string attribute becomes.

    Args:
        vocabulary: the words, after ``<unknown>``, which gets no column.
        names: the columns' names, one per word.
        weights: the factor of each word, shape (n_words,): its inverse document frequency, or 1.
    """

    vocabulary: Vocabulary
    names: tuple[str, ...]
    weights: FloatArray


@dataclass(frozen=True, eq=False)
class FittedStringToWords(FittedTransform):
    """The words that got a column.

    Args:
        words: by name of a string attribute.
        is_presence: whether a word counts once however often it comes.
        has_unit_length: whether each row is divided by its Euclidean length.
    """

    key: ClassVar[str] = "string_to_words"

    cutting: WordCutting
    is_presence: bool
    has_unit_length: bool
    words: Mapping[str, WordColumns]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.words:
            column_of(dataset, name, "string")
        attributes: list[Attribute] = []
        columns: list[Column] = []
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
            words = self.words.get(attribute.name)
            if words is None:
                attributes.append(attribute)
                columns.append(column)
            else:
                most = LARGEST // (8 * max(1, dataset.n_samples))
                remedy = f"Set 'words_to_keep' to {most:,} at most"
                refuse_too_many(dataset.n_samples, len(words.names), attribute.name, remedy)
                attributes += [Attribute(n, "numeric", role=attribute.role) for n in words.names]
                columns += list(self._matrix(column, words))
        return dataset.with_columns(attributes, columns)

    def _matrix(self, texts: Column, words: WordColumns) -> FloatArray:
        """One row per word, for the columns are to lie in one piece: shape (n_words, n)."""
        matrix = word_counts(texts.tolist(), self.cutting, words.vocabulary)
        if self.is_presence:
            np.minimum(matrix, 1, out=matrix)
        matrix *= words.weights[:, np.newaxis]
        if self.has_unit_length:
            lengths = np.sqrt(np.einsum("wn,wn->n", matrix, matrix))  # (n,)
            matrix /= np.where(lengths == 0, 1, lengths)
        return matrix

    @override
    def state(self) -> State:
        columns = {
            name: {"values": list(w.vocabulary.values), "names": list(w.names)}
            for name, w in self.words.items()
        }
        return State(
            {
                "unit": self.cutting.unit,
                "lower_case": self.cutting.lower_case,
                "longest": self.cutting.longest,
                "is_presence": self.is_presence,
                "has_unit_length": self.has_unit_length,
                "words": columns,
            },
            {f"weights {i}": w.weights for i, w in enumerate(self.words.values())},
        )

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        said: dict[str, Any] = state.values
        words = {
            name: WordColumns(
                Vocabulary(tuple(columns["values"])),
                tuple(columns["names"]),
                state.arrays[f"weights {i}"].astype(np.float64),
            )
            for i, (name, columns) in enumerate(said["words"].items())
        }
        cutting = WordCutting(said["unit"], said["lower_case"], said["longest"])
        return cls(cutting, said["is_presence"], said["has_unit_length"], words)


class StringToWords(Transform):
    """Turn a text into numbers, one for each of the most frequent words of the training part.

    A number says whether the word is there, how often, or its tf-idf: how often, times the
    logarithm of how rare the word is among the training texts, as scikit-learn computes it. A
    missing text has no words: its numbers are 0. Pairs of characters do well for Korean.
    """

    key: ClassVar[str] = "string_to_words"
    title: ClassVar[str] = "String to words"
    icon: ClassVar[str] = "mdi6.format-letter-case"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.StringToWordVector",)
    aliases: ClassVar[tuple[str, ...]] = (
        *("bag of words", "CountVectorizer", "TfidfVectorizer", "tf-idf"),
    )
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "tf-idf of words": {"values": "tf-idf", "unit": "word", "longest": 1, "unit_length": True},
        "Words and pairs": {"values": "presence", "unit": "word", "longest": 2},
    }

    values: Values = Field(
        default="presence",
        description="What a number says: whether the word is there, how often, or its tf-idf.",
    )
    words_to_keep: int = Field(
        default=1000,
        ge=1,
        le=100_000,
        description="How many words of each attribute get a column, the most frequent first.",
        json_schema_extra={"unit": "words"},
    )
    minimum_count: int = Field(
        default=1,
        ge=1,
        description="How often a word must come in the training part to get a column.",
    )
    lower_case: bool = Field(
        default=True, description="Whether capital letters become small ones first."
    )
    unit: Literal["word", "character", "whitespace"] = Field(
        default="word",
        description="What counts as a word: words and numbers without punctuation, single "
        "characters, or whatever stands between blanks.",
    )
    longest: int = Field(
        default=1,
        ge=1,
        le=10,
        description="How many neighbours may make one word: 2 counts pairs as well.",
        json_schema_extra={"unit": "words"},
    )
    unit_length: bool = Field(
        default=False,
        description="Whether each row is divided by its Euclidean length, so that long texts "
        "weigh no more than short ones.",
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every string one.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedStringToWords:
        cutting = WordCutting(self.unit, self.lower_case, self.longest)
        texts = chosen(train, self.attributes, "string")
        taken = {a.name for a in train.schema.attributes} - {a.name for a in texts}
        words: dict[str, WordColumns] = {}
        for attribute in texts:
            words[attribute.name] = self._fit_one(train, attribute.name, cutting, taken)
            taken.update(words[attribute.name].names)
        return FittedStringToWords(cutting, self.values == "presence", self.unit_length, words)

    @override
    def status(self) -> str:
        return f"{self.values} · {self.words_to_keep}"

    def _fit_one(
        self, train: Dataset, name: str, cutting: WordCutting, taken: set[str]
    ) -> WordColumns:
        sequences = cutting.taken(train.column(name).tolist())
        counts = sequences.counts()
        vocabulary = Vocabulary.of(counts, self.words_to_keep, self.minimum_count)
        weights = np.ones(len(vocabulary) - 1)
        if self.values == "tf-idf":
            n_texts = sequences.document_counts(vocabulary)[1:]
            weights = np.log((1 + train.n_samples) / (1 + n_texts)) + 1
        return WordColumns(vocabulary, _names(vocabulary.values[1:], name, taken), weights)


def _names(words: Sequence[str], attribute: str, taken: set[str]) -> tuple[str, ...]:
    """The words themselves, as in WEKA; where one is another attribute's name, ``text.word``."""
    used = set(taken) | set(words)
    names = []
    for word in words:
        name = word
        if word in taken:
            name = f"{attribute}.{word}"
            while name in used:
                name += "'"
            used.add(name)
        names.append(name)
    return tuple(names)
