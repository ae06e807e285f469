"""Sample weights as a last attribute of that role, for a whole file and for the bags inside it."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_text.java_number import java_number
from workbench.data.readers.arff_text.token import SEPARATORS, Token
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


def without_weight(content: str) -> tuple[str, float]:
    """A line that ends with } without its weight, and the weight; 1 if it is a sparse row's.

    Raises:
        ValueError: the weight is in no common form.
    """
    opening = content.rfind("{")
    if opening <= 0:
        return content, 1.0
    weight = float(content[opening + 1 : -1])
    if not 0 <= weight < math.inf or "_" in content[opening:]:
        raise ValueError(content)
    return content[:opening].rstrip(SEPARATORS), weight


def weighed(found: list[Token], line: int, *, is_sparse: bool) -> tuple[list[Token], float]:
    """The tokens of the values alone, and the weight: ``1,2,a,{0.5}`` or ``{1 2},{0.5}``."""
    opening = next((i for i, t in enumerate(found[1:], 1) if t.is_sign("{")), len(found))
    values, weight = found[:opening], found[opening:]
    if is_sparse:
        values = _inside_braces(values, line)
    if not weight:
        return values, 1.0
    number = java_number(weight[1].text) if len(weight) == 3 and weight[2].is_sign("}") else None
    if number is None or not 0 <= number < math.inf:
        shown = " ".join(token.text for token in weight)
        raise DataError(
            f"'{shown}' is no weight; a weight is a number from 0 on, in braces.",
            where=Where(line=line, column=weight[0].column),
        )
    return values, number


def _inside_braces(values: list[Token], line: int) -> list[Token]:
    """The tokens between the braces of a sparse row.

    Raises:
        DataError: the row does not end, or does not end there.
    """
    end = next((i for i, token in enumerate(values) if token.is_sign("}")), len(values))
    if end == len(values):
        where = Where(line=line, column=values[0].column)
        raise DataError("The sparse row does not end with } on this line.", where=where)
    if values[end + 1 :]:
        raise DataError(
            f"{values[end + 1].shown()} stands behind the sparse row.",
            remedy="A value that begins with { wants quotes.",
            where=Where(line=line, column=values[end + 1].column),
        )
    return values[1:end]
