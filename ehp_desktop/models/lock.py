"""One writer at a time: the operating system's own lock, and a note of who has it.

The lock is the operating system's, on an empty file, and goes with its process however that ends.
The note beside it is only read when the lock is held: a dead holder's note means nothing. (It is
a file of its own because Windows lets nobody read what is locked.)
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ehp_desktop.models.errors import StoreHeldError
from ehp_desktop.models.files import disk_errors, write_private

LOCK_FILE = "writer.lock"
NOTE_FILE = "writer.txt"


class WriterLock:
    """The right to write a store, held until `release`."""

    def __init__(self, folder: Path, handle: int) -> None:
        self._folder = folder
        self._handle: int | None = handle

    def release(self) -> None:
        """Give the right back; again is nothing."""
        if self._handle is None:
            return
        with suppress(OSError):
            (self._folder / NOTE_FILE).unlink(missing_ok=True)
        os.close(self._handle)  # the operating system lets go of the lock with it
        self._handle = None


def take_lock(folder: Path, *, name: str, clock: Callable[[], datetime]) -> WriterLock:
    """Take the right to write a store.

    Raises:
        StoreHeldError: somebody has it; who, on which machine, since when.
        DiskError: the note could not be written.
    """
    with disk_errors(folder / LOCK_FILE):
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    if not _locked(handle):
        os.close(handle)
        raise StoreHeldError(held_sentence(folder))
    lock = WriterLock(folder, handle)
    note = {"name": name, "machine": platform.node(), "since": clock().isoformat("T", "seconds")}
    try:
        text = json.dumps(note, ensure_ascii=False, indent=1) + "\n"
        write_private(folder / NOTE_FILE, text.encode("utf-8"))
    except BaseException:
        lock.release()
        raise
    return lock


def try_quiet_lock(folder: Path) -> Callable[[], None] | None:
    """Keep writers out without writing a byte; returns how to let them in again.

    None: a writer has the lock. Where there is no lock file there is no writer to keep out.
    """
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDONLY)
    except FileNotFoundError:
        return lambda: None
    if not _locked(handle):
        os.close(handle)
        return None
    return lambda: os.close(handle)


@contextmanager
def wait_for_lock(path: Path) -> Iterator[None]:
    """Hold the operating system's lock on a file of its own, once whoever has it lets go.

    For work that is done in an instant: nothing is said of who has it.

    Raises:
        OSError: the file cannot be made, or (Windows only) it was held for ten seconds.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # the operating system lets go of the lock with it


def held_sentence(folder: Path) -> str:
    """Who has the store open for writing, and what to do."""
    try:
        note = json.loads((folder / NOTE_FILE).read_text("utf-8"))
        since = datetime.fromisoformat(note["since"]).strftime("%Y-%m-%d %H:%M UTC")
        holder = f"{note['name']} on {note['machine']} since {since}"
    except (OSError, ValueError, KeyError, TypeError):
        holder = "somebody who has only just opened it, or is about to close it"
    return (
        f"The store is open for writing by {holder}; nothing was changed. "
        "Close it there, and try again; reading works meanwhile."
    )


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
