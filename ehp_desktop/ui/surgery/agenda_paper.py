"""An agenda made into a PDF: looked at in the window, saved where the person says, printed."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import say_date
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_where_to_save
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.surgery import work
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ehp_desktop.review.documents.agenda_pdf import Printed


class AgendaPaper(QObject):
    """Makes the PDF in a job; the view shows its bytes, and nothing is on disk until saved."""

    shown = Signal()

    def __init__(
        self, context: AppContext, view: AgendaView, banner: Banner, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._banner = banner
        self._window = parent
        self._row: SurgeryRow | None = None
        view.save_wanted.connect(self._save_shown)
        view.print_wanted.connect(self.ask_printer)

    def look(self, row: SurgeryRow, wish: AgendaWish) -> None:
        """Make the agenda and show it."""
        self._banner.clear()
        making = partial(work.print_agenda, self._context.opened, row.id, wish)
        words = self.tr("Making the agenda")
        self._context.jobs.run(words, making, partial(self._show, row), self._refused)

    def save(self, row: SurgeryRow, wish: AgendaWish) -> None:
        """Ask where, make the agenda, and save it there."""
        path = self._ask_path(row)
        if path is not None:
            saving = partial(work.save_agenda, self._context.opened, row.id, wish, path)
            words = self.tr("Saving the agenda")
            self._context.jobs.run(words, saving, partial(self._saved, path), self._refused)

    def _show(self, row: SurgeryRow, printed: "Printed") -> None:
        self._row = row
        day = say_date(row.date, self._context.language)
        title = self.tr("Agenda of {day}").format(day=day)
        self._view.show_pdf(title, printed.pdf, printed.warnings)
        self.shown.emit()

    @Slot()
    def _save_shown(self) -> None:
        if self._row is None:
            return
        path = self._ask_path(self._row)
        if path is not None:
            saving = partial(work.save_pdf, self._view.pdf, path)
            words = self.tr("Saving the agenda")
            self._context.jobs.run(words, saving, partial(self._saved, path, None), self._refused)

    def _ask_path(self, row: SurgeryRow) -> Path | None:
        proposed = self.tr("Surgery agenda {day}.pdf").format(day=row.date.isoformat())
        title, kinds = self.tr("Save the agenda"), self.tr("PDF (*.pdf)")
        where = ask_where_to_save(self._window, title, proposed, kinds)
        if where is None:
            return None
        path, _ = where
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    def _saved(self, path: Path, printed: "Printed | None", _: object = None) -> None:
        warnings = printed.warnings if printed is not None else ()
        said = self.tr("Saved as {name}.").format(name=path.name)
        kind = BannerKind.NOTICE if warnings else BannerKind.DONE
        self._banner.say("\n".join((said, *warnings)), kind=kind)

    def _refused(self, error: EhpError) -> None:
        self._banner.say(str(error), kind=BannerKind.ERROR)

    # On a printer

    @Slot()
    def ask_printer(self) -> None:
        """Ask for a printer; what is shown is printed on it."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(self.tr("Surgery agenda"))
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("printDialog")
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)
        dialog.deleteLater()

    def print_on(self, printer: "QPrinter") -> None:
        """Print what is shown."""
        from ehp_desktop.ui.surgery.printing import print_pdf

        printing = partial(print_pdf, self._view.pdf, printer)
        words = self.tr("Printing the agenda")
        self._context.jobs.run(words, printing, self._printed, self._refused, cancellable=True)

    def _printed(self, pages: int) -> None:
        self._banner.say(self.tr("Sent to the printer: {n} pages.").format(n=pages))
