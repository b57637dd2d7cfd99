"""A file looked at before it is imported: its columns, and its first rows as a profile reads them.

For the window, where a person matches columns and sees what would come of it.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue, to_text
from ehp_desktop.review.intake.columns import read_columns
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.intake.profiles import Profile, load_profiles
from ehp_desktop.review.intake.reading import collector_paused, knows_header, read_matched
from ehp_desktop.review.intake.shape import choose_profile, match_table
from ehp_desktop.review.intake.sources import open_source
from ehp_desktop.review.intake.tables import (
    RawSheet,
    column_letter,
    is_blank_row,
    table_under,
)
from ehp_desktop.review.intake.values import Cell, shown

FIRST_ROWS: Final = 10


class LookedColumn(NamedTuple):
    """A column of a file: its letter, its header as written, its first values."""

    letter: str
    header: str
    examples: tuple[str, ...]
    field: str | None  # the field that the nearest profile would take it for


class LookedSheet(NamedTuple):
    """A sheet of a file and the columns under what looks like its header row."""

    file: str
    sheet: str | None
    header_row: int
    columns: tuple[LookedColumn, ...]


class PreviewRow(NamedTuple):
    """A row as it would be read: a text for each of the preview's fields, blank = not recorded."""

    number: int
    texts: tuple[str, ...]
    problems: tuple[str, ...]


class Preview(NamedTuple):
    """The first rows of a file as a profile would read them, and how many it takes and refuses."""

    fields: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    taken: int
    refused: int
    problems: tuple[Problem, ...]


def look(
    path: Path, *, encoding: str | None = None, folder: Path | None = None
) -> tuple[LookedSheet, ...]:
    """The columns of a file that no profile need know, for a person to match.

    Raises:
        UnreadableFileError: the file cannot be read at all.
    """
    profiles = load_profiles(folder)
    source = open_source(path, knows=knows_header(profiles.values()), encoding=encoding)
    looked = (_look_at(sheet, tuple(profiles.values())) for sheet in source.sheets)
    return tuple(sheet for sheet in looked if sheet is not None)


def preview(
    path: Path,
    profile: Profile,
    *,
    code_set: CodeSet,
    as_of: dt.date,
    encoding: str | None = None,
    rows: int = FIRST_ROWS,
) -> Preview:
    """The first rows of a file as a profile of one table would read them.

    Raises:
        UnreadableFileError: the file cannot be read, or the profile does not fit it.
    """
    with collector_paused():
        source = open_source(path, knows=profile.knows, encoding=encoding)
        chosen, matches = choose_profile({profile.name: profile}, source.sheets, profile.name)
        incoming = read_matched([source], chosen, matches, code_set=code_set, as_of=as_of)
        typed = read_columns(matches[0], chosen, code_set)
    shown_rows = tuple(
        PreviewRow(
            number,
            tuple(_text(key, values[index]) for key, values in typed.values.items()),
            tuple(problem.message for problem in incoming.problems if problem.row == number),
        )
        for index, number in enumerate(typed.numbers[:rows])
    )
    taken = len(incoming.children) + len(incoming.outcomes)
    problems = tuple(incoming.problems)
    return Preview(tuple(typed.values), shown_rows, taken, incoming.refused, problems)


def _text(key: str, value: FieldValue | None) -> str:
    if value is None:
        return ""
    field = FIELD_BY_KEY.get(key)
    return str(value) if field is None else to_text(field.kind, value)


def _look_at(sheet: RawSheet, profiles: Sequence[Profile]) -> LookedSheet | None:
    rules = [rule for profile in profiles for rule in profile.tables]
    matches = [match for rule in rules if (match := match_table(rule, sheet)) is not None]
    best = max(matches, key=lambda match: len(match.known), default=None)
    header = best.header_index if best is not None else _likely_header(sheet)
    if header is None:
        return None
    table = table_under(sheet, header)
    keys = best.keys if best is not None else (None,) * len(table.headers)
    columns = tuple(
        LookedColumn(column_letter(index), text, _examples(table.rows, index), keys[index])
        for index, text in enumerate(table.headers)
        if text
    )
    return LookedSheet(sheet.file_name, sheet.sheet, header + 1, columns)


def _likely_header(sheet: RawSheet) -> int | None:
    """The first row with more than one cell; the first with any, where there is none such."""
    filled = [sum(not is_blank_row([cell]) for cell in row) for row in sheet.first_rows()]
    for least in (2, 1):
        for index, count in enumerate(filled):
            if count >= least:
                return index
    return None


def _examples(rows: Sequence[Sequence[Cell]], index: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in rows[:100]:
        text = shown(row[index]) if index < len(row) else ""
        if text and text not in found:
            found.append(text)
        if len(found) == 3:
            break
    return tuple(found)
