"""Making a new store: whole, or nothing of it."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool

from ehp_desktop.models import head
from ehp_desktop.models.audit import FIRST_HASH
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError, StoreFolderError
from ehp_desktop.models.files import (
    disk_errors,
    make_private_file,
    make_private_folder,
    settle_folder,
    write_private,
)
from ehp_desktop.models.folders import check_ours, check_place
from ehp_desktop.models.key_file import plain_text
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE, Person, as_bytes, new_keys
from ehp_desktop.models.lock import LOCK_FILE
from ehp_desktop.models.migrations.runner import bring_up_to_date
from ehp_desktop.models.passphrases import check_passphrase
from ehp_desktop.models.store import BACKUPS, BEGIN, driver_errors, make_engine, write_ahead

_UNFINISHED: Final = ".unfinished"


def create_store(
    folder: Path, *, authority: str, code_set: CodeSet, person_name: str, passphrase: str
) -> str:
    """Make a new, empty store whose first person is a chair.

    It is built beside where it will be and moved there at the end: a process that is killed
    leaves no half of a store, and making it again clears what it left.

    Returns:
        The recovery code, which is kept nowhere.

    Raises:
        RefusedError: a name cannot be written down; nothing was made.
        WeakPassphraseError, StoreFolderError, DiskError: nothing was made.
    """
    person = Person(plain_text("name", person_name), "chair")
    authority = plain_text("authority's name", authority)
    if not person.name:
        raise RefusedError("The first person has no name; nothing was made. Give a name.")
    check_passphrase(passphrase, known=(person.name, authority))
    check_place(folder)
    made_here = _clear_for_new(folder)
    new = new_keys(person, passphrase)
    unfinished = folder / _UNFINISHED
    try:
        make_private_folder(unfinished)
        make_private_folder(folder / BACKUPS)
        make_private_file(folder / LOCK_FILE)
        write_private(unfinished / KEY_FILE, as_bytes(new.key_file))
        _first_tables(unfinished / DATABASE_FILE, new.store_key, authority, code_set)
        head.make(unfinished, new.store_key, head.Head(0, FIRST_HASH))
        with disk_errors(folder):
            for name in (KEY_FILE, head.HEAD_FILE, DATABASE_FILE):
                (unfinished / name).rename(folder / name)
            unfinished.rmdir()
            settle_folder(folder)
    except BaseException:
        if not (folder / DATABASE_FILE).exists():
            _take_back(folder, made_here=made_here)
        raise
    return new.recovery_code


def _clear_for_new(folder: Path) -> bool:
    """Whether the folder had to be made; what an unfinished making left in it is taken away."""
    with disk_errors(folder):
        if not folder.exists():
            make_private_folder(folder)
            return True
        if not folder.is_dir():
            raise StoreFolderError(
                f"{folder} is a file; nothing was changed. Choose a folder for the store."
            )
        check_ours(folder)
        if (folder / _UNFINISHED).is_dir() and not (folder / DATABASE_FILE).exists():
            _take_back(folder, made_here=False)
        if any(folder.iterdir()):
            raise StoreFolderError(
                f"{folder} is not empty, and a new store is never made over other files; nothing "
                "was changed. Choose an empty folder, or one that does not exist yet."
            )
        make_private_folder(folder)
    return False


def _take_back(folder: Path, *, made_here: bool) -> None:
    with suppress(OSError):
        (folder / KEY_FILE).unlink(missing_ok=True)
        (folder / head.HEAD_FILE).unlink(missing_ok=True)
        (folder / LOCK_FILE).unlink(missing_ok=True)
        if (folder / BACKUPS).exists():
            (folder / BACKUPS).rmdir()
        shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)  # last: it says what the rest is
        if made_here:
            folder.rmdir()


def _first_tables(database: Path, key: bytes, authority: str, code_set: CodeSet) -> None:
    make_private_file(database)
    with driver_errors(database.parent.parent):
        engine = make_engine(database, key, mode="rw", pool=NullPool)
        write_ahead(engine)
        changing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with changing.connect() as connection:
            bring_up_to_date(connection)
            settings = [("authority", authority), ("code_set", code_set.value)]
            with connection.begin():
                connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", settings)
        engine.dispose()
