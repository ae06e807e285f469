"""What the ARFF reader takes and refuses."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.data.test_arff_cases import rows_of
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, Progressed, finish
from workbench.data.readers import arff
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.open import read

HEADER = "@relation t\n@attribute x numeric\n@attribute y numeric\n@attribute c {a,b}\n@data\n"


def written(folder: Path, text: str, name: str = "t.arff") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_that_a_wrong_row_is_named_with_file_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,2,a\n3,oops,b\n")
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value) == f"{path}:7:3: 'oops' is no number; attribute 'y' is numeric."


def test_that_every_wrong_row_is_told_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(written(tmp_path, HEADER + "1,2,z\n1,2,a\n1,2\n"))
    assert [error.where.line for error in caught.value.others] == [8]
    with pytest.raises(DataError) as caught:
        read(written(tmp_path, HEADER + "1,2,z\n" * 50))
    assert len(caught.value.others) == 19


def test_that_line_ends_of_every_system_read_alike(tmp_path: Path) -> None:
    text = HEADER + "1,2,a\n?,4,b\n"
    unix = read(written(tmp_path, text))
    for end in ("\r\n", "\r"):
        assert read(written(tmp_path, text.replace("\n", end))).equals(unix)


def test_that_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert read(written(tmp_path, "\ufeff" + HEADER + "1,2,a\n")).n_samples == 1


@pytest.mark.parametrize(
    "rows",
    ["1,2,a\n?,?,?\n-1e3,.5,b\n", "1, 2, a\n?, ?, ?\n-1e3, .5, b\n", "\n1,2,a\n\n?,?,?\n-1e3,.5,b"],
)
def test_that_the_fast_path_and_the_tokenizer_agree(
    tmp_path: Path, rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEADER + rows)
    fast = read(path)
    monkeypatch.setattr(arff, "may_be_clean", lambda _header: False)
    assert read(path).equals(fast)
    assert rows_of(fast) == [[1, 2, "a"], [None, None, None], [-1000, 0.5, "b"]]


@pytest.mark.parametrize("odd", ["nan", "inf", "1_000", "0x10", "١"])
def test_that_numbers_java_does_not_know_are_refused(tmp_path: Path, odd: str) -> None:
    with pytest.raises(DataError, match="is no number"):
        read(written(tmp_path, HEADER + f"1,2,a\n{odd},2,b\n"))


def test_that_nan_is_a_missing_value_as_in_weka(tmp_path: Path) -> None:
    assert rows_of(read(written(tmp_path, HEADER + "NaN,2,a\n"))) == [[None, 2, "a"]]


def test_that_an_odd_row_in_the_middle_costs_only_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arff, "BLOCK_BYTES", 64)
    path = written(
        tmp_path, HEADER + "1,2,a\n" * 40 + "1,'2',b % odd\n" + "1,2,a\n" * 40 + "1,z,a\n"
    )
    with pytest.raises(DataError, match="'z'") as caught:
        read(path)
    assert caught.value.where.line == 5 + 82
    path = written(tmp_path, HEADER + "1,2,a\n" * 40 + "1,'2',b % odd\n" + "1,2,a\n" * 40)
    dataset = read(path)
    assert dataset.n_samples == 81
    assert dataset.labels[40] == 1


def test_that_rows_may_begin_on_the_data_line(tmp_path: Path) -> None:
    text = HEADER.removesuffix("\n") + " 1,2,a\n3,4,b\n"
    assert rows_of(read(written(tmp_path, text))) == [[1, 2, "a"], [3, 4, "b"]]


def test_that_labels_of_digits_are_compared_as_text(tmp_path: Path) -> None:
    header = "@relation t\n@attribute x numeric\n@attribute c {01,1,1.0,true,True}\n@data\n"
    rows = rows_of(read(written(tmp_path, header + "1,1\n2,01\n3,1.0\n")))
    assert rows == [[1, "1"], [2, "01"], [3, "1.0"]]
    with pytest.raises(DataError, match="'1e0' is no label"):
        read(written(tmp_path, header + "1,1\n2,1e0\n"))
    assert rows_of(read(written(tmp_path, header + "1,true\n2,True\n"))) == [
        [1, "true"],
        [2, "True"],
    ]


def test_that_blank_lines_of_a_single_attribute_are_no_rows(tmp_path: Path) -> None:
    text = "@relation t\n@attribute s string\n@data\nx\n\ny\n"
    assert rows_of(read(written(tmp_path, text))) == [["x"], ["y"]]


def test_that_sample_weights_become_an_attribute_of_that_role(tmp_path: Path) -> None:
    dataset = read(written(tmp_path, HEADER + "1,2,a,{0.5}\n3,4,b\n"))
    assert dataset.schema.attributes[-1].role == "weight"
    assert dataset.column("weight").tolist() == [0.5, 1]
    assert dataset.schema.target.name == "c"


def test_that_the_last_attribute_is_the_class_unless_another_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,2,a\n")
    assert read(path).schema.target.name == "c"
    assert read(path, "x").schema.target.name == "x"
    assert read(path, "none").schema.class_attribute is None
    with pytest.raises(DataError, match="no attribute 'z'"):
        read(path, "z")


def test_that_a_text_at_the_end_is_no_class_and_this_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "@relation t\n@attribute x real\n@attribute s string\n@data\n1,u\n")
    events: list[Event] = []
    dataset = finish(ArffReader(path=str(path)).read(), events.append)
    assert dataset.schema.class_attribute is None
    assert [e.text for e in events if isinstance(e, Noted)] == [
        "No class: the last attribute, 's', is a string attribute."
    ]


def test_that_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,2,a\n" * 100)
    events: list[Event] = []
    finish(ArffReader(path=str(path)).read(), events.append)
    progress = [e for e in events if isinstance(e, Progressed)]
    assert progress[-1].done == progress[-1].total == path.stat().st_size


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("@attribute x numeric\n@data\n", "@relation is expected"),
        ("@relation a b\n@data\n", "should end here"),
        ("@relation t\n@data\n", "No attribute is declared"),
        ("@relation t\n@attribute x\n@data\n", "has no type"),
        ("@relation t\n@attribute\n@data\n", "has no name"),
        ("@relation\n@data\n", "has no name"),
        ("@relation t\n@relation u\n", "second @relation"),
        ("@relation t\nx numeric\n", "@attribute or @data is expected"),
        ("@relation t\n@attribute x {a,a}\n@data\n", "twice"),
        ("@relation t\n@attribute x {a,{b}\n@data\n", "A second {"),
        ("@relation t\n@attribute x relational\n", "no line '@end x'"),
        ("@relation t\n@attribute x date 'QQ'\n@data\n", "letter 'Q'"),
        ("@relation t\n@attribute x numeric\n", "before a line @data"),
        ("% nothing\n", "before a line @relation"),
    ],
)
def test_that_a_wrong_header_is_told_in_a_sentence(
    tmp_path: Path, header: str, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        read(written(tmp_path, header))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("{0 1, 2 a", "does not end"),
        ("{0 1, 0 2}", "must rise"),
        ("{x 1}", "no index"),
        ("{1}", "has no value"),
        ("1,2,'a'b", "inside a word"),
        ("don't,2,a", "is not closed"),
        ("1,don't 't,a", "inside a word"),
        ("1,2,a,{x}", "no weight"),
        ("1,{,a", "no weight"),
        ("},2,a", "out of place"),
        ("1", "1 value, but 3 attributes"),
        ("1,2,a,b", "4 values, but 3 attributes"),
    ],
)
def test_that_a_wrong_row_is_told_in_a_sentence(tmp_path: Path, row: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        read(written(tmp_path, HEADER + row + "\n"))
    assert caught.value.where.line == 6


def test_that_a_sparse_row_cannot_leave_out_a_text(tmp_path: Path) -> None:
    path = written(tmp_path, "@relation t\n@attribute x real\n@attribute s string\n@data\n{0 1}\n")
    with pytest.raises(DataError, match="leaves out 's'"):
        read(path)


def test_that_what_is_no_readable_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "folder.arff"
    folder.mkdir()
    latin = tmp_path / "latin.arff"
    latin.write_bytes(HEADER.encode() + "1,2,ä\n".encode("latin-1"))
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "absent.arff")
    with pytest.raises(DataError, match="a folder"):
        read(folder)
    with pytest.raises(DataError, match="empty"):
        read(written(tmp_path, " \n"))
    with pytest.raises(DataError, match="0xE4 is not UTF-8") as caught:
        read(latin)
    assert str(caught.value.where) == f"{latin}:6:5"


def test_that_dates_are_read_by_their_pattern(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "@relation t\n@attribute d date 'dd MMM yy hh:mm a'\n@attribute e date yyyyMMdd\n@data\n"
        "'29 Feb 20 01:30 PM',20200229\n?,?\n",
    )
    dataset = read(path)
    assert dataset.column("d").tolist()[0] == np.datetime64("2020-02-29T13:30", "ms").item()
    assert dataset.column("e").dtype == np.dtype("datetime64[ms]")
    assert np.isnat(dataset.column("e")[1])
    with pytest.raises(DataError, match="is no date"):
        read(written(tmp_path, "@relation t\n@attribute d date yyyy-MM-dd\n@data\n2021-02-30\n"))


@pytest.mark.parametrize(
    "rows",
    [
        "1,'a b'\n2,n\n",
        "1,\"a b\"\n2,'n'\n",
        "'1',n\n?,'?'\n",
        "1,'a, b'\n2,?\n",
        "1, 'a b'\n2, n\n",
        "1,n\n2,'n' % said\n",
        "\t1,n\n",
        "1,'n'\n\n'2','n'",
        "1,'\\n'\n",
        "1,a b\n",
        "1,'a b'n\n",
        "1,'n\n",
        "1,n'\n2,'n\n",
        "1,n,\n",
        "1,nan\n",
        "1,n\n2\n",
        "1,n,2\n3\n",
    ],
)
def test_that_quoted_rows_read_alike_on_both_paths(
    tmp_path: Path, rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "@relation t\n@attribute x numeric\n@attribute c {'a b','a, b',n,u}\n@data\n"
    path = written(tmp_path, header + rows)
    fast = outcome(path)
    monkeypatch.setattr(arff, "may_be_clean", lambda _header: False)
    assert outcome(path) == fast


def outcome(path: Path) -> list[list[Any]] | str:
    try:
        return rows_of(read(path))
    except DataError as error:
        return str(error)


def test_that_sample_weights_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "w.arff").write_text("@relation r\n@attribute x numeric\n@data\n1,{2}\n2\n")
    events: list[Event] = []
    dataset = finish(ArffReader(path=str(tmp_path / "w.arff")).read(), events.append)
    assert dataset.column("weight").tolist() == [2, 1]
    assert any(isinstance(e, Noted) and "read as 'weight'" in e.text for e in events)
