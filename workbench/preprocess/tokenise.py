"""Tokenise: texts as sequences of numbered tokens, for embeddings and recurrent networks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.data.text.tokens import Unit, tokens
from workbench.data.text.vocabulary import TokenSequences, Vocabulary, in_rows
from workbench.preprocess.columns import chosen, column_of
from workbench.preprocess.transform import FittedTransform, Transform

MAX_BYTES = 16 << 30


@dataclass(frozen=True)
class Cutting:
    """How a text becomes a row of tokens.

    Args:
        cut: the end at which a longer text loses tokens.
    """

    unit: Unit
    lower_case: bool
    cut: Literal["end", "start"]

    def taken(self, texts: Sequence[str | None]) -> TokenSequences:
        """The texts cut into tokens; a missing one has none."""
        sequences = TokenSequences()
        sequences.take(tokens(t or "", self.unit, lower_case=self.lower_case) for t in texts)
        return sequences


@dataclass(frozen=True, eq=False)
class FittedTokenise(FittedTransform):
    """The vocabulary and the length of each attribute, as the training rows gave them.

    Args:
        vocabularies: by name of a string attribute.
        lengths: by the same names, the number of tokens of a row.
    """

    key: ClassVar[str] = "tokenise"

    cutting: Cutting
    vocabularies: Mapping[str, Vocabulary]
    lengths: Mapping[str, int]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        for name, vocabulary in self.vocabularies.items():
            texts = column_of(dataset, name, "string")
            position = dataset.schema.index(name)
            attributes[position] = self._attribute(attributes[position], vocabulary)
            columns[position] = self._rows(texts, vocabulary, self.lengths[name])
        return dataset.with_columns(attributes, columns)

    def _attribute(self, attribute: Attribute, vocabulary: Vocabulary) -> Attribute:
        shape = (self.lengths[attribute.name],)
        return replace(attribute, kind="array", values=vocabulary.values, shape=shape)

    def _rows(self, texts: Column, vocabulary: Vocabulary, length: int) -> Column:
        sequences = self.cutting.taken(texts.tolist())
        codes = sequences.in_terms_of(vocabulary)
        keeps_end = self.cutting.cut == "start"
        return in_rows(codes, sequences.lengths, length, keeps_end=keeps_end)

    @override
    def state(self) -> State:
        return State(
            {
                "unit": self.cutting.unit,
                "lower_case": self.cutting.lower_case,
                "cut": self.cutting.cut,
                "vocabularies": {name: list(v.values) for name, v in self.vocabularies.items()},
                "lengths": dict(self.lengths),
            }
        )

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        said: dict[str, Any] = state.values
        vocabularies = {name: Vocabulary(tuple(v)) for name, v in said["vocabularies"].items()}
        cutting = Cutting(said["unit"], said["lower_case"], said["cut"])
        return cls(cutting, vocabularies, said["lengths"])


class Tokenise(Transform):
    """Turn a text into a sequence of tokens with numbers, for embeddings and recurrent networks.

    The vocabulary and the length come from the training part; tokens that are not in it become
    <unknown>. A shorter text is filled up at its end, and a missing or empty one is filling alone.
    Korean words keep their endings; cut into characters, Korean gives one token per syllable.
    """

    key: ClassVar[str] = "tokenise"
    title: ClassVar[str] = "Tokenise"
    icon: ClassVar[str] = "mdi6.text-long"
    aliases: ClassVar[tuple[str, ...]] = (
        *("tokenize", "tokenizer", "TextVectorization", "pad_sequences", "padding", "vocabulary"),
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {"coverage": {"length": when(0)}}

    unit: Literal["word", "character", "whitespace"] = Field(
        default="word",
        description="What a token is: a word or a punctuation mark, a character, or whatever "
        "stands between blanks.",
    )
    lower_case: bool = Field(
        default=True, description="Whether capital letters become small ones first."
    )
    largest_vocabulary: int = Field(
        default=20_000,
        ge=0,
        description="How many tokens are kept, the most frequent first; 0 keeps all.",
    )
    minimum_count: int = Field(
        default=1,
        ge=1,
        description="How often a token must come in the training part to be kept.",
    )
    length: int = Field(
        default=0,
        ge=0,
        le=10_000_000,
        description="The number of tokens of every row; 0 takes it from the training part.",
        json_schema_extra={"unit": "tokens"},
    )
    coverage: float = Field(
        default=100.0,
        gt=0,
        le=100,
        description="With length 0: the share of the training texts that must fit whole; 100 "
        "takes the longest one's length.",
        json_schema_extra={"unit": "%"},
    )
    cut: Literal["end", "start"] = Field(
        default="end", description="The end at which a longer text loses tokens."
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every string one.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedTokenise:
        cutting = Cutting(self.unit, self.lower_case, self.cut)
        vocabularies: dict[str, Vocabulary] = {}
        lengths: dict[str, int] = {}
        for attribute in chosen(train, self.attributes, "string"):
            sequences = cutting.taken(train.column(attribute.name).tolist())
            vocabularies[attribute.name] = Vocabulary.of(
                sequences.counts(), self.largest_vocabulary, self.minimum_count
            )
            lengths[attribute.name] = self._length(attribute.name, sequences.lengths)
        return FittedTokenise(cutting, vocabularies, lengths)

    @override
    def status(self) -> str:
        return f"{self.unit} · {self.length}" if self.length else self.unit

    def _length(self, name: str, lengths: NDArray[np.int64]) -> int:
        length = self.length
        if not length and len(lengths):
            length = int(np.percentile(lengths, self.coverage, method="inverted_cdf"))
        size = len(lengths) * length * 4
        if size > MAX_BYTES:
            raise DataError(
                f"With {length} tokens in each of {len(lengths)} rows, '{name}' would take "
                f"{size / 1e9:.0f} GB.",
                remedy="Set 'length' to less, or 'coverage' to 95 %.",
            )
        return max(length, 1)
