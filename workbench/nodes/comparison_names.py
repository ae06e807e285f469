"""Which learners of a comparison are the same one, on different data sets."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from workbench.evaluation.predictions import free_name
from workbench.models.learner import Learner
from workbench.nodes.comparison_baseline import BASELINES, Group

_EQUALS = " = "
_NAMED = re.compile(  # as a sweep names its copies: "kNN (iris (2), k = 3)"
    r"(?P<name>.*) \((?P<words>(?:[^()]|\([^()]*\))*)\)"
)


def learner_names(groups: Sequence[Group]) -> list[list[str]]:
    """For each group the name of each of its learners, unique in the group.

    A learner is known by its name; copies that a sweep has made by that and their values, without
    those that belong to one data set only: "MLP (iris)" is the MLP. Names that
    occur on one data set only are joined where the parameters are the same.
    """
    words = Counter(word for group in groups for word in set(_words_of(group)))
    own = {word for word, n in words.items() if n > 1 or len(groups) == 1}
    if not all(_file_words(group) - own for group in groups):  # then no sweep over files gave them
        own |= {word for word in words if _EQUALS not in word}
    named = [_own_names(group, own) for group in groups]
    counts = Counter(name for names in named for name in names)
    known: dict[tuple[Learner, int], str] = {}
    if len(groups) > 1:
        for group, names in zip(groups, named, strict=True):
            _join(group, names, counts, known)
    return named


def _join(
    group: Group,
    names: list[str],
    counts: Counter[str],
    known: dict[tuple[Learner, int], str],
) -> None:
    """Give learners with names of their own the name of one with the same parameters."""
    seen: Counter[Learner] = Counter()
    for i, (name, one) in enumerate(zip(names, group.fits, strict=True)):
        key = (one.learner, seen[one.learner])
        seen[one.learner] += 1
        joined = known.setdefault(key, name)
        if counts[name] == 1 and joined not in names:
            names[i] = joined


def _words_of(group: Group) -> list[str]:
    """The swept values in the names: "k = 3"."""
    matches = [_NAMED.fullmatch(one.name) for one in group.fits]
    return [word for match in matches if match for word in match["words"].split(", ")]


def _file_words(group: Group) -> set[str]:
    """What may be a file's name: words without "=" that all learners have but the baselines."""
    of_each = [_words_of(replace(group, fits=(one,))) for one in group.fits]
    given = [set(words) for words, one in zip(of_each, group.fits, strict=True)
             if words or one.learner not in BASELINES["both"]]  # fmt: skip
    shared = set.intersection(*given) if given else set()
    return {word for word in shared if _EQUALS not in word}


def _own_names(group: Group, own: Collection[str]) -> list[str]:
    names: list[str] = []
    for one in group.fits:
        name, match = one.name, _NAMED.fullmatch(one.name)
        if match:
            words = [word for word in match["words"].split(", ") if word in own]
            name = f"{match['name']} ({', '.join(words)})" if words else match["name"]
        names.append(free_name(name, names))
    return names
