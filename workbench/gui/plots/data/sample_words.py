"""One sample in words, for reading at the cursor."""

import numpy as np

from workbench.data.dataset import Dataset

MOST_LINES = 10


def cell_text(dataset: Dataset, name: str, row: int) -> str:
    """A cell as a person reads it; "?" if it is missing, as in ARFF."""
    attribute = dataset.schema.attribute(name)
    value = dataset.column(name)[row]
    match attribute.kind:
        case "nominal":
            return attribute.values[value] if value >= 0 else "?"
        case "numeric":
            return "?" if np.isnan(value) else f"{value:.6g}"
        case "date":
            if np.isnat(value):
                return "?"
            return str(value).removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
        case "string":
            return "?" if value is None else _short(str(value))
        case _:
            return "…"


def sample_text(dataset: Dataset, row: int, title: str, first: tuple[str, ...] = ()) -> str:
    """A heading and the sample's values, those of ``first`` first, a few lines in all."""
    first = tuple(dict.fromkeys(name for name in first if name))
    others = [a.name for a in dataset.schema.attributes if a.kind not in {"array", "relational"}]
    names = [*first, *(name for name in others if name not in first)]
    lines = [f"{_short(name)}: {cell_text(dataset, name, row)}" for name in names[:MOST_LINES]]
    return "\n".join([title, *lines, *(["…"] if len(names) > MOST_LINES else [])])


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
