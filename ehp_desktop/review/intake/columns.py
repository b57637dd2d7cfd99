"""A table's cells as typed values, column by column: each different cell is read once."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import Field, FieldKind, FieldValue
from ehp_desktop.review.intake.coded_words import coded_word_reader
from ehp_desktop.review.intake.profiles import ROLE_FIELDS, ColumnRule, Profile
from ehp_desktop.review.intake.shape import MatchedTable
from ehp_desktop.review.intake.tables import SourceTable
from ehp_desktop.review.intake.values import (
    LONGEST_TEXT,
    Cell,
    Reader,
    ValueRefused,
    as_text,
    date_reader,
    fold_words,
    shown,
    value_reader,
)


class CellRefused(NamedTuple):
    """A cell that cannot be read: its column (from 0), its field, what it holds, what is wrong."""

    column: int
    key: str
    raw: Cell
    message: str


@dataclass(frozen=True, slots=True)
class TypedTable:
    """The values of a table, by field: `values[key][i]` is of the table's row i, None = blank.

    `refused`: for a row, by index, its cells that cannot be read; there the value is None.
    """

    numbers: Sequence[int]  # as the spreadsheet numbers them
    values: Mapping[str, Sequence[FieldValue | None]]
    columns: Mapping[str, int]
    refused: dict[int, list[CellRefused]]


class _Memo(dict[Cell, FieldValue | None]):
    """What each different cell of a column is read as; None where it cannot be, with the reason."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self.refusals: dict[Cell, str] = {}

    def __missing__(self, cell: Cell) -> FieldValue | None:
        value = None
        try:
            value = self._reader(cell)
        except ValueRefused as refusal:
            self.refusals[cell] = str(refusal)
        self[cell] = value
        return value


def read_columns(match: MatchedTable, profile: Profile, code_set: CodeSet) -> TypedTable:
    """Every known column of a table, typed. A row with more cells than columns is refused."""
    table = match.table
    fields = {field.key: field for field in ROLE_FIELDS[match.rule.role]}
    refused: dict[int, list[CellRefused]] = {}
    by_column = _by_column(table, refused)
    dates = _Memo(date_reader(profile.date_formats))  # their columns hold the same days
    values: dict[str, Sequence[FieldValue | None]] = {}
    columns = match.columns
    for key, column in columns.items():
        field, rule = fields[key], match.rule.columns[key]
        cells = by_column[column]
        plain = _plain_text(cells) if field.kind is FieldKind.TEXT and not rule.values else None
        if plain is not None:
            values[key] = plain
            continue
        if match.sheet.sheet is not None:
            cells = _hashable(cells)
        shared = field.kind is FieldKind.DATE and not rule.values
        memo = dates if shared else _Memo(_column_reader(field, rule, profile, code_set))
        values[key] = list(map(memo.__getitem__, cells))
        if memo.refusals:
            for index, cell in enumerate(cells):
                if cell in memo.refusals:
                    refusal = CellRefused(column, key, cell, memo.refusals[cell])
                    refused.setdefault(index, []).append(refusal)
    return TypedTable(table.numbers, values, columns, refused)


def _plain_text(cells: Sequence[Cell]) -> list[FieldValue | None] | None:
    """A column of nothing but ordinary text, all at once; None where any cell is unusual."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) != len(cells) or max(map(len, texts), default=0) > LONGEST_TEXT:
        return None
    together = "".join(texts)
    if not together.isprintable() or not unicodedata.is_normalized("NFC", together):
        return None
    return [text.strip() or None for text in texts]


def _hashable(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells with yes and no as text: as keys of a dictionary, True and 1.0 are the same."""
    if bool not in set(map(type, cells)):
        return cells
    return [as_text(cell) if isinstance(cell, bool) else cell for cell in cells]


def _column_reader(field: Field, rule: ColumnRule, profile: Profile, code_set: CodeSet) -> Reader:
    plain: Reader
    if rule.words:
        plain = coded_word_reader(field, code_set, profile.words)
    else:
        plain = value_reader(field, code_set, profile.date_formats)
    spelled = {fold_words(spelling): value for spelling, value in rule.values.items()}
    less = rule.less
    if not spelled and not less:
        return plain

    def read(cell: Cell) -> FieldValue | None:
        folded = fold_words(as_text(cell))
        if rule.only and folded and folded not in spelled:
            message = (
                f"“{shown(cell)}” is not one of the spellings that the profile knows here "
                f"({', '.join(rule.values)}). Write one of them, or add this spelling to the "
                "profile."
            )
            raise ValueRefused(message)
        value = plain(spelled.get(folded, cell))
        return max(0, value - less) if less and isinstance(value, int) else value

    return read


def _by_column(
    table: SourceTable, refused: dict[int, list[CellRefused]]
) -> Sequence[Sequence[Cell]]:
    """The rows turned into columns of one length; what is beyond the header refuses its row.

    A cell too many most often is a text with a delimiter that was not put in quotation marks, so
    that every value after it stands in the wrong column. Where all rows have as many, it is the
    export's way of ending a line.
    """
    rows = table.rows
    lengths = set(map(len, rows))
    width = len(table.headers)
    if lengths == {width}:
        return list(zip(*rows, strict=True))
    if not lengths:
        return []
    most = max(width, min(lengths))
    padding: list[Cell] = [""] * width
    level: list[Sequence[Cell]] = []
    for index, row in enumerate(rows):
        if len(row) > most:
            message = (
                f"The row has {len(row)} cells and the header {width}, so its values stand in the "
                "wrong columns. Put a text that holds a delimiter in quotation marks."
            )
            refused[index] = [CellRefused(most, "", row[most], message)]
            level.append(padding)
        else:
            level.append([*row[:width], *padding[len(row) :]])
    return list(zip(*level, strict=True))
