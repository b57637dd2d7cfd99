"""Every read of the store, as frozen rows; nothing that belongs to a session leaves."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ehp_desktop.models.change_texts import read_changes
from ehp_desktop.models.child import Child, CourtOutcome, Episode, ReviewHeld
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue, from_text
from ehp_desktop.models.rows import (
    ChildRow,
    EpisodeRow,
    FieldChangeRow,
    ImportRow,
    Origin,
    OutcomeRow,
    ReviewRow,
    SurgeryRow,
    ValueHistory,
)
from ehp_desktop.models.source import ChangeRecord, ImportRun, SourceFile
from ehp_desktop.models.surgery import Surgery, SurgeryCase

_CHILD = select(*(Child.__table__.c[key] for key in ChildRow._fields))
_EPISODE = select(*(Episode.__table__.c[key] for key in EpisodeRow._fields))
_REVIEW = select(*(ReviewHeld.__table__.c[key] for key in ReviewRow._fields))
_OUTCOME = select(*(CourtOutcome.__table__.c[key] for key in OutcomeRow._fields))
_SURGERY = select(*(Surgery.__table__.c[key] for key in SurgeryRow._fields if key != "cases"))
_ONE_SURGERY = _SURGERY.where(Surgery.__table__.c.id == bindparam("number"))
_AGENDA = SurgeryCase.__table__
_ITS_CASES = (
    select(_AGENDA.c.child_id)
    .where(_AGENDA.c.surgery_id == bindparam("number"))
    .order_by(_AGENDA.c.position)
)
"""Made once: every outcome that is saved reads its surgery."""
_RECORD = select(
    ChangeRecord.id,
    ChangeRecord.child_id,
    ChangeRecord.import_id,
    ChangeRecord.file_id,
    ChangeRecord.row,
    ChangeRecord.as_of,
    ChangeRecord.at,
    ChangeRecord.by,
    ChangeRecord.changes,
    ChangeRecord.confirmed,
    ChangeRecord.origins,
).order_by(ChangeRecord.id)


def children(session: Session) -> list[ChildRow]:
    """Every child, by child_id in code point order."""
    rows = session.execute(_CHILD).all()
    return sorted(map(ChildRow._make, rows), key=_child_id)  # no two databases sort text alike


def child(session: Session, child_id: str) -> ChildRow | None:
    """One child, or None."""
    row = session.execute(_CHILD.where(Child.child_id == child_id)).first()
    return None if row is None else ChildRow._make(row)


def has_child(session: Session, child_id: str) -> bool:
    """Whether there is such a child: a glance, where `child` reads a hundred columns."""
    found = session.connection().exec_driver_sql(
        "SELECT 1 FROM child WHERE child_id = ?", (child_id,)
    )
    return found.first() is not None


def has_any(session: Session, table: str) -> bool:
    """Whether a table has any row: a glance that does not bring what is in it along."""
    found = session.connection().exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
    return found.first() is not None


def has_surgery(session: Session, surgery_id: int) -> bool:
    """Whether there is such a surgery."""
    found = session.connection().exec_driver_sql(
        "SELECT 1 FROM surgery WHERE id = ?", (surgery_id,)
    )
    return found.first() is not None


def episodes(session: Session, child_id: str) -> list[EpisodeRow]:
    """A child's episodes of care, oldest first."""
    rows = session.execute(_EPISODE.where(Episode.child_id == child_id).order_by(Episode.start))
    return [EpisodeRow._make(row) for row in rows]


def reviews(session: Session, child_id: str) -> list[ReviewRow]:
    """A child's statutory reviews, oldest first."""
    wanted = _REVIEW.where(ReviewHeld.child_id == child_id).order_by(ReviewHeld.held_on)
    return [ReviewRow._make(row) for row in session.execute(wanted)]


def outcomes(session: Session, child_id: str | None = None) -> list[OutcomeRow]:
    """Court outcomes of one child or of all, oldest first."""
    wanted = _OUTCOME.order_by(CourtOutcome.date, CourtOutcome.id)
    if child_id is not None:
        wanted = wanted.where(CourtOutcome.child_id == child_id)
    return [OutcomeRow._make(row) for row in session.execute(wanted)]


def provenance(session: Session, child_id: str) -> dict[str, ValueHistory]:
    """Where each value that is recorded now came from, and when it was last confirmed.

    The origin is the event that gave the value; giving the same again confirms it and does not
    make it come from elsewhere. Taking an event back makes it as if it had not been. A field that
    is not recorded has no entry.
    """
    found: dict[str, ValueHistory] = {}
    earlier: dict[int, dict[str, ValueHistory]] = {}
    for record in _records(session, child_id):
        earlier[record.id] = dict(found)
        if record.undoes is not None:
            found = dict(earlier[record.undoes])
            continue
        for field, (_before, after) in record.changes.items():
            if after is None:
                found.pop(field, None)
            elif field in FIELD_BY_KEY:
                found[field] = ValueHistory(field, record.as_of, record.origin(field))
        for field in record.confirmed:
            if field in found:
                found[field] = found[field]._replace(confirmed_on=record.as_of)
    return found


def history(session: Session, child_id: str) -> list[FieldChangeRow]:
    """Every change of every field of a child, oldest first.

    `episodes`, `reviews` and `outcomes` stand for how many of them are kept.
    """
    return [
        FieldChangeRow(field, _value(field, before), _value(field, after), record.origin(field))
        for record in _records(session, child_id)
        for field, (before, after) in record.changes.items()
    ]


