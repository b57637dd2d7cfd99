"""Backups: how those made by themselves have gone, where they are, and one to a file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import say_short_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.chair.table_dialog import TableDialog
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_where_to_save
from ehp_desktop.ui.forms import name_control, plain_label, selectable
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import enable, gate, why_not_write

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ehp_desktop.review.backups import BackupsShown

PATTERN = "EHP Desktop (*.ehpbackup)"


class BackupsDialog(TableDialog):
    """Everybody may make a backup; where those made by themselves go, the chair names."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _tr("Backups"), "backups_dialog", parent)
        self._busy = False
        self._shown: BackupsShown | None = None
        self.warning = Banner(self, closable=False)
        self.room.addWidget(self.warning)
        self.about(
            self.tr(
                "A backup is made by itself after each session with changes and before each "
                "import; the last 14 stay. Each is one file, encrypted as the store is, and opens "
                "with the passphrases of its time."
            )
        )
        self._state = selectable(
            name_control(plain_label(), self.tr("How it has gone"), "backup_state")
        )
        self._state.setWordWrap(True)
        self.room.addWidget(self._state)
        self.files = name_control(QListWidget(), self.tr("Automatic backups"), "backup_files")
        self.room.addWidget(self.files, 1)
        self._bar = name_control(QProgressBar(), self.tr("Making a backup"), "backup_progress")
        self._bar.setRange(0, 0)
        self._bar.hide()
        self.room.addWidget(self._bar)
        self._make_buttons()
        self.resize(self.fontMetrics().averageCharWidth() * 100, self.height())
        self.read()

    def _make_buttons(self) -> None:
        row = QHBoxLayout()
        self._make = self._button(self.tr("&Back up to a file…"), "make_backup", self._ask_file)
        self._name = self._button(
            self.tr("&Name a second folder…"), "name_folder", self._ask_folder
        )
        self._own = self._button(self.tr("&Use the store's own"), "own_folder", self._use_own)
        for button in (self._make, self._name, self._own):
            row.addWidget(button)
        row.addStretch(1)
        self.room.addLayout(row)
        self._say_buttons()

    def _button(self, words: str, name: str, slot: "Callable[[], None]") -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    # Reading

    def read(self) -> None:
        """Reads it again."""
        context = self.context
        words = self.tr("Reading about backups")
        context.jobs.run(words, partial(work.backups, context.opened), self._show, self.refuse)

    def _show(self, shown: "BackupsShown") -> None:
        self._shown = shown
        lines = [
            self.tr("They are made in: {folder}").format(folder=shown.folder)
            if shown.named is not None
            else self.tr(
                "They are made in the store's own folder, {folder}, and would be lost with this "
                "disk."
            ).format(folder=shown.folder)
        ]
        last = self._moment(shown.last) if shown.last else self.tr("none was made yet")
        lines.append(self.tr("The last: {last}").format(last=last))
        self._state.setText("\n".join(lines))
        self.files.clear()
        self.files.addItems([str(file) for file in reversed(shown.files)])
        if shown.failing_since is None:
            self.warning.clear()
        else:
            words = self.tr(
                "Automatic backups have failed since {since}. See that the folder is there, can be "
                "written and has room, or make a backup to a file."
            )
            since = self._moment(shown.failing_since)
            self.warning.say(words.format(since=since), kind=BannerKind.ERROR)
        self._say_buttons()

    def _moment(self, at: "datetime") -> str:
        local = at.astimezone()
        return f"{say_short_date(local.date(), self.context.language)}, {local:%H:%M}"

    def _say_buttons(self) -> None:
        actor = self.context.opened.actor
        gate(self._make, actor, Deed.BACKUP, ready=not self._busy)
        why = why_not_write(self.context, Deed.PARAMETERS)
        enable(self._name, ready=why is None and not self._busy, why=why or "")
        named = self._shown is not None and self._shown.named is not None
        is_own = self.tr("They are made there already.")
        ready = why is None and named and not self._busy
        enable(self._own, ready=ready, why=why or ("" if named else is_own))

    # Doing

    def _ask_file(self) -> None:
        proposed = f"{self.context.today:%Y-%m-%d}.ehpbackup"
        asked = ask_where_to_save(self, self.tr("Back up to a file"), proposed, PATTERN)
        if asked is not None:
            self.back_up(asked[0])

    def back_up(self, file: Path) -> None:
        """Makes a backup to a new file."""
        said = self.tr("A backup was written to {file}, opened and found whole.").format(file=file)
        self._do(self.tr("Making a backup"), partial(work.back_up, self.context.opened, file), said)

    def _ask_folder(self) -> None:
        words = self.tr("The folder for automatic backups, on another disk")
        chosen = QFileDialog.getExistingDirectory(self, words)
        if chosen:
            self.name_folder(Path(chosen))

    def _use_own(self) -> None:
        self.name_folder(None)

    def name_folder(self, folder: Path | None) -> None:
        """Names the folder for automatic backups; None: the store's own."""
        said = self.tr("Automatic backups are made there from now on.")
        working = partial(work.name_folder, self.context.opened, folder)
        self._do(self.tr("Naming the folder for backups"), working, said)

    def _do(self, label: str, working: "Callable[[JobProgress], object]", said: str) -> None:
        self._set_busy(busy=True)
        self.context.jobs.run(label, working, partial(self._done, said), self._refused, writes=True)

    def _done(self, said: str, _: object) -> None:
        self._set_busy(busy=False)
        self.banner.say(said)
        self.read()

    def _refused(self, error: EhpError) -> None:
        self._set_busy(busy=False)
        self.refuse(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._bar.setVisible(busy)
        self._say_buttons()


def _tr(words: str) -> str:
    return QCoreApplication.translate("backups", words)
