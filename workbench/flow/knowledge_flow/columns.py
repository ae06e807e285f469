"""WEKA names attributes by their numbers (``first-3,5,last``); here they have names."""

from collections.abc import Callable, Collection

from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.flow.knowledge_flow.part import Late

EVERYTHING = "first-last"


def numbers(spec: str, n: int) -> tuple[int, ...]:
    """The indices, from 0 and in ascending order, that a range of WEKA's names.

    Args:
        spec: such as ``first-3,5,last``.
        n: how many there are to choose from.

    Raises:
        FlowError: it is no range, or reaches beyond the last one.
    """
    found: set[int] = set()
    for part in filter(None, (p.strip() for p in spec.split(","))):
        ends = [_number(end, n) for end in part.split("-")]
        if len(ends) > 2 or ends[0] > ends[-1]:
            raise FlowError(f"'{part}' is no range of WEKA's.")
        if not 1 <= ends[0] <= ends[-1] <= n:
            raise FlowError(f"There is no number {part}; there are {n}.")
        found.update(range(ends[0] - 1, ends[-1]))
    return tuple(sorted(found))


def _number(text: str, n: int) -> int:
    word = text.strip().lower().removeprefix("/")
    if word in {"first", "last"}:
        return 1 if word == "first" else n
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise FlowError(f"'{text}' is no number of WEKA's.")
    return int(word)


def chosen(
    spec: str,
    *,
    inverted: bool = False,
    kinds: Collection[str] = (),
    with_class: bool = False,
) -> dict[str, Late]:
    """The parameter ``attributes`` for a range, found when the data are there.

    Args:
        inverted: whether all others are meant.
        kinds: the kinds that the component takes; WEKA's filters leave out the others.
        with_class: whether the class may be among them.
    """

    def fits(attribute: Attribute) -> bool:
        is_kind = not kinds or attribute.kind in kinds
        return is_kind and (with_class or attribute.role != "class")

    return {"attributes": Late(_about(spec, inverted), _named(spec, fits, inverted=inverted))}


def chosen_unless_all(spec: str, kinds: Collection[str], *, inverted: bool) -> dict[str, Late]:
    """Like ``chosen``, for components that take every attribute of the kind if none is named."""
    if spec == EVERYTHING and not inverted:
        return {}
    return chosen(spec, inverted=inverted, kinds=kinds)


def one(spec: str) -> Late:
    """The name of one attribute, given by its number or by its name."""

    def name(data: Dataset) -> str:
        if spec in data.schema:
            return spec
        names = data.schema.names
        return names[numbers(spec, len(names))[0]]

    return Late(f"attribute {spec}", name)


def _named(
    spec: str, fits: Callable[[Attribute], bool], *, inverted: bool
) -> Callable[[Dataset], tuple[str, ...]]:
    def names(data: Dataset) -> tuple[str, ...]:
        attributes = data.schema.attributes
        at = set(_places(spec, data))
        return tuple(a.name for i, a in enumerate(attributes) if (i in at) != inverted and fits(a))

    return names


def _places(spec: str, data: Dataset) -> tuple[int, ...]:
    """The range as places; newer filters of WEKA's take a list of names as well."""
    names = data.schema.names
    try:
        return numbers(spec, len(names))
    except FlowError:
        listed = [part.strip() for part in spec.split(",")]
        if not all(part in data.schema for part in listed):
            raise
        return tuple(names.index(part) for part in listed)


def _about(spec: str, inverted: bool) -> str:  # noqa: FBT001  a fact, not a switch
    return f"all attributes but {spec}" if inverted else f"attributes {spec}"
