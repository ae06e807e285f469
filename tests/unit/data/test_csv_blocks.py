"""Files in blocks: wherever a block ends, whichever way it is read, the values are the same."""

import math
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.errors import DataError
from workbench.core.run import Progressed, finish
from workbench.data.readers import arff
from workbench.data.readers.blocks.ahead import Ahead
from workbench.data.readers.blocks.growing_table import GrowingTable
from workbench.data.readers.blocks.line_blocks import line_blocks
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.csv_text import reading
from workbench.data.readers.open import read

same_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
cells = st.one_of(
    st.floats().map(repr),
    st.integers(-(10**22), 10**22).map(str),
    st.text(alphabet="0123456789+-.eEinfINFxd_ \t\"',NAa?", max_size=6),
    st.sampled_from(["", "NA", '"NA"', '"a,b"', '"a\nb"', '"a""b"', "-0", "0", "true", "True"]),
    st.text(alphabet="0123456789", min_size=15, max_size=30).map(lambda digits: "0." + digits),
)


def outcome(path: Path) -> object:
    try:
        dataset = read(path, "none")
    except DataError as error:
        return str(error), [str(other) for other in error.others]
    # repr, for −0 is not 0 and NaN is NaN
    return dataset.schema, [repr(column.tolist()) for column in dataset.columns]


@same_folder
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=12))
def test_that_small_blocks_and_the_slow_way_give_the_same(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path / "t.csv"
    text = "x,y\n1,a\n" + "".join(",".join(row) + "\n" for row in rows)
    path.write_bytes(text.encode())
    fast = outcome(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK_BYTES", 16)
        assert outcome(path) == fast
        patch.setattr(reading, "clean_block", lambda *_: None)
        assert outcome(path) == fast


@same_folder
@given(numbers=st.lists(st.floats(allow_nan=False), min_size=2, max_size=30))
def test_that_numbers_are_those_that_float_gives(tmp_path: Path, numbers: list[float]) -> None:
    path = tmp_path / "t.csv"
    texts = [f for n in numbers for f in (repr(n), f"{n:.25e}", f"{n:.3g}")]
    path.write_text("x,y\n" + "".join(f"{text},{text}\n" for text in texts))
    column = read(path, "none").column("x").tolist()
    assert [(v, math.copysign(1, v)) for v in column] == [
        (float(text), math.copysign(1, float(text))) for text in texts
    ]


def test_that_whole_numbers_keep_the_sign_of_zero(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\n-0,1\n0,2\n-1,3\n")
    assert np.signbit(read(tmp_path / "t.csv").column("x")).tolist() == [True, False, True]


def test_that_arff_files_read_alike_in_small_blocks(
    resources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("iris", "diabetes"):
        whole = read(resources / "data" / f"{name}.arff")
        with monkeypatch.context() as patch:
            patch.setattr(arff, "BLOCK_BYTES", 100)
            assert read(resources / "data" / f"{name}.arff").equals(whole)


def large(folder: Path) -> Path:
    path = folder / "large.csv"
    path.write_text("x,y\n" + "1.25,some text\n" * 1_500_000)
    return path


def test_that_a_run_that_is_closed_ends_and_leaves_the_file_alone(tmp_path: Path) -> None:
    run = CsvReader(path=str(large(tmp_path))).read()
    events = list(islice(run, 4))
    run.close()
    assert all(isinstance(event, Progressed) for event in events)
    assert events[-1].done < events[-1].total  # type: ignore[attr-defined]


def test_that_a_text_far_below_makes_all_of_a_column_texts(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "01,2\n" * 1_200_000 + "odd,3\n" + "7,4\n" * 9)
    dataset = read(path)
    assert dataset.schema.attribute("x").values == ("01", "odd", "7")
    assert np.bincount(dataset.column("x")).tolist() == [1_200_000, 1, 9]
    assert dataset.column("y")[-10:].tolist() == [3] + 9 * [4]


def test_that_a_wrong_row_far_below_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "1,2\n" * 1_500_000 + "3\n")
    with pytest.raises(DataError, match="1 value, ") as caught:
        read(path)
    assert caught.value.where.line == 1_500_002


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_that_blocks_are_whole_lines_of_the_same_text(
    tmp_path: Path, encoding: str, size: int
) -> None:
    text = "가,b\r\n\r\n\rlonger line\nlast"
    mark = b"\xef\xbb\xbf" if encoding == "utf-8" and size > 2 else b""
    (tmp_path / "t").write_bytes(mark + text.encode(encoding))
    with (tmp_path / "t").open("rb") as stream:
        blocks = list(line_blocks(stream, encoding, size))
    assert b"".join(blocks).decode() == "가,b\n\n\nlonger line\nlast"
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_that_results_come_in_the_order_of_the_blocks() -> None:
    def blocks() -> Iterator[bytes]:
        yield from (b"%d " % i for i in range(50))

    with Ahead(blocks(), bytes.strip) as ahead:
        assert [int(result) for _, result in ahead] == list(range(50))


def test_that_what_is_put_before_a_block_is_worked_on_with_it() -> None:
    found = []
    with Ahead(iter([b"a", b"b", b"c"]), bytes.upper) as ahead:
        for block, result in ahead:
            found.append(result)
            if block == b"a" and not ahead.is_last:
                ahead.put_before(b"a+")
    assert found == [b"A", b"A+B", b"C"]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 1.0])
def test_that_a_table_grows_whatever_share_is_told(share: float) -> None:
    table = GrowingTable()
    for i in range(10):
        table.add([np.full(3, float(i)), np.full(3, i, dtype=np.int32)], share)
    numbers, codes = table.finished()
    assert numbers.tolist() == codes.tolist() == [i for i in range(10) for _ in range(3)]


def test_that_a_preview_is_the_beginning_and_sniffing_names_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x;c\n" + "1,5;a\n2,5;b\n" * 200_000)
    reader = CsvReader(path=str(path))
    preview = reader.preview(5)
    assert preview.equals(finish(reader.read()).take(slice(0, 5)))
    found = reader.sniffed()
    told = (found.delimiter, found.decimal, found.header, found.encoding, found.quote)
    assert told == (";", ",", "yes", "utf-8", '"')
    assert finish(found.read()).equals(finish(reader.read()))
