"""A new key for the whole database, so that who was removed cannot read what is written from now.

It takes five steps, and wherever the program is stopped the store opens for who remains:

1. The key file lists the new key before the old (`key_changes.remove_person`, seen onto the disk).
2. The database is held alone, and copied beside itself under the new key; the copy is checked.
3. The copy is renamed over the database.
4. The head of the audit is authenticated under the new key.
5. The old key is dropped from the key file.

Opening tries both keys, and `put_in_order` carries on where it was stopped. It does not protect
copies of the folder that were made before: they open as they did.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool

from ehp_desktop.models import head
from ehp_desktop.models.errors import DiskError, StoreHeldError
from ehp_desktop.models.files import disk_errors, make_private_file, settle_folder
from ehp_desktop.models.key_changes import without_old
from ehp_desktop.models.keys import (
    DATABASE_FILE,
    KEY_FILE,
    KeyFile,
    Purpose,
    Unlocked,
    completed,
    read_key_file,
    refreshed,
    write_key_file,
)
from ehp_desktop.models.migrations.new_key import copy_under, held_alone
from ehp_desktop.models.store import damaged, engine_that_opens, make_engine

COPY: Final = ".rekeying.db"
STEPS: Final = ("held alone", "copied", "checked", "swapped", "head", "dropped")
"""What `rekey` says it has done, in this order; a test stops the program at each."""

OnStep = Callable[[str], None]


def put_in_order(folder: Path, unlocked: Unlocked) -> Unlocked:
    """Before a store is opened for writing: finish what a program that was stopped had begun.

    Left-over copies are taken away, a key file of the first version is completed, and a database
    that has two keys is put under the newer. Where somebody reads meanwhile that waits until the
    store is next opened for writing, and both keys stay.

    The caller has the right to write, and this process no connection to the database.

    Returns:
        What the opener holds by the key file as it is now.

    Raises:
        NotFoundError: the opener was removed since their passphrase was tried.
        DiskError, DamagedKeyFileError, DamagedStoreError: the key file or database cannot be
            read or written.
    """
    clear_left_overs(folder)
    key_file = read_key_file(folder)
    whole = completed(key_file)
    if whole is not None:
        write_key_file(folder, whole)
    unlocked = refreshed(whole or key_file, unlocked)
    if len(unlocked.store_keys) > 1:
        with suppress(StoreHeldError):
            unlocked = refreshed(rekey(folder, unlocked), unlocked)
    return unlocked


def rekey(folder: Path, unlocked: Unlocked, *, on_step: OnStep | None = None) -> KeyFile:
    """Put the database under the newest of the store keys, and drop the others.

    The caller has the right to write, and this process no connection to the database.

    Args:
        folder: the store's.
        unlocked: who does it, with the store keys of the key file as it is now.
        on_step: told each of STEPS as it is done.

    Returns:
        The key file as it is now.

    Raises:
        StoreHeldError: somebody else has the database open; both keys stay, and it opens.
        DiskError, DamagedStoreError: the database cannot be read or copied; both keys stay.
    """
    say = on_step or _nobody
    newest, *older = unlocked.store_keys
    clear_left_overs(folder)
    engine, key = engine_that_opens(folder, unlocked.store_keys, writable=True)
    engine.dispose()
    if key != newest:
        _swap(folder, key, newest, say)
    last = head.read(folder, (newest, *older))
    if last is not None:
        head.make(folder, newest, last)
    say("head")
    key_file = without_old(read_key_file(folder), Purpose.STORE)
    write_key_file(folder, key_file)
    say("dropped")
    return key_file


def clear_left_overs(folder: Path) -> None:
    """Take away what a program that was stopped left half made beside the store's files."""
    with suppress(OSError):
        for pattern in (f"{COPY}*", f".{KEY_FILE}.*", f".{head.HEAD_FILE}.*"):
            for path in folder.glob(pattern):
                path.unlink(missing_ok=True)


def _swap(folder: Path, old: bytes, new: bytes, say: OnStep) -> None:
    """The database under another key, in the place of itself.

    It is held alone until the other is in its place: what a reader noted meanwhile would be lost.
    Windows renames over no open file; there it is let go an instant before.
    """
    from ehp_desktop.models.migrations.integrity import broken_pages

    copy = folder / COPY
    try:
        with held_alone(folder, old) as connection:
            say("held alone")
            if broken_pages(connection):  # the copy would look whole
                raise damaged(folder)
            make_private_file(copy)
            copy_under(connection, copy, old, new)
            say("copied")
            _see_it_is_whole(copy, new)
            say("checked")
            if sys.platform != "win32":
                _put_in_place(folder, copy)
        if sys.platform == "win32":
            _put_in_place(folder, copy)
    except BaseException:
        clear_left_overs(folder)
        raise
    say("swapped")


def _put_in_place(folder: Path, copy: Path) -> None:
    with disk_errors(folder / DATABASE_FILE):
        copy.replace(folder / DATABASE_FILE)
        settle_folder(folder)


def _see_it_is_whole(copy: Path, key: bytes) -> None:
    from ehp_desktop.models.migrations.integrity import structure_damage

    engine = make_engine(copy, key, mode="ro", pool=NullPool)
    with engine.connect() as connection:
        damage = structure_damage(connection)
    with disk_errors(copy):
        handle = os.open(copy, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    if damage:
        raise DiskError(
            "The copy of the store under its new key could not be read back; the store is as it "
            "was. Check the disk, and open the store again: it is tried again then."
        )


def _nobody(_: str) -> None:
    """Nobody asked to be told."""
