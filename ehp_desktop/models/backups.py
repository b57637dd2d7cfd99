"""Backups: one file each, made from the store as it is at one moment, and opened before it is kept.

Automatic ones lie in the folder that the chair named, else in the store's own `backups`; the last
fourteen stay. `backups.json` in the store's folder says when one was last made or not, so that
every program knows; it holds times and a count, and nothing of a case.
"""

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from ehp_desktop.models import head
from ehp_desktop.models.archives import Manifest, part_of, parts_of, write_archive
from ehp_desktop.models.audit import Link, last_link
from ehp_desktop.models.errors import DamagedStoreError, DiskError, RefusedError
from ehp_desktop.models.evidence_check import chain_problems, head_problems
from ehp_desktop.models.files import disk_errors, make_private_folder, write_private
from ehp_desktop.models.key_file_fit import key_file_problems
from ehp_desktop.models.keys import DATABASE_FILE, read_key_file, refreshed
from ehp_desktop.models.migrations.backup import copy_database, head_of
from ehp_desktop.models.migrations.integrity import structure_problems
from ehp_desktop.models.setting import Setting
from ehp_desktop.models.store import BACKUPS, Store, driver_errors, engine_that_opens

KEPT: Final = 14
"""How many automatic backups stay."""
SUFFIX: Final = ".ehpbackup"
STATE_FILE: Final = "backups.json"
FOLDER_SETTING: Final = "backup_folder"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made; `records`: how many records the audit has in it."""

    file: Path
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class State:
    """How automatic backups have gone; times are aware, UTC.

    `last`: when one was last made. `failing_since`: when one first could not be, after that.
    `entries`: how many rows of evidence the last one has. `due`: something was changed since,
    and no backup was made of it yet.
    """

    last: dt.datetime | None = None
    failing_since: dt.datetime | None = None
    entries: int = 0
    due: bool = False


def make_backup(store: Store, file: Path, at: dt.datetime) -> Made:
    """Write a backup of an open store to a new file.

    Everything in it is encrypted as it is in the store. It gets its name when it has been opened
    with the keys that the store was opened with, and everything in it is as it should be.

    Raises:
        RefusedError: the file exists, or changes of the store are missing; nothing was written.
        DamagedStoreError: the store is not whole, and a backup of it would not be either.
        DiskError: there is no room, or the file cannot be written; nothing of it is left.
    """
    if store.loss is not None:
        raise RefusedError(f"{store.loss.sentence} No backup was made.")
    if not file.parent.is_dir():
        raise RefusedError(
            f"There is no folder {file.parent}; no backup was made. Make it, or name another."
        )
    with _copy_of(store) as (copy, link):
        parts = parts_of(copy)
        manifest = Manifest(
            read_key_file(copy).store,
            at.astimezone(dt.UTC).replace(microsecond=0),
            link.seq,
            {name: part_of(path) for name, path in parts.items()},
        )
        digest = write_archive(file, parts, manifest)
    return Made(file, digest, link.seq)


def make_automatic(store: Store, at: dt.datetime) -> Made:
    """Make an automatic backup, take down how that went, and let the oldest go.

    Where the folder that the chair named cannot be used the backup is made in the store's own,
    so that there is one; it counts as failed all the same.

    Raises:
        DiskError, DamagedStoreError, RefusedError: it could not be made, or not where it should.
    """
    named, own = named_folder(store), store.folder / BACKUPS
    try:
        if named is None:
            made = _in_folder(store, own, at)
        else:
            try:
                made = _in_folder(store, named, at)
            except (DiskError, RefusedError):
                with suppress(DiskError, RefusedError):
                    _in_folder(store, own, at)
                raise
    except (DiskError, DamagedStoreError, RefusedError):
        before = read_state(store.folder)
        write_state(
            store.folder, replace(before, failing_since=before.failing_since or at, due=True)
        )
        raise
    write_state(store.folder, State(at, None, entries_of(store), due=False))
    return made


def named_folder(store: Store) -> Path | None:
    """The folder for automatic backups that the chair named; None: the store's own."""
    with store.reading() as session:
        wanted = select(Setting.value).where(Setting.name == FOLDER_SETTING)
        named: str | None = session.execute(wanted).scalar()
    return Path(named) if named else None


def name_folder(session: Session, folder: Path | None) -> None:
    """Keep the folder for automatic backups; `session`: of `Store.writing`."""
    session.execute(delete(Setting).where(Setting.name == FOLDER_SETTING))
    if folder is not None:
        session.execute(insert(Setting).values(name=FOLDER_SETTING, value=str(folder)))


def own_folder(store: Store) -> Path:
    """The store's own folder for backups."""
    return store.folder / BACKUPS


def automatic_of(store: Store) -> tuple[Path, ...]:
    """The automatic backups of a store in both folders, the oldest first."""
    store_id = read_key_file(store.folder).store
    folders = {named_folder(store) or own_folder(store), own_folder(store)}
    found = [path for folder in folders for path in automatic_in(folder, store_id)]
    return tuple(sorted(found, key=lambda path: path.stem))


