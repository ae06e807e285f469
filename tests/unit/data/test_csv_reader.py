"""What the CSV reader makes of tables."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError, ParameterError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.csv_text import block
from workbench.data.readers.open import read, reader_for


def written(folder: Path, text: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def read_with_notes(path: Path, **parameters: object) -> tuple[Dataset, list[str]]:
    events: list[Event] = []
    dataset = finish(reader_for(path, **parameters).read(), events.append)
    return dataset, [event.text for event in events if isinstance(event, Noted)]


@pytest.mark.parametrize(
    ("name", "n_samples", "kinds"),
    [
        ("adult-train.csv", 32561, "#n#n#nnnnn###nn"),
        ("adult-test.csv", 16281, "#n#n#nnnnn###nn"),
        ("winequality-red.csv", 1599, "############"),
        ("winequality-white.csv", 4898, "############"),
        ("titanic.csv", 891, "##n####nnnnnnnn"),
        ("titanic_train.csv", 891, "###sn###s#sn"),
        ("penguins.csv", 344, "nn####n"),
        ("iris.csv", 150, "####n"),
        ("letter-recognition.csv", 20000, "n################"),
        ("mpg.csv", 398, "#######ns"),
        ("heart_islr.csv", 303, "###n#########nn"),
    ],
)
def test_that_well_known_tables_have_their_shape(
    shared_data: Path, name: str, n_samples: int, kinds: str
) -> None:
    dataset = read(shared_data / "tabular" / name)
    signs = {"numeric": "#", "nominal": "n", "string": "s"}
    assert dataset.n_samples == n_samples
    assert "".join(signs[a.kind] for a in dataset.schema.attributes) == kinds


def test_that_pima_reads_alike_from_csv_and_arff(shared_data: Path, resources: Path) -> None:
    arff = read(resources / "data" / "diabetes.arff")
    bare = read(shared_data / "pima" / "pima-indians-diabetes.csv")
    assert bare.schema.names == tuple(f"att{i}" for i in range(1, 10))
    for i in range(8):
        assert np.array_equal(bare.columns[i], arff.columns[i])
    assert np.array_equal(bare.columns[8], arff.labels)


def test_that_missing_markers_are_missing_and_quoted_ones_are_text(tmp_path: Path) -> None:
    dataset = read(written(tmp_path, 'x,c\n1,a\n,?\nNA,NaN\nnull,"NA"\n"?",b\n'))
    assert np.isnan(dataset.column("x")).tolist() == [False, True, True, True, True]
    assert dataset.schema.attribute("c").values == ("a", "NA", "b")
    assert dataset.column("c").tolist() == [0, -1, -1, 1, 2]


def test_that_labels_stand_in_order_of_appearance_on_both_paths(tmp_path: Path) -> None:
    plain = read(written(tmp_path, "x,c\n1,z\n2,a\n3, z \n4,m\n"))
    quoted = read(written(tmp_path, 'x,c\n1,"z"\n2,a\n3, z \n4,m\n'))
    assert plain.schema.attribute("c").values == ("z", "a", "m")
    assert plain.equals(quoted)


def test_that_quotes_follow_rfc_4180(tmp_path: Path) -> None:
    text = 'name,v\n"Doe, ""J"" John",1\nO\'Brien,2\n"two\nlines",3\n5" pipe,4\n'
    dataset = read(written(tmp_path, text))
    assert dataset.schema.attribute("name").values == (
        'Doe, "J" John', "O'Brien", "two\nlines", '5" pipe',
    )  # fmt: skip
    assert dataset.column("v").tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("x,y,c\n1,2,a\n3,4\n", "3:4", "2 values, but the first row has 3"),
        ("x,y\n1,2,\n3,4\n", "2:5", "3 values, but the first row has 2"),
        ("x,y\n1,2,3\n4\n", "2:5", "3 values, but the first row has 2"),
        ('n,v\n"never closed,1\nok,2\n', "2:1", "not closed"),
        ('n,v\n1,2\n"a"b,2\n', "3:4", "follows a closing quote"),
        ('n,v\n"a\nb",1\n"c",2,3\n', "4:1", "3 values"),
    ],
)
def test_that_a_wrong_row_is_named_with_line_and_column(
    tmp_path: Path, text: str, place: str, sentence: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=sentence) as caught:
        read(path)
    assert str(caught.value.where) == f"{path}:{place}"


def test_that_a_text_far_below_numbers_makes_the_column_a_text(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i % 2}\n" for i in range(2000))
    dataset = read(written(tmp_path, "x,y\n" + rows + "7,odd\n"))
    assert dataset.schema.attribute("x").kind == "numeric"
    assert dataset.schema.attribute("y").values == ("0", "1", "odd")


def test_that_names_are_made_unique_and_this_is_said(tmp_path: Path) -> None:
    dataset, notes = read_with_notes(written(tmp_path, "x,x,,x_2\n1,2,3,a\n4,5,6,b\n"))
    assert dataset.schema.names == ("x", "x_3", "att3", "x_2")
    assert notes == [
        "Two columns are called 'x'; it is called 'x_3' here.",
        "Column 3 has no name; it is called 'att3' here.",
    ]


def test_that_header_and_separator_can_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a;b\nc;d\n")
    assert read(path).schema.names == ("a", "b")
    named = finish(reader_for(path, header="no").read())
    assert named.schema.names == ("att1", "att2")
    assert named.n_samples == 2
    whole = finish(reader_for(path, delimiter=",", header="yes").read())
    assert whole.schema.names == ("a;b",)
    tabs = written(tmp_path, "x\tc\n1\ta b\n", "t.tsv")
    assert finish(reader_for(tabs, delimiter="tab").read()).equals(read(tabs))


def test_that_a_numeric_class_of_few_whole_numbers_is_warned_of(tmp_path: Path) -> None:
    path = written(tmp_path, "x,c\n1.5,0\n2.5,1\n3.5,1\n")
    dataset, notes = read_with_notes(path)
    assert dataset.schema.task == "regression"
    assert "'nominal'" in notes[0]
    dataset, notes = read_with_notes(path, nominal=["c"])
    assert dataset.schema.target.values == ("0", "1")
    assert notes == []
    with pytest.raises(DataError, match="no attribute 'z'"):
        read(path, nominal=["z"])


def test_that_a_column_without_values_is_warned_of(tmp_path: Path) -> None:
    dataset, notes = read_with_notes(written(tmp_path, "x,y,c\n1,,a\n2,?,b\n"))
    assert np.isnan(dataset.column("y")).all()
    assert notes == ["Attribute 'y' has no values."]


def test_that_a_file_of_names_alone_has_no_samples(tmp_path: Path) -> None:
    dataset = read(written(tmp_path, "x,y,c\n"))
    assert (dataset.n_samples, dataset.schema.names) == (0, ("x", "y", "c"))


def test_that_labels_of_digits_stay_as_they_are_written(tmp_path: Path) -> None:
    path = written(tmp_path, "x,c\n1,01\n2,1\n3,1.0\n4,1e0\n5,\n")
    dataset = read(path, nominal=["c"])
    assert dataset.schema.target.values == ("01", "1", "1.0", "1e0")
    assert dataset.labels.tolist() == [0, 1, 2, 3, -1]


def test_that_other_encodings_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "korean.csv"
    path.write_bytes("이름,값\n서울,1\n부산,2\n".encode("cp949"))
    with pytest.raises(DataError, match="is not UTF-8"):
        read(path)
    dataset = finish(reader_for(path, encoding="cp949").read())
    assert dataset.schema.attribute("이름").values == ("서울", "부산")
    marked = written(tmp_path, "\ufeffx,c\n1,a\n")
    assert read(marked).schema.names == ("x", "c")


def test_that_what_is_no_readable_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is empty"):
        read(written(tmp_path, ""))
    with pytest.raises(DataError, match="has no rows"):
        read(written(tmp_path, "\u3000\n"))
    with pytest.raises(DataError, match="not closed"):
        read(written(tmp_path, '"x,y\n'))
    with pytest.raises(DataError, match="a folder"):
        finish(CsvReader(path=str(tmp_path)).read())
    for odd in ("~nobody-of-that-name/t.csv", "\0"):
        with pytest.raises(DataError):
            finish(CsvReader(path=odd).read())


def test_that_twenty_wrong_rows_are_enough(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(written(tmp_path, "x,y\n1,2\n" + "1\n" * 50))
    assert len(caught.value.others) == 19
    assert caught.value.others[0].where.file == str(tmp_path / "t.csv")


def test_that_semicolons_and_tabs_go_before_commas(tmp_path: Path) -> None:
    assert read(written(tmp_path, "x;y\n1,5;2,5\n3,5;4,5\n")).schema.names == ("x", "y")
    assert read(written(tmp_path, "x\ty\na,b\t2\n")).schema.names == ("x", "y")
    assert read(written(tmp_path, "x\n1\n2\n")).schema.names == ("x",)


def test_that_unknown_endings_and_parameters_are_told(tmp_path: Path) -> None:
    for name, sentence in (("t.xyz", r"'\.xyz' cannot be read"), ("t", "without an ending")):
        with pytest.raises(DataError, match="There is no such file"):
            read(tmp_path / name)
        (tmp_path / name).write_text("x")
        with pytest.raises(DataError, match=sentence):
            read(tmp_path / name)
    with pytest.raises(DataError, match="folder"):
        read(tmp_path)
    with pytest.raises(ParameterError, match="no parameter 'nominal'"):
        read(tmp_path / "t.arff", nominal=["c"])
    with pytest.raises(DataError, match="No file has been chosen"):
        finish(CsvReader().read())


def test_that_the_fingerprint_changes_with_file_and_parameters(tmp_path: Path) -> None:
    path = written(tmp_path, "x,c\n1,a\n")
    first = CsvReader(path=str(path)).fingerprint()
    assert CsvReader(path=str(path)).fingerprint() == first
    assert CsvReader(path=str(path), header="yes").fingerprint() != first
    written(tmp_path, "x,c\n1,a\n2,b\n")
    assert CsvReader(path=str(path)).fingerprint() != first
    with pytest.raises(DataError, match="no such file"):
        CsvReader(path=str(tmp_path / "absent.csv")).fingerprint()


def test_that_samples_of_the_program_have_a_short_name(resources: Path) -> None:
    dataset = read("resource:data/iris.csv")
    assert dataset.equals(read(resources / "data" / "iris.csv"))


def outcome(path: Path) -> object:
    try:
        dataset = read(path, "none")
    except DataError as error:
        return str(error)
    return dataset.schema, [column.tolist() for column in dataset.columns]


@pytest.mark.parametrize(
    "rows",
    [
        '1,"a b"\n2,n\n',
        '"1","a,b"\n"2",n\n',
        '1," n "\n2,n\n',
        '1,"NA"\n2,n\n',
        '1,"say ""hi"""\n2,""\n',
        '1,"two\nlines"\n2,n\n',
        '1,5" pipe\n2,6" pipe\n',
        '1,"n"x\n2,n\n',
        '1,"n" \n2, "n"\n',
        "1,True\n2,true\n",
        "1,True\n2,false\n3,\n4,TRUE\n",
        "1,n\n2,TRUE\n\n",
        "1e5,n\n-inf,m\n",
        "1,n\n2\n",
        "1,n,2\n3\n",
        "1 2,n\n3,m\n",
        "1,n,\n2,m\n3\n",
        "1,\n2,m\n\n3,",
        "1, \n2,NA \n3,\tm\n",
        " 1 ,n\n3,m\t\n",
    ],
)
def test_that_both_paths_read_alike(
    tmp_path: Path, rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "x,c\n" + rows)
    fast = outcome(path)
    monkeypatch.setattr(block, "bare_cells", lambda *_: None)
    assert outcome(path) == fast
