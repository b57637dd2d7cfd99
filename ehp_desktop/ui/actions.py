"""The registry of the window's commands: one QAction each, with its words and its keys."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ehp_desktop.ui.forms import spoken
from ehp_desktop.ui.shortcuts import Command, KeyLine


class Actions(QObject):
    """Makes and holds the actions; the main window connects them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made: dict[Command, QAction] = {}
        for command, words in self.words().items():
            action = QAction(words, parent)
            action.setObjectName(f"action_{command.name.lower()}")
            action.setShortcut(QKeySequence(command.value))
            self._made[command] = action

    def __getitem__(self, command: Command) -> QAction:
        return self._made[command]

    def words(self) -> dict[Command, str]:
        """What each command is called."""
        return {
            Command.NEW_STORE: self.tr("&New store…"),
            Command.OPEN_STORE: self.tr("&Open another store…"),
            Command.QUIT: self.tr("&Close"),
            Command.LOCK: self.tr("&Lock now"),
            Command.PEOPLE: self.tr("&People…"),
            Command.OWN_PASSPHRASE: self.tr("Change my pass&phrase…"),
            Command.SETTINGS: self.tr("&Settings…"),
            Command.NOTES: self.tr("All &notes"),
            Command.WRITE_NOTE: self.tr("&Write a note"),
            Command.PARAMETERS: self.tr("&Parameters…"),
            Command.AUDIT: self.tr("&Audit…"),
            Command.BACKUPS: self.tr("&Back up…"),
            Command.RESTORE: self.tr("&Restore a backup…"),
            Command.HOLDS: self.tr("Legal &holds and purging…"),
            Command.CHILD_RECORD: self.tr("One child's &whole record…"),
            Command.COPY: self.tr("&Copy the selected cells"),
            Command.FIND: self.tr("&Find a child"),
            Command.CASELOAD: self.tr("&Caseload"),
            Command.SURGERIES: self.tr("&Surgeries"),
            Command.ACTIONS: self.tr("Acti&ons"),
            Command.IMPORT: self.tr("&Import"),
            Command.PANEL: self.tr("Child's &panel"),
            Command.AS_AT: self.tr("&As at another date"),
            Command.AS_AT_TODAY: self.tr("As at &today"),
            Command.READ_AGAIN: self.tr("&Read again"),
            Command.SHORTCUTS: self.tr("&Keyboard shortcuts"),
            Command.ABOUT: self.tr("&About EHP Desktop"),
        }

    def fill(self, menu: QMenu, commands: Iterable[Command | None]) -> QMenu:
        """Puts commands into a menu; None is a line between them."""
        for command in commands:
            if command is None:
                menu.addSeparator()
            else:
                menu.addAction(self._made[command])
        return menu


def key_lines(actions: Iterable[QAction]) -> list[KeyLine]:
    """The shortcuts of some actions, for the list that F1 shows."""
    return [
        KeyLine(
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            spoken(action.text()).rstrip("…"),
        )
        for action in actions
        if not action.shortcut().isEmpty()
    ]


def table_key_lines() -> list[KeyLine]:
    """The keys that every list answers to."""
    tr = QCoreApplication.translate
    return [
        KeyLine("↑ ↓ ← →", tr("table keys", "Move in the list")),
        KeyLine("Home  End", tr("table keys", "First or last column")),
        KeyLine("Ctrl+Home  Ctrl+End", tr("table keys", "First or last row")),
        KeyLine("PgUp  PgDn", tr("table keys", "A screenful up or down")),
        KeyLine("Shift+↑ ↓ ← →", tr("table keys", "Select a block")),
        KeyLine("Enter", tr("table keys", "Open the row")),
        KeyLine("Ctrl+Enter", tr("table keys", "Save the note or the reason that is written")),
        KeyLine("Esc", tr("table keys", "Back to the list; in the search box: clear it")),
        KeyLine("Tab  Shift+Tab", tr("table keys", "Next or previous control")),
        KeyLine("Shift+F10", tr("table keys", "Columns and sorting of the list")),
    ]
