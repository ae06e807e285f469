"""Sample weights as a last attribute of that role, for a whole file and for the bags inside it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema


def weighted(dataset: Dataset, weights: Column) -> Dataset:
    """The data set with an attribute for its weights, shape (n,), if one is not 1."""
    if np.all(weights == 1):
        return dataset
    schema = with_weight(dataset.schema)
    return Dataset(schema, (*dataset.columns, weights), dataset.sample_ids)


def with_weight(schema: Schema) -> Schema:
    """The schema with a last attribute for weights, under a name that is free."""
    attribute = Attribute(weight_name(schema), "numeric", role="weight")
    return Schema((*schema.attributes, attribute), schema.relation)


def weight_name(schema: Schema) -> str:
    """What the attribute of the weights is called: weight, or with as many _ as it takes."""
    name = "weight"
    while name in schema:
        name += "_"
    return name


def of_one_schema(dataset: Dataset) -> Dataset:
    """The data set with bags that all have their attribute's nested schema.

    Only some of the bags of a file, or of the bags inside them, may say weights; then all get
    the attribute.
    """
    pairs = [
        _of_one_schema(attribute, column) if attribute.kind == "relational" else (attribute, column)
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True)
    ]
    if all(
        attribute is own
        for (attribute, _), own in zip(pairs, dataset.schema.attributes, strict=True)
    ):
        return dataset
    return dataset.with_columns([a for a, _ in pairs], [column for _, column in pairs])


def _of_one_schema(attribute: Attribute, column: Column) -> tuple[Attribute, Column]:
    bags = [bag for bag in column if bag is not None]
    declared = attribute.nested
    if declared is None or all(bag.schema is declared for bag in bags):
        return attribute, column
    joint = _joint([declared, *(bag.schema for bag in bags)])
    fitted = np.empty(len(column), dtype=object)
    for i, bag in enumerate(column):
        fitted[i] = None if bag is None else _fitted(bag, joint)
    return replace(attribute, nested=joint), fitted


def _joint(schemas: Sequence[Schema]) -> Schema:
    """The schema that has a weight wherever one of the schemas has one."""
    largest = max(schemas, key=lambda schema: len(schema.attributes))
    attributes = list(largest.attributes)
    for i, attribute in enumerate(attributes):
        if attribute.nested is not None:
            inner = [s.attributes[i].nested for s in schemas]
            nested = _joint([schema for schema in inner if schema is not None])
            attributes[i] = replace(attribute, nested=nested)
    return Schema(tuple(attributes), largest.relation)


def _fitted(bag: Dataset, schema: Schema) -> Dataset:
    """A bag under a schema that may have weights where its own has none."""
    columns = list(bag.columns)
    if len(columns) < len(schema.attributes):
        columns.append(np.ones(bag.n_samples))
    for i, attribute in enumerate(schema.attributes):
        if attribute.nested is not None:
            inner = np.empty(bag.n_samples, dtype=object)
            for row, value in enumerate(columns[i]):
                inner[row] = None if value is None else _fitted(value, attribute.nested)
            columns[i] = inner
    return Dataset(schema, tuple(columns), bag.sample_ids)
