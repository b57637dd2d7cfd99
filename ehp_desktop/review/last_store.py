"""Which store was opened last, kept in a small file of the user's settings folder.

The window and the commands share it. The folder is the platform's own, or that of
EHP_CONFIG_DIR. The file holds the store's path and nothing of a case.
"""

import os
from pathlib import Path

from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.files import make_private_folder, write_private

_FILE = "last-store"


def config_folder() -> Path:
    """Where this user's settings are kept."""
    named = os.environ.get("EHP_CONFIG_DIR")
    if named:
        return Path(named)
    from platformdirs import user_config_dir

    return Path(user_config_dir("ehp-desktop", appauthor=False))


def last_store() -> Path | None:
    """The store opened last; None where none was, or where that cannot be read."""
    try:
        text = (config_folder() / _FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def remember_store(folder: Path) -> None:
    """Remember a store as the one opened last.

    A settings folder that cannot be written is no reason to stop: the store is open all the same,
    and will have to be named again.
    """
    wanted = folder.absolute()
    if last_store() == wanted:
        return
    try:
        make_private_folder(config_folder())
        write_private(config_folder() / _FILE, f"{wanted}\n".encode())
    except DiskError:
        return


def data_folder() -> Path:
    """Where this user's own stores lie unless they are put elsewhere."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("ehp-desktop", appauthor=False, roaming=False))
