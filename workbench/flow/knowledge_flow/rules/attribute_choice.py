"""WEKA's filters that choose, rename or combine attributes."""

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.columns import EVERYTHING, chosen, one
from workbench.flow.knowledge_flow.part import Late, Part, Parts, Rule
from workbench.flow.knowledge_flow.scheme import Options, scheme_of

_LARGEST = 1.7976931348623157e308  # Java's
_MEASURES = {
    "InfoGainAttributeEval": "information gain",
    "GainRatioAttributeEval": "gain ratio",
    "ChiSquaredAttributeEval": "chi squared",
    "CorrelationAttributeEval": "correlation",
}


def _nothing(_weka: str, _options: Options) -> Parts:
    return ()


def _remove(weka: str, options: Options) -> Parts:
    action = "keep" if options.has("-V") else "remove"
    spec = options.take("-R")
    late = chosen(spec, with_class=True) if spec else {}
    return (Part(weka, {"action": action}, late),)


def _remove_by_name(weka: str, options: Options) -> Parts:
    action = "keep" if options.has("-V") else "remove"
    pattern = f"^(?:{options.take('-E', '^.*id$')})$"
    return (Part(weka, {"action": action, "pattern": pattern}),)


def _remove_type(weka: str, options: Options) -> Parts:
    action = "keep" if options.has("-V") else "remove"
    return (Part(weka, {"action": action, "kind": options.take("-T", "string")}),)


def _remove_useless(weka: str, options: Options) -> Parts:
    return (Part(weka, {"most_distinct": options.number("-M", 99.0)}),)


def _attribute_selection(weka: str, options: Options) -> Parts:
    """Ranked attributes only: a search through sets of attributes has no counterpart."""
    measure = scheme_of(options.take("-E", "weka.attributeSelection.CfsSubsetEval"))
    search = scheme_of(options.take("-S", "weka.attributeSelection.BestFirst"))
    if search.short != "Ranker":
        raise FlowError(f"WEKA's search {search.short} has no counterpart here.")
    inside = Options(measure.options)
    if measure.short == "PrincipalComponents":
        return (_with_lost(_components(measure.name, inside), inside, measure.short),)
    if measure.short not in _MEASURES:
        raise FlowError(f"WEKA's {measure.short} has no counterpart here.")
    words = Options(search.options)
    number, threshold = words.whole("-N", -1), words.number("-T", -_LARGEST)
    values: dict[str, object] = {"method": _MEASURES[measure.short]}
    if number > 0:
        values["number"] = number
    else:  # all of them, in WEKA, unless there is a threshold
        values["threshold"] = max(threshold, -1e300)
    return (_with_lost(Part(weka, values), inside, measure.short),)


def _principal_components(weka: str, options: Options) -> Parts:
    return (_components(weka, options),)


def _components(weka: str, options: Options) -> Part:
    options.take("-A")  # only how the new attributes are called
    count = options.whole("-M", -1)
    values: dict[str, object] = {"standardise": not options.has("-C")}
    if count > 0:
        options.lose("-R", "0.95")
        values["count"] = count
    else:
        values["variance"] = options.number("-R", 0.95)
    return Part(weka, values)


def _with_lost(part: Part, options: Options, name: str) -> Part:
    if not options.lost:
        return part
    told = f"WEKA's option {options.lost} of {name} is not carried over."
    return Part(part.weka, part.values, part.late, (*part.remarks, told))


def _class_assigner(weka: str, options: Options) -> Parts:
    return (Part(weka, *class_parameters(options.take("-C", "last"))),)


def class_parameters(column: str) -> tuple[dict[str, str], dict[str, Late]]:
    """What "set class" is to be given for WEKA's class column: a number, a word or a name.

    Raises:
        FlowError: it is no column: nothing is to be the class.
    """
    word = column.strip().lower().removeprefix("/")
    if word in {"0", ""}:
        raise FlowError("A class cannot be taken away by a step here: the reader can do without.")
    if word == "last":
        return {}, {}
    if word == "first" or word.isdigit():
        return {}, {"attribute": one(column)}
    return {"attribute": column.strip()}, {}


def _rename_attribute(weka: str, options: Options) -> Parts:
    find, is_removed = options.take("-find", r"([\s\S]+)"), options.has("-remove")
    replacement = options.take("-replace", "$0")
    options.has("-all")
    spec, inverted = options.take("-R", EVERYTHING), options.has("-V")
    is_all = spec == EVERYTHING and not inverted
    late = {} if is_all else chosen(spec, inverted=inverted, with_class=True)
    values = {"pattern": find, "replacement": "" if is_removed else _groups(replacement)}
    return (Part(weka, values, late),)


def _groups(replacement: str) -> str:
    """Java's ``$1`` as Python writes a group."""
    parts = replacement.replace("\\", "\\\\").split("$")
    return parts[0] + "".join(
        f"\\g<{part[0]}>{part[1:]}" if part[:1].isdigit() else f"${part}" for part in parts[1:]
    )


_UNSUPERVISED = "weka.filters.unsupervised.attribute."
ATTRIBUTE_CHOICE: dict[str, Rule] = {
    "weka.filters.AllFilter": _nothing,
    _UNSUPERVISED + "Remove": _remove,
    _UNSUPERVISED + "RemoveByName": _remove_by_name,
    _UNSUPERVISED + "RemoveType": _remove_type,
    _UNSUPERVISED + "RemoveUseless": _remove_useless,
    _UNSUPERVISED + "RenameAttribute": _rename_attribute,
    _UNSUPERVISED + "ClassAssigner": _class_assigner,
    _UNSUPERVISED + "PrincipalComponents": _principal_components,
    "weka.filters.supervised.attribute.AttributeSelection": _attribute_selection,
}
