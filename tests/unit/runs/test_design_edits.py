"""Edits of a list of layers: who takes what stays as it was, or goes on from what is left."""

from workbench.models.networks.design import Design
from workbench.models.networks.layers import Activation, Convolution
from workbench.models.networks.wiring import wired
from workbench.runs.design_edits import inserted, moved, moved_to, replaced, without

ROW = Design.parse("conv 6 3x3 same; relu; maxpool 2; flatten; dense classes")
BRANCHES = Design.parse(
    "conv 8 3x3 same; relu; conv 8 3x3 same; relu; add from=relu1,relu2; flatten; dense classes"
)


def takes(design: Design) -> dict[str, tuple[str, ...]]:
    return {step.name: step.inputs for step in wired(design.layers)}


def test_that_a_row_of_layers_gets_no_names_by_being_edited() -> None:
    design = inserted(ROW, 1, [Convolution(channels=4)])
    design, _ = moved(without(design, [0]), [1], 1)
    assert design.text == "conv 4 3x3; maxpool 2; relu; flatten; dense classes"


def test_that_layers_stay_where_they_are_at_an_end() -> None:
    assert moved(ROW, [0], -1) == (ROW, (0,))
    assert moved(ROW, [3, 4], 1) == (ROW, (3, 4))


def test_that_several_layers_move_together() -> None:
    design, places = moved_to(ROW, [0, 2], 4)
    assert design.text == "relu; flatten; conv 6 3x3 same; maxpool 2; dense classes"
    assert places == (2, 3)


def test_that_a_layer_put_before_others_does_not_change_who_takes_whom() -> None:
    design = inserted(BRANCHES, 0, [Convolution(channels=8, padding="same")])
    assert takes(design)["add1"] == ("relu1", "relu2")
    assert takes(design)["conv1"] == ("conv",) or takes(design)["conv1"] == ("conv3",)


def test_that_who_took_a_layer_that_is_removed_takes_what_it_took() -> None:
    assert takes(without(BRANCHES, [3]))["add1"] == ("relu1", "conv2")
    assert takes(without(BRANCHES, [1]))["add1"] == ("conv1", "relu2")


def test_that_the_layer_behind_a_removed_one_goes_on_from_its_input() -> None:
    design = Design.parse("conv 8; relu; conv 4 from=conv1; sigmoid; flatten; dense classes")
    assert takes(without(design, [2]))["sigmoid1"] == ("conv1",)


def test_that_a_name_that_is_taken_becomes_another_one_within_what_is_pasted() -> None:
    piece = Design.parse("a: relu; b: sigmoid from=a").layers
    design = inserted(inserted(ROW, 1, piece), 1, piece)
    assert design.layers[1].name == "a2"
    assert design.layers[2].inputs == ("a2",)
    assert design.layers[4].inputs == ("a",)


def test_that_a_new_name_is_followed_by_who_takes_the_layer() -> None:
    named = BRANCHES.named
    design = replaced(named, 1, Activation(name="first"))
    assert takes(design)["add1"] == ("first", "relu2")
