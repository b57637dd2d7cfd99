"""Encodings, delimiters, line ends and numbering of CSV: the caseload contract, section 4."""

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake import csv_reader
from ehp_desktop.review.intake.csv_reader import CsvRead, read_csv


def knows(header: str) -> bool:
    return header in ("child_id", "date_of_birth", "team")


def read(content: bytes, encoding: str | None = None) -> CsvRead:
    return read_csv(content, "export.csv", knows=knows, encoding=encoding)


def refusal(content: bytes, encoding: str | None = None) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read(content, encoding)
    assert str(refused.value).startswith("export.csv") or encoding is not None
    return str(refused.value)


NAMES = "child_id,team\n1,Tŷ Gwyn\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NAMES.encode(), "UTF-8"),
        (NAMES.encode("utf-8-sig"), "UTF-8"),
        (NAMES.encode("utf-16"), "UTF-16"),
        (b"\xff\xfe" + NAMES.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_a_byte_order_mark_or_utf_8_tells_the_encoding(content: bytes, encoding: str) -> None:
    found = read(content)
    assert found.rows == [["child_id", "team"], ["1", "Tŷ Gwyn"]]
    assert (found.encoding, found.guessed) == (encoding, False)


def test_what_is_not_utf_8_is_windows_1252_and_says_so() -> None:
    found = read("child_id,team\n1,Siân €\n".encode("cp1252"))
    assert found.rows[1] == ["1", "Siân €"]
    assert (found.encoding, found.guessed) == ("Windows-1252", True)


def test_the_encoding_that_a_person_chose_is_used() -> None:
    celtic = NAMES.encode("iso8859-14")
    assert read(celtic, "ISO-8859-14 (Celtic)").rows[1] == ["1", "Tŷ Gwyn"]
    assert read(celtic, "iso8859_14").rows[1] == ["1", "Tŷ Gwyn"]
    chosen = read("child_id,team\n1,Siân\n".encode("cp1252"), "windows-1252")
    assert (chosen.encoding, chosen.guessed) == ("Windows-1252", False)
    assert read(NAMES.encode("utf-8-sig"), "utf8").rows[0][0] == "child_id"


def test_an_encoding_that_cannot_be_chosen_is_named() -> None:
    assert "“rot13”" in refusal(b"child_id,team\n1,a\n", "rot13")
    assert "“klingon”" in refusal(b"child_id,team\n1,a\n", "klingon")


@pytest.mark.parametrize("byte", [b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"])
def test_a_byte_that_windows_1252_does_not_define_is_named_with_its_line(byte: bytes) -> None:
    said = refusal(b"child_id,team\n1,a\n2,Si" + byte + b"n\n")
    assert f"0x{byte[0]:02X} in line 3" in said


def test_bytes_that_a_mark_belies_are_refused() -> None:
    assert "UTF-8" in refusal(b"\xef\xbb\xbfchild_id,team\n1,\xe2\n")
    assert "UTF-16" in refusal(b"\xff\xfec\x00h")[:60] or "UTF-16" in refusal(
        b"\xff\xfec\x00h\x00a"
    )


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n \t\n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "is empty" in refusal(content)


def test_utf_16_without_its_mark_is_said_to_be_so_and_can_be_chosen() -> None:
    content = NAMES.replace("ŷ", "y").encode("utf-16-le")
    assert "Choose UTF-16" in refusal(content)
    assert read(content, "UTF-16").rows[1] == ["1", "Ty Gwyn"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header_row(delimiter: str) -> None:
    text = f"Extract; of, 30 September | x\nchild_id{delimiter}team\n1{delimiter}a;b,c\n"
    if delimiter in ";,":
        text = text.replace("a;b,c", '"a;b,c"')
    assert read(text.encode()).rows[2] == ["1", "a;b,c"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(end: str) -> None:
    text = end.join(["child_id,team", "1,a", '2,"two', 'lines"', "", "3,c"])
    rows = read(text.encode()).rows
    assert rows[1] == ["1", "a"]
    assert rows[2] == ["2", f"two{end}lines"]
    assert rows[3:] == [[], ["3", "c"]]  # row 4 is blank, and counted


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    )
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    written = "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n"
        for row in [["child_id", "team"], *rows]
    )
    assert read(written.encode("utf-8-sig")).rows[1:] == rows


def test_a_row_with_a_stray_quotation_mark_does_not_stop_the_others() -> None:
    found = read(b'child_id,team\n1,a\n2,"Jack" Smith\n3,c\n')
    assert found.rows == [["child_id", "team"], ["1", "a"], [], ["3", "c"]]
    assert list(found.broken) == [3]


def test_a_quotation_mark_left_open_refuses_the_file_and_names_the_row() -> None:
    said = refusal(b'child_id,team\n1,a\n2,"open\n3,c\n4,"d"\n')
    assert "row 3" in said
    assert "line 3" in said
    assert read(b'child_id,team\n1,a\n2,"open').broken.keys() == {3}


def test_a_quotation_mark_within_a_text_is_kept() -> None:
    assert read(b'child_id,team\n1,John "Jack" Smith\n').rows[1] == ["1", 'John "Jack" Smith']


def test_more_rows_than_a_spreadsheet_can_show_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "MOST_ROWS", 3)
    assert len(read(b"child_id,team\n1,a\n2,b\n").rows) == 3
    assert "more than 3 rows" in refusal(b"child_id,team\n1,a\n2,b\n3,c\n")
