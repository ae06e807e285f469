"""Designs are values: from text and from JSON and back, and every mistake gets its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import ParameterError
from workbench.models.dbn import DBN
from workbench.models.mlp import MLP
from workbench.models.networks.design import Design, design_of
from workbench.models.networks.layers import (
    Activation,
    Branches,
    Convolution,
    Dense,
    Dropout,
    Layer,
    MaxPooling,
    MlpConv,
    PartlyConnected,
    Residual,
    layer_kinds,
)
from workbench.models.networks.table import layer_table


def test_that_the_notation_says_what_the_values_say() -> None:
    text = "c1: conv 64 2x2 same; relu; maxpool 2; dropout 0.3; dense 256 nobias; dense classes"
    assert Design.parse(text) == Design.of(
        Convolution(name="c1", channels=64, kernel=2, padding="same"),
        Activation(function="relu"),
        MaxPooling(size=2),
        Dropout(rate=0.3),
        Dense(units=256, bias=False),
        Dense(units="classes"),
    )


def test_that_branches_hold_layers_themselves() -> None:
    design = Design.parse("branches [conv 8 1x1; relu | maxpool 3 stride=1 same | ] add")
    first = (Convolution(channels=8, kernel=1), Activation())
    second = (MaxPooling(size=3, stride=1, padding="same"),)
    assert design == Design.of(Branches(branches=(first, second, ()), join="add"))


@pytest.mark.parametrize(
    "text",
    [
        "conv 8 1x7 same; conv 4 3x3 stride=2x1 padding=1x0 groups=2 dilation=2 nobias",
        "leaky_relu slope=0.2; elu; scaled_tanh; globalmax; lrn 7 alpha=0.01 k=1.0",
        "residual 64 stride=2 bottleneck A nonorm stride_at=first",
        "mlpconv 192,160 5x5; mlpconv 8, 3x3 valid; inception 1 2 3 4 5 6",
        "partconv 3x3 table=0,1/2/0,1,2 nobias; a: relu; b: add from=a,partconv1",
        "auxiliary 4 16 size=3; shortcut 8 2; subsample 2; batchnorm epsilon=0.001; l2pool 2 ceil",
    ],
)
def test_that_what_is_written_is_read_as_it_was(text: str) -> None:
    design = Design.parse(text)
    assert Design.parse(design.text) == design
    assert Design.model_validate(design.model_dump(mode="json")) == design


numbers = st.integers(1, 9)
sides = st.one_of(numbers, st.tuples(numbers, numbers))


any_layer = st.one_of(
    st.builds(
        Convolution,
        channels=st.one_of(numbers, st.just("classes")),
        kernel=sides,
        stride=sides,
        padding=st.one_of(st.sampled_from(["same", "valid"]), sides),
        dilation=sides,
        bias=st.booleans(),
    ),
    st.builds(MlpConv, channels=st.lists(numbers, min_size=1, max_size=4).map(tuple), kernel=sides),
    st.builds(
        PartlyConnected,
        table=st.lists(
            st.lists(st.integers(0, 5), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3
        ).map(tuple),
    ),
    st.builds(Residual, channels=numbers, form=st.sampled_from(["basic", "bottleneck"])),
)


@given(st.lists(any_layer, max_size=4))
def test_that_any_layer_comes_back_from_text_and_values(layers: list[Layer]) -> None:
    design = Design.of(*layers)
    assert Design.parse(design.text) == design
    assert Design.model_validate(design.model_dump(mode="json")) == design


def test_that_a_design_is_read_from_text_and_lists_where_a_field_is_one() -> None:
    assert Design.model_validate("relu") == Design.model_validate([{"kind": "activation"}])


def test_that_every_layer_has_a_name_of_its_own() -> None:
    design = Design.parse("conv 3; conv2: conv 3; conv 3; relu; globalavg; dense classes")
    assert design.names == ("conv1", "conv2", "conv3", "relu1", "globalavg1", "dense1")
    assert design.named.names == design.names
    assert all(layer.name for layer in design.named.layers)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("relu; cnov 3", "Layer 2: there is no layer “cnov”; did you mean 'conv'?"),
        ("conv 0", "Layer 1 (conv): 'channels' must be at least 1 or 'classes'; it was 0."),
        ("conv 3 3 3", "Layer 1 (conv) cannot take “3”. “conv” takes CHANNELS KERNEL, and same"),
        ("conv 3 strid=2", "Layer 1 (conv) has no 'strid'; did you mean 'stride'?"),
        ("conv three", "Layer 1 (conv): 'channels' must be a whole number or 'classes'"),
        ("relu; dropout 2", "Layer 2 (dropout): 'rate' must be at most 0.99; it was 2."),
        ("maxpool 2x3x4", "Layer 1 (maxpool): 'size' must be a whole number or a pair"),
        ("conv 3 same valid", "Layer 1 (conv) has 'padding' twice."),
        ("branches [conv 3", "Layer 1: has a bracket that is not closed."),
        ("branches [relu; conv 0]", "Layer 1 (branches): Layer 2 (conv): 'channels' must be"),
        ("c 1: relu", "Layer 1: there is no layer “c”"),
        ("lrn alpha=nan", "Layer 1 (lrn): 'alpha' must be a finite number"),
    ],
)
def test_that_a_mistake_in_the_text_is_told_with_its_layer(text: str, sentence: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Design.parse(text)
    assert sentence in f"{caught.value.message} {caught.value.remedy}"
    assert caught.value.where.parameter == "layers"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([{"kind": "activation"}, {"kind": "konv"}], "Layer 2: there is no kind 'konv'."),
        ([{"channels": 3}], "Layer 1: there is no kind None."),
        ([3], "Layer 1: there is no kind None."),
        ([{"kind": "convolution", "kernel": [0, 1]}], "Layer 1 (conv): 'kernel' must"),
        ([{"kind": "convolution", "kernels": 3}], "Layer 1 (conv) has no 'kernels'."),
        ([{"kind": "dropout", "name": "a b"}], "Layer 1 (dropout): 'name' must"),
    ],
)
def test_that_a_mistake_in_a_file_is_told_with_its_layer(values: object, sentence: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Design.model_validate(values)
    assert sentence in caught.value.message


def test_that_what_is_no_list_is_refused() -> None:
    with pytest.raises(ParameterError, match="must be a list or a text"):
        Design.from_values(7)


@pytest.mark.parametrize("depth", [30, 3000])
def test_that_branches_within_branches_end_in_a_design_or_a_sentence(depth: int) -> None:
    text = "branches [" * depth + "relu" + "]" * depth
    if depth == 30:
        assert Design.parse(text).text.replace(" | ", "") == text
        return
    with pytest.raises(ParameterError, match="nested too deeply"):
        Design.parse(text)


def test_that_a_design_has_not_more_layers_than_can_be_shown() -> None:
    with pytest.raises(ParameterError, match="There are 5,001 layers; a design has 5,000 at most"):
        Design.parse("relu;" * 5001)


def test_that_every_kind_has_help_and_every_field_a_description() -> None:
    for kind in layer_kinds():
        assert kind.help()
        assert kind.title
        assert all(field.description for field in kind.model_fields.values()), kind


def test_that_kinds_and_words_differ() -> None:
    kinds = layer_kinds()
    words = [word for kind in kinds for word in (kind.word, *kind.aliases)]
    assert len({kind.kind for kind in kinds}) == len(kinds) == len({kind.title for kind in kinds})
    assert len(set(words)) == len(words)


def test_that_a_multilayer_perceptron_has_a_design() -> None:
    design = design_of(MLP(hidden=(5, 4), activation="tanh", dropout=0.2, batch_norm=True))
    assert design is not None
    layer = "dense {} nobias; batchnorm; tanh; dropout 0.2"
    assert design.text == f"flatten; {layer.format(5)}; {layer.format(4)}; dense classes"
    assert design_of(object()) is None


def test_that_a_deep_belief_network_has_a_design_where_it_becomes_a_classifier() -> None:
    design = design_of(DBN(hidden=(500, 500, 2000)))
    assert design is not None
    assert layer_table(design, (784,), 10).parameters == 1_665_010
    assert design_of(DBN(ending="labels")) is None