def automatic_in(folder: Path, store_id: str) -> list[Path]:
    """The automatic backups of one store in a folder, the oldest first."""
    name = re.compile(rf"{_prefix(store_id)}\d{{4}}-\d\d-\d\dT\d{{6}}Z(-\d+)?{re.escape(SUFFIX)}")
    try:
        found = [path for path in folder.iterdir() if name.fullmatch(path.name)]
    except OSError:
        return []
    return sorted(
        found, key=lambda path: path.stem
    )  # of one second, the one without a number first


def entries_of(store: Store) -> int:
    """How many rows of evidence the store holds, by its audit."""
    with store.reading() as session:
        return last_link(session.connection()).entries


def read_state(folder: Path) -> State:
    """How automatic backups have gone; as at the start where the file is missing or damaged."""
    try:
        kept = json.loads((folder / STATE_FILE).read_bytes())
        return State(
            _time(kept["last"]), _time(kept["failing_since"]), int(kept["entries"]),
            bool(kept["due"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Keep how automatic backups have gone; where the folder cannot be written it is not kept."""
    kept = {
        "last": state.last.isoformat() if state.last else None,
        "failing_since": state.failing_since.isoformat() if state.failing_since else None,
        "entries": state.entries,
        "due": state.due,
    }
    with suppress(DiskError):
        write_private(folder / STATE_FILE, json.dumps(kept, indent=1).encode("ascii") + b"\n")


def problems_of(folder: Path, store_keys: tuple[bytes, ...]) -> tuple[list[str], Link]:
    """What is wrong with a store that nobody has open, as far as its keys show; where it stands.

    Pages, encryption, references, triggers, chain and head are looked at; not what rows say.
    """
    with driver_errors(folder):
        engine, _ = engine_that_opens(folder, store_keys, writable=False)
        try:
            with engine.connect() as connection:
                found = structure_problems(connection) or _chain_problems(
                    folder, store_keys, connection
                )
                return found, last_link(connection)
        finally:
            engine.dispose()


def _chain_problems(
    folder: Path, store_keys: tuple[bytes, ...], connection: Connection
) -> list[str]:
    there = head.read(folder, store_keys)
    return [*chain_problems(connection), *head_problems(there, connection)]


@contextmanager
def _copy_of(store: Store) -> Iterator[tuple[Path, Link]]:
    """A whole copy of an open store in a private temporary folder, opened and found whole."""
    copy = Path(tempfile.mkdtemp(prefix="ehp-backup-"))  # for this account alone
    try:
        there = head.read(store.folder, store.unlocked.store_keys)  # before: it may go on growing
        with driver_errors(store.folder):
            engine, key = engine_that_opens(store.folder, store.unlocked.store_keys, writable=False)
            engine.dispose()
            copy_database(store.folder / DATABASE_FILE, copy / DATABASE_FILE, key)
        _copy_files(store.folder, copy)
        keys = refreshed(read_key_file(copy), store.unlocked).store_keys
        with driver_errors(copy):
            engine, _ = engine_that_opens(copy, keys, writable=False)
            try:
                with engine.connect() as connection:
                    link = head_of(copy, key, connection)
                    problems = [
                        *structure_problems(connection),
                        *chain_problems(connection),
                        *head_problems(there, connection),
                        *key_file_problems(connection, read_key_file(copy)),
                    ]
            finally:
                engine.dispose()
        if problems:
            raise DamagedStoreError(
                "The store is not whole, and a backup of it would not be either, so none was made. "
                f"{problems[0]} `check` says what else is wrong; restore an earlier backup, or "
                "carry what is there over into a new store with `rescue`."
            )
        yield copy, link
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _copy_files(folder: Path, copy: Path) -> None:
    for name, path in parts_of(folder).items():
        if name not in (DATABASE_FILE, head.HEAD_FILE):
            make_private_folder((copy / name).parent)
            with disk_errors(copy / name):
                (copy / name).write_bytes(path.read_bytes())


def _in_folder(store: Store, folder: Path, at: dt.datetime) -> Made:
    store_id = read_key_file(store.folder).store
    name = f"{_prefix(store_id)}{at.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
    if folder == store.folder / BACKUPS:
        make_private_folder(folder)
    tries = (folder / f"{name}{f'-{count}' if count else ''}{SUFFIX}" for count in range(1000))
    made = make_backup(store, next(path for path in tries if not path.exists()), at)
    others = [path for path in automatic_in(folder, store_id) if path != made.file]
    for oldest in others[: max(0, len(others) + 1 - KEPT)]:
        with suppress(OSError):
            oldest.unlink()
    return made


def _prefix(store_id: str) -> str:
    """Whose automatic backups are whose, where several stores share a folder."""
    return f"{re.sub('[^0-9a-f]', '', store_id)[:8]}-"


def _time(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text).astimezone(dt.UTC)
