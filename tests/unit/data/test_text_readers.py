"""What the readers of texts make of real collections, and of small ones written here."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.class_files import ClassFilesReader
from workbench.data.readers.plain_text import PlainTextReader
from workbench.data.readers.reader import Reader
from workbench.data.readers.text_labelled import LabelledLinesReader


def read(kind: type[Reader], path: Path, **parameters: object) -> Dataset:
    return finish(kind.parse({"path": str(path), **parameters}).read())


def counts(dataset: Dataset) -> dict[str, int]:
    numbers = np.bincount(dataset.labels, minlength=len(dataset.schema.target.values))
    return dict(zip(dataset.schema.target.values, numbers.tolist(), strict=True))


def text(folder: Path, content: str, name: str = "t.txt") -> Path:
    (folder / name).write_bytes(content.encode())
    return folder / name


def test_that_every_file_of_a_folder_is_a_class(shared_data: Path) -> None:
    folder = shared_data / "names"
    assert ClassFilesReader.recognises(folder)
    dataset = read(ClassFilesReader, folder)
    assert [(a.name, a.kind) for a in dataset.schema.attributes] == [
        ("text", "string"),
        ("class", "nominal"),
    ]
    assert len(counts(dataset)) == 18
    assert counts(dataset)["Russian"] == 9384
    assert counts(dataset)["Korean"] == 94
    assert dataset.n_samples == 20050


def test_that_a_pair_of_polar_files_is_read_by_either_and_by_the_folder(shared_data: Path) -> None:
    folder = shared_data / "rt-polarity"
    for path in (folder, folder / "rt-polarity.pos", folder / "rt-polarity.neg"):
        assert ClassFilesReader.recognises(path)
        assert counts(read(ClassFilesReader, path)) == {"neg": 5331, "pos": 5331}


def test_that_a_folder_per_class_holds_one_document_per_file(tmp_path: Path) -> None:
    for name, documents in {"spam": ["win\nnow", "buy"], "ham": ["see you, later"]}.items():
        (tmp_path / name).mkdir()
        for i, document in enumerate(documents):
            text(tmp_path / name, document, f"{i}.txt")
    assert ClassFilesReader.recognises(tmp_path)
    dataset = read(ClassFilesReader, tmp_path)
    assert dataset.column("text").tolist() == ["see you, later", "win\nnow", "buy"]
    assert counts(dataset) == {"ham": 1, "spam": 2}


def test_that_folders_of_tables_and_numbers_are_no_classes(shared_data: Path) -> None:
    for name in ("nsmc", "ucr", "ucr/Coffee", "tabular", "cifar10"):
        assert not ClassFilesReader.recognises(shared_data / name), name
    assert not ClassFilesReader.recognises(shared_data / "nothing of the kind")


def test_that_a_readme_is_no_class_and_an_empty_file_is_told(tmp_path: Path) -> None:
    text(tmp_path, "about", "README.txt")
    text(tmp_path, "one\n\n two \n", "a.txt")
    text(tmp_path, "\n", "b.txt")
    events: list[Event] = []
    dataset = finish(ClassFilesReader(path=str(tmp_path)).read(), events.append)
    assert dataset.column("text").tolist() == ["one", "two"]
    assert counts(dataset) == {"a": 2, "b": 0}
    assert any(isinstance(e, Noted) and "'b.txt' holds no text" in e.text for e in events)


def test_that_the_fingerprint_sees_a_change_inside_the_folder(tmp_path: Path) -> None:
    text(tmp_path, "one", "a.txt")
    text(tmp_path, "two", "b.txt")
    reader = ClassFilesReader(path=str(tmp_path))
    before = reader.fingerprint()
    text(tmp_path, "two and more", "b.txt")
    assert reader.fingerprint() != before


def test_that_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no text files by class"):
        read(ClassFilesReader, tmp_path)
    with pytest.raises(DataError, match="no such file"):
        read(ClassFilesReader, tmp_path / "x")


@pytest.mark.parametrize("name", ["amazon_cells", "imdb", "yelp"])
def test_that_sentences_keep_their_quotes_and_commas(shared_data: Path, name: str) -> None:
    path = shared_data / "sentiment-sentences" / f"{name}_labelled.txt"
    assert LabelledLinesReader.recognises(path)
    assert counts(read(LabelledLinesReader, path)) == {"0": 500, "1": 500}


def test_that_every_text_message_is_read(shared_data: Path) -> None:
    dataset = read(LabelledLinesReader, shared_data / "sms-spam" / "sms.tsv")
    assert counts(dataset) == {"ham": 4827, "spam": 747}


def test_that_questions_have_six_coarse_classes_in_latin_1(shared_data: Path) -> None:
    path = shared_data / "trec" / "TREC.train"
    assert LabelledLinesReader.recognises(path)
    with pytest.raises(DataError, match=r"TREC.train:66:60: The byte 0xF0 is not UTF-8.*latin-1"):
        read(LabelledLinesReader, path)
    coarse = read(LabelledLinesReader, path, encoding="latin-1", is_fine=False)
    assert counts(coarse) == {
        "ABBR": 86, "DESC": 1162, "ENTY": 1250, "HUM": 1223, "LOC": 835, "NUM": 896,
    }  # fmt: skip
    fine = read(LabelledLinesReader, path, encoding="latin-1")
    assert fine.column("text")[0] == "How did serfdom develop in and then leave Russia ?"
    assert fine.schema.target.values[fine.labels[0]] == "DESC:manner"


def test_that_a_line_without_a_label_is_told_by_its_number(tmp_path: Path) -> None:
    path = text(tmp_path, "good\t1\n\nbad\nworse\n")
    with pytest.raises(DataError, match=r"t.txt:3:4: No tab between .*: 'bad'") as e:
        read(LabelledLinesReader, path)
    assert len(e.value.others) == 1


def test_that_the_side_of_the_label_can_be_said(tmp_path: Path) -> None:
    path = text(tmp_path, "x\ty\nx\tz\n")
    assert read(LabelledLinesReader, path).column("text").tolist() == ["y", "z"]
    assert read(LabelledLinesReader, path, label="last").column("text").tolist() == ["x", "x"]


def test_that_contexts_and_what_follows_are_those_of_the_text(shared_data: Path) -> None:
    path = shared_data / "tinyshakespeare" / "input.txt"
    assert PlainTextReader.recognises(path)
    dataset = read(PlainTextReader, path, length=64)
    values = dataset.schema.target.values
    assert (dataset.n_samples, len(values)) == (1115394 - 64, 65)
    assert dataset.schema.attribute("context").values == values
    whole = path.read_text()
    for at in (0, 1000, dataset.n_samples - 1):
        context = "".join(values[c] for c in dataset.column("context")[at])
        assert context == whole[at : at + 64]
        assert values[dataset.labels[at]] == whole[at + 64]


def test_that_contexts_are_a_view_of_the_text_and_take_copies_what_it_takes(
    shared_data: Path,
) -> None:
    dataset = read(PlainTextReader, shared_data / "tinyshakespeare" / "input.txt", length=1000)
    base = dataset.column("context")
    assert base.strides[0] == base.strides[1] == 4, "neighbours share memory"
    taken = dataset.take(np.array([5, 3]))
    assert taken.column("context").shape == (2, 1000)
    assert not np.shares_memory(taken.column("context"), base)


def test_that_words_strides_and_small_letters_are_heeded(tmp_path: Path) -> None:
    path = text(tmp_path, "The cat sat.\nThe dog sat.\n")
    dataset = read(PlainTextReader, path, unit="word", length=2, stride=3, lower_case=True)
    values = dataset.schema.target.values
    assert values == (".", "sat", "the", "cat", "dog")
    assert [[values[c] for c in row] for row in dataset.column("context")] == [
        ["the", "cat"],
        [".", "the"],
    ]
    assert [values[c] for c in dataset.labels] == ["sat", "dog"]
    small = read(PlainTextReader, path, unit="word", length=2, largest_vocabulary=2)
    assert small.schema.target.values == ("<unknown>", ".", "The")


def test_that_korean_is_composed_and_read_by_syllable(tmp_path: Path) -> None:
    path = text(tmp_path, unicodedata.normalize("NFD", "한국어 한국"))
    dataset = read(PlainTextReader, path, length=1)
    assert dataset.schema.target.values == ("국", "한", " ", "어")
    cp949 = tmp_path / "c.txt"
    cp949.write_bytes("한국어 한국".encode("cp949"))
    again = read(PlainTextReader, cp949, length=1, encoding="cp949")
    assert again.schema.target.values == dataset.schema.target.values
    assert np.array_equal(again.labels, dataset.labels)


def test_that_lines_become_texts_without_a_class(shared_data: Path) -> None:
    dataset = read(PlainTextReader, shared_data / "tinyshakespeare" / "input.txt", unit="line")
    assert dataset.schema.class_attribute is None
    assert dataset.column("text")[0] == "First Citizen:"


def test_that_a_text_shorter_than_its_context_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"The text has 3 tokens; contexts of 3 need 4."):
        read(PlainTextReader, text(tmp_path, "abc"), length=3)


def test_that_tables_are_no_plain_text(shared_data: Path) -> None:
    for name in ("nsmc/ratings_test.txt", "ucr/ECG200/ECG200_TRAIN.txt", "tabular/iris.csv"):
        assert not PlainTextReader.recognises(shared_data / name), name
