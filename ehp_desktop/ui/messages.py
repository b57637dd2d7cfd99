"""The one way to tell the person something: a dialog, a question, or a banner in the page.

All text here is plain: a name that holds `<b>` is shown as it was typed.
"""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QSizePolicy, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui import theme
from ehp_desktop.ui.forms import name_control, plain_label


def tell(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    """Shows a message and goes on; it closes by Enter or Esc."""
    return _show(parent, title, text, QMessageBox.Icon.Information)


def show_error(parent: QWidget | None, error: EhpError) -> QMessageBox:
    """Shows what could not be done, in the error's own sentence."""
    title = QCoreApplication.translate("messages", "That could not be done")
    return _show(parent, title, str(error), QMessageBox.Icon.Warning)


def _show(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = _box(parent, title, text, icon)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def _box(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(icon, title, "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setObjectName("message")
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box


def confirm(parent: QWidget | None, title: str, text: str, action_text: str) -> bool:
    """Asks before something that cannot be undone; the safe answer is the default.

    `action_text` names what will be done ("Clear 12 values"), never "Yes".
    """
    box = _box(parent, title, text, QMessageBox.Icon.Question)
    action = box.addButton(action_text, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    agreed = box.clickedButton() is action
    box.deleteLater()
    return agreed


class BannerKind(Enum):
    """What a banner is about, and so its colours."""

    DONE = (theme.Role.DONE_GROUND, theme.Role.DONE_TEXT)
    NOTICE = (theme.Role.NOTICE_GROUND, theme.Role.NOTICE_TEXT)
    ERROR = (theme.Role.ERROR_GROUND, theme.Role.ERROR_TEXT)


class Banner(QFrame):
    """A line across a page that says what happened, with at most one thing to do about it."""

    acted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._kind = BannerKind.NOTICE
        self._action: Callable[[], None] | None = None
        self._words = name_control(plain_label(), self.tr("Message"), "banner_text")
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = name_control(QPushButton(), self.tr("Undo"), "banner_action")
        self._act.clicked.connect(self._do)
        self._close = name_control(QPushButton(self.tr("Close")), self.tr("Close"), "banner_close")
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        row.setContentsMargins(margin * 2, margin, margin * 2, margin)
        row.addWidget(self._words, 1)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self._close.setVisible(closable)  # once it has a parent: before, it would be a window
        self.hide()

    def say(
        self,
        text: str,
        *,
        kind: BannerKind = BannerKind.DONE,
        action_text: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Shows `text`; with an action ("Undo") that the person may press once."""
        self._kind, self._action = kind, action
        self._words.setText(text)
        self.setAccessibleName(text)
        self._act.setText(action_text)
        self._act.setAccessibleName(action_text)
        self._act.setVisible(action is not None)
        theme.paint_as(self, *kind.value)
        self.show()

    @property
    def text(self) -> str:
        """What the banner says; empty when it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def clear(self) -> None:
        """Takes the banner away."""
        self._action = None
        self.hide()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps the colours when the system turns light or dark."""
        if theme.turned(event) and not self.isHidden():
            theme.paint_as(self, *self._kind.value)
        super().changeEvent(event)

    def _do(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()
        self.acted.emit()
