"""How the agenda is to be printed: its language, names or initials, and what to do with it."""

from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QWidget

from ehp_desktop.review.actor import Actor
from ehp_desktop.review.language import Language
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.permitted import gate
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish, Languages


class AgendaBar(QWidget):
    """Language, names, and two buttons: look at the agenda, save it."""

    look_wanted = Signal(object)  # AgendaWish
    save_wanted = Signal(object)  # AgendaWish

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agendaBar")
        self._languages = QComboBox()
        for words, value in (
            (self.tr("English"), "en"),
            (self.tr("Welsh"), "cy"),
            (self.tr("English and Welsh"), "both"),
        ):
            self._languages.addItem(words, value)
        self._languages.setCurrentIndex(self._languages.findData(language.value))
        self._names = QComboBox()
        self._names.addItem(self.tr("Initials"), Names.INITIALS.value)
        self._names.addItem(self.tr("Full names"), Names.FULL.value)
        self._advice = QCheckBox(self.tr("With legal advice"))
        self._look = QPushButton(self.tr("&Open the agenda"))
        self._look.clicked.connect(self._want_look)
        self._save = QPushButton(self.tr("Save as &PDF…"))
        self._save.clicked.connect(self._want_save)
        self._lay_out()

    def set_ready(self, *, ready: bool) -> None:
        """Whether there is an agenda to print just now."""
        self._look.setEnabled(ready)
        self._save.setEnabled(ready)

    @property
    def wish(self) -> AgendaWish:
        """What is chosen."""
        languages = cast("Languages", self._languages.currentData())
        names = Names(self._names.currentData())
        return AgendaWish(languages, names, self._advice.isChecked())

    def set_advice(self, actor: Actor | None) -> None:
        """Offers legal advice to those who may print it."""
        if not gate(self._advice, actor, Deed.PRINT_ADVICE):
            self._advice.setChecked(False)

    @Slot()
    def _want_look(self) -> None:
        self.look_wanted.emit(self.wish)

    @Slot()
    def _want_save(self) -> None:
        self.save_wanted.emit(self.wish)

    def _lay_out(self) -> None:
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(self.tr("On paper:")))
        for label, control, name in (
            (self.tr("&Language"), self._languages, "agenda_language"),
            (self.tr("Na&mes"), self._names, "agenda_names"),
        ):
            heading = QLabel(label)
            heading.setBuddy(name_control(control, label, name))
            row.addWidget(heading)
            row.addWidget(control)
        row.addWidget(name_control(self._advice, self._advice.text(), "agenda_advice"))
        row.addWidget(name_control(self._look, self._look.text(), "agenda_look"))
        row.addWidget(name_control(self._save, self._save.text(), "agenda_save"))