def typed_after(session: Session, day: dt.date) -> dict[str, frozenset[str]]:
    """The fields of each child whose present value a person gave on a day after `day`.

    Giving is typing a value, clearing it, or confirming it as it stands.
    """
    typed = select(ChangeRecord.child_id).where(
        ChangeRecord.import_id.is_(None), ChangeRecord.as_of > day
    )
    columns = (
        ChangeRecord.id,
        ChangeRecord.child_id,
        ChangeRecord.import_id,
        ChangeRecord.as_of,
        ChangeRecord.changes,
        ChangeRecord.confirmed,
    )
    wanted = select(*columns).where(ChangeRecord.child_id.in_(typed)).order_by(ChangeRecord.id)
    given: dict[str, dict[str, dt.date]] = defaultdict(dict)
    earlier: dict[int, dict[str, dt.date]] = {}
    for number, child_id, import_id, as_of, changes, confirmed in session.execute(wanted):
        assert child_id is not None  # noqa: S101 - what was purged was not typed by anybody
        changed, undoes = read_changes(changes)
        earlier[number] = dict(given[child_id])
        if undoes is not None:
            given[child_id] = dict(earlier[undoes])
        elif import_id is None:
            given[child_id] |= dict.fromkeys([*changed, *json.loads(confirmed)], as_of)
        else:
            for field in changed:
                given[child_id].pop(field, None)
    late = {
        child_id: frozenset(field for field, as_of in fields.items() if as_of > day)
        for child_id, fields in given.items()
    }
    return {child_id: fields for child_id, fields in late.items() if fields}


def imports(session: Session) -> list[ImportRow]:
    """Every import that was applied, oldest first."""
    files: dict[int, list[str]] = defaultdict(list)
    named = select(SourceFile.import_id, SourceFile.name).order_by(SourceFile.id)
    for import_id, name in session.execute(named):
        files[import_id].append(name)
    columns = (ImportRun.__table__.c[key] for key in ImportRow._fields if key != "files")
    rows = session.execute(select(*columns).order_by(ImportRun.id)).mappings()
    return [
        ImportRow(**{**row, "at": _utc(row["at"]), "files": tuple(files[row["id"]])})
        for row in rows
    ]


def last_import(session: Session) -> ImportRow | None:
    """The import that was applied last, or None."""
    found = imports(session)
    return found[-1] if found else None


def surgeries(session: Session) -> list[SurgeryRow]:
    """Every surgery, by date, time and number."""
    found = _surgeries(session, session.execute(_SURGERY).all())
    return sorted(found, key=lambda one: (one.date, one.time, one.id))


def surgery(session: Session, surgery_id: int) -> SurgeryRow | None:
    """One surgery, or None."""
    connection, number = session.connection(), {"number": surgery_id}
    row = connection.execute(_ONE_SURGERY, number).first()
    if row is None:
        return None
    cases = tuple(connection.execute(_ITS_CASES, number).scalars())
    return SurgeryRow._make((*row, cases))


def surgeries_of(session: Session, child_id: str) -> list[SurgeryRow]:
    """The surgeries on whose agenda a child is, by date, time and number."""
    return [one for one in surgeries(session) if child_id in one.cases]


def ever_listed(session: Session) -> frozenset[str]:
    """The children who are on any agenda."""
    return frozenset(session.scalars(select(SurgeryCase.child_id).distinct()))


def positions(session: Session) -> dict[int, list[int]]:
    """The positions on each surgery's agenda, in order; without cases, no entry."""
    found: dict[int, list[int]] = defaultdict(list)
    columns = (SurgeryCase.surgery_id, SurgeryCase.position)
    for surgery_id, position in session.execute(select(*columns).order_by(*columns)):
        found[surgery_id].append(position)
    return found


def _surgeries(session: Session, rows: Sequence[Any]) -> list[SurgeryRow]:
    cases: dict[int, list[str]] = defaultdict(list)
    columns = (SurgeryCase.surgery_id, SurgeryCase.child_id)
    placed = select(*columns).order_by(SurgeryCase.surgery_id, SurgeryCase.position)
    for surgery_id, child_id in session.execute(placed):
        cases[surgery_id].append(child_id)
    return [SurgeryRow._make((*row, tuple(cases[row.id]))) for row in rows]


class _Record:
    """One change record of a child, its texts read."""

    def __init__(self, row: Any, files: dict[int, tuple[str, str]]) -> None:
        self._row = row
        self._files = files
        self.as_of: dt.date = row.as_of
        self.id: int = row.id
        self.changes, self.undoes = read_changes(row.changes)
        self.confirmed: list[str] = json.loads(row.confirmed)
        self._origins: dict[str, tuple[int, int]] = json.loads(row.origins) if row.origins else {}

    def origin(self, field: str) -> Origin:
        row = self._row
        file_id, number = self._origins.get(field, (row.file_id, row.row))
        name, sha256 = self._files.get(file_id, (None, None))
        return Origin(name, sha256, number, row.as_of, _utc(row.at), row.by)


def _records(session: Session, child_id: str) -> Iterable[_Record]:
    rows = session.execute(_RECORD.where(ChangeRecord.child_id == child_id)).all()
    named = select(SourceFile.id, SourceFile.name, SourceFile.sha256)
    files = {file_id: (name, sha256) for file_id, name, sha256 in session.execute(named)}
    return [_Record(row, files) for row in rows]


def _value(field: str, text: str | None) -> FieldValue | None:
    if text is None:
        return None
    known = FIELD_BY_KEY.get(field)
    return int(text) if known is None else from_text(known.kind, text)


def _utc(at: dt.datetime) -> dt.datetime:
    return at.replace(tzinfo=dt.UTC)


def _child_id(row: ChildRow) -> str:
    return row.child_id
