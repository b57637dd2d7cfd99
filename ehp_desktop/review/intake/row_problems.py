"""What is wrong with the rows of a table, said with file, sheet, row, column, field and value."""

from collections.abc import Sequence
from typing import Literal

from ehp_desktop.review.intake.columns import TypedTable
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.intake.shape import MatchedTable
from ehp_desktop.review.intake.tables import column_letter, is_blank_row
from ehp_desktop.review.intake.values import LONGEST_TEXT, as_text, shown

RowProblems = dict[int, list[Problem]]
"""The errors of each refused row, by its index in the table."""


def refused_cells(match: MatchedTable, typed: TypedTable) -> RowProblems:
    """The rows with cells that cannot be read: all of a row's cells, by column."""
    problems: RowProblems = {}
    for index, cells in typed.refused.items():
        problems[index] = [
            Problem(
                "error",
                cell.message,
                file=match.sheet.file_name,
                sheet=match.sheet.sheet,
                row=typed.numbers[index],
                column=column_letter(cell.column),
                field=cell.key or None,
                value=as_text(cell.raw)[:LONGEST_TEXT],
                child_id=_child_of(typed, index),
            )
            for cell in sorted(cells, key=lambda cell: cell.column)
        ]
    return problems


def row_problem(
    match: MatchedTable,
    typed: TypedTable,
    index: int,
    message: str,
    key: str,
    value: str | None = None,
    severity: Literal["error", "warning"] = "error",
) -> Problem:
    """A problem of one field of one row."""
    return Problem(
        severity,
        message,
        file=match.sheet.file_name,
        sheet=match.sheet.sheet,
        row=typed.numbers[index],
        column=column_letter(typed.columns[key]),
        field=key,
        value=value,
        child_id=_child_of(typed, index),
    )


def _child_of(typed: TypedTable, index: int) -> str | None:
    """The id of the child whose row it is, where it could be read."""
    ids = typed.values.get("child_id")
    found = None if ids is None else ids[index]
    return None if found is None else str(found)


def requirements(
    match: MatchedTable, typed: TypedTable, problems: RowProblems, required: Sequence[str]
) -> None:
    """Refuse the rows in which a required field is blank."""
    for key in required:
        column = typed.values[key]
        if None not in column:
            continue
        for index, value in enumerate(column):
            if value is None and not _said_already(problems.get(index, ()), key, typed):
                message = f"{key} is blank, and a row without it is not taken. Write it."
                problem = row_problem(match, typed, index, message, key)
                problems.setdefault(index, []).append(problem)


def _said_already(problems: Sequence[Problem], key: str, typed: TypedTable) -> bool:
    """Whether the field, or the whole row, is refused for a better reason than being blank."""
    return any(problem.field in (key, None) for problem in problems)


def broken_rows(match: MatchedTable) -> list[Problem]:
    """The records under the header that cannot be split into cells."""
    return [
        Problem(
            "error",
            f"The row cannot be split into cells ({reason}). A quotation mark in a text is "
            "written twice, and the text put in quotation marks.",
            file=match.sheet.file_name,
            sheet=match.sheet.sheet,
            row=row,
        )
        for row, reason in sorted(match.sheet.broken.items())
        if row > match.header_index + 1
    ]


def table_warnings(match: MatchedTable) -> list[Problem]:
    """The title rows passed over, and the columns that are left out."""
    warnings = [
        _warning(match, f"“{shown(words)}” above the header was passed over.", row)
        for row, words in match.titles()
    ]
    left_out = [
        f"{column_letter(index)} “{header}”"
        for index, header in enumerate(match.table.headers)
        if header and match.keys[index] is None
    ]
    if left_out:
        columns = "This column is" if len(left_out) == 1 else "These columns are"
        message = f"{columns} not known to the profile and left out: {', '.join(left_out)}."
        warnings.append(_warning(match, message, match.header_index + 1))
    nameless = [
        column_letter(index)
        for index, header in enumerate(match.table.headers)
        if not header and _has_values(match, index)
    ]
    if nameless:
        columns = "column" if len(nameless) == 1 else "columns"
        message = f"There are values without a header, left out: {columns} {', '.join(nameless)}."
        warnings.append(_warning(match, message, match.header_index + 1))
    return warnings


def _has_values(match: MatchedTable, index: int) -> bool:
    return any(not is_blank_row(row[index : index + 1]) for row in match.table.rows)


def _warning(match: MatchedTable, message: str, row: int) -> Problem:
    sheet = match.sheet
    return Problem("warning", message, file=sheet.file_name, sheet=sheet.sheet, row=row)
