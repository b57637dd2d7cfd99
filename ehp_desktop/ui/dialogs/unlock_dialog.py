"""The first thing that is painted: which store, who, the passphrase.

Imported before anything else of the program, so it needs QtWidgets and no more. It opens nothing
itself: it says what was asked, and is told what came of it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError, StoreHeldError, TooManyAttemptsError
from ehp_desktop.ui import theme
from ehp_desktop.ui.forms import FormRows, name_control, plain_label, quiet_label, selectable

_SECOND = 1000  # milliseconds
_CODE_LETTERS = 40  # of a recovery code, its hyphens and spaces apart


class OpenRequest(NamedTuple):
    """What the person asks for. `user` None: whoever's passphrase it is."""

    folder: Path
    passphrase: str
    user: str | None
    write: bool

    def __repr__(self) -> str:
        """Without the passphrase."""
        return f"OpenRequest({self.folder}, {self.user}, write={self.write})"


class UnlockDialog(QDialog):
    """Asks for the passphrase of one store, or which store to open where there is none yet."""

    asked = Signal(object)  # OpenRequest
    painted = Signal()  # once: it can be seen, and what is slow may begin
    new_store_wanted = Signal()
    other_store_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unlock_dialog")
        self.setWindowTitle("EHP Desktop")
        self._folder: Path | None = None
        self._busy = False
        self._waits: dict[str | None, int] = {}  # seconds, by person: too many wrong passphrases
        self._second: QTimer | None = None
        self._says_wait = False
        self.was_painted = False
        self._title = self._make_title()
        self._where = name_control(quiet_label(""), self.tr("Folder of the store"), "store_folder")
        selectable(self._where)
        self._error = self._make_error()
        self._form = QWidget()
        rows = FormRows(self._form)
        rows.setContentsMargins(0, 0, 0, 0)
        self._person = rows.add(self.tr("Perso&n"), QComboBox(), name="person")
        self._passphrase = rows.add(self.tr("&Passphrase"), QLineEdit(), name="passphrase")
        self._rows = rows
        self._set_passphrase()
        self._person.currentIndexChanged.connect(self._say_wait)
        self._passphrase.textChanged.connect(self._enable_open)
        self._wait = name_control(QProgressBar(), self.tr("Opening the store"), "opening")
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self._make_buttons()
        self._lay_out()
        self.show_store(None, ())

    # Making

    def _make_title(self) -> QLabel:
        title = name_control(plain_label(), self.tr("What to do"), "unlock_title")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        title.setFont(font)
        title.setWordWrap(True)
        return title

    def _make_error(self) -> QLabel:
        words = name_control(plain_label(), self.tr("What went wrong"), "unlock_error")
        words.setWordWrap(True)
        words.setFrameShape(QFrame.Shape.NoFrame)
        words.setMargin(self.fontMetrics().height() // 2)
        selectable(words)
        words.hide()
        return words

    def _set_passphrase(self) -> None:
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        self._show = name_control(QPushButton(self.tr("S&how")), self.tr("Show"), "show")
        self._show.setCheckable(True)
        self._show.setAutoDefault(False)
        self._show.toggled.connect(self._show_passphrase)

    def _make_buttons(self) -> None:
        self._buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self._open = QPushButton(self.tr("&Open"))
        self._read = QPushButton(self.tr("Open for &reading only"))
        self._other = QPushButton(self.tr("O&ther store…"))
        self._new = QPushButton(self.tr("&New store…"))
        self._quit = QPushButton(self.tr("&Close"))
        for button, role, name in (
            (self._open, roles.AcceptRole, "open"),
            (self._read, roles.ActionRole, "open_for_reading"),
            (self._other, roles.ActionRole, "other_store"),
            (self._new, roles.ActionRole, "new_store"),
            (self._quit, roles.RejectRole, "close"),
        ):
            name_control(button, button.text(), name)
            button.setAutoDefault(False)
            self._buttons.addButton(button, role)
        self._open.setDefault(True)
        self._open.clicked.connect(self._ask_to_write)
        self._read.clicked.connect(self._ask_to_read)
        self._other.clicked.connect(self.other_store_wanted)
        self._new.clicked.connect(self.new_store_wanted)
        self._quit.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setContentsMargins(line, line, line, line)
        column.setSpacing(line // 2)
        column.addWidget(self._title)
        column.addWidget(self._where)
        column.addWidget(self._error)
        column.addWidget(self._form)
        beside = QHBoxLayout()
        beside.addWidget(
            quiet_label(self.tr("A recovery code may be typed in place of a passphrase.")), 1
        )
        beside.addWidget(self._show)
        self._beside = QWidget()
        beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setLayout(beside)
        column.addWidget(self._beside)
        column.addWidget(self._wait)
        column.addWidget(self._buttons)

    # What it shows

    def show_store(self, folder: Path | None, people: Sequence[str]) -> None:
        """Asks for the passphrase of the store in `folder`; None: there is no store yet."""
        self._folder = folder
        self._waits = {}  # of the store that was asked for before
        self._says_wait = False
        none = folder is None
        self._title.setText(
            self.tr("No store has been opened on this computer yet")
            if folder is None
            else self.tr("Open the store “{name}”").format(name=folder.name)
        )
        self._where.setText(
            self.tr("A store is a folder that holds a caseload, encrypted. Make one, or open one.")
            if folder is None
            else str(folder)
        )
        self._error.hide()
        self.show_people(people)
        for widget in (self._form, self._beside, self._open):
            widget.setVisible(not none)
        self._read.hide()
        self._new.setDefault(none)
        self._open.setDefault(not none)
        self._set_busy(busy=False)
        (self._new if none else self._passphrase).setFocus()

    def show_locked(self) -> None:
        """Says that the window is locked, not that a store is to be chosen."""
        self._title.setText(self.tr("Locked. Type your passphrase to go on"))

    def show_people(self, people: Sequence[str]) -> None:
        """Offers the people whose passphrase it may be, where there are several."""
        chosen = self._person.currentData()
        self._person.clear()
        for name in people:
            self._person.addItem(name, name)
        self.choose_person(chosen)
        self._rows.setRowVisible(0, len(people) > 1)

    def choose_person(self, name: str | None) -> None:
        """Chooses a person of the list, where they are in it."""
        self._person.setCurrentIndex(max(0, self._person.findData(name)))

    def show_error(self, error: EhpError) -> None:
        """Says why the store was not opened; what was typed is selected, ready to be typed anew."""
        self._set_busy(busy=False)
        self._say(str(error))
        if isinstance(error, TooManyAttemptsError):
            self._count_down(error.seconds)
        self._read.setVisible(isinstance(error, StoreHeldError))
        if isinstance(error, StoreHeldError):
            self._read.setFocus()
        else:
            self._passphrase.selectAll()
            self._passphrase.setFocus()

    # Waiting, after too many wrong passphrases

    def _count_down(self, seconds: int) -> None:
        """For as long this person's passphrase is not asked for; another's, or the code, is."""
        self._waits[self._user()] = seconds
        if self._second is None:
            self._second = QTimer(self)
            self._second.setInterval(_SECOND)
            self._second.timeout.connect(self._second_passed)
        self._second.start()
        self._say_wait()

    def _second_passed(self) -> None:
        self._waits = {user: left - 1 for user, left in self._waits.items() if left > 1}
        if self._second is not None and not self._waits:
            self._second.stop()
        self._say_wait()

    def _say_wait(self) -> None:
        left = self._seconds_left()
        self._enable_open()
        if left:
            minutes, seconds = divmod(left, 60)
            words = self.tr("{s} s").format(s=seconds)
            if minutes:
                words = self.tr("{m} min {s} s").format(m=minutes, s=seconds)
            self._says_wait = True
            self._say(
                self.tr(
                    "Too many wrong passphrases were typed for this person; nothing was changed. "
                    "The passphrase can be tried again in {time}. The recovery code, or another "
                    "person's passphrase, opens the store now."
                ).format(time=words)
            )
        elif self._says_wait:
            self._says_wait = False
            self._error.hide()

    def _seconds_left(self) -> int:
        return self._waits.get(self._user(), 0)

    def _enable_open(self) -> None:
        letters = len("".join(self._passphrase.text().split()).replace("-", ""))
        wait = self._seconds_left() > 0 and letters != _CODE_LETTERS
        for button in (self._open, self._read):
            button.setEnabled(not self._busy and not wait)

    def _user(self) -> str | None:
        """Whose passphrase it is, where there is a choice."""
        return self._person.currentData() if self._person.count() > 1 else None

    def _say(self, text: str) -> None:
        theme.paint_as(self._error, theme.Role.ERROR_GROUND, theme.Role.ERROR_TEXT)
        self._error.setText(text)
        self._error.setAccessibleDescription(text)
        self._error.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Says, once, that it can be seen."""
        super().paintEvent(event)
        if not self.was_painted:
            self.was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Keeps the error's colours when the system turns light or dark."""
        if theme.turned(event) and not self._error.isHidden():
            theme.paint_as(self._error, theme.Role.ERROR_GROUND, theme.Role.ERROR_TEXT)
        super().changeEvent(event)

    def submit(self, passphrase: str) -> None:
        """Opens with a passphrase that was given otherwise than by typing."""
        self._passphrase.setText(passphrase)
        self._ask_to_write()

    def stop_waiting(self) -> None:
        """The store was not opened after all, and nothing is wrong: it may be asked for again."""
        self._set_busy(busy=False)
        self._passphrase.setFocus()

    def forget_passphrase(self) -> None:
        """Clears what was typed."""
        self._passphrase.clear()

    # What it does

    def _ask_to_write(self) -> None:
        self._ask(write=True)

    def _ask_to_read(self) -> None:
        self._ask(write=False)

    def _ask(self, *, write: bool) -> None:
        if self._busy or self._folder is None:
            return
        if not self._passphrase.text():
            self._say(self.tr("Type the passphrase of this store, or its recovery code."))
            self._passphrase.setFocus()
            return
        self._enable_open()
        if not self._open.isEnabled():
            return
        self._error.hide()
        self._set_busy(busy=True)
        self.asked.emit(OpenRequest(self._folder, self._passphrase.text(), self._user(), write))

    def _set_busy(self, *, busy: bool) -> None:
        """While the store is being opened the dialog stays alive: it can be moved and closed."""
        self._busy = busy
        self._wait.setVisible(busy)
        for widget in (self._form, self._other, self._new):
            widget.setEnabled(not busy)
        self._enable_open()

    def _show_passphrase(self, shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self._passphrase.setEchoMode(modes.Normal if shown else modes.Password)
