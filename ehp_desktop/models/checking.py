"""Whether a store is whole, found out without changing a byte of its folder.

Opening a database writes: it makes files beside it, and brings in what a killed program left in
its log. So the check works on a copy in a private temporary folder, where everything is encrypted
as it was. While somebody writes, a copy would be torn: then the check reads beside them.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from ehp_desktop.models import head, reads
from ehp_desktop.models.attempts import Clock, unlock_folder
from ehp_desktop.models.change_texts import read_changes
from ehp_desktop.models.child import Episode
from ehp_desktop.models.codes import CodeSet, known_codes
from ehp_desktop.models.court_outcomes import outcome_gaps
from ehp_desktop.models.errors import DamagedKeyFileError, DamagedStoreError
from ehp_desktop.models.evidence_check import (
    chain_problems,
    encrypted_problems,
    evidence_problems,
    head_problems,
    paper_problems,
    record_id_problems,
    surgery_problems,
)
from ehp_desktop.models.fields import FIELDS, to_text
from ehp_desktop.models.files import is_private
from ehp_desktop.models.key_file_fit import key_file_problems
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE, Unlocked, read_key_file, unlock
from ehp_desktop.models.left_log import copy_with_log
from ehp_desktop.models.lock import try_quiet_lock
from ehp_desktop.models.migrations.integrity import bring_log_in, structure_problems
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.setting import Setting, setting_problems
from ehp_desktop.models.source import ChangeRecord
from ehp_desktop.models.store import driver_errors, engine_that_opens, is_open_here

_SHOWN = 20  # of a kind: whoever mends a store does it from a copy, not line by line
_RECORDED = tuple(field for field in FIELDS if field.key != "child_id")
_CODED = tuple(field for field in FIELDS if field.kind.code_kind is not None)


def check_store(
    folder: Path, passphrase: str, *, user: str | None = None, clock: Clock | None = None
) -> tuple[str, ...]:
    """What is wrong with a store, a sentence each; nothing is an empty tuple.

    A wrong passphrase is counted as `unlock_folder` does; without a clock, which tells the time
    in UTC, it is not.

    Raises:
        TooManyAttemptsError: so many wrong passphrases were given that it is not even tried.
        StoreFolderError: there is no store there.
        WrongPassphraseError, NotFoundError: the store cannot be opened to be checked.
        NewerStoreError: a newer program made it.
        DiskError: there is no room for the copy that is checked.
    """
    try:
        if clock is None:
            unlocked = unlock(read_key_file(folder), passphrase, user=user)
        else:
            _, unlocked = unlock_folder(folder, passphrase, user=user, clock=clock)
    except DamagedKeyFileError as error:
        return (str(error),)
    return (*_open_to_others(folder), *_database_problems(folder, unlocked))


def _database_problems(folder: Path, unlocked: Unlocked) -> list[str]:
    try:
        there = head.read(folder, unlocked.store_keys)  # before the database: it may go on growing
        with _checkable(folder) as (place, copied), driver_errors(folder):
            engine, _key = engine_that_opens(place, unlocked.store_keys, writable=copied)
            try:
                if copied:
                    bring_log_in(engine)
                with engine.connect() as connection:
                    return (
                        structure_problems(connection)
                        or [*chain_problems(connection), *head_problems(there, connection)]
                        or _content_problems(connection, unlocked)
                        or (_people_problems(folder, connection) if copied else [])
                    )
            finally:
                engine.dispose()
    except DamagedStoreError:
        return [f"{DATABASE_FILE} is damaged: it cannot be read with its key."]


@contextmanager
def _checkable(folder: Path) -> Iterator[tuple[Path, bool]]:
    """A folder with the database to check, and whether it is a copy that may be written."""
    let_in = None if is_open_here(folder) else try_quiet_lock(folder)
    if let_in is None:
        yield folder, False
        return
    copy = Path(tempfile.mkdtemp(prefix="ehp-check-"))  # for this account alone
    try:
        _copy(folder, copy, let_in)
        yield copy, True
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _copy(folder: Path, copy: Path, let_in: Callable[[], None]) -> None:
    try:
        copy_with_log(folder, copy)
    finally:
        let_in()


def _open_to_others(folder: Path) -> list[str]:
    paths = (folder, folder / KEY_FILE, folder / DATABASE_FILE)
    return [
        f"{path} may be read by other accounts of this computer; opening the store mends that."
        for path in paths
        if not is_private(path)
    ]


def _content_problems(connection: Connection, unlocked: Unlocked) -> list[str]:
    with Session(connection) as session:
        try:
            rows = reads.children(session)
            surgeries = reads.surgeries(session)
            named = session.execute(select(Setting.name, Setting.value))
            settings = {row.name: row.value for row in named}
            code_set = CodeSet(settings["code_set"])
            return [
                *([] if "authority" in settings else ["The authority's name is missing."]),
                *_few(_code_problems(rows, code_set)),
                *_few(_episode_problems(session)),
                *_few(_record_problems(session, rows)),
                *_few(_agenda_problems(session, [one.id for one in surgeries])),
                *_few(evidence_problems(connection)),
                *_few(surgery_problems(session)),
                *_few(setting_problems(session)),
                *_few(record_id_problems(connection)),
                *_few(encrypted_problems(session, unlocked.keys)),
                *_few(paper_problems(session, unlocked.keys)),
            ]
        except (ValueError, KeyError) as error:
            return [f"A stored value cannot be read ({type(error).__name__})."]


def _people_problems(folder: Path, connection: Connection) -> list[str]:
    """Of a store that nobody writes meanwhile: whether its key file fits its record of people."""
    return _few(key_file_problems(connection, read_key_file(folder)))


def _few(problems: list[str]) -> list[str]:
    more = len(problems) - _SHOWN
    return problems if more <= 0 else [*problems[:_SHOWN], f"And {more} more of that kind."]


def _code_problems(rows: list[ChildRow], code_set: CodeSet) -> list[str]:
    return [
        f"Child {row.child_id}: {field.label.lower()} is not a code of {code_set}."
        for field in _CODED
        if field.kind.code_kind is not None
        for row in rows
        if getattr(row, field.key) not in {None, *known_codes(code_set, field.kind.code_kind)}
    ]


def _episode_problems(session: Session) -> list[str]:
    columns = (Episode.child_id, Episode.start, Episode.end)
    found = session.execute(select(*columns).order_by(Episode.child_id, Episode.start)).all()
    backwards = [
        f"Child {child_id}: an episode ends before it begins."
        for child_id, start, end in found
        if end is not None and end < start
    ]
    open_early = [
        f"Child {earlier.child_id}: an open episode is not the last."
        for earlier, later in pairwise(found)
        if earlier.child_id == later.child_id and earlier.end is None
    ]
    return backwards + open_early


def _record_problems(session: Session, rows: list[ChildRow]) -> list[str]:
    """Where what is stored of a child is not what the record of its changes comes to."""
    recorded: dict[str | None, dict[str, str | None]] = {}
    columns = select(ChangeRecord.child_id, ChangeRecord.changes).order_by(ChangeRecord.id)
    for child_id, changes in session.execute(columns.where(ChangeRecord.child_id.is_not(None))):
        fields = recorded.setdefault(child_id, {})
        fields.update({field: after for field, (_, after) in read_changes(changes)[0].items()})
    problems = []
    for row in rows:
        given = recorded.get(row.child_id)
        if given is None:
            problems.append(f"Child {row.child_id}: where they came from is not recorded.")
            continue
        for field in _RECORDED:
            value, text = getattr(row, field.key), given.get(field.key)
            if text != (None if value is None else to_text(field.kind, value)):
                label = field.label.lower()
                problems.append(f"Child {row.child_id}: {label} is not what was last recorded.")
    return problems + [
        f"Child {child_id}: a court outcome is not what was last recorded."
        for child_id in outcome_gaps(session)
    ]


def _agenda_problems(session: Session, surgery_ids: list[int]) -> list[str]:
    positions = reads.positions(session)
    return [
        f"Surgery {surgery_id}: the agenda's positions do not run from 1 without a gap."
        for surgery_id in surgery_ids
        if positions.get(surgery_id, []) != list(range(1, len(positions.get(surgery_id, [])) + 1))
    ]
