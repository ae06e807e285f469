"""The table of a design's layers: what each gives and costs, and where it goes wrong."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from workbench.models.networks.design import Design
from workbench.models.networks.layers import LayerError, Shape
from workbench.models.networks.layers.layer import told
from workbench.models.networks.measure import Measure, along
from workbench.models.networks.wiring import WiringError, end, idle, wired


class Row(NamedTuple):
    """One layer of the table, counted from 1."""

    number: int
    name: str
    kind: str
    measure: Measure

    @property
    def output(self) -> Shape:
        """What it gives for one sample."""
        return self.measure.output

    @property
    def weights(self) -> int:
        """Trained weights, scales of batch norm included."""
        return self.measure.weights

    @property
    def biases(self) -> int:
        """Trained biases, shifts of batch norm included."""
        return self.measure.biases

    @property
    def multiply_adds(self) -> int:
        """Multiplications by a weight for one sample."""
        return self.measure.multiply_adds

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "name": self.name,
            "kind": self.kind,
            "output": list(self.output),
            "weights": self.weights,
            "biases": self.biases,
            "multiply_adds": self.multiply_adds,
        }


class Fault(NamedTuple):
    """What is wrong at a layer, and what to do; number 0 is the design as a whole."""

    number: int
    sentence: str
    remedy: str


@dataclass(frozen=True)
class LayerTable:
    """The layers up to the first that cannot be; ``error`` says why it cannot.

    Args:
        n_trained: how many of the last layers with weights are trained; None for all.
    """

    input_shape: Shape
    rows: tuple[Row, ...]
    error: Fault | None = None
    n_trained: int | None = None

    @property
    def output(self) -> Shape:
        """What the last layer of the table gives."""
        return self.rows[-1].output if self.rows else self.input_shape

    @property
    def parameters(self) -> int:
        """Weights and biases of all layers."""
        return sum(row.weights + row.biases for row in self.rows)

    @property
    def trainable(self) -> int:
        """Parameters that training changes: all, unless layers are frozen."""
        counts = [n for n in (row.weights + row.biases for row in self.rows) if n]
        n_frozen = 0 if self.n_trained is None else max(0, len(counts) - self.n_trained)
        return sum(counts[n_frozen:])

    @property
    def statistics(self) -> int:
        """Running means and variances, which Keras counts as parameters as well."""
        return sum(row.measure.statistics for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiplications by a weight for one sample."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def connections(self) -> int:
        """Uses of a weight or bias for one sample."""
        return sum(row.measure.connections for row in self.rows)

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "layers": [row.values() for row in self.rows],
            "parameters": self.parameters,
            "trainable": self.trainable,
        }


@lru_cache(maxsize=64)
def layer_table(design: Design, input_shape: Shape, n_outputs: int) -> LayerTable:
    """The table for pictures (c, h, w), or rows (d,), and this number of outputs.

    No weight is made. What is wrong is told in the table, whose rows before it stand.
    """
    rows: list[Row] = []
    try:
        steps = wired(design.layers)
        for step, _, found in along(steps, input_shape, n_outputs):
            rows.append(Row(step.number, step.name, step.layer.kind, found))
    except WiringError as error:
        return _with_rows_before(design, input_shape, n_outputs, error)
    except LayerError as error:
        fault = Fault(len(rows) + 1, error.sentence, error.remedy)
        return LayerTable(input_shape, tuple(rows), fault)
    given = next((row.output for row in rows if row.name == end(steps)), input_shape)
    lost = idle(steps)
    if lost is not None:
        fault = Fault(
            lost.number,
            f"No layer takes what “{lost.name}” gives.",
            "Join it to the others with “add” or “concat”, or remove it.",
        )
        return LayerTable(input_shape, tuple(rows), fault)
    return LayerTable(input_shape, tuple(rows), _at_end(len(rows), given, n_outputs))


def _with_rows_before(
    design: Design, input_shape: Shape, n_outputs: int, error: WiringError
) -> LayerTable:
    before = Design(layers=design.layers[: error.number - 1])
    table = layer_table(before, input_shape, n_outputs)
    fault = Fault(error.number, error.sentence[:1].upper() + error.sentence[1:], error.remedy)
    earlier = table.error if table.error and table.error.number < error.number else None
    if earlier is None or len(table.rows) == len(before.layers):
        return LayerTable(input_shape, table.rows, fault)
    return table


def _at_end(number: int, given: Shape, n_outputs: int) -> Fault | None:
    """What is wrong with the network's output, if anything."""
    if given == (n_outputs,):
        return None
    if not number:
        return Fault(0, "There is no layer.", "Add layers; the last is “dense classes”.")
    needed = "one value" if n_outputs == 1 else f"{n_outputs} values, one a class"
    return Fault(
        number,
        f"The last layer gives {told(given)}; the output must be {needed}.",
        "End with “dense classes”, behind a flatten or a global pooling.",
    )
