"""The one editor for texts of several lines: what is typed in it is not lost.

Every two seconds, when the window locks and when it closes, the text is kept encrypted for whoever
typed it (`kept.KeptTexts`); after a crash it stands there again, marked as not saved.
"""

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import say_short_date
from ehp_desktop.ui import theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.notes.kept import kept_texts


class KeptEditor(QWidget):
    """A text of several lines at a place, such as "note/child/1001" or "override/1001/E4".

    `about` is kept with the text: what else was chosen in the form. Whoever saves the text says so
    with `forget_saved`; `review.kept_texts.forget_text` is best called in the job that saves.
    """

    submitted = Signal()  # Ctrl+Enter, or Save on the line that says it was kept
    came_back = Signal(object)  # what was kept with the text that has come back: dict[str, str]
    typed = Signal()
    discarded = Signal()

    def __init__(
        self,
        context: AppContext,
        place: str,
        spoken_name: str,
        name: str,
        *,
        lines: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kept = kept_texts(context)
        self._place = ""
        self._about: dict[str, str] = {}
        self._showing = False
        self.edit = name_control(_Typing(lines), spoken_name, name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self.edit)
        self._line = KeptLine(context, self)
        self._wrong = name_control(plain_label(), self.tr("Not kept"), "not_kept")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        column.addWidget(self._wrong)
        column.addWidget(self.edit, 1)
        self.edit.textChanged.connect(self._type)
        self.edit.submitted.connect(self.submitted)
        self._line.save.clicked.connect(self.submitted)
        self._line.discard.clicked.connect(self.discard)
        self._kept.loaded.connect(self._come_back)
        self._kept.failed.connect(self._say_not_kept)
        self.set_place(place)

    # The text

    @property
    def place(self) -> str:
        """Which text it is."""
        return self._place

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def set_place(self, place: str) -> None:
        """Turns to another text; what was typed at the place before stays kept there."""
        self._place = place
        self._about = {}
        self._show("")
        self._line.hide()
        self._wrong.hide()
        if self._kept.is_loaded:
            self._come_back()

    def set_text(self, text: str) -> None:
        """Puts a text there to be changed: it counts as typed."""
        self.edit.setPlainText(text)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)

    def propose(self, text: str) -> None:
        """Puts a text there that is stored already: it counts once it is changed."""
        self._show(text)

    def set_about(self, about: Mapping[str, str]) -> None:
        """What else was chosen in the form."""
        if dict(about) != self._about:
            self._about = dict(about)
            if self.text.strip():
                self._kept.take(self._place, self.text, self._about)

    def forget_saved(self, place: str, text: str) -> None:
        """A text was stored; the editor is empty, if it still shows that one."""
        self._kept.saved(place, text)
        if place == self._place and self.text == text:
            self._show("")
            self._line.hide()

    def discard(self) -> None:
        """Throws the text away."""
        self._show("")
        self._line.hide()
        self._kept.forget(self._place)
        self.discarded.emit()
        self.edit.setFocus()

    def set_enabled_because(self, why: str | None) -> None:
        """Lets somebody type, or says why not."""
        self.edit.setEnabled(why is None)
        self.edit.setPlaceholderText(why or "")

    # Keeping

    def _type(self) -> None:
        if self._showing or not self._place:
            return
        if self._kept.is_loaded:  # else what was kept would be written over before it was read
            self._kept.take(self._place, self.text, self._about)
        self.typed.emit()

    def _come_back(self) -> None:
        kept = self._kept.at(self._place)
        typed = self.text
        if kept is None:
            if typed:
                self._kept.take(self._place, typed, self._about)
            return
        both = f"{kept.text}\n\n{typed}" if typed.strip() else kept.text
        self._about = dict(kept.about)
        self._show(both)
        if typed.strip():
            self._kept.take(self._place, both, self._about)
        self._line.say(kept.at)
        self.came_back.emit(dict(kept.about))

    def _say_not_kept(self, error: EhpError) -> None:
        self._wrong.setText(str(error))
        self._wrong.setVisible(bool(self.text.strip()))

    def _show(self, text: str) -> None:
        self._showing = True
        self.edit.setPlainText(text)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self._showing = False


class _Typing(QPlainTextEdit):
    """Tab leaves it, Ctrl+Enter submits."""

    submitted = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        """As many lines as asked for."""
        height = self.fontMetrics().lineSpacing() * self._lines + 2 * self.frameWidth()
        margin = int(2 * self.document().documentMargin())
        return QSize(super().sizeHint().width(), height + margin)

    def minimumSizeHint(self) -> QSize:
        """Three lines are to be seen however narrow it gets."""
        whole = self.sizeHint()
        return QSize(0, min(whole.height(), self.fontMetrics().lineSpacing() * 4))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is for whoever the text is typed for; Enter is a new line."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor is seen where it is."""
        super().focusInEvent(event)
        self.ensureCursorVisible()


class KeptLine(QFrame):
    """Says that the text came back, and was not saved."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._words = name_control(plain_label(), self.tr("Kept, not saved"), "kept_words")
        self._words.setWordWrap(True)
        self.save = name_control(QPushButton(self.tr("Save")), self.tr("Save"), "kept_save")
        self.discard = name_control(
            QPushButton(self.tr("Discard")), self.tr("Discard what was kept"), "kept_discard"
        )
        row = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 4
        row.setContentsMargins(margin * 2, margin, margin, margin)
        row.addWidget(self._words, 1)
        for button in (self.save, self.discard):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.hide()

    def say(self, at: dt.datetime | None) -> None:
        """Shows since when it has been kept."""
        if at is None:
            words = self.tr("Kept, not saved")
        elif (local := at.astimezone()).date() == self._context.today:
            words = self.tr("Kept from {time}, not saved").format(time=f"{local:%H:%M}")
        else:
            words = self.tr("Kept from {day}, {time}, not saved").format(
                time=f"{local:%H:%M}", day=say_short_date(local.date(), self._context.language)
            )
        self._words.setText(words)
        theme.paint_as(self, theme.Role.NOTICE_GROUND, theme.Role.NOTICE_TEXT)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps its colours when the system turns light or dark."""
        if theme.turned(event) and not self.isHidden():
            theme.paint_as(self, theme.Role.NOTICE_GROUND, theme.Role.NOTICE_TEXT)
        super().changeEvent(event)
