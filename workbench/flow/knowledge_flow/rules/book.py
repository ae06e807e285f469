"""Looks the rule for a WEKA class up, and asks it; knows the schemes that hold other schemes."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.part import Part, Parts, Rule, Unknown
from workbench.flow.knowledge_flow.rules.attribute_choice import ATTRIBUTE_CHOICE
from workbench.flow.knowledge_flow.rules.attribute_values import ATTRIBUTE_VALUES
from workbench.flow.knowledge_flow.rules.files import FILES
from workbench.flow.knowledge_flow.rules.learners import LEARNERS
from workbench.flow.knowledge_flow.rules.row_filters import ROW_FILTERS
from workbench.flow.knowledge_flow.scheme import Options, Scheme, scheme_of
from workbench.flow.knowledge_flow.sheet import Step

RULES: dict[str, Rule] = {**LEARNERS, **ATTRIBUTE_CHOICE, **ATTRIBUTE_VALUES, **ROW_FILTERS}
DEEPEST = 20  # schemes inside one another


def parts_of(scheme: Scheme, known: Collection[str], depth: int = 0) -> Parts:
    """The components that a scheme becomes, in the order in which data go through them.

    Args:
        known: the WEKA classes that some component of the catalog stands for.
    """
    if depth > DEEPEST:
        return (Unknown(scheme, "It is nested too deeply."),)
    try:
        options = Options(scheme.options)
        inner = _schemes_inside(scheme, options)
        if inner:
            parts = [part for each in inner for part in parts_of(each, known, depth + 1)]
            return _told(parts, scheme.short, options)
        return _ruled(scheme, options, known)
    except FlowError as error:
        return (Unknown(scheme, error.message),)


def file_parts(step: Step, known: Collection[str]) -> Parts:
    """The reader or saver that a step becomes."""
    scheme = step.scheme or Scheme(step.kind)
    rule = FILES.get(scheme.name)
    if rule is None or scheme.name not in known:
        return (Unknown(scheme),)
    try:
        options = Options(scheme.options)
        return _told([rule(step, options)], scheme.short, options)
    except FlowError as error:
        return (Unknown(scheme, error.message),)


def _schemes_inside(scheme: Scheme, options: Options) -> tuple[Scheme, ...]:
    """What a scheme of schemes does one after the other; nothing for any other scheme."""
    match scheme.short:
        case "MultiFilter":
            options.take("-S")  # the seed of what draws at random, which has its own
            return tuple(scheme_of(text) for text in options.each("-F"))
        case "FilteredClassifier":
            options.take("-S")
            options.has("-doNotCheckForModifiedClassAttribute")
            first = scheme_of(options.take("-F", "weka.filters.supervised.attribute.Discretize"))
            second = Scheme(options.take("-W", "weka.classifiers.trees.J48"), options.inner)
            return first, second
        case "AttributeSelectedClassifier":
            words = [w for f in ("-E", "-S") if (v := options.take(f)) for w in (f, v)]
            filter_ = "weka.filters.supervised.attribute.AttributeSelection"
            base = Scheme(options.take("-W", "weka.classifiers.trees.J48"), options.inner)
            return Scheme(filter_, tuple(words)), base
        case _:
            return ()


def _ruled(scheme: Scheme, options: Options, known: Collection[str]) -> Parts:
    rule = RULES.get(scheme.name)
    if rule is not None:
        return _told(rule(scheme.name, options), scheme.short, options)
    if scheme.name in known:
        return _told([Part(scheme.name)], scheme.short, options)
    return (Unknown(scheme),)


def _told(parts: Iterable[Part | Unknown], name: str, options: Options) -> Parts:
    """The parts, the last of which says which options are lost."""
    listed = list(parts)
    last = listed[-1] if listed else None
    if options.lost and isinstance(last, Part):
        told = f"WEKA's option {options.lost} of {name} is not carried over."
        listed[-1] = replace(last, remarks=(*last.remarks, told))
    return tuple(listed)
