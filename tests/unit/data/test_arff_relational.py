"""Relational attributes and weights of attributes: what is read, and where mistakes are named."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.open import read

MUSK = r"""@relation musk
@attribute molecule {m1,m2,m3}
@attribute bag relational
  @attribute f1 numeric
  @attribute shape {round,'not round'}
@end bag
@attribute class {0,1}
@data
m1,"42,round\n-198,'not round'\n",1
m2,'1.5,\'not round\'',0
m3,?,1
m1,'',0
"""
HEAD = MUSK[: MUSK.index('m1,"')]


def dataset_of(folder: Path, text: str, class_attribute: str | None = None) -> Dataset:
    path = folder / "t.arff"
    path.write_text(text, encoding="utf-8")
    return read(path, class_attribute or "")


def bags_of(dataset: Dataset, name: str = "bag") -> list[Dataset | None]:
    return list(dataset.column(name))


def notes(folder: Path, text: str) -> list[str]:
    (folder / "t.arff").write_text(text, encoding="utf-8")
    events: list[Event] = []
    finish(ArffReader(path=str(folder / "t.arff")).read(), events.append)
    return [event.text for event in events if isinstance(event, Noted)]


def test_that_a_relational_value_is_a_data_set_of_its_own(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, MUSK)
    attribute = dataset.schema.attribute("bag")
    assert attribute.kind == "relational"
    assert attribute.nested is not None
    assert attribute.nested.relation == "bag"
    assert attribute.nested.names == ("f1", "shape")
    first, second, missing, empty = bags_of(dataset)
    assert first is not None
    assert first.schema is attribute.nested
    assert first.column("f1").tolist() == [42, -198]
    assert first.column("shape").tolist() == [0, 1]
    assert second is not None
    assert second.column("shape").tolist() == [1]
    assert missing is None
    assert empty is not None
    assert empty.n_samples == 0
    assert dataset.missing("bag").tolist() == [False, False, True, False]


def test_that_real_bags_have_their_rows(shared_data: Path) -> None:
    series = read(shared_data / "weka-timeseries" / "synthetic_control.arff")
    assert series.n_samples == 600
    assert {bag.n_samples for bag in bags_of(series, "series") if bag} == {60}
    motions = read(shared_data / "ucr" / "BasicMotions" / "BasicMotions_TRAIN.arff")
    bags = [bag for bag in bags_of(motions, "relationalAtt") if bag is not None]
    assert {(bag.n_samples, len(bag.columns)) for bag in bags} == {(6, 100)}
    assert bags[0].columns[0][0] == 0.079106


def test_that_bags_may_lie_in_bags_and_hold_dates_sparse_rows_and_weights(tmp_path: Path) -> None:
    text = r"""@relation t
