"""A form with a new passphrase in it: what is wrong is said above, what is made takes a moment."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.dialog_parts import ActionButtons
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.people.passphrase_fields import PassphraseFields


class PassphraseForm(QDialog):
    """The common part; `finish_with` is called by whoever does the work."""

    asked = Signal()

    def __init__(self, title: str, words: str, action: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 78)
        self.banner = Banner(self, closable=False)
        self._working = name_control(QProgressBar(), self.tr("Working"), "working")
        self._working.setRange(0, 0)
        self._working.setTextVisible(False)
        self._working.hide()
        self.rows = FormRows()
        self.form = QWidget()
        self.form.setLayout(self.rows)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self._buttons = ActionButtons(self, action)
        said = name_control(plain_label(words), self.tr("About this"), "about_form")
        said.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(said)
        column.addWidget(self.form)
        column.addWidget(self._working)
        column.addWidget(self._buttons)

    def wrong(self) -> tuple[QWidget, str] | None:
        """What can be seen to be wrong with the form, and where."""
        raise NotImplementedError

    def accept(self) -> None:
        """Asks for what the form says, unless something in it is wrong."""
        wrong = self.wrong()
        if wrong is not None:
            edit, words = wrong
            self._complain(words)
            edit.setFocus()
            return
        self.banner.clear()
        self._set_busy(busy=True)
        self.asked.emit()

    def reject(self) -> None:
        """Not in the middle of the work, which cannot be stopped half-way."""
        if self.form.isEnabled():
            super().reject()

    def show_error(self, error: EhpError) -> None:
        """Says why nothing was done; what was typed stays."""
        self._set_busy(busy=False)
        self._complain(str(error))

    def finish(self) -> None:
        """It is done."""
        self._set_busy(busy=False)
        super().accept()

    def add_passphrases(self, label: str, again: str) -> PassphraseFields:
        """The two rows of a new passphrase."""
        return PassphraseFields(self.rows, label, again)

    def add_secret(self, label: str, name: str, hint: str = "") -> QLineEdit:
        """A row for a passphrase that there is already."""
        edit = self.rows.add(label, QLineEdit(), hint, name=name)
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        return edit

    def _complain(self, words: str) -> None:
        """Says it above the form, which keeps its height: the dialog grows by the words."""
        self.banner.say(words, kind=BannerKind.ERROR)
        self._column.activate()
        wanted = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), wanted))

    def _set_busy(self, *, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self._buttons.setEnabled(not busy)
        self._working.setVisible(busy)
