"""Texts: their words as columns, and what comes next."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from options import (
    ATTRIBUTES,
    CLASS_LABELS,
    IS_FINE,
    LABEL_FIRST,
    LENGTH,
    LONGEST,
    LOWER_CASE,
    MINIMUM_COUNT,
    SAMPLES,
    SEPARATOR,
    SEQUENCE,
    STRIDE,
    TARGET,
    UNIT,
    UNIT_LENGTH,
    VALUES,
    WORDS_TO_KEEP,
)


def read_lines(path):
    """Give the lines of a text that are not blank."""
    text = unicodedata.normalize("NFC", Path(path).read_text(encoding="utf-8"))
    return [line.strip() for line in text.split("\n") if line.strip()]


def read_labelled_lines(path):
    """Read lines that each hold a text and its label."""
    if LABEL_FIRST:
        parts = [line.partition(SEPARATOR)[::-1] for line in read_lines(path)]
    else:
        parts = [line.rpartition(SEPARATOR) for line in read_lines(path)]
    labels = [label.strip() for _, _, label in parts]
    if not IS_FINE:
        labels = [label.partition(":")[0] for label in labels]
    return pd.DataFrame(
        {
            "text": [text.strip() for text, _, _ in parts],
            "class": pd.Categorical(labels, sorted(set(labels))),
        }
    )


def words_of(text):
    """Give the words and numbers of a text without the punctuation."""
    if LOWER_CASE:
        text = text.lower()
    text = unicodedata.normalize("NFC", text)
    if UNIT == "word":
        words = re.findall(r"\d+(?:[.,]\d+)+\w*|\w+(?:['’]\w+)*", text)
    elif UNIT == "character":
        words = list(text)
    else:
        words = text.split()
    if LONGEST > 1:
        glue = "" if UNIT == "character" else " "
        for n in range(2, LONGEST + 1):
            runs = (words[i:] for i in range(n))
            words = words + [glue.join(run) for run in zip(*runs, strict=False)]
    return words


def word_columns(train, test):
    """Turn texts into a number for each of the training texts' frequent words."""
    names = list(ATTRIBUTES)
    for name in names:
        texts = [words_of(text) for text in train[name]]
        counts = Counter(word for words in texts for word in words)
        if MINIMUM_COUNT > 1:
            counts = {word: n for word, n in counts.items() if n >= MINIMUM_COUNT}
        kept = sorted(counts, key=lambda word: (-counts[word], word))[:WORDS_TO_KEEP]
        if VALUES == "tf-idf":
            n_texts = np.array([sum(word in words for words in texts) for word in kept])
            weights = np.log((1 + len(texts)) / (1 + n_texts)) + 1
        else:
            weights = np.ones(len(kept))
        train, test = (with_words(rows, name, kept, weights) for rows in (train, test))
    return train, test


def with_words(rows, name, kept, weights):
    """Put columns of numbers in the place of a text."""
    places = {word: i for i, word in enumerate(kept)}
    matrix = np.zeros((len(kept), len(rows)))
    for column, text in enumerate(rows[name]):
        for word in words_of(text):
            if word in places:
                matrix[places[word], column] += 1
    if VALUES == "presence":
        matrix = np.minimum(matrix, 1)
    matrix *= weights[:, None]
    if UNIT_LENGTH:
        lengths = np.sqrt(np.einsum("wn,wn->n", matrix, matrix))
        matrix /= np.where(lengths == 0, 1, lengths)
    others = rows.drop(columns=name)
    titles = [f"{name}.{word}" if word in others else word for word in kept]
    numbers = pd.DataFrame(matrix.T, rows.index, titles)
    place = rows.columns.get_loc(name)
    return pd.concat([others.iloc[:, :place], numbers, others.iloc[:, place:]], axis=1)


def tokens_of(text):
    """Cut a text into its tokens; punctuation marks are some of them."""
    if LOWER_CASE:
        text = text.lower()
    if UNIT == "word":
        return re.findall(r"\d+(?:[.,]\d+)+\w*|\w+(?:['’]\w+)*|[^\w\s]", text)
    if UNIT == "character":
        return list(text)
    return text.split()


def next_tokens(data):
    """Ask of each sequence of tokens which one comes next; -1 fills up shorter ones."""
    contexts, answers = [], []
    for text in data[SEQUENCE]:
        tokens = [CLASS_LABELS.index(token) for token in tokens_of(text)]
        if SAMPLES == "texts":
            places = [(0, len(tokens) - 1)] if len(tokens) > 1 else []
        elif SAMPLES == "steps":
            places = [(max(0, stop - LENGTH), stop) for stop in range(1, len(tokens))]
        elif len(tokens) > LENGTH:
            starts = range(0, len(tokens) - LENGTH, STRIDE)
            places = [(start, start + LENGTH) for start in starts]
        else:
            places = [(0, len(tokens) - 1)] if len(tokens) > 1 else []
        contexts += [tokens[start:stop] for start, stop in places]
        answers += [tokens[stop] for _, stop in places]
    longest = max(map(len, contexts))
    filled = [np.array(c + [-1] * (longest - len(c))) for c in contexts]
    labels = pd.Categorical.from_codes(answers, CLASS_LABELS)
    return pd.DataFrame({SEQUENCE: filled, TARGET: labels})
