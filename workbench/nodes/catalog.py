"""Every component there is: found by walking the packages and the installed plug-ins."""

import typing
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from workbench import models, nodes, preprocess
from workbench.core.component import Category, Component
from workbench.core.discover import classes_in, plugged_in
from workbench.core.errors import ParameterError
from workbench.data import readers

CATEGORIES: tuple[str, ...] = typing.get_args(Category)


@cache
def catalog() -> Mapping[str, type[Component]]:
    """Component classes by key, by category and then by title.

    Raises:
        ValueError: two components share a key.
    """
    found: list[type[Component]] = []
    for package in (readers, preprocess, models, nodes):
        found += classes_in(package, Component)
    found = [kind for kind in found if hasattr(kind, "key")] + plugged_in(Component)
    found.sort(key=lambda kind: (CATEGORIES.index(kind.category), kind.title))
    by_key = {kind.key: kind for kind in found}
    if len(by_key) < len(found):
        raise ValueError(f"two components share a key: {sorted(kind.key for kind in found)}")
    return MappingProxyType(by_key)


def component(key: str, family: type[Component] = Component) -> type[Component]:
    """The component class ``key`` of a family.

    Raises:
        ParameterError: there is none of that key in the family.
    """
    kind = catalog().get(key)
    if kind is None or not issubclass(kind, family):
        known = ", ".join(k for k, c in catalog().items() if issubclass(c, family))
        raise ParameterError(f"There is no {family.__name__.lower()} '{key}'; there are: {known}.")
    return kind
