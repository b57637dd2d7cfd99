"""The problems of an import as a table that a spreadsheet opens without running anything.

A value out of somebody's file may begin like a formula; each cell is made safe as copying does.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from ehp_desktop.review.cells import safe_cell
from ehp_desktop.review.intake.incoming import Problem


def problem_cells(problem: Problem) -> tuple[str, ...]:
    """One problem in the order of the table: severity, where, what is there, what is wrong."""
    one = problem
    where = (one.file, one.sheet, one.child_id, one.row, one.column, one.field, one.value)
    shown = ("" if part is None else str(part) for part in where)
    return (problem.severity, *shown, problem.message)


def problems_as_text(
    headers: Sequence[str], problems: Iterable[Problem], *, delimiter: str = ","
) -> bytes:
    """The problems as CSV or TSV in UTF-8 with a byte-order mark, by which Excel knows ŵ from Å."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    table.writerow(headers)
    for problem in problems:
        table.writerow([safe_cell(cell) for cell in problem_cells(problem)])
    return written.getvalue().encode("utf-8-sig")
