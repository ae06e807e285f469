"""Results as text for people: tables like the ones that WEKA prints."""

from collections.abc import Iterable
from shutil import get_terminal_size
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.table import Table

from workbench.cli.tables import drawn, table_of

SHORTEST, LONGEST = 12, 60  # letters of an attribute's values
LONGEST_NAME = 32
NARROWEST = 60  # letters in a line of the terminal


def info(facts: dict[str, Any]) -> str:
    """The summary of a data set: a table of all attributes, one of the numeric ones."""
    columns = ("name", "kind", "role", "missing", "distinct")
    cells = [[_short(str(a[name]), LONGEST_NAME) for name in columns] for a in facts["attributes"]]
    headings = ("attribute", "kind", "role", "missing", "distinct")
    widths = [max(map(cell_len, column)) for column in zip(headings, *cells, strict=True)]
    room = max(SHORTEST, min(LONGEST, _width() - sum(widths) - 2 * len(widths)))
    table = table_of("attribute", "kind", "role", ">missing", ">distinct", "values")
    for attribute, row in zip(facts["attributes"], cells, strict=True):
        table.add_row(*row, _short(_values(attribute), room))
    count = f"{facts['instances']} instances, {len(facts['attributes'])} attributes"
    numeric = [a for a in facts["attributes"] if a["kind"] == "numeric"]
    figures = "\n" + drawn(_figures(numeric)) if numeric else ""
    return f"{facts['relation']}: {count}\n\n" + drawn(table) + figures


def _figures(numeric: Iterable[dict[str, Any]]) -> Table:
    names = ("min", "max", "mean", "sd")
    table = table_of("numeric", *(f">{name}" for name in names))
    for attribute in numeric:
        name = _short(attribute["name"], LONGEST_NAME)
        table.add_row(name, *(_figure(attribute[name]) for name in names))
    return table


def _values(attribute: dict[str, Any]) -> str:
    """What values there are, in few words."""
    kind = attribute["kind"]
    if kind == "nominal":
        pairs = zip(attribute["values"], attribute["counts"], strict=True)
        return ", ".join(f"{label} {count}" for label, count in pairs)
    if kind == "array":
        return _array(attribute)
    if kind == "string" and "longest" in attribute:
        return f"longest {attribute['longest']} characters"
    if kind == "date" and "min" in attribute:
        return f"{attribute['min']} … {attribute['max']}"
    if kind == "relational" and "largest" in attribute:
        mean = _figure(attribute["mean_size"])
        return f"{attribute['smallest']} to {attribute['largest']} rows each, {mean} on average"
    return ""


def _array(attribute: dict[str, Any]) -> str:
    parts = [" × ".join(map(str, attribute["shape"])), attribute["type"]]
    if "shortest" in attribute and attribute["shortest"] < attribute["shape"][0]:
        parts.append(f"length {attribute['shortest']} to {attribute['longest']}")
    if "vocabulary" in attribute:
        parts.append(f"{attribute['vocabulary']} tokens")
    if "mean" in attribute:
        ends = f"{_figure(attribute['min'])} … {_figure(attribute['max'])}"
        parts.append(f"{ends}, mean {_figure(attribute['mean'])}")
    return ", ".join(parts)


def evaluation(report: dict[str, Any]) -> str:
    """The scores of one learner, under its name in the flow where it comes from one."""
    name = report.get("name") or report["learner"]
    head = f"{name}, test {report['test']}, seed {report['seed']}\n"
    head += f"{report['instances']} instances, {report['seconds']:.2f} s\n\n"
    if "confusion" not in report:
        figures = ("mae", "rmse", "rae", "correlation")
        return head + drawn(_rows((f, report[f]) for f in figures))
    scores = _rows((name, report[name]) for name in ("accuracy", "kappa"))
    return head + drawn(scores) + "\n" + drawn(_per_class(report)) + "\n" + _confusion(report)


def network(name: str, facts: dict[str, Any], input_shape: tuple[int, ...]) -> str:
    """The layers of a network, their sums below."""
    table = table_of("", "layer", "kind", ">output", ">weights", ">biases", ">multiply–adds")
    counts = ("weights", "biases", "multiply_adds")
    for number, layer in enumerate(facts["layers"], start=1):
        shape = _sides(layer["output"])
        numbers = (f"{layer[count]:,}" for count in counts)
        table.add_row(str(number), layer["name"], layer["kind"], shape, *numbers)
    sums = (f"{sum(layer[count] for layer in facts['layers']):,}" for count in counts)
    table.add_row("", "", "", "", *sums)
    foot = f"{facts['parameters']:,} parameters, {facts['trainable']:,} of them trainable\n"
    return f"{name}, input {_sides(input_shape)}\n\n{drawn(table)}\n{foot}"


def _sides(shape: Iterable[int]) -> str:
    return "×".join(map(str, shape))


def nodes(facts: list[dict[str, Any]]) -> str:
    """The node reference, one paragraph a component."""
    return "\n\n".join(_node(fact) for fact in facts)


def _node(fact: dict[str, Any]) -> str:
    lines = [f"{fact['key']} – {fact['title']} ({fact['category']})", f"    {fact['help']}"]
    ends = [
        f"{word}: {', '.join(port['name'] for port in fact[word])}"
        for word in ("inputs", "outputs")
        if fact[word]
    ]
    lines += [f"    {'; '.join(ends)}"] if ends else []
    lines += [f"    in WEKA: {', '.join(fact['weka'])}"] if fact["weka"] else []
    lines += map(_parameter, fact["parameters"])
    lines += [f"    presets: {'; '.join(fact['presets'])}"] if fact["presets"] else []
    return "\n".join(lines)


def _parameter(parameter: dict[str, Any]) -> str:
    values = "|".join(map(str, parameter.get("choices", [])))
    allowed = f" ({values})" if values else ""
    head = f"    {parameter['name']} = {parameter['default']!r}{allowed}: {parameter['help']}"
    conditions = parameter.get("only_if", {})
    return head + "".join(f" Only if {name} {words}." for name, words in conditions.items())


def _per_class(report: dict[str, Any]) -> Table:
    names = ("precision", "recall", "f1", "mcc", "auc")
    table = table_of("class", *(f">{name}" for name in names))
    for row in report["per_class"]:
        table.add_row(str(row["class"]), *(_number(row.get(name)) for name in names))
    table.add_row("weighted", *(_number(report["weighted"].get(name)) for name in names))
    return table


def _confusion(report: dict[str, Any]) -> str:
    table = table_of("actual ↓  predicted →", *(f">{label}" for label in report["classes"]))
    for label, counts in zip(report["classes"], report["confusion"], strict=True):
        table.add_row(label, *map(str, counts))
    return drawn(table)


def _rows(pairs: Iterable[tuple[str, Any]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in pairs:
        table.add_row(name, _number(value))
    return table


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.6g}"


def _width() -> int:
    """How many letters fit beside one another; 80 where there is no terminal."""
    return max(NARROWEST, get_terminal_size().columns)


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if cell_len(line) <= longest else set_cell_size(line, longest - 1).rstrip() + "…"
