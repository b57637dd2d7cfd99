"""The program's commands and their keys, in one list; F1 shows them."""

from enum import Enum
from typing import NamedTuple


class Command(Enum):
    """What the person can ask of the window from anywhere; the value is its shortcut."""

    NEW_STORE = "Ctrl+Shift+N"
    OPEN_STORE = "Ctrl+O"
    QUIT = "Ctrl+Q"
    COPY = "Ctrl+C"
    FIND = "Ctrl+F"
    CASELOAD = "Ctrl+1"
    SURGERIES = "Ctrl+2"
    ACTIONS = "Ctrl+3"
    IMPORT = "Ctrl+4"
    PANEL = "Ctrl+E"
    AS_AT = "Ctrl+D"
    AS_AT_TODAY = "Ctrl+T"
    READ_AGAIN = "F5"
    SHORTCUTS = "F1"
    ABOUT = ""
    LOCK = "Ctrl+L"
    PEOPLE = "Ctrl+Shift+P"
    OWN_PASSPHRASE = "Ctrl+Shift+K"  # noqa: S105 - its keys
    SETTINGS = "Ctrl+,"
    NOTES = "Ctrl+5"
    WRITE_NOTE = "Ctrl+N"
    PARAMETERS = "Ctrl+Shift+M"
    AUDIT = "Ctrl+Shift+A"
    BACKUPS = "Ctrl+Shift+B"
    RESTORE = "Ctrl+Shift+R"
    HOLDS = "Ctrl+Shift+H"
    CHILD_RECORD = "Ctrl+Shift+E"


class KeyLine(NamedTuple):
    """One line of the list of shortcuts."""

    keys: str
    words: str
