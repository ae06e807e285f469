"""WEKA's filters that choose rows, and the one that makes words of texts."""

import math

from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset
from workbench.flow.knowledge_flow.columns import EVERYTHING, chosen_unless_all, numbers, one
from workbench.flow.knowledge_flow.part import Late, Part, Parts, Rule
from workbench.flow.knowledge_flow.rules.expression import quoted, text, translated
from workbench.flow.knowledge_flow.scheme import Options, scheme_of
from workbench.preprocess.row_range import rows_text


def _randomize(weka: str, options: Options) -> Parts:
    return (Part(weka, {"seed": options.whole("-S", 42), "shuffling": "weka"}),)


def _resample(weka: str, options: Options) -> Parts:
    if options.has("-V"):
        raise FlowError("The rows that a resampling leaves out are not to be had here.")
    values = {
        "percent": options.number("-Z", 100.0),
        "replacement": not options.has("-no-replacement"),
        "bias": options.number("-B", 0.0),
        "seed": options.whole("-S", 1),
    }
    return (Part(weka, values, remarks=(_OTHER_ROWS,)),)


def _spread_subsample(weka: str, options: Options) -> Parts:
    spread = options.number("-M", 0.0)
    options.lose("-X", "0.0")
    seed = options.whole("-S", 1)
    if spread == 0:
        return ()
    if spread != 1:
        raise FlowError("Of WEKA's spreads only 1, as many of each class, is known here.")
    return (Part(weka, {"method": "undersample", "seed": seed}, remarks=(_OTHER_ROWS,)),)


def _class_balancer(weka: str, options: Options) -> Parts:
    options.take("-num-intervals")  # of a numeric class, which is not balanced here
    told = ("WEKA gives the rows weights; here rows are repeated or left out to the same end.",)
    return (Part(weka, {"method": "same size"}, remarks=told),)


def _reservoir_sample(weka: str, options: Options) -> Parts:
    values = {"count": options.whole("-Z", 100), "seed": options.whole("-S", 1)}
    return (Part(weka, {**values, "stratified": False}, remarks=(_OTHER_ROWS,)),)


def _remove_range(weka: str, options: Options) -> Parts:
    action = "keep" if options.has("-V") else "remove"
    spec = options.take("-R", EVERYTHING).replace(" ", "")

    def rows(data: Dataset) -> str:
        return rows_text(data.sample_ids[list(numbers(spec, data.n_samples))])

    return (Part(weka, {"action": action}, {"rows": Late(f"rows {spec}", rows, spec)}),)


def _remove_percentage(weka: str, options: Options) -> Parts:
    """WEKA removes the first rows, so many of a hundred."""
    action = "keep" if options.has("-V") else "remove"
    percent = options.number("-P", 50.0)

    def rows(data: Dataset) -> str:
        count = math.floor(data.n_samples * percent / 100 + 0.5)
        return rows_text(data.sample_ids[:count])

    late = {"rows": Late(f"the first {percent:g} % of the rows", rows)}
    return (Part(weka, {"action": action}, late),)


def _remove_with_values(weka: str, options: Options) -> Parts:
    least, labels = options.number("-S", 0.0), options.take("-L", EVERYTHING)
    is_inverted, takes_missing = options.has("-V"), options.has("-M")
    attribute = one(options.take("-C", "last"))

    def expression(data: Dataset) -> str:
        found = data.schema.attribute(attribute.of(data))
        name = quoted(found.name)
        if found.kind == "nominal":
            listed = ", ".join(text(found.values[i]) for i in numbers(labels, len(found.values)))
            condition = f"{name} {'not in' if is_inverted else 'in'} [{listed}]"
        else:
            condition = f"{name} {'>=' if is_inverted else '<'} {least:g}"
        return f"{condition} or is_missing({name})" if takes_missing else condition

    late = {"expression": Late(f"the values of {attribute.about}", expression)}
    return (Part(weka, {"action": "remove"}, late),)


def _subset_by_expression(weka: str, options: Options) -> Parts:
    expression = options.take("-E", "true")
    options.has("-F")  # here, it holds for test rows always
    if expression.strip() == "true":
        return ()
    late = {"expression": Late(f"expression {expression}", lambda d: translated(expression, d))}
    return (Part(weka, {"action": "keep"}, late),)


def _string_to_word_vector(weka: str, options: Options) -> Parts:
    late = chosen_unless_all(
        options.take("-R", EVERYTHING), ("string",), inverted=options.has("-V")
    )
    counts, rarity = options.has("-C"), options.has("-I")
    values: dict[str, object] = {
        "values": "tf-idf" if rarity else "count" if counts else "presence",
        "words_to_keep": options.whole("-W", 1000),
        "minimum_count": options.whole("-M", 1),
        "lower_case": options.has("-L"),
        **_tokenizer(options.take("-tokenizer", "weka.core.tokenizers.WordTokenizer")),
    }
    options.has("-O")  # as here: the most frequent words of all texts
    for flag, default in (("-prune-rate", "-1.0"), ("-N", "0"), ("-P", "")):
        options.lose(flag, default)
    options.lose("-stemmer", "weka.core.stemmers.NullStemmer")
    options.lose("-stopwords-handler", "weka.core.stopwords.Null")
    told = ("The tf-idf here is scikit-learn's, which differs a little from WEKA's.",)
    return (Part(weka, values, late, told if rarity else ()),)


def _tokenizer(spec: str) -> dict[str, object]:
    """What counts as a word; which signs part them is fixed here."""
    tokenizer = scheme_of(spec)
    words = Options(tokenizer.options)
    if tokenizer.short == "NGramTokenizer":
        return {"longest": words.whole("-max", 3)}
    if tokenizer.short == "CharacterNGramTokenizer":
        return {"unit": "character", "longest": words.whole("-max", 3)}
    if tokenizer.short not in {"WordTokenizer", "AlphabeticTokenizer"}:
        raise FlowError(f"WEKA's {tokenizer.short} has no counterpart here.")
    return {}


_OTHER_ROWS = "Which rows are drawn differs from WEKA's, for its random numbers are others."
_UNSUPERVISED = "weka.filters.unsupervised.instance."
_SUPERVISED = "weka.filters.supervised.instance."
ROW_FILTERS: dict[str, Rule] = {
    _UNSUPERVISED + "Randomize": _randomize,
    _UNSUPERVISED + "Resample": _resample,
    _SUPERVISED + "Resample": _resample,
    _SUPERVISED + "SpreadSubsample": _spread_subsample,
    _SUPERVISED + "ClassBalancer": _class_balancer,
    _UNSUPERVISED + "ReservoirSample": _reservoir_sample,
    _UNSUPERVISED + "RemoveRange": _remove_range,
    _UNSUPERVISED + "RemovePercentage": _remove_percentage,
    _UNSUPERVISED + "RemoveWithValues": _remove_with_values,
    _UNSUPERVISED + "SubsetByExpression": _subset_by_expression,
    "weka.filters.unsupervised.attribute.StringToWordVector": _string_to_word_vector,
}
