"""A PDF on a printer: the dialog, and the pages drawn off the window's thread."""

from typing import TYPE_CHECKING

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_DOTS_PER_INCH = 300
"""As fine as an office printer draws text; a page is then some 35 MB while it is drawn."""


def print_pdf(pdf: bytes, printer: "QPrinter", progress: JobProgress) -> int:
    """Draw every page on a printer; how many.

    Raises:
        RefusedError: the printer did not take it, or the person cancelled.
    """
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtPdf import QPdfDocument

    document, buffer, painter = QPdfDocument(), QBuffer(), QPainter()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if not painter.begin(printer):
        raise RefusedError(
            "The printer could not be opened, so nothing was printed. Choose another printer, or "
            "save the agenda as PDF."
        )
    pages: int = document.pageCount()
    for number in range(pages):
        if progress.cancelled():
            printer.abort()
            raise RefusedError(f"Printing was stopped after {number} of {pages} pages.")
        if number:
            printer.newPage()
        points = document.pagePointSize(number)
        size = QSize(
            round(points.width() / 72 * _DOTS_PER_INCH),
            round(points.height() / 72 * _DOTS_PER_INCH),
        )
        painter.drawImage(painter.viewport(), document.render(number, size))
        progress.report(number + 1, pages)
    painter.end()
    return pages
