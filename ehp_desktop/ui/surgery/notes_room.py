"""The place of notes beside a surgery or a case of it; made when it is first looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ehp_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from ehp_desktop.ui.notes.notes_box import NotesBox


class NotesRoom(QWidget):
    """Remembers whose notes are wanted until somebody looks.

    What was saved is said in the box, and the keyboard stays there for the next note.
    """

    stored = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes_room")
        self._context = context
        self._wanted: tuple[str | None, int | None] | None = None
        self._saving: tuple[str | None, int | None] | None = None  # whose note is being stored
        self.box: NotesBox | None = None
        QVBoxLayout(self).setContentsMargins(0, 4, 0, 0)
        context.store_changed.connect(self._read)

    def show_notes(self, *, child_id: str | None = None, surgery_id: int | None = None) -> None:
        """Whose notes are to be shown: a surgery's, or a child's at a surgery."""
        self._wanted = (child_id, surgery_id)
        if self.isVisible():
            self._show()

    def write(self) -> bool:
        """Puts the keyboard into the box. False: there is nothing to write about."""
        if self._wanted is None:
            return False
        box = self._show()
        box.begin()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Reads when it is looked at."""
        super().showEvent(event)
        if self._wanted is not None:
            self._show()

    def _show(self) -> "NotesBox":
        from ehp_desktop.ui.notes.work import Subject

        if self.box is None:
            from ehp_desktop.ui.notes.notes_box import NotesBox

            self.box = NotesBox(self._context)
            self.box.writing.save_wanted.connect(self._begin_saving)
            self.box.stored.connect(self._say_stored)
            room = self.layout()
            if room is not None:
                room.addWidget(self.box)
        if self._wanted is not None:
            self.box.show_subject(Subject(*self._wanted))
        return self.box

    def _read(self) -> None:
        if self.box is not None and self.isVisible():
            self.box.read()

    def _begin_saving(self, _: object) -> None:
        self._saving = self._wanted

    def _say_stored(self, _: object) -> None:
        if self.box is not None and self.isVisible() and self._saving == self._wanted:
            self.box.writing.banner.say(self.tr("Saved. Another note can be written."))
            self.box.begin()
        self.stored.emit()
