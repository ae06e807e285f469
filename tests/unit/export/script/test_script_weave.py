"""Pieces put together: each once for what it is needed with, without what is not used."""

from workbench.export.script.pieces import Library
from workbench.export.script.source import Source
from workbench.export.script.weave import Weaver


def weaver() -> Weaver:
    definitions = {
        "train": "def train(rows, *, epochs, rate):\n"
        "    if RATED:\n        use(rate)\n    go(epochs)\n",
        "fit": "def fit(rows, *, epochs, rate):\n    train(rows, epochs=epochs, rate=rate)\n",
    }
    steps = {"learn": 'def learn(data):\n    """Learn."""\n    result = fit(data, epochs=EPOCHS)\n'}
    return Weaver(
        Library(
            {name: Source(text) for name, text in definitions.items()},
            {name: Source(text) for name, text in steps.items()},
            {},
            frozenset({"RATED", "EPOCHS"}),
        )
    )


def test_that_a_parameter_that_nothing_uses_goes_with_its_arguments() -> None:
    made = weaver()
    made.define("fit", "a", {"RATED": False})
    assert [w.source.text for w in made.woven.values()] == [
        "def train(rows, *, epochs):\n    go(epochs)\n",
        "def fit(rows, *, epochs):\n    train(rows, epochs=epochs)\n",
    ]


def test_that_options_that_change_nothing_make_no_second_definition() -> None:
    made = weaver()
    first = made.define("fit", "a", {"RATED": True, "EPOCHS": 5})
    second = made.define("fit", "b", {"RATED": True, "EPOCHS": 6})
    assert first is second


def test_that_another_option_makes_a_definition_of_another_name() -> None:
    made = weaver()
    made.define("fit", "a", {"RATED": True})
    second = made.define("fit", "b", {"RATED": False})
    assert second.name == "fit_2"
    assert "train_2(rows, epochs=epochs)" in second.source.text
    assert list(made.woven) == ["train", "fit", "train_2", "fit_2"]


def test_that_a_step_becomes_statements_with_the_names_of_its_flow() -> None:
    made = weaver()
    body = made.body(
        "learn", "mlp", {"RATED": False, "EPOCHS": 5}, {"data": "iris", "result": "mlp"}
    )
    assert body.text == "mlp = fit(iris, epochs=EPOCHS)\n"
    assert made.constants == {"EPOCHS": 5}


def test_that_constants_of_several_steps_are_told_apart_by_their_values() -> None:
    made = weaver()
    names = {"data": "iris", "result": "x"}
    texts = [
        made.body("learn", owner, {"RATED": False, "EPOCHS": epochs}, names).text
        for owner, epochs in (("a", 5), ("b", 6), ("c", 5), ("d", 6))
    ]
    used = [text.rpartition("=")[2].strip(")\n") for text in texts]
    assert used == ["EPOCHS", "EPOCHS_B", "EPOCHS", "EPOCHS_B"]
    assert made.constants == {"EPOCHS": 5, "EPOCHS_B": 6}
