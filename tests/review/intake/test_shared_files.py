"""Files that nobody here wrote: each is read, or refused with what would mend it."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.incoming import Incoming
from ehp_desktop.review.intake.reading import read_incoming

RETURN = ("header.csv", "episodes.csv", "reviews.csv")


def read(paths: Sequence[Path], as_of: dt.date, code_set: CodeSet = CodeSet.ENGLAND) -> Incoming:
    return read_incoming(paths, code_set=code_set, as_of=as_of)


def test_the_return_is_read_and_its_unsound_children_refused(shared_data: Path) -> None:
    incoming = read([shared_data / "ssda903" / name for name in RETURN], dt.date(2018, 3, 31))
    assert [file.rows_read for file in incoming.files] == [2675, 5050, 12582]
    assert len(incoming.children) + incoming.refused == 2123
    assert incoming.refused == 11
    for problem in incoming.problems:
        assert problem.file in RETURN
        assert problem.severity == "warning" or problem.row


def test_the_return_of_england_is_refused_child_by_child_in_wales(shared_data: Path) -> None:
    paths = [shared_data / "ssda903" / name for name in RETURN]
    incoming = read(paths, dt.date(2018, 3, 31), CodeSet.WALES)
    refused = [one for one in incoming.problems if "--code-set england" in one.message]
    assert {one.field for one in refused} == {"PLACE", "LS", "REC"}
    assert len(incoming.children) + incoming.refused == 2123


def test_the_untidy_return_is_read_row_by_row(shared_data: Path) -> None:
    paths = sorted((shared_data / "untidy").glob("TT1_SSDA903_2025_*.csv"))
    assert len(paths) == 3
    incoming = read(paths, dt.date(2025, 3, 31))
    places = {(one.row, one.field, one.value) for one in incoming.problems}
    assert {(2, "child_id", None), (3, "DECOM", "notadate"), (4, "RNE", "A")} <= places
    assert incoming.children


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data_duplicate-headers.csv", "none of the first 20 rows"),
        ("empty.csv", "is empty"),
        ("iso_dates_and_extra_columns.csv", "header file was not given"),
        ("mac_newlines.csv", "none of the first 20 rows"),
        ("null_byte.csv", "none of the first 20 rows"),
        ("test_latin1.csv", "none of the first 20 rows"),
        ("test_utf16_little.csv", "none of the first 20 rows"),
    ],
)
def test_the_untidy_files_are_refused_with_a_cure(shared_data: Path, name: str, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said) as refused:
        read([shared_data / "untidy" / name], dt.date(2021, 9, 30))
    assert name in str(refused.value)


def test_iso_dates_with_slashes_are_read_beside_a_header(shared_data: Path, tmp_path: Path) -> None:
    episodes = shared_data / "untidy" / "iso_dates_and_extra_columns.csv"
    ids = {line.split(",")[0] for line in episodes.read_text().splitlines()[1:]}
    header = tmp_path / "header.csv"
    header.write_text("CHILD,DOB\n" + "".join(f"{one},01/01/2005\n" for one in sorted(ids)))
    incoming = read([header, episodes], dt.date(2021, 3, 31))
    assert len(incoming.children) + len(incoming.refused_ids) == len(ids)
    assert not [one for one in incoming.problems if one.field == "DECOM" and one.value == "x"]
    assert incoming.children


@pytest.mark.parametrize(
    "name", ["TT1_Annex_A_Jan_2022.xlsx", "hist_csdatatools_spec_annex_a_samples_Annex_A.xlsx"]
)
def test_both_annex_a_workbooks_are_read_from_list_8(shared_data: Path, name: str) -> None:
    incoming = read([shared_data / "annex-a" / name], dt.date(2021, 9, 30))
    assert incoming.profile == "annex-a"
    children = {child.child_id: child.values for child in incoming.children}
    assert children["1373595"]["placement_code"] == "U1"
    assert children["1373595"]["legal_status"] == "C2"
    assert children["2529037"]["moves_12_months"] == 1
    assert children["3623204"]["ceased_reason"] == "E47"
    if name.startswith("TT1"):
        assert incoming.refused_ids == {"1761444"}
        twice = [one for one in incoming.problems if one.severity == "error"]
        assert [(one.sheet, one.row, one.column) for one in twice] == [
            ("List 8", row, "A") for row in (2, 7, 8, 9)
        ]
        assert all("rows 2, 7, 8 and 9" in one.message for one in twice)


def test_annex_a_of_england_is_refused_in_wales(shared_data: Path) -> None:
    path = shared_data / "annex-a" / "TT1_Annex_A_Jan_2022.xlsx"
    incoming = read([path], dt.date(2021, 9, 30), CodeSet.WALES)
    assert incoming.children == []
    assert {one.field for one in incoming.problems if "(england)" in one.message} == {
        "placement_code", "ceased_reason"
    }  # fmt: skip
