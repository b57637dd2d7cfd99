"""What an import writes: children, their history, court outcomes, and every change's record."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.orm import Session

from ehp_desktop.models.base import Base
from ehp_desktop.models.bulk import bulk_insert, bulk_update
from ehp_desktop.models.change_texts import (
    FirstTexts,
    changes_text,
    confirmed_text,
    origins_text,
    stored_time,
)
from ehp_desktop.models.child import Child, CourtOutcome, Episode, ReviewHeld
from ehp_desktop.models.court_outcomes import Change, kept_outcomes, outcome_changes
from ehp_desktop.models.evidence import STAMPED, Stamp, add
from ehp_desktop.models.fields import CONFIRMED_FIELDS, FieldValue
from ehp_desktop.models.rows import ChildRow, EpisodeRow, OutcomeRow, ReviewRow
from ehp_desktop.models.source import ChangeRecord, ImportRun, SourceFile

_CHILD_COLUMNS: Final = ChildRow._fields
_DATED: Final = len(CONFIRMED_FIELDS)  # the last columns of a child: when each was confirmed
_RECORD_COLUMNS: Final = tuple(
    "child_id import_id file_id row as_of at by changes confirmed origins".split()
)

FileRow = tuple[int, int]
"""A row of one of an import's files: index into the files, spreadsheet row number."""


class ImportWritten(NamedTuple):
    """One import to be recorded; `at` is an aware time."""

    profile: str
    as_of: dt.date
    at: dt.datetime
    by: str
    new: int
    changed: int
    unchanged: int
    refused: int


class FileWritten(NamedTuple):
    """One file of an import, as `source.SourceFile` keeps it."""

    name: str
    sha256: str
    encoding: str
    rows_read: int


class ChildWritten(NamedTuple):
    """One child of an import, and what it does to the store.

    A child who is new is inserted with what is `given`. A stored child becomes `after` (None: as
    it is), except for the days in `dated` (None: as they are) on which its `CONFIRMED_FIELDS` were
    last confirmed. `changes` are a stored child's. `confirmed`: given again, unchanged.
    `origins`: the fields that came from another row than `origin`. `history`: how many episodes
    and reviews are stored before and after, where the import changes them.
    """

    child_id: str
    origin: FileRow
    origins: Mapping[str, FileRow]
    is_new: bool
    given: Mapping[str, FieldValue]
    after: ChildRow | None
    dated: Sequence[dt.date | None] | None
    changes: Sequence[Change]
    confirmed: Collection[str]
    history: Mapping[str, tuple[int, int]]


class HistoryWritten(NamedTuple):
    """A child's episodes, or reviews, of an import, and which stored ones they take the place of.

    `forget`: the days on which those began, or were held. `rows`: the values of an `EpisodeRow` or
    `ReviewRow`, each with where it came from.
    """

    child_id: str
    forget: Sequence[dt.date]
    rows: Sequence[tuple[tuple[object, ...], FileRow]]


