"""A paper made into a PDF: looked at in the window, saved where the person says, printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import say_date
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_where_to_save
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.surgery import work
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish
from ehp_desktop.ui.surgery.paper_name import paper_name

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Made(Protocol):
    """A paper as a file, and what of it could not be printed."""

    @property
    def pdf(self) -> bytes:
        """The file."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each thing that could not be printed."""


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
        self._proposed = ""  # what the shown paper is likely to be saved as
        view.save_wanted.connect(self._save_shown)
        view.print_wanted.connect(self.ask_printer)

    def look(self, row: SurgeryRow, wish: AgendaWish) -> None:
        """Make the agenda, or read it where it is issued, and show it."""
        making = partial(work.print_agenda, self._context.opened, row.id, wish)
        day = say_date(row.date, self._context.language)
        title = self.tr("Agenda of {day}").format(day=day)
        words, advice = self.tr("Making the agenda"), wish.with_advice
        self.look_at(title, self._name_of(row), words, making, with_advice=advice)

    def look_at(
        self,
        title: str,
        proposed: str,
        label: str,
        making: Callable[[JobProgress], Made],
        *,
        with_advice: bool = False,
    ) -> None:
        """Make any paper and show it; `proposed`: what it is likely to be saved as.

        `with_advice`: the title and the proposed name say that legal advice is in it.
        """
        self._banner.clear()
        title = paper_name(title, with_advice=with_advice)
        proposed = paper_name(proposed, with_advice=with_advice)
        done = partial(self._show, title, proposed)
        self._context.jobs.run(label, making, done, self._refused)

    def show_kept(self, title: str, proposed: str, pdf: bytes, *, with_advice: bool) -> None:
        """Show a paper that is kept already."""
        self._banner.clear()
        self._proposed = paper_name(proposed, with_advice=with_advice)
        self._view.show_pdf(paper_name(title, with_advice=with_advice), pdf, ())
        self.shown.emit()

    def save(self, row: SurgeryRow, wish: AgendaWish) -> None:
        """Ask where, make the agenda, and save it there."""
        path = self._ask_path(paper_name(self._name_of(row), with_advice=wish.with_advice))
        if path is not None:
            saving = partial(work.save_agenda, self._context.opened, row.id, wish, path)
            words = self.tr("Saving the agenda")
            self._context.jobs.run(words, saving, partial(self._saved, path), self._refused)

    def _show(self, title: str, proposed: str, made: Made) -> None:
        self._proposed = proposed
        self._view.show_pdf(title, made.pdf, made.warnings)
        self.shown.emit()

    @Slot()
    def _save_shown(self) -> None:
        if not self._view.pdf:
            return
        path = self._ask_path(self._proposed)
        if path is not None:
            saving = partial(work.save_pdf, self._view.pdf, path)
            words = self.tr("Saving the paper")
            self._context.jobs.run(words, saving, partial(self._saved, path, None), self._refused)

    def _name_of(self, row: SurgeryRow) -> str:
        return self.tr("Surgery agenda {day}.pdf").format(day=row.date.isoformat())

    def _ask_path(self, proposed: str) -> Path | None:
        title, kinds = self.tr("Save the paper"), self.tr("PDF (*.pdf)")
        where = ask_where_to_save(self._window, title, proposed, kinds)
        if where is None:
            return None
        path, _ = where
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    def _saved(self, path: Path, printed: Made | None, _: object = None) -> None:
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
        printer.setDocName(Path(self._proposed).stem or self.tr("Surgery"))  # a file's name too
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("printDialog")
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)
        dialog.deleteLater()

    def print_on(self, printer: "QPrinter") -> None:
        """Print what is shown."""
        from ehp_desktop.ui.surgery.printing import print_pdf

        printing = partial(print_pdf, self._view.pdf, printer)
        words = self.tr("Printing the paper")
        self._context.jobs.run(words, printing, self._printed, self._refused, cancellable=True)

    def _printed(self, pages: int) -> None:
        self._banner.say(self.tr("Sent to the printer: {n} pages.").format(n=pages))
