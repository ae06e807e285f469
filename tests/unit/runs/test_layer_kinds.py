"""Kinds of layers as components: the same values, bounds and sentences."""

import pytest

from workbench.core.errors import ParameterError
from workbench.models.networks.design import Design
from workbench.models.networks.layers import LENET_TABLE, Layer, Residual, layer_kinds
from workbench.runs.layer_kinds import layer_catalog, node_kind, row_kind, told


@pytest.mark.parametrize("kind", layer_kinds(), ids=lambda kind: str(kind.kind))
def test_that_each_kind_of_layer_is_a_component_with_the_same_values(kind: type[Layer]) -> None:
    made = layer_catalog()[kind.word].parse({})
    assert made.layer == kind()
    assert type(made).of(kind()) == made
    assert type(made).parse(made.parameters()) == made
    assert row_kind(kind).parse({}).layer == kind()


def test_that_a_layer_keeps_name_and_inputs_where_they_are_parameters() -> None:
    layer = Residual(name="a", inputs=("b",), stride_at="first", channels=8)
    component = row_kind(Residual).of(layer)
    assert component.layer == layer
    assert component.with_parameters({"name": "c"}).layer.name == "c"


def test_that_texts_are_read_as_in_the_short_notation() -> None:
    convolution = layer_catalog()["conv"]
    layer = convolution.parse({"kernel": "3 × 5", "padding": "1, 2", "channels": "classes"}).layer
    assert Design.of(layer).text == "conv classes 3x5 padding=1x2"
    branches = layer_catalog()["branches"].parse({"branches": "relu | conv 8 1x1; relu"})
    assert Design.of(branches.layer).text == "branches [relu | conv 8 1x1; relu]"
    table = layer_catalog()["partconv"]
    assert getattr(table.parse({"table": ""}).layer, "table", None) == LENET_TABLE
    assert getattr(table.parse({"table": "0,1/1,2"}).layer, "table", None) == ((0, 1), (1, 2))


def test_that_what_is_wrong_is_said_of_the_parameter_and_without_a_number() -> None:
    convolution = layer_catalog()["conv"]
    with pytest.raises(ParameterError, match="'kernel' must be") as told_of:
        convolution.parse({"kernel": "large"})
    assert "Layer 1" not in told_of.value.message
    assert told_of.value.where.parameter == "kernel"
    with pytest.raises(ParameterError, match="no layer “foo”"):
        layer_catalog()["branches"].parse({"branches": "foo"})


def test_that_a_layer_is_told_in_a_few_words() -> None:
    words = [told(layer) for layer in Design.parse("c1: conv 64 3x3 same; relu; dense 10").layers]
    assert words == ["64 3×3 same", "", "10"]
    assert str(node_kind(type(Design.parse("relu").layers[0])).category) == "Activation"
