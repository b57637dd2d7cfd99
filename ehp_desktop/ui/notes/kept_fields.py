"""A form of several small fields, kept as it is filled in: see `kept`."""

from collections.abc import Mapping

from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget

from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.notes.kept_editor import KeptLine


class KeptFields(QObject):
    """Keeps the fields of a form at a place, once something was typed in one of its lines.

    `line` says that they came back, and offers to discard them; its `save` is the form's to
    connect.
    """

    def __init__(self, context: AppContext, fields: Mapping[str, QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._kept = kept_texts(context)
        self._fields = dict(fields)
        self._place = ""
        self._waits = False  # something was typed before what was kept had been read
        self.line = KeptLine(context, parent)
        self.line.discard.clicked.connect(self.discard)
        for field in self._fields.values():
            if isinstance(field, QLineEdit):
                field.textEdited.connect(self._take)
            elif isinstance(field, QCheckBox):
                field.toggled.connect(self._take)
            elif isinstance(field, QDateEdit):
                field.dateChanged.connect(self._take)
            elif isinstance(field, QComboBox):
                field.currentIndexChanged.connect(self._take)
        self._kept.loaded.connect(self._come_back)

    def begin(self, place: str) -> None:
        """From now on what is typed is kept at `place`; what was kept there is put back."""
        self._place, self._waits = place, False
        self.line.hide()
        if self._kept.is_loaded:
            self._come_back()

    def end(self) -> None:
        """The form is put away: what changes in it is not typed. What was kept stays."""
        self._place = ""

    def saved(self, place: str) -> None:
        """What was typed at a place was stored."""
        kept = self._kept.at(place)
        if kept is not None:
            self._kept.saved(place, kept.text)

    def discard(self) -> None:
        """Throws away what was kept, and empties the lines."""
        place, self._place = self._place, ""
        for field in self._fields.values():
            if isinstance(field, QLineEdit):
                field.clear()
        self.line.hide()
        self._kept.forget(place)
        self._place = place

    def _take(self, _: object = None) -> None:
        if not self._place:
            return
        if not self._kept.is_loaded:  # else what was kept would be written over before it was read
            self._waits = self._waits or self.sender() in self._lines()
            return
        if self.sender() in self._lines() or self._kept.at(self._place) is not None:
            self._take_now()  # a day alone is no work to be lost

    def _take_now(self) -> None:
        self._waits = False
        about = {name: _read(field) for name, field in self._fields.items()}
        lines = [about[name] for name, one in self._fields.items() if isinstance(one, QLineEdit)]
        text = next((one for one in lines if one.strip()), "")
        self._kept.take(self._place, text, about)

    def _lines(self) -> list[QWidget]:
        return [one for one in self._fields.values() if isinstance(one, QLineEdit)]

    def _come_back(self) -> None:
        kept = self._kept.at(self._place) if self._place else None
        if kept is None:
            if self._waits and self._place:
                self._take_now()
            return
        place, self._place = self._place, ""  # what is put back is not typed
        for name, written in kept.about.items():
            if name in self._fields:
                _write(self._fields[name], written)
        self._place = place
        self.line.say(kept.at)


def _read(field: QWidget) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QCheckBox):
        return "yes" if field.isChecked() else "no"
    if isinstance(field, QDateEdit):
        return field.date().toString(Qt.DateFormat.ISODate)
    if isinstance(field, QComboBox):
        return str(field.currentIndex())
    return ""


def _write(field: QWidget, written: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(written)
    elif isinstance(field, QCheckBox):
        field.setChecked(written == "yes")
    elif isinstance(field, QDateEdit):
        field.setDate(QDate.fromString(written, Qt.DateFormat.ISODate))
    elif isinstance(field, QComboBox) and written.isascii() and written.isdigit():
        field.setCurrentIndex(min(int(written), field.count() - 1))
