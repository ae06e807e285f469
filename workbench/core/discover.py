"""Finds the classes of a kind: in a package of ours and in installed plug-ins."""

import importlib
import inspect
import pkgutil
from importlib.metadata import entry_points
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")

ENTRY_POINTS = "workbench.components"


def classes_in(package: ModuleType, base: type[T]) -> list[type[T]]:
    """Every concrete subclass of ``base`` defined in a module of ``package``, by module name."""
    found: list[type[T]] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found += _classes_of(module, base)
    return found


def plugged_in(base: type[T]) -> list[type[T]]:
    """Every subclass of ``base`` that an installed package offers under our entry-point group."""
    loaded = [entry.load() for entry in entry_points(group=ENTRY_POINTS)]
    return [kind for kind in loaded if inspect.isclass(kind) and issubclass(kind, base)]


def _classes_of(module: ModuleType, base: type[T]) -> list[type[T]]:
    return [
        kind
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, base)
        and kind.__module__ == module.__name__
        and not inspect.isabstract(kind)
        and not kind.__name__.startswith("_")
    ]
