"""Makes a store: whose, for whom, which codes, what passphrase. Shows the recovery code once."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.forms import FormRows, name_control, plain_label, quiet_label
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.people.passphrase_fields import PassphraseFields


@dataclass(frozen=True, slots=True)
class NewStore:
    """What the person asks for."""

    folder: Path
    authority: str
    code_set: CodeSet
    person_name: str
    passphrase: str = field(repr=False)


class NewStoreDialog(QDialog):
    """Two pages: what to make, and, once it is made, the recovery code."""

    asked = Signal(object)  # NewStore
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None, *, folder: Path, person_name: str) -> None:
        super().__init__(parent)
        self.setObjectName("new_store_dialog")
        self.setWindowTitle(self.tr("New store"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)
        self._banner = Banner(self, closable=False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_form(folder, person_name))
        self._pages.addWidget(self._make_recovery())
        column = QVBoxLayout(self)
        column.addWidget(self._banner)
        column.addWidget(self._pages)

    def _make_form(self, folder: Path, person_name: str) -> QWidget:
        page = QWidget()
        rows = FormRows(page)
        self._folder = rows.add(
            self.tr("&Folder"),
            QLineEdit(str(folder)),
            self.tr("On this computer: not in a synchronised folder, not on a network drive."),
            name="folder",
        )
        choose = name_control(QPushButton(self.tr("C&hoose…")), self.tr("Choose"), "choose_folder")
        choose.setAutoDefault(False)
        choose.clicked.connect(self.folder_wanted)
        rows.addRow("", _to_left(choose))
        self._authority = rows.add(
            self.tr("&Authority"),
            QLineEdit(),
            self.tr("As it is to stand on agendas."),
            name="authority",
        )
        self._codes = rows.add(
            self.tr("&Codes of"),
            QComboBox(),
            self.tr(
                "The country of the authority's returns. It cannot be changed later. Visit, review "
                "and approval periods are always the Welsh ones."
            ),
            name="code_set",
        )
        self._codes.addItem(self.tr("Wales"), CodeSet.WALES)
        self._codes.addItem(self.tr("England"), CodeSet.ENGLAND)
        self._person = rows.add(
            self.tr("&Your name"),
            QLineEdit(person_name),
            self.tr("You will be the store's chair."),
            name="person_name",
        )
        self._passphrases = PassphraseFields(
            rows, self.tr("&Passphrase"), self.tr("The passphrase a&gain")
        )
        self._waiting = name_control(QProgressBar(), self.tr("Making the store"), "making")
        self._waiting.setRange(0, 0)
        self._waiting.hide()
        rows.addRow(self._waiting)
        rows.addRow(self._make_buttons())
        return page

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._make = buttons.addButton(
            self.tr("&Make the store"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._make.setObjectName("make_store")
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        return buttons

    def _make_recovery(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        title = plain_label(self.tr("The store is made. Keep this recovery code."))
        face = title.font()
        face.setBold(True)
        face.setPointSizeF(face.pointSizeF() * 1.2)
        title.setFont(face)
        column.addWidget(title)
        self._code = name_control(QLineEdit(), self.tr("Recovery code"), "recovery_code")
        self._code.setReadOnly(True)
        self._code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        column.addWidget(self._code)
        words = quiet_label(
            self.tr(
                "It opens the store if the passphrase is forgotten, and it is shown only now. "
                "Write it down or print it, and lock it away: without passphrase and code nobody "
                "can read the store again."
            )
        )
        words.setWordWrap(True)
        column.addWidget(words)
        self._kept = QCheckBox(self.tr("I have put the code in a &safe place"))
        name_control(self._kept, self._kept.text(), "code_kept")
        self._kept.toggled.connect(self._let_go_on)
        column.addWidget(self._kept)
        buttons = QDialogButtonBox()
        copy = buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("copy_code")
        copy.clicked.connect(self._copy)
        self._go_on = buttons.addButton(
            self.tr("&Open the store"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._go_on.setObjectName("open_new_store")
        self._go_on.setEnabled(False)
        self._go_on.clicked.connect(self.accept)
        column.addWidget(buttons)
        column.addStretch(1)
        return page

    # From outside

    def set_folder(self, folder: Path) -> None:
        """Another folder was chosen."""
        self._folder.setText(str(folder))

    def folder(self) -> Path:
        """The folder that stands in the form."""
        return Path(self._folder.text().strip()).expanduser()

    def passphrase(self) -> str:
        """What was typed, to open the store that was made."""
        return self._passphrases.text

    def show_error(self, error: EhpError) -> None:
        """Says why nothing was made; what was typed stays."""
        self._set_busy(busy=False)
        self._banner.say(str(error), kind=BannerKind.ERROR)

    def show_recovery_code(self, code: str) -> None:
        """The store is made. The dialog can be left only through the tick that the code is kept."""
        self._set_busy(busy=False)
        self._banner.clear()
        self._code.setText(code)
        self._code.setMinimumWidth(self._code.fontMetrics().horizontalAdvance(code) * 21 // 20)
        self._code.setCursorPosition(0)
        self._pages.setCurrentIndex(1)
        self._kept.setFocus()

    @property
    def made(self) -> bool:
        """Whether a store has been made, and so a recovery code is on show."""
        return self._pages.currentIndex() == 1

    def reject(self) -> None:
        """Esc does not throw the recovery code away."""
        if not self.made:
            super().reject()
            return
        self._banner.say(
            self.tr("The recovery code will not be shown again: keep it first."),
            kind=BannerKind.NOTICE,
        )

    # What it does

    def _ask(self) -> None:
        wrong = self._wrong()
        if wrong is not None:
            edit, words = wrong
            self._banner.say(words, kind=BannerKind.ERROR)
            edit.setFocus()
            return
        self._banner.clear()
        self._set_busy(busy=True)
        self.asked.emit(
            NewStore(
                self.folder(),
                self._authority.text().strip(),
                CodeSet(self._codes.currentData()),
                self._person.text().strip(),
                self._passphrases.text,
            )
        )

    def _wrong(self) -> tuple[QLineEdit, str] | None:
        if not self._folder.text().strip():
            return self._folder, self.tr("Choose a folder for the store.")
        if not self._authority.text().strip():
            return self._authority, self.tr("Type the authority's name: it stands on agendas.")
        if not self._person.text().strip():
            return self._person, self.tr("Type your name: the store notes who records what.")
        return self._passphrases.wrong()

    def _set_busy(self, *, busy: bool) -> None:
        self._waiting.setVisible(busy)
        self._make.setEnabled(not busy)

    def _let_go_on(self, kept: bool) -> None:
        self._go_on.setEnabled(kept)
        self._go_on.setDefault(kept)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text())


def _to_left(button: QPushButton) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    line.addStretch(1)
    return row
