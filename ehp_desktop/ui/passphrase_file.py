"""A passphrase that stands in a file, in place of typing."""

from pathlib import Path

from ehp_desktop.models.errors import EhpError, RefusedError
from ehp_desktop.ui.dialogs.unlock_dialog import UnlockDialog


def submit(dialog: UnlockDialog, path: Path) -> None:
    """Opens with the passphrase of a file; a file that cannot be read is said to be so."""
    try:
        dialog.submit(first_line(path))
    except EhpError as error:
        dialog.show_error(error)


def first_line(path: Path) -> str:
    """The first line of a passphrase file, its line end dropped.

    Raises:
        RefusedError: it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n", 1)
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(
            "The passphrase file could not be read, so nothing was opened. Type the passphrase."
        ) from error
    return lines[0].removesuffix("\r")
