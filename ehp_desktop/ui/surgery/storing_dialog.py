"""A form whose action is done off the window's thread: it closes when that is done.

Where the action is refused the form stays, with everything that was typed and why.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ActionButtons
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind

Work = Callable[[JobProgress], object]


class StoringDialog(QDialog):
    """A title, words above the form, its rows and two buttons. `stored` carries what was done."""

    stored = Signal(object)

    def __init__(
        self,
        context: AppContext,
        title: str,
        action_text: str,
        words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self._label = title
        self._busy = False
        self.banner = Banner(self, closable=False)
        self.form = FormRows()
        self.buttons = ActionButtons(self, action_text)
        self.room = QVBoxLayout(self)
        self.room.addWidget(self.banner)
        if words:
            about = name_control(plain_label(words), self.tr("About this"), "about")
            about.setWordWrap(True)
            self.room.addWidget(about)
        self.room.addLayout(self.form)
        self.room.addStretch(1)
        self.room.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)

    def work(self) -> Work | None:
        """What is to be done with what was typed; None where `complain` said what is missing."""
        return None

    def complain(self, words: str, where: QWidget) -> None:
        """Says what is missing or wrong, and puts the keyboard there."""
        self.banner.say(words, kind=BannerKind.ERROR)
        where.setFocus()

    def accept(self) -> None:
        """Does it; the dialog closes once it is done."""
        work = None if self._busy else self.work()
        if work is None:
            return
        self._set_busy(busy=True)
        self.context.jobs.run(self._label, work, self._done, self._refused, writes=True)

    def reject(self) -> None:
        """Leaves it; what is being stored is waited for."""
        if not self._busy:
            super().reject()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.buttons.setEnabled(not busy)

    def _done(self, made: object) -> None:
        self._set_busy(busy=False)
        self.stored.emit(made)
        super().accept()

    def _refused(self, error: EhpError) -> None:
        self._set_busy(busy=False)
        self.banner.say(str(error), kind=BannerKind.ERROR)
