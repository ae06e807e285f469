"""Finds components by what people call them: title, key, WEKA's name, words of the help."""

from collections.abc import Iterable, Mapping
from typing import get_args

from workbench.core.component import Category, Component
from workbench.models.networks.layers.layer import Family

CATEGORIES: tuple[str, ...] = get_args(Category)
GROUPS: tuple[str, ...] = (*CATEGORIES, *get_args(Family))  # of a palette, in their order


def found(
    query: str, kinds: Iterable[type[Component]], usage: Mapping[str, int] | None = None
) -> list[type[Component]]:
    """The components that match, category by category, the best match first.

    Args:
        query: words or their beginnings; letters in order are enough. Empty finds everything.
        usage: how often each key is used; among equals the most used comes first.
    """
    times = usage or {}
    scored = [(score(query, kind), kind) for kind in kinds]
    hits = [(points, kind) for points, kind in scored if points > 0]
    best: dict[str, float] = {}
    for points, kind in hits:
        best[kind.category] = max(points, best.get(kind.category, 0.0))

    def rank(hit: tuple[float, type[Component]]) -> tuple[float, int, float, int, str]:
        points, kind = hit
        place = GROUPS.index(kind.category)
        return (-best[kind.category], place, -points, -times.get(kind.key, 0), kind.title)

    return [kind for _, kind in sorted(hits, key=rank)]


def score(query: str, kind: type[Component]) -> float:
    """How well a component matches, 0 for not at all."""
    words = [_last_part(word) for word in query.lower().split()]
    if not words:
        return 1.0
    names = [name.lower() for name in kind.names()]
    each = [max([_likeness(w, n) for n in names] + [_in_help(w, kind)]) for w in words]
    return min(each)


def _last_part(word: str) -> str:
    """The class itself of a WEKA class that is named in full."""
    return word.rpartition(".")[2] if word.startswith("weka.") else word


def _likeness(word: str, name: str) -> float:
    if name == word:
        return 10.0
    if name.startswith(word):
        return 8.0
    if any(part.startswith(word) for part in name.replace("-", " ").replace(".", " ").split()):
        return 6.0
    if word in name:
        return 4.0
    return 2.0 if len(word) > 1 and _in_order(word, name) else 0.0


def _in_help(word: str, kind: type[Component]) -> float:
    return 1.0 if len(word) > 2 and word in kind.help().lower() else 0.0


def _in_order(word: str, name: str) -> bool:
    """Whether the letters of ``word`` come in ``name`` in that order, from its first letter on."""
    letters = iter(name)
    return bool(name) and word[0] == name[0] and all(letter in letters for letter in word)
