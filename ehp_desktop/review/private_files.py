"""Files written outside a store at a person's wish: whole or not at all, for their owner alone."""

from pathlib import Path

from ehp_desktop.models.files import make_private_folder, write_private


def save_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        DiskError: it could not be written; what stood there before still stands.
    """
    write_private(path, content)


def private_folder(path: Path) -> None:
    """Make a folder that only its owner can enter, unless it is there.

    Raises:
        DiskError: it could not be made.
    """
    make_private_folder(path)
