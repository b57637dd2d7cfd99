"""What is said above the pages of a store that was just opened: changes missing, code used."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ehp_desktop.review.actor import Role
from ehp_desktop.review.backups import backup_warning
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.messages import Banner, BannerKind, tell
from ehp_desktop.ui.permitted import gate

if TYPE_CHECKING:
    from ehp_desktop.ui.context import AppContext
    from ehp_desktop.ui.main_window import MainWindow


def show_notices(shown: "MainWindow") -> None:
    """Says what is amiss with the store of a window that has just been painted."""
    opened = shown.context.opened
    if opened.loss is not None:
        shown.show_above(MissingBanner(shown.context, opened.loss, shown))
    warning = backup_warning(opened)
    if warning is not None:
        banner = Banner(shown)
        banner.say(warning, kind=BannerKind.NOTICE)
        shown.show_above(banner)
    if opened.actor.role is Role.CHAIR:
        from ehp_desktop.ui.people.recoveries import tell_once

        tell_once(shown)


class MissingBanner(Banner):
    """The last changes are not in the database: the store is only read, and a backup offered.

    What its buttons do is `AppContext.restore_backup` and `AppContext.show_backups`.
    """

    def __init__(self, context: "AppContext", loss: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, closable=False)
        self.setObjectName("missing_changes")
        self._context = context
        self._restore = self._button(self.tr("&Restore a backup…"), "restore_backup")
        self._restore.clicked.connect(self._want_restore)
        self._where = self._button(self.tr("Where are the &backups?"), "show_backups")
        self._where.clicked.connect(self._want_backups)
        gate(self._restore, context.opened.actor, Deed.RESTORE)
        self.say(loss, kind=BannerKind.ERROR)

    def _button(self, words: str, name: str) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.addWidget(button)
        return button

    def _want_restore(self) -> None:
        if self._context.restore_backup is not None:
            self._context.restore_backup()
        else:
            words = _tr(
                "A backup is put back by the command “ehp-desktop restore FILE”, which asks for a "
                "passphrase of that time, checks the backup, and keeps the store as it is now "
                "beside it."
            )
            tell(self.window(), _tr("Restore a backup"), words)

    def _want_backups(self) -> None:
        if self._context.show_backups is not None:
            self._context.show_backups()
        else:
            folder = self._context.opened.store.folder / "backups"
            tell(self.window(), _tr("Where the backups are"), str(folder))


def _tr(text: str) -> str:
    return QCoreApplication.translate("store_notices", text)
