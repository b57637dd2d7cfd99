"""From the caseload onto an agenda: which surgery, then the child added, with an Undo."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.ui.caseload.page import CaseloadPage
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import FormRows
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import BannerKind

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.surgery import CasesChanged


class SurgeryChooser(QDialog):
    """Which surgery; those still to come first."""

    def __init__(self, parent: QWidget | None, surgeries: Sequence[tuple[str, int]]) -> None:
        super().__init__(parent)
        self.setObjectName("surgery_chooser")
        self.setWindowTitle(self.tr("Add to a surgery"))
        rows = FormRows()
        self._surgery = rows.add(self.tr("&Surgery"), QComboBox(), name="surgery")
        for words, number in surgeries:
            self._surgery.addItem(words, number)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        add = buttons.addButton(self.tr("&Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        add.setObjectName("add")
        add.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(rows)
        column.addWidget(buttons)

    def chosen(self) -> int:
        """The surgery's id."""
        return int(self._surgery.currentData())


def ask_surgery(parent: QWidget | None, surgeries: Sequence[tuple[str, int]]) -> int | None:
    """Asks which surgery; None where the person thought better of it."""
    dialog = SurgeryChooser(parent, surgeries)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen() if accepted else None


class AgendaAdding(QObject):
    """Reads the surgeries, asks, adds; each step off the window's thread but the asking."""

    def __init__(self, context: AppContext, page: CaseloadPage) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def begin(self, child_id: str) -> None:
        """Starts with the list of surgeries."""
        self._context.jobs.run(
            self.tr("Reading the surgeries"),
            partial(_surgeries, self._context.opened),
            partial(self._ask, child_id),
            self._say_refused,
        )

    def _ask(self, child_id: str, surgeries: list[SurgeryRow]) -> None:
        banner = self._page.panel.banner
        if not surgeries:
            banner.say(
                self.tr("There is no surgery yet: make one on the Surgeries page."),
                kind=BannerKind.NOTICE,
            )
            return
        today = self._context.today
        surgeries.sort(key=lambda one: (one.date < today, abs((one.date - today).days)))
        number = ask_surgery(self._page, [(self._words(one), one.id) for one in surgeries])
        if number is not None:
            self._add(child_id, number)

    def _words(self, surgery: SurgeryRow) -> str:
        return self.tr("{date}, {place} – {n} cases").format(
            date=self._page.words.date(surgery.date),
            place=surgery.place or self.tr("place not recorded"),
            n=len(surgery.cases),
        )

    def _add(self, child_id: str, number: int) -> None:
        self._context.jobs.run(
            self.tr("Adding to the agenda"),
            partial(_add, self._context.opened, number, child_id),
            partial(self._say_added, child_id, number),
            self._say_refused,
            writes=True,
        )

    def _say_added(self, child_id: str, number: int, changed: "CasesChanged") -> None:
        banner = self._page.panel.banner
        if not changed.added:
            banner.say(
                self.tr("Child {id} is on that agenda already.").format(id=child_id),
                kind=BannerKind.NOTICE,
            )
            return
        banner.say(
            self.tr("Child {id} is on the agenda now.").format(id=child_id),
            action_text=self.tr("&Undo"),
            action=partial(self._remove, child_id, number),
        )
        self._context.announce_change()

    def _remove(self, child_id: str, number: int) -> None:
        self._context.jobs.run(
            self.tr("Taking off the agenda"),
            partial(_remove, self._context.opened, number, child_id),
            self._say_removed,
            self._say_refused,
            writes=True,
        )

    def _say_removed(self, _: "CasesChanged") -> None:
        self._page.panel.banner.say(self.tr("Taken off the agenda."))
        self._context.announce_change()

    def _say_refused(self, error: EhpError) -> None:
        self._page.panel.banner.say(str(error), kind=BannerKind.ERROR)


def _surgeries(opened: "OpenStore", _: JobProgress) -> list[SurgeryRow]:
    from ehp_desktop.review.surgery import list_surgeries

    return list_surgeries(opened)


def _add(opened: "OpenStore", number: int, child_id: str, _: JobProgress) -> "CasesChanged":
    from ehp_desktop.review.surgery import add_cases

    return add_cases(opened, number, [child_id])


def _remove(opened: "OpenStore", number: int, child_id: str, _: JobProgress) -> "CasesChanged":
    from ehp_desktop.review.surgery import remove_cases

    return remove_cases(opened, number, [child_id])
