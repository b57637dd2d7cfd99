"""A return's files, told by their headers and read, as far as `episodes` has its own tests."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.incoming import Incoming, RowOrigin
from ehp_desktop.review.intake.reading import read_incoming

D = dt.date(2021, 9, 30)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,1,01/02/2010,WBRI,,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\n"
    "1,01/03/2019,S,C1,N1,F2,PR1,01/06/2019,X1\n1,01/06/2019,L,C2,N1,F2,PR1,,\n"
)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,01/04/2021,PN1\n"
Read = Callable[..., Incoming]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads texts as the files of an import, whatever they are called."""

    def _read(*texts: str, as_of: dt.date = D) -> Incoming:
        paths = []
        for index, text in enumerate(texts):
            paths.append(tmp_path / f"file{index}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        return read_incoming(paths, code_set=CodeSet.WALES, as_of=as_of)

    return _read


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_files_of_a_return_are_told_by_their_headers(
    read: Read, order: tuple[int, ...]
) -> None:
    texts = (HEADER, EPISODES, REVIEWS)
    incoming = read(*(texts[index] for index in order))
    assert incoming.profile == "ssda903"
    (child,) = incoming.children
    assert child.values["legal_status"] == "C2"
    assert child.values["last_review_date"] == dt.date(2021, 4, 1)
    assert child.origin == RowOrigin(order.index(0), 2)
    assert child.origins["legal_status_date"] == RowOrigin(order.index(1), 3)
    assert incoming.asserted == {"ceased_date", "ceased_reason"}


def test_reviews_may_be_missing(read: Read) -> None:
    incoming = read(HEADER, EPISODES)
    assert "last_review_date" not in incoming.columns
    assert len(incoming.children) == 1


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((HEADER,), "episodes file was not given"),
        ((EPISODES,), "header file was not given"),
        ((REVIEWS,), "header file was not given"),
        ((EPISODES, REVIEWS), "header file was not given"),
        ((HEADER, HEADER, EPISODES), r"More than one file is the header file.*file0.csv and file1"),
        ((HEADER, EPISODES, EPISODES), "More than one file is the episodes file"),
        ((HEADER, EPISODES, REVIEWS, REVIEWS), "More than one file is the reviews file"),
        (
            (HEADER, EPISODES, "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/02/2010,M,01/02/2020,\n"),
            "file2.csv is another file of the return",
        ),
        ((HEADER, EPISODES, "a,b\n1,2\n"), "file2.csv: none of the first 20 rows"),
        ((HEADER, EPISODES.replace("RNE,", ""), REVIEWS), "no column for RNE"),
        ((HEADER, "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n"), "file1.csv has a header.*no rows"),
    ],
)
def test_the_wrong_files_are_an_error_that_says_so(
    read: Read, texts: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read(*texts)


def test_an_episode_that_cannot_be_read_refuses_its_child(read: Read) -> None:
    bad = EPISODES + "1,x,Q,C9,N1,U1,PR1,30/02/2020,E45\n"
    incoming = read(HEADER, bad)
    assert incoming.children == []
    assert incoming.refused_ids == {"1"}
    found = [(one.file, one.row, one.column, one.field, one.value) for one in incoming.problems]
    for expected in (
        ("file1.csv", 4, "B", "DECOM", "x"),
        ("file1.csv", 4, "C", "RNE", "Q"),
        ("file1.csv", 4, "D", "LS", "C9"),
        ("file1.csv", 4, "F", "PLACE", "U1"),
        ("file1.csv", 4, "H", "DEC", "30/02/2020"),
        ("file1.csv", 4, "I", "REC", "E45"),
    ):
        assert expected in found


def test_an_episode_after_the_day_is_left_out_readable_or_not(read: Read) -> None:
    incoming = read(HEADER, EPISODES + "1,01/10/2021,Q,C9,N1,U1,PR1,,\n")
    assert [child.child_id for child in incoming.children] == ["1"]
    assert incoming.refused == 0


def test_rows_that_name_no_child_are_refused_for_themselves(read: Read) -> None:
    incoming = read(HEADER + ",1,01/02/2010,,,,\n", EPISODES + ",01/01/2020,S,C2,N1,P1,,,\n")
    assert len(incoming.children) == 1
    assert (incoming.refused, incoming.refused_ids) == (2, frozenset())
    assert [(one.file, one.row) for one in incoming.problems if one.severity == "error"] == [
        ("file0.csv", 3), ("file1.csv", 4)
    ]  # fmt: skip


def test_a_child_born_after_the_day_is_left_out_where_care_is_yet_to_begin(read: Read) -> None:
    header = HEADER + "2,1,01/01/2022,,,,\n3,1,01/01/2022,,,,\n"
    episodes = EPISODES + "2,01/02/2022,S,C2,N1,P1,,,\n3,01/01/2020,S,C2,N1,P1,,,\n"
    incoming = read(header, episodes)
    assert incoming.refused_ids == {"3"}
    (bad,) = [one for one in incoming.problems if one.severity == "error"]
    assert (bad.file, bad.row, bad.field) == ("file0.csv", 4, "date_of_birth")


def test_a_review_that_cannot_be_read_is_a_warning(read: Read) -> None:
    incoming = read(HEADER, EPISODES, REVIEWS + "1,01/02/2010,soon,PN1\n1,,,\n")
    assert incoming.refused == 0
    (child,) = incoming.children
    assert child.values["last_review_date"] == dt.date(2021, 4, 1)
    found = [(one.severity, one.row, one.field) for one in incoming.problems if one.field]
    assert found == [("warning", 3, "REVIEW"), ("warning", 4, "REVIEW")]


def test_a_return_in_one_workbook_names_the_sheet_and_its_own_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    header, episodes = book.active, book.create_sheet("Episodes")
    assert header is not None
    header.title = "Header"
    for row in (["CHILD", "DOB"], *([child, "01/02/2010"] for child in "1233")):
        header.append(row)
    header.append([None, "01/02/2010"])  # row 6 of both sheets names no child
    names = ["LIST", "CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"]
    episodes.append(names)
    for child, end in (("1", None), ("2", "01/01/2018"), ("9", None), ("1", "x"), (None, None)):
        episodes.append([None, child, "01/01/2019", "S", "C2", "P1", end, None])
    book.save(tmp_path / "return.xlsx")

    incoming = read_incoming([tmp_path / "return.xlsx"], code_set=CodeSet.WALES, as_of=D)

    errors = [one for one in incoming.problems if one.severity == "error"]
    assert sorted((one.sheet, one.row, one.column, one.field) for one in errors) == [
        ("Episodes", 3, "G", "DEC"),
        ("Episodes", 4, "B", "child_id"),
        ("Episodes", 5, "G", "DEC"),
        ("Episodes", 6, "B", "child_id"),
        ("Header", 4, "A", "child_id"),
        ("Header", 6, "A", "child_id"),
    ]
    assert (incoming.refused, incoming.refused_ids) == (6, {"1", "2", "3", "9"})
