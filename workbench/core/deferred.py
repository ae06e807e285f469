"""Modules that are imported when first used, not when first named.

Components (readers, transforms, learners, nodes) are imported at start-up to fill the
palette and ``workbench nodes``; torch, pandas and scikit-learn take seconds and must not be
part of that. A component's file therefore names them like this::

    if TYPE_CHECKING:
        import torch
    else:
        torch = deferred("torch")

Type checkers and the import contracts see the ordinary import; at run time the module is
loaded at the first attribute that is asked of it. Modules of our own that need torch to
*define* something (an ``nn.Module``) are deferred in the same way by the files that use them.
"""

import importlib
from types import ModuleType

from typing_extensions import override


class DeferredModule(ModuleType):
    """Stands for a module until the first attribute is asked of it."""

    @override
    def __getattr__(self, name: str) -> object:
        """Import the module (the import system's own locks make this thread-safe) and ask it."""
        if name.startswith("__"):  # introspection (doctest, inspect, pickle) must not import
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def deferred(name: str) -> DeferredModule:
    """The module ``name``, imported at first use."""
    return DeferredModule(name)
