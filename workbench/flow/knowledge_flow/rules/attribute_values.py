"""WEKA's filters that change the values of attributes."""

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.columns import EVERYTHING, chosen, chosen_unless_all
from workbench.flow.knowledge_flow.part import Late, Part, Parts, Rule
from workbench.flow.knowledge_flow.rules.expression import translated
from workbench.flow.knowledge_flow.scheme import Options

_NUMERIC = ("numeric",)
_NOMINAL = ("nominal",)
_LARGEST = 1.7976931348623157e308  # Java's


def _plain(weka: str, _options: Options) -> Parts:
    return (Part(weka),)


def _normalize(weka: str, options: Options) -> Parts:
    low = options.number("-T", 0.0)
    return (Part(weka, {"low": low, "high": low + options.number("-S", 1.0)}),)


def _nominal_to_binary(weka: str, options: Options) -> Parts:
    late = chosen_unless_all(options.take("-R", EVERYTHING), _NOMINAL, inverted=options.has("-V"))
    remarks = (
        ()
        if options.has("-A")
        else ("An attribute of two labels becomes two numbers here; in WEKA it becomes one.",)
    )
    return (Part(weka, {}, late, remarks),)


def _discretize(weka: str, options: Options) -> Parts:
    late = chosen_unless_all(options.take("-R", EVERYTHING), _NUMERIC, inverted=options.has("-V"))
    options.lose("-precision", "6")
    if ".supervised." in weka:
        values = {"method": "Fayyad–Irani", "better_encoding": options.has("-E")}
        return (Part(weka, values, late),)
    options.lose("-M", "-1.0")
    method = "equal frequency" if options.has("-F") else "equal width"
    return (Part(weka, {"method": method, "bins": options.whole("-B", 10)}, late),)


def _changed_kind(weka: str, options: Options) -> Parts:
    """The filters that read attributes as another kind, which differ in what they take."""
    name = weka.rpartition(".")[2]
    kind, taken, flag, default = {
        "StringToNominal": ("nominal", ("string",), "-R", "last"),
        "NominalToString": ("string", _NOMINAL, "-C", "last"),
        "OrdinalToNumeric": ("numeric", _NOMINAL, "-R", EVERYTHING),
    }[name]
    late = chosen(options.take(flag, default), inverted=options.has("-V"), kinds=taken)
    return (Part(weka, {"kind": kind}, late),)


def _numeric_to_nominal(weka: str, options: Options) -> Parts:
    spec, inverted = options.take("-R", EVERYTHING), options.has("-V")
    return (Part(weka, {}, chosen(spec, inverted=inverted, kinds=_NUMERIC, with_class=True)),)


def _add_expression(weka: str, options: Options) -> Parts:
    expression = options.take("-E", "0.0")
    values = {"name": options.take("-N", "expression")}
    late = {"expression": Late(f"expression {expression}", lambda d: translated(expression, d))}
    told = ("WEKA puts the new attribute last; here it stands before the class.",)
    return (Part(weka, values, late, told),)


def _constant(weka: str, options: Options) -> Parts:
    spec = options.take("-A", EVERYTHING)
    label, number = options.take("-N"), options.number("-R", 0.0)
    options.lose("-D")
    options.take("-F")  # how -D writes its date
    values: dict[str, object] = {"numeric": "constant", "number": number}
    values |= {"nominal": "constant", "label": label} if label else {"nominal": "none"}
    late = chosen_unless_all(spec, ("numeric", "nominal"), inverted=False)
    return (Part(weka, values, late),)


def _rename_nominal_values(weka: str, options: Options) -> Parts:
    """One step of ours for each label that is renamed."""
    spec, inverted = options.take("-R"), options.has("-V")
    pairs = [pair.split(":") for pair in options.take("-N").split(",") if pair.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise FlowError("Its labels are no pairs such as red:blue.")
    late = chosen(spec, inverted=inverted, kinds=_NOMINAL, with_class=True)
    return tuple(
        Part(weka, {"find": old.strip(), "replacement": new.strip()}, late) for old, new in pairs
    )


def _numeric_cleaner(weka: str, options: Options) -> Parts:
    """Only what it is most used for: a zero that means "not measured"."""
    lower, upper = options.number("-min", -_LARGEST), options.number("-max", _LARGEST)
    for flag in ("-min-default", "-max-default", "-closeto-tolerance"):
        options.take(flag)
    zero, instead = options.number("-closeto", 0.0), options.take("-closeto-default", "0.0")
    is_cut = lower != -_LARGEST or upper != _LARGEST
    if is_cut or zero != 0 or instead.lower() != "nan":
        raise FlowError("Of WEKA's NumericCleaner only zeros that become missing are known here.")
    options.lose("-decimals", "-1")
    spec, inverted = options.take("-R", EVERYTHING), options.has("-V")
    return (Part(weka, {}, chosen(spec, inverted=inverted, kinds=_NUMERIC)),)


_UNSUPERVISED = "weka.filters.unsupervised.attribute."
_SUPERVISED = "weka.filters.supervised.attribute."
ATTRIBUTE_VALUES: dict[str, Rule] = {
    _UNSUPERVISED + "Standardize": _plain,
    _UNSUPERVISED + "Normalize": _normalize,
    _UNSUPERVISED + "ReplaceMissingValues": _plain,
    _UNSUPERVISED + "ReplaceMissingWithUserConstant": _constant,
    _UNSUPERVISED + "NominalToBinary": _nominal_to_binary,
    _SUPERVISED + "NominalToBinary": _nominal_to_binary,
    _UNSUPERVISED + "Discretize": _discretize,
    _SUPERVISED + "Discretize": _discretize,
    _UNSUPERVISED + "StringToNominal": _changed_kind,
    _UNSUPERVISED + "NominalToString": _changed_kind,
    _UNSUPERVISED + "OrdinalToNumeric": _changed_kind,
    _UNSUPERVISED + "NumericToNominal": _numeric_to_nominal,
    _UNSUPERVISED + "AddExpression": _add_expression,
    _UNSUPERVISED + "RenameNominalValues": _rename_nominal_values,
    _UNSUPERVISED + "NumericCleaner": _numeric_cleaner,
}
