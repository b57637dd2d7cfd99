"""Restoring a backup: taken out beside the store, checked whole, then put in its place."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ehp_desktop.models import swapping
from ehp_desktop.models.archives import Manifest, extract
from ehp_desktop.models.attempts import Clock
from ehp_desktop.models.backups import problems_of
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    DamagedStoreError,
    RefusedError,
    StoreFolderError,
    StoreHeldError,
)
from ehp_desktop.models.files import disk_errors, make_private_folder, settle_folder
from ehp_desktop.models.folders import check_ours, check_place
from ehp_desktop.models.head import HEAD_FILE
from ehp_desktop.models.keys import (
    DATABASE_FILE,
    KEY_FILE,
    Person,
    Unlocked,
    read_key_file,
    unlock,
)
from ehp_desktop.models.lock import LOCK_FILE, NOTE_FILE, WriterLock, take_lock
from ehp_desktop.models.migrations.salvage import others_have_open
from ehp_desktop.models.store import BACKUPS, is_open_here
from ehp_desktop.models.store_opening import open_store

STEPS = ("extracted", "checked", "recorded", *swapping.STEPS)
"""What a restore says it has done, in this order; a test stops the program at each."""

_SIDE_FILES = (LOCK_FILE, NOTE_FILE, "attempts.json", "attempts.lock", "backups.json")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `kept`: the folder with the store that was there, None where none was.

    `records`: how many records the audit of the backup has, the one of restoring it left out.
    """

    kept: Path | None
    person: Person
    made_at: dt.datetime | None
    records: int


def restore_store(
    folder: Path,
    source: Path,
    passphrase: str,
    *,
    user: str | None,
    clock: Clock,
    action: str,
    allow: Callable[[Unlocked], None],
    on_step: swapping.OnStep | None = None,
) -> Restored:
    """Put a backup in the place of a store, or where there is none; what was there is kept.

    Args:
        folder: the store's; it may be damaged, empty or not there.
        source: a backup's file, or the folder of a copy (keys.json and caseload.db).
        passphrase: of somebody who could open the store when the backup was made.
        user: whose it is; without, each person's is tried.
        clock: tells the time, UTC.
        action: what the audit of the restored store says was done.
        allow: raises where that person may not restore.
        on_step: told each of STEPS as it is done.

    Raises:
        RefusedError: the backup is none, is not whole, or is another store's.
        WrongPassphraseError, NotFoundError: nobody of that time opens it so.
        StoreError: the store is open somewhere, the backup damaged, the folder none that can be
            used, or there is no room; in every case the store is as it was.
    """
    say = on_step or (lambda _: None)
    check_place(folder)
    made_here = not folder.exists()
    lock = _take(folder, clock)
    try:
        place = swapping.new_place(folder)
        manifest = _take_out(source, folder, place)
        say("extracted")
        person, records = _record(place, passphrase, user, clock, action, allow, manifest, say)
        _settle(place)
        kept = swapping.swap(folder, _free(folder, clock), say)
        make_private_folder(folder / BACKUPS)
    except BaseException:
        if not any((folder / swapping.WORK / name).exists() for name in ("ready", "moved")):
            swapping.clear(folder)
        raise
    finally:
        lock.release()
        if made_here:
            _take_back(folder)
    return Restored(kept, person, manifest.made_at if manifest else None, records)


def _take(folder: Path, clock: Clock) -> WriterLock:
    """The right to write a folder that nobody has open, and that may be anything or nothing."""
    if is_open_here(folder):
        raise _open_elsewhere()
    make_private_folder(folder)
    if not folder.is_dir():
        raise StoreFolderError(
            f"{folder} is a file; nothing was changed. Choose a folder for the store."
        )
    check_ours(folder)
    if (
        not (folder / LOCK_FILE).exists()
        and not any((folder / name).exists() for name in (KEY_FILE, DATABASE_FILE, swapping.WORK))
        and any(folder.iterdir())
    ):
        raise StoreFolderError(
            f"{folder} is not empty and holds no store, so no backup is restored there; nothing "
            "was changed. Choose the store's folder, an empty one, or one that does not exist yet."
        )
    swapping.finish_swap(folder)
    lock = take_lock(folder, name="somebody who restores a backup", clock=clock)
    if others_have_open(folder):
        lock.release()
        raise _open_elsewhere()
    return lock


