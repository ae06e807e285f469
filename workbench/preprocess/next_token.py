"""Next token: texts or token sequences as samples that each ask what comes after."""

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.errors import DataError, Where
from workbench.data.dataset import Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.data.text.tokens import tokens
from workbench.data.text.vocabulary import Codes, TokenSequences, Vocabulary
from workbench.preprocess.columns import refuse_too_many
from workbench.preprocess.sequence_name import free_name
from workbench.preprocess.transform import DatasetTransform

# First and one past the last token of each context, and the text it is of.
Contexts: TypeAlias = tuple[IntArray, IntArray, IntArray]


class NextToken(DatasetTransform):
    """Make of texts the question which word or character comes next.

    A sample is a sequence of tokens, and its class the token that follows. Texts become one
    sample each (all their tokens but the last), one for every token but the first, or windows cut
    out of long texts. A text with fewer than two tokens gives none, one too short for a window a
    shorter sample. Attributes of the role meta are kept, others left out.

    The vocabulary is that of all texts: it says which tokens exist, as the labels of a nominal
    attribute do. Samples of one text share tokens: to test fairly, split without shuffling.
    """

    key: ClassVar[str] = "next_token"
    title: ClassVar[str] = "Next token"
    icon: ClassVar[str] = "mdi6.skip-next-outline"
    aliases: ClassVar[tuple[str, ...]] = (
        *("next word", "next character", "language model", "prefixes", "teacher forcing"),
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "length": {"samples": when("steps", "windows")},
        "stride": {"samples": when("windows")},
    }

    attribute: str = Field(
        default="",
        description="The texts or sequences of tokens; empty means the first attribute of these.",
        json_schema_extra={"editor": "attribute", "empty": "the first text"},
    )
    samples: Literal["texts", "steps", "windows"] = Field(
        default="texts",
        description="What a sample is: a whole text, what stands before each of its tokens, or "
        "a window of it.",
    )
    length: int = Field(
        default=32,
        ge=1,
        le=100_000,
        description="How many tokens a window has; of the steps, how many at most.",
        json_schema_extra={"unit": "tokens"},
    )
    stride: int = Field(
        default=1,
        ge=1,
        description="How many tokens one window begins after the one before.",
        json_schema_extra={"unit": "tokens"},
    )
    unit: Literal["word", "character", "whitespace"] = Field(
        default="word",
        description="What a token of a text is: a word or a punctuation mark, a character, or "
        "whatever stands between blanks.",
    )
    lower_case: bool = Field(
        default=False, description="Whether capital letters become small ones first."
    )
    largest_vocabulary: int = Field(
        default=0,
        ge=0,
        description="How many tokens of texts are kept, the most frequent first; the others "
        "become <unknown>. 0 keeps all.",
        json_schema_extra={"advanced": True},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attribute = self._attribute(dataset)
        codes, lengths, values = self._sequences(dataset, attribute)
        starts, stops, texts = self._contexts(lengths)
        if not len(starts):
            raise DataError(
                f"No text of '{attribute.name}' has two tokens, so nothing comes next.",
                where=Where(parameter="attribute"),
            )
        kept = [a for a in dataset.schema.attributes if a.role == "meta" and a != attribute]
        columns = [dataset.column(a.name)[texts] for a in kept]
        rows = _in_rows(codes, starts, stops, attribute.name)
        answer = free_name("next", [attribute.name, *(a.name for a in kept)])
        attributes = (
            *kept,
            Attribute(attribute.name, "array", values, shape=rows.shape[1:]),
            Attribute(answer, "nominal", values),
        )
        taken = dataset.take(texts).with_columns(attributes, (*columns, rows, codes[stops]))
        if self.samples != "texts":  # a number for each, as several come from one row
            taken = Dataset(taken.schema, taken.columns)
        return taken.with_class(answer)

    @override
    def status(self) -> str:
        if self.samples == "windows":
            return f"windows of {self.length}"
        return "every step" if self.samples == "steps" else ""

    def _attribute(self, dataset: Dataset) -> Attribute:
        if self.attribute:
            attribute = dataset.schema.attribute(self.attribute)
            if not _has_tokens(attribute):
                raise DataError(
                    f"Attribute '{attribute.name}' is {attribute.kind}; it must be a text or a "
                    "sequence of tokens.",
                    where=Where(parameter="attribute"),
                )
            return attribute
        found = next((a for a in dataset.schema.features if _has_tokens(a)), None)
        if found is None:
            raise DataError("There is no text or sequence of tokens.")
        return found

    def _sequences(
        self, dataset: Dataset, attribute: Attribute
    ) -> tuple[Codes, IntArray, tuple[str, ...]]:
        """All tokens one after the other, how many each text has, and what they stand for."""
        column = dataset.column(attribute.name)
        if attribute.kind == "array":
            is_token = column >= 0
            return column[is_token], is_token.sum(1), attribute.values
        sequences = TokenSequences()
        sequences.take(tokens(t or "", self.unit, lower_case=self.lower_case) for t in column)
        vocabulary = Vocabulary.of(sequences.counts(), self.largest_vocabulary)
        codes = sequences.in_terms_of(vocabulary)
        if np.any(codes == 0):
            return codes, sequences.lengths, vocabulary.values
        return codes - np.int32(1), sequences.lengths, vocabulary.values[1:]

    def _contexts(self, lengths: IntArray) -> Contexts:
        ends = np.cumsum(lengths)
        begins = ends - lengths
        if self.samples == "texts":
            texts = np.flatnonzero(lengths >= 2)
            return begins[texts], ends[texts] - 1, texts
        if self.samples == "steps":
            texts, places = _numbered(np.maximum(lengths - 1, 0))
            stops = begins[texts] + places + 1
            return np.maximum(begins[texts], stops - self.length), stops, texts
        whole = (lengths - self.length - 1) // self.stride + 1
        counts = np.where(lengths > self.length, whole, lengths >= 2)
        texts, places = _numbered(counts)
        starts = begins[texts] + places * self.stride
        return starts, np.minimum(starts + self.length, ends[texts] - 1), texts


def _has_tokens(attribute: Attribute) -> bool:
    return attribute.kind == "string" or (attribute.kind == "array" and bool(attribute.values))


def _numbered(counts: IntArray) -> tuple[IntArray, IntArray]:
    """For each text as many entries as counted: its number, and 0, 1, 2 and so on."""
    texts = np.repeat(np.arange(len(counts)), counts)
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    return texts, np.arange(len(texts)) - firsts


def _in_rows(codes: Codes, starts: IntArray, stops: IntArray, name: str) -> Codes:
    """The contexts side by side, filled up with −1 at their end, shape (n, the longest one's)."""
    length = int((stops - starts).max())
    refuse_too_many(len(starts), length, name, "Take shorter windows or a longer stride")
    rows = np.full((len(starts), length), -1, np.int32)
    for step in range(length):
        places = starts + step
        there = places < stops
        rows[there, step] = codes[places[there]]
    return rows
