"""``convert``, ``show`` and the readers' parameters in the terminal."""

import gzip
import json
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]

IRIS = "resources/data/iris.arff"


def test_that_rows_are_shown_as_lists(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "t.arff"
    path.write_text(
        "@relation t\n@attribute x numeric\n@attribute s string\n@attribute d date\n"
        "@attribute c {a,b}\n@data\n1,'é u',2026-11-21T01:02:03,b\n?,?,?,?\n2.5,v,?,a\n",
        encoding="utf-8",
    )
    done = terminal("show", path, "--rows", ":2", "--json")
    assert json.loads(done.stdout) == [
        [1, "é u", "2026-11-21T01:02:03", "b"],
        [None, None, None, None],
    ]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [("0:2", [0, 1]), ("148:", [148, 149]), ("-2:", [148, 149]), ("7", [7]), ("-1", [149]),
     ("149:1000", [149]), ("200:300", [])],
)  # fmt: skip
def test_that_ranges_are_meant_as_in_python(
    terminal: Terminal, rows: str, shown: list[int]
) -> None:
    done = terminal("show", IRIS, f"--rows={rows}")
    assert [int(line.split()[0]) for line in done.stdout.splitlines()[1:]] == shown


def test_that_what_is_no_range_is_refused(terminal: Terminal) -> None:
    for rows in ("", "a", "1:2:3", "1-2"):
        done = terminal("show", IRIS, "--rows", rows)
        assert (done.returncode, done.stdout) == (1, "")
        assert "names no rows" in done.stderr


def idx_files(folder: Path) -> Path:
    pictures, labels = bytes(range(8)), bytes([1, 0])
    path = folder / "t-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(b"\0\0\x08\x03" + struct.pack(">3I", 2, 2, 2) + pictures))
    (folder / "t-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01" + struct.pack(">I", 2) + labels)
    return path


def test_that_pictures_are_shown_and_flattened_for_weka(terminal: Terminal, tmp_path: Path) -> None:
    path = idx_files(tmp_path)
    done = terminal("show", path, "--json")
    assert json.loads(done.stdout) == [[[[0, 1], [2, 3]], "1"], [[[4, 5], [6, 7]], "0"]]
    done = terminal("convert", path, tmp_path / "t.arff", "--read", "class_names=" + "abcdefghij")
    assert done.returncode == 1
    assert "only 1 class names" in done.stderr
    done = terminal("convert", path, tmp_path / "t.arff", "--read", "class_names=cat,dog")
    assert done.returncode == 0
    assert "Flattened to numeric columns: 'image'." in done.stderr
    text = (tmp_path / "t.arff").read_text(encoding="utf-8")
    assert "@attribute 'image[1,0]' numeric" in text
    assert text.endswith("@data\n0,1,2,3,dog\n4,5,6,7,cat\n")


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "npz", "arff", "csv.gz", "xlsx"])
def test_that_a_file_converted_to_and_fro_says_the_same(
    terminal: Terminal, tmp_path: Path, ending: str
) -> None:
    if ending == "xlsx":
        pytest.importorskip("openpyxl")
    there, back = tmp_path / f"t.{ending}", tmp_path / "back.arff"
    assert terminal("convert", IRIS, there).returncode == 0
    assert terminal("convert", there, back).returncode == 0
    wanted = terminal("show", IRIS, "--rows", ":", "--json").stdout
    assert terminal("show", back, "--rows", ":", "--json").stdout == wanted


def test_that_an_unknown_ending_is_refused_before_reading(
    terminal: Terminal, tmp_path: Path
) -> None:
    done = terminal("convert", tmp_path / "none.csv", tmp_path / "t.xyz")
    assert done.returncode == 1
    assert ".arff, .csv, .tsv" in done.stderr


def test_that_readers_are_told_their_parameters(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("1,5;2\n3,5;4\n", encoding="utf-8")
    done = terminal("info", path, "--csv", "delimiter=;", "--csv", "header=no", "--json")
    assert [a["name"] for a in json.loads(done.stdout)["attributes"]] == ["att1", "att2"]
    done = terminal("info", path, "--csv", "delim=;")
    assert "no parameter 'delim'; it has: path" in done.stderr
    done = terminal("info", IRIS, "--csv", "header=no")
    assert "--csv is for CSV files" in done.stderr
    done = terminal("info", path, "--csv", "header")
    assert "write --csv header=VALUE" in done.stderr


def test_that_a_test_file_is_read_like_the_training_file(
    terminal: Terminal, tmp_path: Path
) -> None:
    for name in ("train.csv", "test.csv"):
        (tmp_path / name).write_text("1|2|u\n3|4|v\n1|1|u\n5|5|v\n", encoding="utf-8")
    done = terminal(
        "evaluate", tmp_path / "train.csv", "--learner", "knn", "--test", tmp_path / "test.csv",
        "--csv", "delimiter=|", "--csv", "header=no", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["instances"] == 4


SCRIPT = """
import sys
from workbench.cli.app import app
try:
    app(["info", sys.argv[1]])
except SystemExit:
    pass
print(sorted({"torch", "sklearn", "scipy", "PIL"} & set(sys.modules)))
"""


def test_that_info_imports_nothing_heavy(tmp_path: Path, resources: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(resources / "data" / "iris.arff")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=resources.parent)
    assert done.stdout.splitlines()[-1] == "[]"
