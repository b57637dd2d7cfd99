"""The chair's pages, and backups: opened from the menu, made when they are asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.actions import Actions
from ehp_desktop.ui.permitted import gate, gate_writing
from ehp_desktop.ui.shortcuts import Command

if TYPE_CHECKING:
    from ehp_desktop.ui.main_window import MainWindow

COMMANDS: Final = (
    *(Command.PARAMETERS, Command.AUDIT, None),
    *(Command.BACKUPS, Command.RESTORE, None),
    *(Command.HOLDS, Command.CHILD_RECORD),
)
"""The menu; None is a line."""


class ChairPages(QObject):
    """What the menu opens. Everything but backing up is the chair's alone, and says so."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        # What the banner of a store with missing changes offers.
        window.context.restore_backup = self._begin_restore
        window.context.show_backups = self._begin_backups

    def slots(self) -> dict[Command, Callable[[], object]]:
        """What each command does."""
        return {
            Command.PARAMETERS: self.show_parameters,
            Command.AUDIT: self.show_audit,
            Command.BACKUPS: self.show_backups,
            Command.RESTORE: self.restore,
            Command.HOLDS: self.show_holds,
            Command.CHILD_RECORD: self.ask_child_record,
        }

    def gate(self, actions: Actions) -> None:
        """Enables what the person at work may do, and says why not the rest."""
        context = self._window.context
        actor = context.opened.actor
        gate(actions[Command.PARAMETERS], actor, Deed.PARAMETERS)
        gate(actions[Command.AUDIT], actor, Deed.READ_AUDIT)
        gate(actions[Command.BACKUPS], actor, Deed.BACKUP)
        gate(actions[Command.RESTORE], actor, Deed.RESTORE)
        gate_writing(actions[Command.HOLDS], context, Deed.HOLD)
        gate(actions[Command.CHILD_RECORD], actor, Deed.CHILD_RECORD)

    def show_parameters(self) -> QDialog:
        """The parameters of the criteria."""
        from ehp_desktop.ui.chair.parameters import ParametersDialog

        return _shown(ParametersDialog(self._window.context, self._window))

    def show_audit(self) -> QDialog:
        """Who did what, and when."""
        from ehp_desktop.ui.chair.audit import AuditDialog

        return _shown(AuditDialog(self._window.context, self._window))

    def show_backups(self) -> QDialog:
        """Backups: those made by themselves, and one to a file."""
        from ehp_desktop.ui.chair.backups import BackupsDialog

        return _shown(BackupsDialog(self._window.context, self._window))

    def restore(self) -> QDialog:
        """A backup in the place of the store."""
        from ehp_desktop.ui.chair.restoring import RestoreDialog

        dialog = RestoreDialog(self._window.context, self._window)
        dialog.reopen_wanted.connect(self._window.lock_wanted)
        return _shown(dialog)

    def show_holds(self) -> QDialog:
        """Legal holds, and who can be purged."""
        from ehp_desktop.ui.chair.holds import HoldsDialog

        return _shown(HoldsDialog(self._window.context, self._window))

    def ask_child_record(self) -> QDialog:
        """Everything that is kept of the child in front."""
        from ehp_desktop.ui.chair.child_record import ChildRecordDialog

        child_id = self._window.caseload.panel.child_id or ""
        return _shown(ChildRecordDialog(self._window.context, child_id, self._window))

    def _begin_restore(self) -> None:
        self.restore()

    def _begin_backups(self) -> None:
        self.show_backups()


def _shown(dialog: QDialog) -> QDialog:
    dialog.open()
    return dialog
