"""More small ARFF files, each tried on WEKA 3.9.7: read alike, or refused at their place.

What WEKA accepts silently although it damages the row is refused or warned of.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.data.test_arff_cases import rows_of
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.arff import ArffReader

TABLE = "@relation t\n@attribute x numeric\n@attribute y numeric\n@attribute c {a,b}\n@data\n"
ONE = "@relation t\n@attribute x numeric\n@data\n"
TEXT = "@relation t\n@attribute s string\n@attribute n numeric\n@data\n"
BAGS = (
    "@relation t\n@attribute id {m1,m2}\n@attribute bag relational\n@attribute f numeric\n"
    "@attribute g {u,'v w'}\n@end bag\n@attribute c {0,1}\n@data\n"
)

READ: list[tuple[str, list[list[Any]]]] = [
    # line ends, comments, blanks
    ((TABLE + "1,2,a\n3,4,b\n").replace("\n", "\r\r\n"), [[1, 2, "a"], [3, 4, "b"]]),
    ((TABLE + "1,2,a\n3,4,b\n").replace("\n", "\n\r"), [[1, 2, "a"], [3, 4, "b"]]),
    ((TABLE + "1,2,a\n").replace("\n", "\r", 3), [[1, 2, "a"]]),
    (TABLE + "%\n1,2,a%x\n  % y\n3,4,b % '\n", [[1, 2, "a"], [3, 4, "b"]]),
    (TABLE.replace("numeric", "numeric%z") + "1,2,a", [[1, 2, "a"]]),
    (TABLE + ",,,\n 1 \t2,,a,\n\x0b\x00\n", [[1, 2, "a"]]),
    (TABLE + "1\x0b2\x0ca\n", [[1, 2, "a"]]),
    # where the rows begin
    (TABLE.strip() + " 1,2,a\n", [[1, 2, "a"]]),
    (TABLE.strip() + ",1,2,a\n", [[1, 2, "a"]]),
    (TABLE.strip() + "%{\n1,2,a\n", [[1, 2, "a"]]),
    (TABLE.strip() + "{0 1,1 2,2 a}\n", [[1, 2, "a"]]),
    # keywords
    ("'@relation' t\n\"@attribute\" x 'real'\n'@data'\n1\n", [[1]]),
    ("@Relation,t\n ,@ATTRIBUTE,x,Integer\n\t@dATA\n1.5\n", [[1.5]]),
    ("@relation ''\n@attribute '' numeric\n@data\n1\n", [[1]]),
    ("@relation ?\n@attribute @data numeric\n@data\n1\n", [[1]]),
    ("@relation t\n@attribute x: numeric\n@data\n1\n", [[1]]),
    # labels
    ("@relation t\n@attribute c{a\tb c}\n@data\nb\nc\n", [["b"], ["c"]]),
    ("@relation t\n@attribute c {a,A,'',' a','{','}'}\n@data\nA\n''\n' a'\n'}'\n",
     [["A"], [""], [" a"], ["}"]]),
    ("@relation t\n@attribute x real\n@attribute c {}\n@data\n1,?\n", [[1, None]]),
    ("@relation t\n@attribute c {@data,@end}\n@data\n@data\n@end\n", [["@data"], ["@end"]]),
    ("@relation t\n@attribute x real\n@attribute c {NA,nan,null,inf}\n@data\n1,NA\n2,nan\n3,null\n",
     [[1, "NA"], [2, "nan"], [3, "null"]]),
    # numbers
    (ONE + "-0x1.8P1\n+Infinity\n1e5f\n.5d\n' 8\\t'\n'\\n8'\n1e-400\n",
     [[-3], ["Infinity"], [1e5], [0.5], [8], [8], [0]]),
    # texts
    (TEXT + "'it\\'s',1\n\"a\\\"b\" 2\na\\nb,3\na=b;c,'4'\n",
     [["it's", 1], ['a"b', 2], ["a\\nb", 3], ["a=b;c", 4]]),
    (TEXT + "'\\1012',1\n'\\777',2\n'\\8\\400',3\n", [["A2", 1], ["?7", 2], ["8 0", 3]]),
    (TEXT + "a\xa0b,1\nc\u2028d,2\n\ufeffe,3\n", [["a\xa0b", 1], ["c\u2028d", 2], ["\ufeffe", 3]]),
    (TEXT + "?,?\n??,1\n?x,2\nNaN,3\n'',4\n",
     [[None, None], ["??", 1], ["?x", 2], ["NaN", 3], ["", 4]]),
    # sparse rows and weights
    (TABLE + "{, 0\t1 1,2,,2 'b' ,}\n{'0' ?,2 ?}\n{+0 5,2 b}\n",
     [[1, 2, "b"], [None, 0, None], [5, 0, "b"]]),
    (TABLE + "1,2,a,,{3.5},,\n3,4,b{ '0x1p1' }% x\n", [[1, 2, "a"], [3, 4, "b"]]),
    # bags
    (BAGS + "m1,\"1,u\\n2,'v w'\\n\",1\nm2,'% no row',0\nm1,?,?\nm1,'\\n?,?\\r\\n3 u',1\n",
     [["m1", [[1, "u"], [2, "v w"]], "1"], ["m2", [], "0"], ["m1", None, None],
      ["m1", [[None, None], [3, "u"]], "1"]]),
    ("@relation t\n@attribute f relational\n@attribute f numeric\n@END F\n@data\n5\n", [[[[5]]]]),
]  # fmt: skip

REFUSED: list[tuple[str, str, str]] = [
    # the header
    ("@attribute x real\n@relation t\n@data\n1\n", "1:1", "@relation is expected"),
    ("@relation: t\n@attribute x real\n@data\n1\n", "1:1", "@relation is expected"),
    ("@relation t\n@attribute: x real\n@data\n1\n", "2:1", "not '@attribute:'"),
    ("@relation t'u'\n@attribute x real\n@data\n1\n", "1:12", "inside a word"),
    ("@relation t\n@attribute x y real\n@data\n1\n", "2:14", "'y' is no type"),
    ("@relation t\n@attribute x%y real\n@data\n1\n", "2:12", "'x' has no type"),
    ("@relation t\n@attribute c {a,b%}\n@data\na\n", "2:17", "do not end with }"),
    ("@relation t\n@attribute c {a,'a'}\n@data\na\n", "2:17", "label 'a' twice"),
    ("@relation t\n@attribute c {}\n@data\na\n", "4:1", "which has none"),
    ("@relation t\n@attribute x real", "2:1", "ends before a line @data"),
    ("@relation t\n@data\n@attribute x real\n1\n", "2:1", "No attribute is declared"),
    ("@relation t\n@attribute x real\n@inputs x\n@data\n1\n", "3:1", "not '@inputs'"),
    (ONE + "1\n@attribute y real\n", "5:12", "3 values, but 1 attribute"),
    # the length of rows
    (TABLE + "1,2,a\n3,4 % x\n5,6,b\n", "7:8", "2 values, but 3 attributes: 'c'"),
    (TABLE + "1,2,a\n3,4", "7:4", "2 values"),
    (TABLE.strip() + " 1,2\n", "5:10", "2 values"),
    (TABLE + "1,,a\n", "6:5", "2 values"),
    (TABLE + "1;2;a\n", "6:6", "1 value"),
    (TABLE + "1,5,2,5,a\n", "6:7", "5 values"),
    (TABLE + "1,2,a,?\n", "6:7", "4 values"),
    (TABLE + "1,2,a,''\n", "6:7", "4 values"),
    # values
    (ONE + "'?'\n", "4:1", "'?' is no number; attribute 'x'"),
    (ONE + "'\\0'\n", "4:1", r"'\\x00' is no number"),
    (ONE + "１２\n", "4:1", "'１２' is no number"),
    (ONE + "1\xa0\n", "4:1", r"'1\\xa0' is no number"),
    (TABLE + "1,2,A\n", "6:5", "'A' is no label of 'c'; its labels are: a, b"),
    (TEXT + "O'Brien,1\n", "5:2", "The quote ' is not closed"),
    (TEXT + "'ab'cd,1\n", "5:5", "inside a word"),
    (TEXT + "'a\n',1\n", "5:1", "not closed"),
    (TEXT + "{a},1\n", "5:5", "'1' stands behind the sparse row"),
    # sparse rows and weights
    (TABLE + "{-1 2}\n", "6:2", "'-1' is no index"),
    (TABLE + "{1 2,0 1}\n", "6:6", "Index 0 comes after 1"),
    (TABLE + "{0 1,0 2}\n", "6:6", "indexes must rise"),
    (TABLE + "{0 1,\n1 2}\n", "6:1", "does not end with }"),
    (TABLE + "{0 1},5\n", "6:7", "'5' stands behind the sparse row"),
    (TABLE + "{0 1},{x}\n", "6:7", "is no weight"),
    (TABLE + "1,2,a,{3},{4}\n", "6:7", "is no weight"),
    (TABLE + "1,2,a,{NaN}\n", "6:7", "is no weight"),
    (TEXT + "x,1\n{1 2}\n", "6:1", "leaves out 's', a string attribute"),
    # bags
    (BAGS + "m1,'1',1\n", "9:6", "In row 1 of 'bag': 1 value"),
    (BAGS + "m1,'1,u\\n2,z',1\n", "9:12", "In row 2 of 'bag': 'z' is no label of 'g'"),
    (BAGS + "m1,'1,u'\n", "9:9", "2 values, but 3 attributes"),
    (BAGS.replace("@end bag", "@end"), "6:1", "not nothing after @end"),
    (BAGS.replace("@end bag", "@end bag x"), "6:10", "should end here, before 'x'"),
    (BAGS.replace("@end bag\n", ""), "7:1", "no line '@end bag'"),
]

WARNED = [
    ("@relation t\n@attribute c {New York, Boston}\n@data\nYork\n", "Line 2: 'c' has two labels"),
    ("@relation t\n@attribute c {?, a}\n@data\n?\n", "Line 2: 'c' has the label '?'"),
    (ONE + "1\n-1e400\n", "Numbers of 'x' are too large, first in line 5"),
    (ONE + "1\n' NaN '\n", "NaN stands for a number of 'x', first in line 5"),
    (TABLE + "{}\n", "first label of 'c'"),
    ("@relation t\n@attribute d date\n@attribute x real\n@data\n{1 2}\n", "1 January 1970 for 'd'"),
]


def plain(dataset: Dataset) -> list[list[Any]]:
    return [
        [plain(cell) if isinstance(cell, Dataset) else cell for cell in row]
        for row in rows_of(dataset)
    ]


def loaded(folder: Path, text: str) -> tuple[Dataset, list[str]]:
    path = folder / "t.arff"
    path.write_bytes(text.encode())
    events: list[Event] = []
    dataset = finish(ArffReader(path=str(path)).read(), events.append)
    return dataset, [e.text for e in events if isinstance(e, Noted) and e.is_warning]


@pytest.mark.parametrize(("text", "rows"), READ)
def test_that_what_weka_reads_is_read_alike(
    tmp_path: Path, text: str, rows: list[list[Any]]
) -> None:
    dataset, warnings = loaded(tmp_path, text)
    assert plain(dataset) == rows
    assert warnings == []


@pytest.mark.parametrize(("text", "place", "sentence"), REFUSED)
def test_that_a_wrong_file_is_refused_once_and_at_its_place(
    tmp_path: Path, text: str, place: str, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        loaded(tmp_path, text)
    assert str(caught.value.where) == f"{tmp_path / 't.arff'}:{place}"


@pytest.mark.parametrize(("text", "warning"), WARNED)
def test_that_what_may_not_be_meant_is_told(tmp_path: Path, text: str, warning: str) -> None:
    _, warnings = loaded(tmp_path, text)
    assert len(warnings) == 1
    assert warning in warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "@relation t'u'\n@attribute x real\n@data\n1\n",
        "@relation 't\n@attribute x real\n@data\n1\n",
        "@attribute x real\n@relation t\n@data\n1\n",
    ],
)
def test_that_one_mistake_in_the_first_line_is_told_once(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, text)
    assert not caught.value.others
