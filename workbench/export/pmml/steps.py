"""The fitted transforms of a preparation as PMML's derived fields."""

from functools import singledispatch
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np

from workbench.core.errors import ModelError
from workbench.data.dataset import FloatArray
from workbench.data.schema import Attribute
from workbench.export.pmml.tree import Fields, apply, constant, element, reference
from workbench.preprocess.cut_points import interval_labels
from workbench.preprocess.discretise import FittedDiscretise
from workbench.preprocess.impute import FittedImpute
from workbench.preprocess.one_hot import FittedOneHot
from workbench.preprocess.pca import FittedPca
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.transform import FittedTransform
from workbench.preprocess.zero_as_missing import FittedZeroAsMissing


@singledispatch
def applied(step: FittedTransform, fields: Fields) -> Fields:
    """The fields after a step.

    Raises:
        ModelError: it cannot be said in PMML.
    """
    raise ModelError(
        f"The step '{step.key}' of this model cannot be put into PMML.",
        remedy="Choose .onnx, or train without it.",
    )


@applied.register
def _selection(step: FittedSelection, fields: Fields) -> Fields:
    for name in step.removed:
        fields = fields.replaced(name, [])
    return fields


@applied.register
def _impute(step: FittedImpute, fields: Fields) -> Fields:
    for name, number in step.numbers.items():
        known = reference(fields.names[name])
        fields = fields.with_number(name, _filled(known, constant(number)))
    for name, label in step.labels.items():
        known, filling = reference(fields.names[name]), element("Constant", dataType="string")
        filling.text = label
        fields = fields.with_field(fields.attribute(name), _filled(known, filling))
    return fields


def _filled(known: ET.Element, filling: ET.Element) -> ET.Element:
    return apply("if", apply("isMissing", known), filling, known)


@applied.register
def _scaling(step: FittedScaling, fields: Fields) -> Fields:
    for name, offset, divisor in zip(step.names, step.offsets, step.divisors, strict=True):
        moved = apply("-", reference(fields.names[name]), constant(offset))
        fields = fields.with_number(name, apply("/", moved, constant(divisor)))
    return fields


@applied.register
def _one_hot(step: FittedOneHot, fields: Fields) -> Fields:
    taken = {a.name for a in fields.attributes}
    for name, labels in step.labels.items():
        source, role = fields.names[name], fields.attribute(name).role
        names = [f"{name}={label}" for label in labels]
        news = [Attribute(f"{n}'" if n in taken else n, "numeric", role=role) for n in names]
        fields = fields.replaced(name, news)
        for new, label in zip(news, labels, strict=True):
            is_label = element("NormDiscrete", field=source, value=label, mapMissingTo=0)
            fields = fields.with_field(new, is_label)
    return fields


@applied.register
def _zeros(step: FittedZeroAsMissing, fields: Fields) -> Fields:
    for name in step.names:
        known = reference(fields.names[name])
        # Without an else the value is missing.
        is_known = apply("notEqual", known, constant(0))
        fields = fields.with_number(name, apply("if", is_known, known))
    return fields


@applied.register
def _discretise(step: FittedDiscretise, fields: Fields) -> Fields:
    for name, cuts in step.cuts.items():
        bins = element("Discretize", *_bins(cuts), field=fields.names[name])
        new = Attribute(name, "nominal", interval_labels(cuts), fields.attribute(name).role)
        fields = fields.replaced(name, [new]).with_field(new, bins)
    return fields


def _bins(cuts: FloatArray) -> list[ET.Element]:
    ends = [-np.inf, *cuts.tolist(), np.inf]
    bins = []
    for label, (low, high) in zip(interval_labels(cuts), pairwise(ends), strict=True):
        closure = "openClosed" if np.isfinite(high) else "openOpen"
        sides = {"leftMargin": low, "rightMargin": high}
        finite = {side: end for side, end in sides.items() if np.isfinite(end)}
        interval = element("Interval", closure=closure, **finite)
        bins.append(element("DiscretizeBin", interval, binValue=label))
    return bins


@applied.register
def _pca(step: FittedPca, fields: Fields) -> Fields:
    scaled: list[ET.Element] = []
    for name, mean, scale in zip(step.names, step.means, step.scales, strict=True):
        known = reference(fields.names[name])
        moved = apply("/", apply("-", known, constant(mean)), constant(scale))
        scaled.append(apply("if", apply("isMissing", known), constant(0), moved))
    news = [Attribute(name, "numeric") for name in step.new_names]
    for name in step.names[1:]:
        fields = fields.replaced(name, [])
    fields = fields.replaced(step.names[0], news) if step.names else fields
    for new, direction in zip(news, step.directions.T, strict=True):
        parts = [apply("*", part, constant(w)) for part, w in zip(scaled, direction, strict=True)]
        fields = fields.with_field(new, apply("sum", *parts))
    return fields
