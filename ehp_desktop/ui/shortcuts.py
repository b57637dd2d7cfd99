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
    IMPORT = "Ctrl+3"
    PANEL = "Ctrl+E"
    AS_AT = "Ctrl+D"
    AS_AT_TODAY = "Ctrl+T"
    READ_AGAIN = "F5"
    SHORTCUTS = "F1"
    ABOUT = ""


class KeyLine(NamedTuple):
    """One line of the list of shortcuts."""

    keys: str
    words: str
