"""A block of cells for the clipboard: into a spreadsheet, a word processor or a message."""

import html
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ehp_desktop.review.cells import safe_cell


def as_tab_separated(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Headers and rows as tab-separated lines that no spreadsheet will run.

    Tabs and line ends inside a cell become spaces.
    """
    lines = [headers, *rows]
    return "".join("\t".join([safe_cell(cell) for cell in line]) + "\n" for line in lines)


def as_html(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same block as a table whose every cell is text.

    Spreadsheets prefer this form: `00123` keeps its zeros, `=1+1` is four characters, and a word
    processor gets a table.
    """
    head = "".join(f"<th>{html.escape(one)}</th>" for one in headers)
    body = "".join(
        "<tr>" + "".join(f"<td {_TEXT}>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table><tr>{head}</tr>{body}</table>'


_OURS = "application/x-ehp-desktop-cells"
_TEXT = "style=\"mso-number-format:'\\@'\""


def put_on_clipboard(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Puts both forms on the clipboard."""
    both = QMimeData()
    both.setText(as_tab_separated(headers, rows))
    both.setHtml(as_html(headers, rows))
    both.setData(_OURS, b"1")
    QGuiApplication.clipboard().setMimeData(both)
    _tidy_at_quit()


@cache
def _tidy_at_quit() -> None:
    application = QGuiApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(leave_plain_text)


def leave_plain_text() -> None:
    """Leaves the clipboard with text of Qt's own making.

    What Python made and Qt holds until the very end is freed when Python has gone: a crash.
    """
    if holds_cells():
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(clipboard.text())


def holds_cells() -> bool:
    """Whether what is on the clipboard was put there from one of the program's lists."""
    held = QGuiApplication.clipboard().mimeData()  # None where nothing has ever been copied
    return held is not None and held.hasFormat(_OURS)
