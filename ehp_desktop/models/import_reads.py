"""What a plan compares an import with, read for the whole caseload at once."""

import datetime as dt
import json
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehp_desktop.models.change_texts import read_changes
from ehp_desktop.models.child import CourtOutcome, Episode, ReviewHeld
from ehp_desktop.models.rows import EpisodeRow, OutcomeRow, ReviewRow
from ehp_desktop.models.source import ChangeRecord, ImportRun, SourceFile


class Stamp(NamedTuple):
    """How far a store has come: whatever is written of children moves it on."""

    record: int
    imported: int


def stamp(session: Session) -> Stamp:
    """How far the store has come."""
    record = session.scalar(select(func.max(ChangeRecord.id)))
    imported = session.scalar(select(func.max(ImportRun.id)))
    return Stamp(record or 0, imported or 0)


def latest_day(session: Session) -> dt.date | None:
    """The latest day as of which anything was imported."""
    return session.scalar(select(func.max(ImportRun.as_of)))


def children_given_by(
    session: Session, *, profile: str, as_of: dt.date, sha256: frozenset[str]
) -> dict[str, frozenset[str]]:
    """The children whose last import was of just these files, so read, as of just this day.

    With each, the fields that a person has typed or confirmed since that import.
    """
    files: dict[int, set[str]] = {}
    same = select(ImportRun.id).where(ImportRun.profile == profile, ImportRun.as_of == as_of)
    query = select(SourceFile.import_id, SourceFile.sha256).where(SourceFile.import_id.in_(same))
    for import_id, digest in session.execute(query):
        files.setdefault(import_id, set()).add(digest)
    same_imports = {import_id for import_id, digests in files.items() if digests == sha256}
    if not same_imports:
        return {}
    last = (
        select(ChangeRecord.child_id, func.max(ChangeRecord.import_id), func.max(ChangeRecord.id))
        .where(ChangeRecord.import_id.is_not(None))
        .group_by(ChangeRecord.child_id)
    )
    records = {
        child_id: record
        for child_id, import_id, record in session.execute(last)
        if child_id is not None and import_id in same_imports
    }
    typed: dict[str, set[str]] = {child_id: set() for child_id in records}
    columns = (ChangeRecord.child_id, ChangeRecord.id, ChangeRecord.changes, ChangeRecord.confirmed)
    by_people = select(*columns).where(ChangeRecord.import_id.is_(None))
    for child_id, record, changes, confirmed in session.execute(by_people):
        if child_id is not None and child_id in records and record > records[child_id]:
            typed[child_id].update(read_changes(changes)[0], json.loads(confirmed))
    return {child_id: frozenset(fields) for child_id, fields in typed.items()}


def all_episodes(session: Session) -> dict[str, list[EpisodeRow]]:
    """Every child's stored episodes, in order."""
    columns = [getattr(Episode, name) for name in EpisodeRow._fields]
    found: dict[str, list[EpisodeRow]] = {}
    for row in session.execute(select(*columns).order_by(Episode.child_id, Episode.start)):
        found.setdefault(row[0], []).append(EpisodeRow(*row))
    return found


def all_reviews(session: Session) -> dict[str, list[ReviewRow]]:
    """Every child's stored reviews, in order."""
    query = select(ReviewHeld.child_id, ReviewHeld.held_on)
    found: dict[str, list[ReviewRow]] = {}
    for row in session.execute(query.order_by(ReviewHeld.child_id, ReviewHeld.held_on)):
        found.setdefault(row[0], []).append(ReviewRow(*row))
    return found


def all_outcomes(session: Session) -> dict[tuple[str, str, dt.date], OutcomeRow]:
    """Every stored court outcome by its child, kind and day."""
    columns = [getattr(CourtOutcome, name) for name in OutcomeRow._fields]
    rows = (OutcomeRow(*row) for row in session.execute(select(*columns)))
    return {(row.child_id, row.kind, row.date): row for row in rows}
