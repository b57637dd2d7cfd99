"""What readers give: the sheets of a file as the spreadsheet numbers them, and a table in one.

A sheet keeps every row, blank ones too, so that row 1 is its first; a table is a sheet with its
header row found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ehp_desktop.review.intake.values import Cell, as_text

HEADER_WITHIN: Final = 20
"""The header row is looked for within this many rows."""

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes."""

MOST_ROWS: Final = 1_000_000

KnowsHeader = Callable[[str], bool]
"""Whether any profile in question knows a header as written."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A CSV file (`sheet` None) or one sheet of a workbook; `rows[0]` is row 1.

    `file`: index among the import's files. `broken`: the CSV records that cannot be split into
    cells, by row number, with the reason; their row is empty.
    """

    file: int
    file_name: str
    sheet: str | None
    rows: Sequence[Sequence[Cell]]
    broken: Mapping[int, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The file and sheet, as a message names them."""
        if self.sheet is None:
            return self.file_name
        return f"{self.file_name}, sheet “{self.sheet}”"

    def first_rows(self) -> Sequence[Sequence[Cell]]:
        """The rows among which the header row is looked for."""
        return self.rows[:HEADER_WITHIN]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The rows under a sheet's header row, blank ones left out.

    `numbers[i]` is the spreadsheet's number of `rows[i]`. A row may be shorter than the header.
    """

    sheet: RawSheet
    header_row: int  # as the spreadsheet numbers it
    headers: tuple[str, ...]  # as written, trimmed, by column
    numbers: Sequence[int]
    rows: Sequence[Sequence[Cell]]


def table_under(sheet: RawSheet, header_index: int) -> SourceTable:
    """The table whose header row is `sheet.rows[header_index]`."""
    numbers: list[int] = []
    rows: list[Sequence[Cell]] = []
    for number, row in enumerate(sheet.rows[header_index + 1 :], start=header_index + 2):
        if not is_blank_row(row):
            numbers.append(number)
            rows.append(row)
    headers = tuple(header_text(cell) for cell in sheet.rows[header_index])
    return SourceTable(sheet, header_index + 1, headers, numbers, rows)


def header_text(cell: Cell) -> str:
    """A header as a person reads it: on one line, spaces collapsed."""
    return " ".join(as_text(cell).split())


def is_blank_row(row: Sequence[Cell]) -> bool:
    """Whether nothing is written in any cell."""
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or cell.strip(" \t\r\n\xa0"):
            return False
    return True


def column_letter(index: int) -> str:
    """The spreadsheet's letter of a column counted from 0: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
