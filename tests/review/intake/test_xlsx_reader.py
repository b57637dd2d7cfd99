"""Workbooks: numbering as the spreadsheet's, and what a broken or hostile one may not do."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake import xlsx_reader
from ehp_desktop.review.intake.xlsx_reader import is_workbook, read_workbook


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def small(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active["A1"] = "child_id"
    book.active["A2"] = "1"


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read_workbook(content, "export.xlsx")
    assert str(refused.value).startswith("export.xlsx")
    return str(refused.value)


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for member in old.namelist():
            new.writestr(member, change(member, old.read(member)))
    return out.getvalue()


def test_empty_leading_rows_and_columns_are_kept() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active["C4"] = "child_id"
        book.active["C6"] = 7

    ((name, rows),) = read_workbook(workbook(fill), "export.xlsx")
    assert name == "Sheet"
    assert [list(row) for row in rows] == [
        ["", "", ""], ["", "", ""], ["", "", ""], ["", "", "child_id"], ["", "", ""], ["", "", 7.0]
    ]  # fmt: skip


def test_cells_are_of_their_types_and_errors_and_empty_formulas_are_blank() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active.append([dt.date(2020, 1, 2), True, "007", 1.5, "=1+1", "#N/A", None])

    ((_, rows),) = read_workbook(workbook(fill), "export.xlsx")
    assert list(rows[0]) == [dt.date(2020, 1, 2), True, "007", 1.5, "", ""]


def test_hidden_sheets_rows_and_merged_cells_are_read_and_charts_are_not() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = "merged"
        sheet.merge_cells("A1:B1")
        sheet["A2"] = "hidden"
        sheet.row_dimensions[2].hidden = True
        book.create_chartsheet("chart")
        other = book.create_sheet("kept back")
        other.sheet_state = "hidden"
        other["A1"] = "x"

    sheets = read_workbook(workbook(fill), "export.xlsx")
    assert [name for name, _ in sheets] == ["Sheet", "kept back"]
    assert [row[0] for row in sheets[0][1]] == ["merged", "hidden"]


def test_a_workbook_is_known_by_its_bytes_or_its_name() -> None:
    assert is_workbook(workbook(small), "export.csv")
    assert is_workbook(b"not one", "EXPORT.XLSX")
    assert not is_workbook(b"child_id,team", "export.csv")


def test_what_is_no_workbook_is_refused() -> None:
    whole = workbook(small)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    for content in (b"PK\x03\x04junk", whole[:200], whole[:-30], b"child_id", other.getvalue()):
        assert "not a sound XLSX workbook" in refusal(content)
    assert "is empty" in refusal(b"")


def test_a_password_is_said_to_be_one() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert ".xls kind" in refusal(ole)


def test_damaged_members_are_refused() -> None:
    content = bytearray(workbook(small))
    at = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 20
    content[at] ^= 0xFF
    assert "not a sound XLSX workbook" in refusal(bytes(content))
    broken = repacked(workbook(small), lambda name, text: b"<a" if "sheet1" in name else text)
    assert "not a sound XLSX workbook" in refusal(broken)


def test_a_workbook_that_would_unpack_to_far_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = repacked(
        workbook(small), lambda name, text: text + b" " * 40_000_000 if "sheet1" in name else text
    )
    assert len(bomb) < 100_000
    assert "unpack" in refusal(bomb)
    monkeypatch.setattr(xlsx_reader, "LARGEST_UNPACKED", 1000)
    assert "unpack" in refusal(workbook(small))


def test_a_member_larger_than_it_declares_is_refused() -> None:
    def lying(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
        return content.replace(size.to_bytes(4, "little"), (size - 50).to_bytes(4, "little"))

    assert "not a sound XLSX workbook" in refusal(lying(workbook(small)))


@pytest.mark.parametrize("dimension", [True, False])
def test_a_cell_far_from_the_others_is_refused_before_room_is_made_for_it(dimension: bool) -> None:
    def far(book: openpyxl.Workbook) -> None:
        small(book)
        assert book.active is not None
        book.active["ZZ99999"] = "x"  # 70 million cells, if it were read
        book.active["XFD900000"] = "x"

    content = workbook(far)
    if not dimension:
        content = repacked(
            content, lambda _, text: text.replace(b'<dimension ref="A1:XFD900000" />', b"")
        )
    assert "so far apart" in refusal(content)


def test_a_cell_below_the_last_row_is_too_many_rows() -> None:
    def deep(book: openpyxl.Workbook) -> None:
        small(book)
        assert book.active is not None
        book.active["A1048576"] = "x"

    assert "more than 1,000,000 rows" in refusal(workbook(deep))


def test_a_row_that_says_it_is_below_the_last_is_too_many_rows() -> None:
    def lower(_: str, text: bytes) -> bytes:
        return text.replace(b'<row r="2">', b'<row r="99000000">').replace(b' r="A2"', b"")

    content = repacked(workbook(small), lower)
    assert "more than 1,000,000 rows" in refusal(content)


def test_a_table_beyond_row_100000_is_read() -> None:
    def deep(book: openpyxl.Workbook) -> None:
        small(book)
        assert book.active is not None
        book.active["B100001"] = "x"

    ((_, rows),) = read_workbook(workbook(deep), "export.xlsx")
    assert len(rows) == 100_001
