"""Small KnowledgeFlow files, written as WEKA writes them."""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

STEPS = "weka.knowledgeflow.steps."
ARFF = "weka.core.converters.ArffLoader"
IBK = "weka.classifiers.lazy.IBk"
STANDARDIZE = "weka.filters.unsupervised.attribute.Standardize"
BOTH = ("trainingSet", "testSet")
IBK_OPTIONS = (
    '-K 1 -W 0 -A "weka.core.neighboursearch.LinearNNSearch -A '
    '\\"weka.core.EuclideanDistance -R first-last\\""'
)

Entry = dict[str, Any]


def step(
    kind: str, name: str = "", to: dict[str, list[str]] | None = None, **settings: Any
) -> Entry:
    """A step; ``to`` names the steps that its connections lead to."""
    return {
        "class": STEPS + kind,
        "properties": {"name": name or kind, **settings},
        "connections": to or {},
        "coordinates": "0,0",
    }


def loader(to: str, path: str = "", name: str = "ArffLoader", scheme: str = ARFF) -> Entry:
    """A loader whose data set leads to ``to``."""
    inner = {"type": "loader", "class": scheme, "filePath": path, "useRelativePath": False}
    return step("Loader", name, {"dataSet": [to]} if to else {}, loader=inner)


def classifier(
    name: str,
    to: dict[str, list[str]] | None = None,
    scheme: str = IBK,
    options: str = IBK_OPTIONS,
) -> Entry:
    """A classifier."""
    inner = {"type": "optionHandler", "class": scheme, "options": options}
    return step("Classifier", name, to, classifier=inner, loadClassifierFileName="")


def filter_(
    name: str, to: dict[str, list[str]], scheme: str = STANDARDIZE, options: str = ""
) -> Entry:
    """A filter."""
    inner = {"type": "optionHandler", "class": scheme, "options": options}
    return step("Filter", name, to, filter=inner)


def folds(*to: str, **settings: Any) -> Entry:
    """A cross-validation whose training and test sets lead to each of ``to``."""
    settings = {"numFolds": "10", "preserveOrder": False, "seed": "1", **settings}
    return step("CrossValidationFoldMaker", "", {kind: list(to) for kind in BOTH}, **settings)


def evaluator(**to: list[str]) -> Entry:
    """A ClassifierPerformanceEvaluator."""
    return step("ClassifierPerformanceEvaluator", "", to)


JUDGED = {"batchClassifier": ["ClassifierPerformanceEvaluator"]}


def cross_validated(
    path: str, scheme: str = IBK, options: str = IBK_OPTIONS, name: str = "IBk"
) -> list[Entry]:
    """Loader, class, folds, classifier, evaluator and viewer: what WEKA's users draw most."""
    return [
        loader("ClassAssigner", path),
        step("ClassAssigner", to={"dataSet": ["CrossValidationFoldMaker"]}, classColumn="/last"),
        folds(name),
        classifier(name, JUDGED, scheme, options),
        evaluator(text=["TextViewer"], thresholdData=["ModelPerformanceChart"]),
        step("TextViewer"),
        step("ModelPerformanceChart"),
    ]


def in_row(entries: list[Entry], across: int = 160) -> list[Entry]:
    """The steps from left to right."""
    return [{**entry, "coordinates": f"{across * n},100"} for n, entry in enumerate(entries)]


def kf(entries: list[Entry], *notes: str) -> str:
    """The steps as a ``.kf`` file."""
    texts = [step("Note", f"Note{n}", noteText=text) for n, text in enumerate(notes)]
    return json.dumps({"flow_name": "flow", "steps": [*entries, *texts]}, indent=1)


def kfml(beans: list[str], connections: list[tuple[int, int, str]] = ()) -> str:  # type: ignore[assignment]
    """Beans, each the XML inside its element, as a ``.kfml`` file; numbered from 0."""
    instances = "".join(
        f'<object class="weka.gui.beans.BeanInstance" name="{n}">'
        f"{_int('id', n)}{_int('x', 200 * n)}{_int('y', 80)}{bean}</object>"
        for n, bean in enumerate(beans)
    )
    links = "".join(
        f'<object class="weka.gui.beans.BeanConnection" name="{n}">'
        f"{_int('source_id', start)}{_int('target_id', end)}{text('eventname', kind)}</object>"
        for n, (start, end, kind) in enumerate(connections)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{_DOCTYPE}\n'
        '<object class="java.util.Vector" name="__root__" version="3.7.4">'
        f'<object class="java.util.Vector" name="0">{instances}</object>'
        f'<object class="java.util.Vector" name="1">{links}</object></object>'
    )


def bean(kind: str, inside: str = "", name: str = "") -> str:
    """A bean for ``kfml``."""
    named = text("custom_name", name) if name else ""
    return f'{named}<object class="weka.gui.beans.{kind}" name="bean">{inside}</object>'


def wrapped(scheme: str, *options: str, inside: str = "", name: str = "wrappedAlgorithm") -> str:
    """The algorithm inside a bean."""
    words = "".join(text(str(n), word) for n, word in enumerate(options))
    array = f'<object array="yes" class="java.lang.String" name="options">{words}</object>'
    return f'<object class="{scheme}" name="{name}">{inside}{array}</object>'


def text(name: str, value: str) -> str:
    """A text setting."""
    return f'<object class="java.lang.String" name={quoteattr(name)}>{escape(value)}</object>'


def _int(name: str, value: int) -> str:
    return f'<object class="int" name="{name}" primitive="yes">{value}</object>'


_DOCTYPE = """<!DOCTYPE object
[
   <!ELEMENT object (#PCDATA|object)*>
   <!ATTLIST object name      CDATA #REQUIRED>
   <!ATTLIST object class     CDATA #REQUIRED>
   <!ATTLIST object primitive CDATA "no">
]
>"""
