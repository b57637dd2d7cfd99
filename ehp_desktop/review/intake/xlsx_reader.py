"""XLSX workbooks by calamine: empty leading rows and columns kept, so numbers agree.

What a hostile or broken workbook could do to the reader is looked for first, in the zip archive
itself: calamine would allocate whatever a cell's address asks for, and end the program.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.tables import MOST_ROWS
from ehp_desktop.review.intake.values import Cell

XLSX: Final = "XLSX"

LARGEST_UNPACKED: Final = 1024 * 1024 * 1024
"""Bytes of all members together."""

MOST_CELLS: Final = 25_000_000
"""Of the rectangle that holds a sheet's cells: calamine keeps the empty ones too."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BOMB_RATIO: Final = 300
_BOMB_FROM: Final = 32 * 1024 * 1024
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_FAR_CELL: Final = re.compile(rb"""\br=["'](?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{6})""")
_FAR_ROW: Final = re.compile(rb"""<row\b[^>]*?\br=["'][0-9]{6}""")
_ROW: Final = re.compile(rb"""<row\b[^>]*?\br=["']([0-9]+)""")
_CELL: Final = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)""")


def is_workbook(content: bytes, name: str) -> bool:
    """Whether a file is to be read as a workbook: by its first bytes, or by its name."""
    return content.startswith((_ZIP, _OLE)) or name.lower().endswith((".xlsx", ".xlsm", ".xls"))


def read_workbook(content: bytes, name: str) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
    """Each worksheet's name and rows; row 1 is the first, column A the first.

    Hidden sheets, rows and merged cells are read as they are. A cell without a stored value, or
    with an error (#N/A), is "".

    Raises:
        UnreadableFileError: not a workbook, protected by a password, damaged or too large.
    """
    if not content:
        message = f"{name} is empty: nothing was read. Export it again."
        raise UnreadableFileError(message)
    _refuse_old_formats(content, name)
    _check_archive(content, name)
    import python_calamine as calamine  # here: read only when a workbook is

    sheets: list[tuple[str, Sequence[Sequence[Cell]]]] = []
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for metadata in workbook.sheets_metadata:
                if metadata.typ is calamine.SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(metadata.name)
                    sheets.append((metadata.name, sheet.to_python(skip_empty_area=False)))
    except calamine.PasswordError:
        raise UnreadableFileError(_PROTECTED.format(name=name)) from None
    except calamine.CalamineError:
        raise UnreadableFileError(_DAMAGED.format(name=name)) from None
    for _, rows in sheets:
        if len(rows) > MOST_ROWS:
            raise UnreadableFileError(_TOO_LONG.format(name=name))
    return sheets


_PROTECTED: Final = (
    "{name} is protected by a password: nothing was read. Open it in the spreadsheet program, "
    "save it without the password, and import that."
)
_OLD: Final = (
    "{name} is a workbook of the old .xls kind: nothing was read. Save it as .xlsx or CSV UTF-8."
)
_DAMAGED: Final = (
    "{name} is not a sound XLSX workbook: nothing was read. Open it in the spreadsheet program, "
    "save it again as .xlsx or CSV UTF-8, and import that."
)
_BOMB: Final = (
    "{name} would unpack to far more than its size, as no spreadsheet does: nothing was read. "
    "Export it again, and ask where the file came from."
)
_TOO_LONG: Final = (
    f"{{name}} has more than {MOST_ROWS:,} rows: nothing was read. Delete the empty rows and "
    "columns under and beside the table, or divide it into smaller files."
)
_TOO_WIDE: Final = (
    "{name} has cells so far apart that its sheet would have {cells:,} cells: nothing was read. "
    "Delete the empty rows and columns under and beside the table."
)


def _refuse_old_formats(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        sentence = _PROTECTED if _ENCRYPTED in content else _OLD
        raise UnreadableFileError(sentence.format(name=name))
    if not content.startswith(_ZIP):
        raise UnreadableFileError(_DAMAGED.format(name=name))


def _check_archive(content: bytes, name: str) -> None:
    """Refuse an archive that is damaged, protected, too large, or not what it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableFileError(_PROTECTED.format(name=name))
            if _is_bomb(members, len(content)):
                raise UnreadableFileError(_BOMB.format(name=name))
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise UnreadableFileError(_DAMAGED.format(name=name))
            for member in members:
                _check_member(archive, member, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
        raise UnreadableFileError(_DAMAGED.format(name=name)) from None


def _is_bomb(members: list[zipfile.ZipInfo], size: int) -> bool:
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        return True
    return unpacked > _BOMB_FROM and unpacked > _BOMB_RATIO * size


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Unpack a member once: its checksum proves its declared size, its cells' addresses are near.

    Raises:
        zipfile.BadZipFile: it is not what it declares.
        UnreadableFileError: its cells are too many or too far apart.
    """
    has_cells = member.filename.endswith(".xml") and "sharedStrings" not in member.filename
    far = False
    for chunk in _chunks(archive, member):
        if has_cells and not far:
            far = bool(_FAR_CELL.search(chunk) or _FAR_ROW.search(chunk))
    if far:
        _check_far_cells(archive, member, name)


def _check_far_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    row = column = 0
    for chunk in _chunks(archive, member):
        for number in _ROW.findall(chunk):
            row = max(row, int(number[:9]))
        for letters, number in _CELL.findall(chunk):
            row = max(row, int(number[:9]))
            if len(letters) > 1 or column < 26:
                column = max(column, _column_number(letters))
    if row > MOST_ROWS:
        raise UnreadableFileError(_TOO_LONG.format(name=name))
    if row * column > MOST_CELLS:
        raise UnreadableFileError(_TOO_WIDE.format(name=name, cells=row * column))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes, each chunk beginning with the end of the one before."""
    with archive.open(member) as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            yield before + chunk
            before = chunk[-_OVERLAP:]
