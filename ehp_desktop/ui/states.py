"""What a list shows in place of its rows: that it is being read, is empty, or could not be read."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.forms import name_control, plain_label, spoken


class ListStates(QStackedWidget):
    """A list, or words in its place with the button that changes that."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._action: Callable[[], None] | None = None
        self._title = name_control(plain_label(), self.tr("State of the list"), "state_title")
        self._words = name_control(plain_label(), self.tr("What to do"), "state_words")
        self._act = name_control(QPushButton(), self.tr("Do it"), "state_action")
        self._act.clicked.connect(self._do)
        self.addWidget(content)
        self.addWidget(self._make_page())

    def _make_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("state_page")
        column = QVBoxLayout(page)
        column.addStretch(2)
        title = self._title.font()
        title.setPointSizeF(title.pointSizeF() * 1.3)
        title.setBold(True)
        self._title.setFont(title)
        for label in (self._title, self._words):
            self._centre(label)
            column.addWidget(label)
        column.addWidget(self._act, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    @staticmethod
    def _centre(label: QLabel) -> None:
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def show_list(self) -> None:
        """Shows the rows."""
        self.setCurrentWidget(self._content)

    def show_loading(self, title: str) -> None:
        """Says that the rows are being read."""
        self._show(title, "", "", None)

    def show_empty(
        self,
        title: str,
        words: str,
        action_text: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Says that there is nothing, why, and offers what changes that."""
        self._show(title, words, action_text, action)

    def show_failed(self, error: EhpError, action_text: str, action: Callable[[], None]) -> None:
        """Says what went wrong, in the error's own sentence, and offers to try again."""
        self._show(self.tr("This could not be read"), str(error), action_text, action)

    @property
    def shows_list(self) -> bool:
        """Whether the rows are shown."""
        return self.currentWidget() is self._content

    @property
    def words(self) -> str:
        """What is said in place of the rows."""
        return "" if self.shows_list else f"{self._title.text()}\n{self._words.text()}".strip()

    def _show(
        self, title: str, words: str, action_text: str, action: Callable[[], None] | None
    ) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._act.setText(action_text)
        self._act.setAccessibleName(spoken(action_text) or self.tr("Do it"))
        self._act.setVisible(action is not None)
        self._action = action
        self.setCurrentIndex(1)

    def _do(self) -> None:
        if self._action is not None:
            self._action()