@attribute outer relational
@attribute inner relational {2}
@attribute d date yyyy-MM-dd
@attribute x numeric
@end INNER
@attribute n numeric
@end outer
@data
'\'2020-02-29,1\\n{0 2020-03-01},{5}\',7'
'?,8'
"""
    dataset = dataset_of(tmp_path, text)
    first, second = bags_of(dataset, "outer")
    assert first is not None
    assert second is not None
    inner = first.column("inner")[0]
    assert inner.column("d").astype("datetime64[D]").astype(str).tolist() == [
        "2020-02-29",
        "2020-03-01",
    ]
    assert inner.column("x").tolist() == [1, 0]
    assert inner.column("weight").tolist() == [1, 5]
    assert second.column("inner")[0] is None
    declared = dataset.schema.attribute("outer").nested
    assert declared is not None
    assert first.schema == second.schema == declared
    assert declared.attribute("inner").nested == inner.schema
    assert declared.attribute("inner").weight == 2


def test_that_weights_in_one_bag_give_every_bag_the_attribute(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, MUSK.replace("not round\\'',0", "not round\\',{3}',0"))
    weights = [bag.column("weight").tolist() for bag in bags_of(dataset) if bag]
    assert weights == [[1, 1], [3], []]
    nested = dataset.schema.attribute("bag").nested
    assert nested is not None
    assert nested.attributes[-1].role == "weight"


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        (r"m1,'1,round\noops,round',1", "9:14", "In row 2 of 'bag': 'oops' is no number"),
        (r"""m1,"1,round\n\n1,'x y'",1""", "9:18", "In row 3 of 'bag': 'x y' is no label"),
        (r"m1,'1,\'round\'\n1,\'x\'',1", "9:20", "In row 2 of 'bag': 'x' is no label"),
        (r"m1,'1',1", "9:6", "In row 1 of 'bag': 1 value, but 2 attributes"),
        (r"m1,1,1", "9:5", "In row 1 of 'bag': 1 value, but 2 attributes"),
        (r"m1,'{0 1, 7 2}',1", "9:11", "There is no attribute 7"),
        (r"m1,'1,don\'t',1", "9:10", "not closed"),
    ],
)
def test_that_a_mistake_in_a_bag_is_named_at_its_place(
    tmp_path: Path, row: str, place: str, sentence: str
) -> None:
    text = HEAD + row + "\n"
    with pytest.raises(DataError, match=sentence) as caught:
        dataset_of(tmp_path, text)
    assert str(caught.value.where) == f"{tmp_path / 't.arff'}:{place}"


def test_that_all_mistakes_of_a_bag_are_told_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        dataset_of(tmp_path, HEAD + "m1,'x,round\\ny,round',1\nm9,?,1\n")
    assert [error.where.line for error in (caught.value, *caught.value.others)] == [9, 9, 10]
    with pytest.raises(DataError) as caught:
        dataset_of(tmp_path, HEAD + "m1,'" + "x,round\\n" * 50 + "',1\n" * 3)
    assert len(caught.value.others) == 19


@pytest.mark.parametrize(
    ("header", "place", "sentence"),
    [
        ("@attribute b relational\n@attribute x real\n@data\n", "4:1", "no line '@end b'"),
        ("@attribute b relational\n@end b\n@data\n", "3:6", "has no attributes"),
        ("@attribute b relational\n@attribute x real\n@end\n@data\n", "4:1", "not nothing"),
        ("@attribute b relational\n@attribute x real\n@end b {2}\n", "4:8", "should end here"),
        ("@attribute x real\n@end b\n@data\n", "3:1", "@attribute or @data is expected"),
        ("@attribute b relational\n@relation u\n@end b\n@data\n", "3:1", "second @relation"),
    ],
)
def test_that_a_wrong_relational_declaration_is_told(
    tmp_path: Path, header: str, place: str, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        dataset_of(tmp_path, "@relation t\n" + header)
    assert str(caught.value.where) == f"{tmp_path / 't.arff'}:{place}"


def test_that_attribute_weights_are_kept_and_other_words_are_noted(tmp_path: Path) -> None:
    header = (
        "@relation t\n@attribute x real [0,10]\n@attribute d date {2}\n@attribute s string {-1}\n"
        "@attribute b relational {0.5}\n@attribute y real {4}\n@end b\n@attribute c {u} {3} odd\n"
    )
    text = header + "@data\n1,2020-01-02T03:04:05,w,'1',u\n"
    dataset = dataset_of(tmp_path, text)
    assert [a.weight for a in dataset.schema.attributes] == [1, 2, -1, 0.5, 3]
    nested = dataset.schema.attribute("b").nested
    assert nested is not None
    assert nested.attribute("y").weight == 4
    assert notes(tmp_path, text) == [
        "Ignored in line 2: '[0 10]' after the type of 'x'.",
        "Ignored in line 8: 'odd' after the type of 'c'.",
    ]


def test_that_an_attribute_weight_must_be_a_number(tmp_path: Path) -> None:
    for odd in ("{x}", "{1", "{}", "{Infinity}"):
        with pytest.raises(DataError, match="is no weight of 'x'") as caught:
            dataset_of(tmp_path, f"@relation t\n@attribute x real {odd}\n@data\n1\n")
        assert (caught.value.where.line, caught.value.where.column) == (2, 19)


def test_that_traps_inside_a_bag_are_told_with_the_line_of_the_file(tmp_path: Path) -> None:
    text = MUSK + "m1,'NaN,round\\n{0 1}',1\n"
    said = notes(tmp_path, text)
    assert len(said) == 2
    assert "leave attributes out, first in line 13" in said[0]
    assert "NaN stands for a number of 'f1', first in line 13" in said[1]
    first = bags_of(dataset_of(tmp_path, text))[-1]
    assert first is not None
    assert np.isnan(first.column("f1")).tolist() == [True, False]
