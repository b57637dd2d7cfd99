"""The problems of an import as a file for a spreadsheet."""

import csv
import io

import pytest

from ehp_desktop.review.cells import safe_cell
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.ui.intake.problems_text import problems_as_text

HEADERS = ("Severity", "File", "Sheet", "Row", "Column", "Field", "Value", "What is wrong")


@pytest.mark.parametrize(
    "value",
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "＝1", "\r=1"],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(value: str) -> None:
    assert safe_cell(value).startswith("'")


@pytest.mark.parametrize("value", ["Siân ŵ ŷ", "a=b", "31/02/2021", "", "<b>", '"quoted"'])
def test_other_cells_are_as_they_were(value: str) -> None:
    assert safe_cell(value) == value


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_every_problem_is_one_row_that_reads_back(delimiter: str) -> None:
    problems = [
        Problem("error", "is not a date; write 03/09/2021", "a;b.csv", None, 7, "C", "x", "3/9/21"),
        Problem("warning", 'two\nlines, and "quotes"', value="=1+1\tŵ"),
    ]

    written = problems_as_text(HEADERS, problems, delimiter=delimiter)

    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=delimiter))
    assert rows == [
        list(HEADERS),
        ["error", "a;b.csv", "", "", "7", "C", "x", "3/9/21", "is not a date; write 03/09/2021"],
        ["warning", "", "", "", "", "", "", "'=1+1 ŵ", 'two lines, and "quotes"'],
    ]
