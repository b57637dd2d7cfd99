"""Small forms inside the meeting: Enter stores, Esc leaves, and no key of the meeting is heard."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKEN = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)


class SmallForm(QFrame):
    """A form whose fields are watched: Enter is `store`, Esc is `leave`.

    In a text of several lines Shift+Enter begins a new one.
    """

    def watch(self, *fields: QWidget) -> None:
        """Listens to the keys of these fields."""
        for field in fields:
            field.installEventFilter(self)

    def store(self) -> None:
        """Enter was pressed."""

    def leave(self) -> None:
        """Esc was pressed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes Enter and Esc before the meeting's own keys do."""
        if isinstance(event, QKeyEvent) and event.key() in _TAKEN:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._take(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _take(self, watched: QObject, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        if event.key() in _ENTER and not (shift and isinstance(watched, QPlainTextEdit)):
            self.store()
            return True
        return False