class ImportWriter:
    """Writes one import within one transaction; making it records the import and its files.

    Committing, or not, is for whoever opened the session.
    """

    def __init__(
        self, session: Session, written: ImportWritten, files: Sequence[FileWritten]
    ) -> None:
        self._session = session
        self._written = written._replace(at=stored_time(written.at))
        self._import_id = add(session, ImportRun, self._written._asdict())
        self._file_ids = [
            add(session, SourceFile, {"import_id": self._import_id, **one._asdict()})
            for one in files
        ]
        connection = session.connection()
        child, record = _table(Child), _table(ChangeRecord)
        self._insert = bulk_insert(connection, child, _CHILD_COLUMNS)
        self._update = bulk_update(connection, child, _CHILD_COLUMNS[1:], "child_id")
        self._confirm = bulk_update(connection, child, _CHILD_COLUMNS[-_DATED:], "child_id")
        self._records = bulk_insert(connection, record, (*_RECORD_COLUMNS, *STAMPED))
        self._stamp = Stamp(session, record, _RECORD_COLUMNS)
        self._first_texts = FirstTexts()
        self._outcomes: dict[str, list[Change]] = {}  # of court; for their child's record

    @property
    def import_id(self) -> int:
        """The number that the store gave the import."""
        return self._import_id

    def write_children(self, children: Sequence[ChildWritten]) -> None:
        """Write children, new and stored, with a record of change for each."""
        self._insert.run([self._first_row(one) for one in children if one.is_new])
        self._update.run([[*one.after[1:], one.child_id] for one in children if one.after])
        self._confirm.run([[*one.dated, one.child_id] for one in children if one.dated])
        stamp = self._stamp.stamp
        records = [self._record(one) for one in children]
        self._records.run([[*record, *stamp(record)] for record in records])

    def replace_episodes(self, written: Sequence[HistoryWritten]) -> None:
        """Store episodes, and forget those whose place they take."""
        self._replace(Episode, "start", EpisodeRow._fields, written)

    def replace_reviews(self, written: Sequence[HistoryWritten]) -> None:
        """Store reviews, and forget those whose place they take."""
        self._replace(ReviewHeld, "held_on", ReviewRow._fields, written)

    def write_outcomes(self, outcomes: Sequence[tuple[OutcomeRow, FileRow]]) -> None:
        """Put court outcomes in the place of those of the same child, kind and day, if any.

        Their children's change records are written afterwards, by `write_children`.
        """
        table = _table(CourtOutcome)
        if not outcomes:
            return
        connection = self._session.connection()
        before = kept_outcomes(self._session)
        connection.execute(
            delete(table).where(
                table.c.child_id == bindparam("of_child"),
                table.c.kind == bindparam("of_kind"),
                table.c.date == bindparam("of_date"),
            ),
            [{"of_child": one[0], "of_kind": one[1], "of_date": one[2]} for one, _ in outcomes],
        )
        names = (*OutcomeRow._fields, "file_id", "row")
        rows = [self._with_source(*pair) for pair in outcomes]
        bulk_insert(connection, table, names).run(rows)
        after = kept_outcomes(self._session)
        for child_id in {one.child_id for one, _ in outcomes}:
            changed = outcome_changes(before.get(child_id, {}), after[child_id])
            self._outcomes.setdefault(child_id, []).extend(changed)

    def _replace(
        self,
        model: type[Base],
        day: str,
        names: tuple[str, ...],
        written: Sequence[HistoryWritten],
    ) -> None:
        table, connection = _table(model), self._session.connection()
        gone = [
            {"of_child": one.child_id, "of_day": when} for one in written for when in one.forget
        ]
        if gone:
            mine = table.c.child_id == bindparam("of_child")
            connection.execute(delete(table).where(mine, table.c[day] == bindparam("of_day")), gone)
        rows = [self._with_source(*pair) for one in written for pair in one.rows]
        bulk_insert(connection, table, (*names, "file_id", "row")).run(rows)

    def _with_source(self, row: tuple[object, ...], origin: FileRow) -> list[object]:
        return [*row, self._file_ids[origin[0]], origin[1]]

    def _first_row(self, child: ChildWritten) -> list[object]:
        given = child.given
        row: list[object] = list(map(given.get, _CHILD_COLUMNS))
        row[0] = child.child_id
        for at, name in enumerate(CONFIRMED_FIELDS, len(row) - _DATED):
            if name in given:
                row[at] = self._written.as_of
        return row

    def _record(self, child: ChildWritten) -> list[object]:
        file_ids, written = self._file_ids, self._written
        if child.is_new:
            changes = self._first_texts.text(child.given, child.history)
        else:
            outcomes = self._outcomes.pop(child.child_id, ())
            changes = changes_text([*child.changes, *_counts(child.history), *outcomes])
        origins = {name: (file_ids[file], row) for name, (file, row) in child.origins.items()}
        return [
            child.child_id,
            self._import_id,
            file_ids[child.origin[0]],
            child.origin[1],
            written.as_of,
            written.at,
            written.by,
            changes,
            confirmed_text(child.confirmed),
            origins_text(origins),
        ]


def _counts(history: Mapping[str, tuple[int, int]]) -> list[Change]:
    return [(name, before, after) for name, (before, after) in history.items()]


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]
