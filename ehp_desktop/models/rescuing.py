"""Carrying what can be read of a damaged store over into a new one, for the same people.

Nothing is written to the damaged folder, but for wrong passphrases, which are counted there: it
is read in a private copy, with its log and, where that is damaged, without it.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ehp_desktop.models import head
from ehp_desktop.models.archives import parts_of
from ehp_desktop.models.attempts import Clock, unlock_folder
from ehp_desktop.models.backups import SUFFIX
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    DamagedStoreError,
    StoreFolderError,
    StoreHeldError,
)
from ehp_desktop.models.files import (
    disk_errors,
    make_private_file,
    make_private_folder,
    settle_folder,
    write_private,
)
from ehp_desktop.models.filling import Counted, Filling
from ehp_desktop.models.folders import check_ours, check_place
from ehp_desktop.models.keys import (
    DATABASE_FILE,
    KEY_FILE,
    KeyFile,
    Unlocked,
    as_bytes,
    completed,
    refreshed,
)
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.lock import LOCK_FILE, held_sentence, try_quiet_lock
from ehp_desktop.models.mending import is_recorded, record_again
from ehp_desktop.models.migrations.salvage import DamagedDatabase, others_have_open
from ehp_desktop.models.store import (
    BACKUPS,
    driver_errors,
    is_open_here,
)
from ehp_desktop.models.store_opening import open_store

_LOG: Final = f"{DATABASE_FILE}-wal"
_UNFINISHED: Final = ".unfinished"


@dataclass(frozen=True, slots=True)
class RescuedStore:
    """What a rescue came to.

    `missing`: how many acknowledged changes are missing at the end of the damaged store, beside
    what is lost by table; None where that cannot be told. `problems`: what a check of the new
    store finds; none is expected.
    """

    store: Path
    tables: dict[str, Counted]
    missing: int | None
    problems: tuple[str, ...]

    @property
    def lost(self) -> bool:
        """Whether anything was lost, or may have been."""
        return self.missing != 0 or any(one.lost or one.at_least for one in self.tables.values())


def rescue_store(
    folder: Path,
    out: Path,
    passphrase: str,
    *,
    user: str | None,
    clock: Clock,
    action: str,
    allow: Callable[[Unlocked], None],
) -> RescuedStore:
    """Read what can be read of a store into a new one.

    Args:
        folder: the damaged store's.
        out: a new folder, or an empty one.
        passphrase, user: as in `open_store`; the same people open the new store.
        clock: tells the time, UTC.
        action: what its audit says was done.
        allow: raises where that person may not.

    Raises:
        DamagedKeyFileError: nobody can read the store; the text says where copies may be.
        DamagedStoreError: no table can be read.
        StoreFolderError, StoreHeldError: a folder cannot be used, or the store is open somewhere.
        WrongPassphraseError, NotFoundError, DiskError: as elsewhere; always nothing was made.
    """
    made_here = _check_out(folder, out)
    key_file, unlocked = _unlocked(folder, passphrase, user, clock, allow)
    work = Path(tempfile.mkdtemp(prefix="ehp-rescue-"))  # for this account alone
    unfinished = out / _UNFINISHED
    try:
        make_private_folder(unfinished)
        source = _source(folder, work, unlocked)
        there = head.read(folder, unlocked.store_keys)
        write_private(unfinished / KEY_FILE, as_bytes(key_file))
        with driver_errors(unfinished), DamagedDatabase(source, unlocked.store_keys) as damaged:
            filling = Filling(damaged, unlocked, clock(), action, there)
            filling.fill(unfinished / DATABASE_FILE)
        _put_in_place(folder, unfinished, out)
        _agree(out, passphrase, unlocked.person.name, clock, action)
    except BaseException:
        if not (out / DATABASE_FILE).exists():
            _take_back(out, made_here=made_here)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    problems = check_store(out, passphrase, user=unlocked.person.name)
    return RescuedStore(out, filling.counted, filling.missing, problems)


def _unlocked(
    folder: Path,
    passphrase: str,
    user: str | None,
    clock: Clock,
    allow: Callable[[Unlocked], None],
) -> tuple[KeyFile, Unlocked]:
    """The key file for the new store, and what whoever asks holds by it."""
    try:
        key_file, unlocked = unlock_folder(folder, passphrase, user=user, clock=clock)
    except DamagedKeyFileError as error:
        raise DamagedKeyFileError(f"{error} {_copies_of_keys(folder)}") from error
    allow(unlocked)
    key_file = completed(key_file) or key_file
    return key_file, refreshed(key_file, unlocked)


def _check_out(folder: Path, out: Path) -> bool:
    """Whether the new folder has to be made.

    Raises:
        StoreFolderError: it is none that a new store can be made in.
    """
    check_place(out)
    if out.resolve().is_relative_to(folder.resolve()):
        raise StoreFolderError(
            f"{out} lies in the damaged store's own folder, to which nothing is written; nothing "
            "was made. Name a folder elsewhere."
        )
    with disk_errors(out):
        if not out.exists():
            return True
        if not out.is_dir() or any(out.iterdir()):
            raise StoreFolderError(
                f"{out} is not an empty folder, and a new store is never made over other files; "
                "nothing was changed. Name a folder that does not exist yet."
            )
    check_ours(out)
    return False


def _source(folder: Path, work: Path, unlocked: Unlocked) -> Path:
    """A private copy of the damaged database, with its log or without: of which more is read."""
    let_in = None if is_open_here(folder) else try_quiet_lock(folder)
    if let_in is None:
        raise StoreHeldError(held_sentence(folder))
    with_log, without = work / "with", work / "without"
    try:
        if others_have_open(folder):
            raise StoreHeldError(
                "The store is open in another window or program; nothing was made. Close every "
                "window of it, and try again."
            )
        for copy in (with_log, without):
            make_private_folder(copy)
            with disk_errors(copy):
                shutil.copyfile(folder / DATABASE_FILE, copy / DATABASE_FILE)
        with disk_errors(with_log), suppress(FileNotFoundError):
            shutil.copyfile(folder / _LOG, with_log / _LOG)
    finally:
        let_in()
    read, whole = _readable(with_log, unlocked)
    if not whole and (with_log / _LOG).exists():
        other, _ = _readable(without, unlocked)
        if other > read:
            read, with_log = other, without
    if not read:
        raise DamagedStoreError(
            f"No table of {DATABASE_FILE} in {folder} can be read with its key; nothing was made. "
            f"Restore a backup: the {BACKUPS} folder, or the folder that the chair named for "
            "backups, may hold one."
        )
    return with_log


def _readable(copy: Path, unlocked: Unlocked) -> tuple[int, bool]:
    """How many rows can be read, and whether those are all."""
    missed: list[int] = []
    with DamagedDatabase(copy, unlocked.store_keys) as damaged:
        count = sum(
            1
            for table, columns in damaged.tables().items()
            for _ in damaged.rows(table, columns, lambda start, _: missed.append(start))
        )
    return count, not missed


def _put_in_place(folder: Path, unfinished: Path, out: Path) -> None:
    make_private_folder(out / BACKUPS)
    make_private_file(out / LOCK_FILE)
    with disk_errors(out):
        for name, path in parts_of(folder).items():
            if "/" in name:  # the store's own profiles
                make_private_folder((out / name).parent)
                write_private(out / name, path.read_bytes())
        for name in (KEY_FILE, head.HEAD_FILE, DATABASE_FILE):
            (unfinished / name).rename(out / name)
        shutil.rmtree(unfinished)
        settle_folder(out)


def _agree(out: Path, passphrase: str, user: str, clock: Clock, action: str) -> None:
    """Record again what is stored and was lost from the record of changes."""
    store = open_store(out, passphrase, user=user, write=True, clock=clock)
    try:
        with store.reading() as session:
            if is_recorded(session):
                return
        with store.writing(action, about={"recorded": "again"}) as session:
            record_again(Pen(session, store.signer, clock()), clock().date())
    finally:
        store.close()


def _take_back(out: Path, *, made_here: bool) -> None:
    with suppress(OSError):
        for name in (KEY_FILE, head.HEAD_FILE, LOCK_FILE):
            (out / name).unlink(missing_ok=True)
        if (out / BACKUPS).exists():
            (out / BACKUPS).rmdir()
        shutil.rmtree(out / _UNFINISHED, ignore_errors=True)
        if made_here:
            out.rmdir()


def _copies_of_keys(folder: Path) -> str:
    """Where copies of a damaged key file may be, as a sentence."""
    copies = sorted((folder / BACKUPS).glob(f"*/{KEY_FILE}"))
    archives = sorted((folder / BACKUPS).glob(f"*{SUFFIX}"))
    found = [*(str(path) for path in copies), *(str(path) for path in archives)]
    if found:
        return f"The newest copy in the store's own folder is in {found[-1]}."
    return (
        f"There is no copy of it in {folder / BACKUPS}; the folder that the chair named for "
        "backups, or a backup made by hand, holds one."
    )
