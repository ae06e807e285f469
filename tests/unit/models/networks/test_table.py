"""The table tells of each layer what it costs, and of the first that cannot be why."""

from dataclasses import replace

import pytest

from workbench.models.networks.design import Design
from workbench.models.networks.table import Fault, LayerTable, layer_table


def table_of(text: str, shape: tuple[int, ...] = (1, 15, 15), n_outputs: int = 10) -> LayerTable:
    return layer_table(Design.parse(text), shape, n_outputs)


def test_that_rows_hold_shapes_weights_biases_and_multiplications() -> None:
    table = table_of("conv 4 3x3; relu; maxpool 2; flatten; dense classes")
    rows = [(r.name, r.output, r.weights, r.biases, r.multiply_adds) for r in table.rows]
    assert rows == [
        ("conv1", (4, 13, 13), 36, 4, 36 * 169),
        ("relu1", (4, 13, 13), 0, 0, 0),
        ("maxpool1", (4, 6, 6), 0, 0, 0),
        ("flatten1", (144,), 0, 0, 0),
        ("dense1", (10,), 1440, 10, 1440),
    ]
    assert table.error is None
    assert (table.parameters, table.multiply_adds) == (1490, 36 * 169 + 1440)


@pytest.mark.parametrize(
    ("text", "number", "sentence", "remedy"),
    [
        ("relu; conv 3 19x19", 2, "The kernel of 19×19 is larger than its input", "Choose a small"),
        ("maxpool 2; maxpool 8", 2, "The window of 8×8 is larger than its input", "Choose a small"),
        ("conv 6 groups=4", 1, "The channels cannot be divided into 4 groups: 1×15×15", "Choose"),
        ("conv 8; conv 6 groups=4", 2, "divided into 4 groups: it has 6", "Choose a number"),
        ("conv 4; dense classes", 2, "takes values in a row, but 4×13×13 arrive", "Put a flatten"),
        ("flatten; conv 3", 2, "but 225 values arrive in a row", "Put it before the flatten"),
        ("flatten; lrn; dense", 2, "Local response norm takes channels", "Put it before"),
        (
            "a: conv 3; b: conv 3 5x5 from=input; add from=a,b; flatten; dense",
            3,
            "3×13×13 and 3×11×11 cannot be added.",
            "Make the branches agree",
        ),
        (
            "a: conv 3; b: conv 4 5x5 from=input; concat from=a,b; flatten; dense",
            3,
            "cannot be put together",
            "height and width",
        ),
        ("conv 3; relu from=con1", 2, "It takes “con1”", "Did you mean 'conv1'?"),
        ("relu; add", 2, "“add” joins several layers", "Name them"),
        ("a: relu; b: relu; relu from=a,b", 3, "It takes one input, not 2.", "Put an “add”"),
        ("a: relu; a: relu", 2, "The name “a” is taken.", "Give it another"),
        ("input: relu", 1, "The name “input” is taken.", "Give it another"),
        ("conv 3; relu from=input; flatten; dense", 1, "No layer takes what “conv1”", "Join it"),
        ("conv 3", 1, "The last layer gives 3×13×13; the output must be 10 values", "End with"),
        ("flatten; dense 4", 2, "The last layer gives 4 values", "End with “dense classes”"),
        ("", 0, "There is no layer.", "Add layers"),
        ("maxpool 3 padding=2", 1, "The padding is more than half of the window.", "Choose"),
        ("partconv", 1, "The table names map 5, but 1×15×15 arrive", "6 channels"),
        ("dense 999999; dense 999999", 1, "takes values in a row", "Put a flatten"),
        ("conv 100000 1x1 padding=9999", 1, "It would give 100000×20013×20013.", "smaller"),
    ],
)
def test_that_what_is_wrong_stands_at_its_layer(
    text: str, number: int, sentence: str, remedy: str
) -> None:
    error = table_of(text).error
    assert error is not None
    assert error.number == number
    assert sentence in error.sentence
    assert remedy in error.remedy


def test_that_rows_before_the_fault_keep_their_numbers() -> None:
    table = table_of("conv 4; relu; dense classes; relu")
    assert [row.name for row in table.rows] == ["conv1", "relu1"]
    assert table.parameters == 40
    assert table.error == Fault(
        3,
        "A dense layer takes values in a row, but 4×13×13 arrive.",
        "Put a flatten layer, or a global pooling, before it.",
    )


def test_that_an_earlier_fault_is_told_before_a_later_one() -> None:
    error = table_of("dense 3; relu from=nobody").error
    assert error is not None
    assert error.number == 1


def test_that_regression_ends_in_one_value() -> None:
    assert table_of("flatten; dense classes", n_outputs=1).error is None
    error = table_of("flatten; dense 3", n_outputs=1).error
    assert error is not None
    assert "the output must be one value" in error.sentence


def test_that_an_auxiliary_head_stands_aside() -> None:
    table = table_of("conv 8 same; auxiliary 4 16; globalavg; dense classes")
    assert table.error is None
    assert [row.output for row in table.rows][1:] == [(10,), (8,), (10,)]


def test_that_columns_of_a_table_pass_as_a_picture_of_one_line() -> None:
    table = table_of("conv 8 1x3 same; relu; maxpool 2 ceil; flatten; dense", (1, 1, 9), 3)
    assert table.error is None
    assert table.rows[2].output == (8, 1, 5)


def test_that_frozen_layers_are_parameters_and_not_trainable() -> None:
    table = table_of("conv 4; relu; conv 8 1x1; relu; globalavg; dense classes", n_outputs=2)
    assert table.trainable == table.parameters == 40 + 40 + 18
    assert [replace(table, n_trained=n).trainable for n in (0, 1, 2, 9)] == [0, 18, 58, 98]
