"""A backup in the place of the store: the store is closed, kept, and opened anew by passphrase."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.chair.backups import PATTERN
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.messages import BannerKind, confirm
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work


class RestoreDialog(StoringDialog):
    """Which backup, and the passphrase of a chair of that time."""

    reopen_wanted = Signal(str)  # the store was closed; what was done, or why it was not

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            _tr("Restore a backup"),
            _tr("&Restore it…"),
            _tr(
                "The backup is checked first; then it takes the place of this store, and the store "
                "as it is now is kept beside it. What was recorded since the backup is not in it. "
                "It opens with the passphrases of its time. Every other window on this store has "
                "to be closed; then this one locks, and you type a passphrase."
            ),
            parent,
        )
        self.setObjectName("restore_dialog")
        self._file = name_control(QLineEdit(), self.tr("Backup"), "restore_file")
        choose = name_control(
            QPushButton(self.tr("&Choose…")), self.tr("Choose the backup"), "choose_backup"
        )
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._file, 1)
        row.addWidget(choose)
        place.setFocusProxy(self._file)
        self.form.add(self.tr("&Backup"), place, name="restore_place")
        self._user = self.form.add(
            self.tr("&Name"),
            QLineEdit(),
            self.tr("Whose passphrase it is; none: it is looked for."),
            name="restore_user",
        )
        self._passphrase = self.form.add(
            self.tr("&Passphrase"),
            QLineEdit(),
            self.tr(
                "A chair's of the time when the backup was made; or the recovery code of then."
            ),
            name="restore_passphrase",
        )
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._file.setFocus()

    def _choose(self) -> None:
        words = self.tr("The backup to restore")
        name, _ = QFileDialog.getOpenFileName(self, words, "", PATTERN)
        if name:
            self._file.setText(name)
            self._passphrase.setFocus()

    def work(self) -> Work | None:
        """The restoring, once the person is sure."""
        file = Path(self._file.text().strip())
        if not self._file.text().strip() or not file.exists():
            self.complain(self.tr("There is no such file. Choose a backup."), self._file)
            return None
        if not self._passphrase.text():
            self.complain(self.tr("Type the passphrase of that time."), self._passphrase)
            return None
        sure = confirm(
            self,
            self.tr("Restore this backup?"),
            self.tr(
                "What was recorded since it was made is then not in the store. The store as it is "
                "now is kept, beside it."
            ),
            self.tr("Restore the backup"),
        )
        if not sure:
            return None
        self.context.keep_texts()  # the store is closed
        self.context.jobs.drop_reads()
        self.banner.say(self.tr("Restoring…"), kind=BannerKind.NOTICE)
        wish = work.Restoring(file, self._passphrase.text(), self._user.text().strip() or None)
        return partial(work.restore, self.context.opened, wish)

    def _done(self, made: object) -> None:
        self._passphrase.clear()
        words = self.tr(
            "The backup was restored. The store as it was is kept in {folder}. Type a passphrase "
            "of the backup's time to go on."
        )
        super()._done(made)
        self.reopen_wanted.emit(words.format(folder=made))

    def _refused(self, error: EhpError) -> None:
        super()._refused(error)
        if self.context.opened.store.closed:
            words = self.tr("{said} Nothing was restored. Type your passphrase to go on.")
            self.reopen_wanted.emit(words.format(said=error))


def _tr(words: str) -> str:
    return QCoreApplication.translate("restoring", words)
