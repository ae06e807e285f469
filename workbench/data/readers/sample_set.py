"""The small sets that come with scikit-learn."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.pictures.image_set import picture_set
from workbench.data.readers.reader import Reader
from workbench.data.schema import Attribute, Schema

if TYPE_CHECKING:
    from sklearn import datasets
else:
    datasets = deferred("sklearn.datasets")

PREFIX = "sample:"


class SampleSetReader(Reader):
    """Read one of the small sets that come with scikit-learn; in the terminal ``sample:wine``.

    Iris (3 flowers), wine (3 growers), digits (pictures of 8 × 8), breast cancer (2 classes) and
    diabetes (a number to predict: the progression after a year).
    """

    key: ClassVar[str] = "sample_set"
    title: ClassVar[str] = "Sample set"
    icon: ClassVar[str] = "mdi6.flower-outline"
    aliases: ClassVar[tuple[str, ...]] = (
        "load_iris",
        "load_digits",
        "scikit-learn",
        "example data",
    )

    sample_set: Literal["iris", "wine", "digits", "breast_cancer", "diabetes"] = Field(
        default="iris", description="Which of the sets."
    )
    path: str = Field(
        default="", description="Not used.", json_schema_extra={"editor": "none", "advanced": True}
    )

    @model_validator(mode="before")
    @classmethod
    def _from_path(cls, values: Any) -> Any:
        """``sample:wine`` as a path names the set."""
        path = values.get("path", "") if isinstance(values, dict) else ""
        if isinstance(path, str) and path.startswith(PREFIX):
            return {**values, "sample_set": path.removeprefix(PREFIX), "path": ""}
        return values

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        return str(path).startswith(PREFIX)

    @override
    def read(self) -> Run[Dataset]:
        yield Progressed(0, 1, self.sample_set)
        dataset = _SETS[self.sample_set]()
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    @override
    def fingerprint(self) -> str:
        return f"{self.key} {self.parameters()} {version('scikit-learn')}"

    @override
    def status(self) -> str:
        return self.sample_set.replace("_", " ")


def _classes(load: Callable[[], Any], relation: str) -> Dataset:
    loaded = load()
    features = [Attribute(str(name), "numeric") for name in loaded.feature_names]
    target = Attribute("class", "nominal", tuple(map(str, loaded.target_names)), "class")
    columns = [np.ascontiguousarray(column, dtype=np.float64) for column in loaded.data.T]
    codes = loaded.target.astype(np.int32)
    return Dataset(Schema((*features, target), relation), (*columns, codes))


def _digits() -> Dataset:
    loaded = datasets.load_digits()
    # 0 … 16 as they are: a sample set should be as the books have it.
    images = loaded.images.astype(np.uint8)
    labels = tuple(map(str, loaded.target_names))
    return picture_set("digits", images, labels, loaded.target)


def _diabetes() -> Dataset:
    loaded = datasets.load_diabetes(scaled=False)
    features = [Attribute(str(name), "numeric") for name in loaded.feature_names]
    target = Attribute("progression", "numeric", role="class")
    columns = [np.ascontiguousarray(column, dtype=np.float64) for column in loaded.data.T]
    schema = Schema((*features, target), "diabetes")
    return Dataset(schema, (*columns, loaded.target.astype(np.float64)))


_SETS: dict[str, Callable[[], Dataset]] = {
    "iris": lambda: _classes(datasets.load_iris, "iris"),
    "wine": lambda: _classes(datasets.load_wine, "wine"),
    "digits": _digits,
    "breast_cancer": lambda: _classes(datasets.load_breast_cancer, "breast cancer"),
    "diabetes": _diabetes,
}