def _take_out(source: Path, folder: Path, place: Path) -> Manifest | None:
    if not source.is_dir():
        manifest = extract(source, place)
        _same_store(folder, place)
        return manifest
    make_private_folder(place)
    read_key_file(source)
    with disk_errors(place):
        for name in (KEY_FILE, DATABASE_FILE, HEAD_FILE):
            with suppress(FileNotFoundError):
                shutil.copyfile(source / name, place / name)
                (place / name).chmod(0o600)
    _same_store(folder, place)
    return None


def _same_store(folder: Path, place: Path) -> None:
    """Refuse a backup of another store, as far as the key file that is there can tell."""
    try:
        there = read_key_file(folder).store
    except (DamagedKeyFileError, StoreFolderError):
        return
    if read_key_file(place).store != there:
        raise RefusedError(
            "The backup is of another store than the one in this folder; nothing was changed. "
            "Restore it into a folder of its own."
        )


def _record(
    place: Path,
    passphrase: str,
    user: str | None,
    clock: Clock,
    action: str,
    allow: Callable[[Unlocked], None],
    manifest: Manifest | None,
    say: swapping.OnStep,
) -> tuple[Person, int]:
    """Check what was taken out, bring it up to date, and write into its audit what was done."""
    unlocked = unlock(read_key_file(place), passphrase, user=user)
    allow(unlocked)
    store = open_store(place, passphrase, user=unlocked.person.name, write=True, clock=clock)
    try:
        if store.loss is not None:
            raise _not_whole(store.loss.sentence)
        keys = store.unlocked.store_keys
        problems, link = problems_of(place, keys)
        if problems:
            raise _not_whole(problems[0])
        say("checked")
        about = {"records": link.seq}
        if manifest is not None:
            about |= {"made_at": manifest.made_at.isoformat()}  # type: ignore[dict-item]
        with store.writing(action, about=about):
            pass
    finally:
        store.close()
    problems, _ = problems_of(place, keys)
    if problems:
        raise _not_whole(problems[0])
    say("recorded")
    return unlocked.person, link.seq


def _settle(place: Path) -> None:
    """What is to be a store's own files and no more, seen onto the disk."""
    with disk_errors(place):
        for name in _SIDE_FILES:
            (place / name).unlink(missing_ok=True)
        shutil.rmtree(place / BACKUPS, ignore_errors=True)  # the backup itself is still there
        for path in place.rglob("*"):
            if path.name == f"{DATABASE_FILE}-shm" or path.name == f"{DATABASE_FILE}-wal":
                path.unlink()  # what looking into it left: it was closed, and all is in it
            elif path.is_file():
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
        settle_folder(place)


def _free(folder: Path, clock: Clock) -> str:
    """A name for the old store's folder that is not there yet."""
    name = f"replaced-{clock():%Y-%m-%dT%H%M%SZ}"
    tries = ("", *(f"-{count}" for count in range(1, 1000)))
    return next(f"{name}{more}" for more in tries if not (folder / f"{name}{more}").exists())


def _take_back(folder: Path) -> None:
    """Take the folder away again that was made for nothing."""
    if not (folder / KEY_FILE).exists() and not (folder / swapping.WORK).exists():
        with suppress(OSError):
            (folder / LOCK_FILE).unlink(missing_ok=True)
            folder.rmdir()


def _open_elsewhere() -> StoreHeldError:
    return StoreHeldError(
        "The store is open in a window or program, and a backup is put in its place only when it "
        "is closed; nothing was changed. Close every window of it, and try again."
    )


def _not_whole(problem: str) -> DamagedStoreError:
    return DamagedStoreError(
        f"The backup is not whole, so it was not restored: {problem} The store is as it was. Take "
        "another backup."
    )
