"""What is asked before a paper is made: minutes, and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.rows import AttendanceRow
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted
from ehp_desktop.ui.forms import FormRows, name_control, quiet_label
from ehp_desktop.ui.permitted import gate


@dataclass(frozen=True, slots=True)
class MinutesWish:
    """How minutes are to be printed."""

    language: str
    names: Names
    with_advice: bool


@dataclass(frozen=True, slots=True)
class InvitationWish:
    """To whom an invitation goes, and whether it names the cases; no name: everybody invited."""

    to: tuple[str, ...]
    language: str
    with_cases: bool


class _PaperDialog(QDialog):
    """A form with the language, and two buttons."""

    def __init__(self, context: AppContext, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.form = FormRows()
        self._language = QComboBox()
        for words, value in (
            (self.tr("English"), "en"),
            (self.tr("Welsh"), "cy"),
            (self.tr("English and Welsh"), "both"),
        ):
            self._language.addItem(words, value)
        self._language.setCurrentIndex(self._language.findData(context.language.value))
        self.form.add(self.tr("&Language"), self._language, name="paper_language")
        self.room = QVBoxLayout(self)
        self.room.addLayout(self.form)
        self.room.addStretch(1)
        self.room.addWidget(ActionButtons(self, self.tr("Open it")))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    @property
    def language(self) -> str:
        """The paper's language or languages."""
        return str(self._language.currentData())


class MinutesDialog(_PaperDialog):
    """Language, names, with advice or without."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, self.tr("Minutes"), parent)
        self.setObjectName("minutesDialog")
        self._names = QComboBox()
        self._names.addItem(self.tr("Initials"), Names.INITIALS.value)
        self._names.addItem(self.tr("Full names"), Names.FULL.value)
        self.form.add(self.tr("Na&mes"), self._names, name="minutes_names")
        self._advice = QCheckBox(self.tr("With legal &advice"))
        self.form.add("", self._advice, name="minutes_advice")
        self._advice.setAccessibleName(self.tr("With legal advice"))
        gate(self._advice, context.opened.actor, Deed.PRINT_ADVICE)

    @property
    def wish(self) -> MinutesWish:
        """What is chosen."""
        names = Names(self._names.currentData())
        return MinutesWish(self.language, names, self._advice.isChecked())


class InvitationDialog(_PaperDialog):
    """Everybody who was invited, ticked; whether the cases are named."""

    def __init__(
        self, context: AppContext, invited: Sequence[AttendanceRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, self.tr("Invitation"), parent)
        self.setObjectName("invitationDialog")
        self._people = name_control(QListWidget(), self.tr("To"), "invitation_to")
        for one in invited:
            words = f"{one.name} ({one.organisation})" if one.organisation else one.name
            line = QListWidgetItem(words)
            line.setData(Qt.ItemDataRole.UserRole, one.name)
            line.setCheckState(Qt.CheckState.Checked)
            self._people.addItem(line)
        if invited:
            self.form.add(self.tr("&To"), self._people, name="invitation_to")
        else:
            hint = self.tr("Nobody is on the invitation list yet: it is printed without a name.")
            words_ = quiet_label(hint)
            words_.setWordWrap(True)
            self.form.addRow(words_)
        self._cases = QCheckBox(self.tr("Name the &cases, by initials and ID"))
        self.form.add("", self._cases, name="invitation_cases")
        self._cases.setAccessibleName(self.tr("Name the cases, by initials and ID"))

    @property
    def wish(self) -> InvitationWish:
        """What is chosen."""
        lines = (self._people.item(number) for number in range(self._people.count()))
        to = tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in lines
            if one.checkState() is Qt.CheckState.Checked
        )
        return InvitationWish(to, self.language, self._cases.isChecked())


def ask_minutes(parent: QWidget, context: AppContext) -> MinutesWish | None:
    """Ask how the minutes are wanted; None where the person thought better of it."""
    dialog = MinutesDialog(context, parent)
    return dialog.wish if accepted(dialog) else None


def ask_invitation(
    parent: QWidget, context: AppContext, invited: Sequence[AttendanceRow]
) -> InvitationWish | None:
    """Ask for whom an invitation is; None where the person thought better of it."""
    dialog = InvitationDialog(context, invited, parent)
    return dialog.wish if accepted(dialog) else None
