"""Going on with a sequence: the network's answer is drawn, and becomes the next token it reads.

A network reads as many tokens at most as its training sequences had, the last ones: what it does
with longer ones it has not learnt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run, Stop
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.text.joining import glue, units
from workbench.data.text.tokens import tokens
from workbench.data.text.vocabulary import UNKNOWN
from workbench.models.generative import Wanted, raw_rows
from workbench.models.rnn_rows import Reading, asks_for_next_token
from workbench.models.stored import prepared_schema
from workbench.preprocess.transform import FittedTransform

Codes: TypeAlias = NDArray[np.int32]

TOLD_EVERY = 16  # tokens


@dataclass(frozen=True, eq=False)
class Writer:
    """A network that says which token comes next.

    Args:
        schema: of raw rows.
        starts: how often each token began a training sequence, shape (tokens,).
        logits: of the next token, shape (n, tokens), after tokens of shape (n, steps).
        name: of the sequence.
        values: the tokens.
        length: how many of them it reads at most.
    """

    schema: Schema
    preparation: tuple[FittedTransform, ...]
    starts: NDArray[np.float32]
    logits: Callable[[Codes], FloatArray]
    name: str
    values: tuple[str, ...]
    length: int

    @classmethod
    def of(
        cls,
        schema: Schema,
        preparation: tuple[FittedTransform, ...],
        starts: NDArray[np.float32],
        logits: Callable[[Codes], FloatArray],
    ) -> "Writer":
        """For rows of a schema.

        Raises:
            ModelError: the class is not the next token.
        """
        read = prepared_schema(schema, preparation)
        if not asks_for_next_token(read):
            raise ModelError(
                f"This recurrent network predicts '{schema.target.name}', not the next token: "
                "there is no sequence to go on with.",
                remedy="Put 'Next token' before the split, and train again.",
            )
        reading = Reading.of(read)
        [name] = reading.names
        values = read.attribute(name).values
        return cls(schema, preparation, starts, logits, name, values, reading.length)


def generate(writer: Writer, wanted: Wanted) -> Run[Dataset]:
    """New rows in the training schema: a sequence and, as its class, the token after it.

    Each begins with the prompt or, without one, as a training sequence does.

    Raises:
        ModelError: a label is wanted; the prompt has a token that is unknown.
    """
    if wanted.label:
        raise ModelError(
            "A recurrent network goes on from the beginning of a text; the token after it cannot "
            "be chosen.",
            remedy="Leave the label empty.",
        )
    random = np.random.default_rng(wanted.seed)
    begun = _begun(writer, wanted, random)
    length = writer.length
    n_more = max(1, length + 1 - begun.shape[1])
    whole = yield from _continued(writer, begun, n_more, (wanted.temperature, random))
    read = whole[:, :-1][:, -length:]
    codes = np.full((len(whole), length), -1, np.int32)
    codes[:, : read.shape[1]] = read
    return raw_rows(
        writer.schema, writer.preparation, {writer.name: codes}, whole[:, -1].astype(np.int64)
    )


def continued(
    writer: Writer, prompt: str, n_tokens: int, temperature: float, seed: int
) -> Run[str]:
    """The prompt and ``n_tokens`` more tokens, as a text.

    Raises:
        ModelError: the prompt has no token, or one that is unknown.
    """
    begun = codes_of(prompt, writer.values)[None]
    random = np.random.default_rng(seed)
    whole = yield from _continued(writer, begun, n_tokens, (temperature, random))
    return glue(writer.values).join(writer.values[code] for code in whole[0])


def codes_of(prompt: str, values: Sequence[str]) -> Codes:
    """A text as the model's tokens, shape (tokens,); cut as the vocabulary seems to have been.

    Raises:
        ModelError: there is no token in it, or one that is unknown.
    """
    codes = {token: code for code, token in enumerate(values)}
    lower = all(token == token.lower() for token in values)
    cuts = [tokens(prompt, unit, lower_case=lower) for unit in units(values)]
    cut = next((c for c in cuts if all(t in codes for t in c)), cuts[0])
    if not cut:
        raise ModelError("There is no token in the prompt to go on from.")
    unknown = next((t for t in cut if t not in codes), None)
    if unknown is not None and UNKNOWN not in codes:
        raise ModelError(f"The prompt has the token {unknown!r}, which the model does not know.")
    return np.array([codes.get(t, codes.get(UNKNOWN, 0)) for t in cut], np.int32)


def _begun(writer: Writer, wanted: Wanted, random: np.random.Generator) -> Codes:
    """How each sample begins, shape (n, tokens)."""
    if wanted.prompt:
        return np.tile(codes_of(wanted.prompt, writer.values), (wanted.n, 1))
    shares = writer.starts.astype(np.float64) / max(1.0, float(writer.starts.sum()))
    return _drawn(np.tile(shares, (wanted.n, 1)), random)[:, None]


def _continued(
    writer: Writer, begun: Codes, n_more: int, draws: tuple[float, np.random.Generator]
) -> Run[Codes]:
    """Sequences (n, tokens) and ``n_more`` tokens, fewer if told to stop; shape (n, …)."""
    temperature, random = draws
    values = writer.values
    whole = begun
    for step in range(n_more):
        logits = writer.logits(whole[:, -writer.length :])
        if UNKNOWN in values and len(values) > 1:
            logits[:, values.index(UNKNOWN)] = -np.inf
        following = _drawn(_heated(logits, temperature), random)
        whole = np.concatenate([whole, following[:, None]], 1)
        if step % TOLD_EVERY == TOLD_EVERY - 1:
            command = yield Progressed(step + 1, n_more, f"token {step + 1}/{n_more}")
            if isinstance(command, Stop):
                break
    return whole


def _heated(logits: FloatArray, temperature: float) -> FloatArray:
    """Probabilities (n, tokens): softmax of logits / temperature; at 0 the likeliest has all."""
    if temperature <= 0:
        likeliest: FloatArray = np.eye(logits.shape[1])[logits.argmax(1)]
        return likeliest
    shifted = (logits - logits.max(1, keepdims=True)) / temperature
    grown = np.exp(shifted)
    probabilities: FloatArray = grown / grown.sum(1, keepdims=True)
    return probabilities


def _drawn(probabilities: FloatArray, random: np.random.Generator) -> Codes:
    """A token for each row of probabilities, shape (n,)."""
    sums = np.cumsum(probabilities, axis=1)
    limits = random.random((len(sums), 1)) * sums[:, -1:]
    drawn: Codes = (sums > limits).argmax(1).astype(np.int32)
    return drawn
