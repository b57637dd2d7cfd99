"""What a rescued store needs so that its parts fit each other again, made from what was read.

A child or surgery whose own row was lost is made anew from the record of its changes, as far as
that was read. Where the record is what was lost, what is stored stands, and is recorded again.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import Session

from ehp_desktop.models import reads
from ehp_desktop.models.base import Base
from ehp_desktop.models.change_texts import read_changes, stored_time
from ehp_desktop.models.child import Child
from ehp_desktop.models.court_outcomes import Change, outcome_gaps
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue, from_text
from ehp_desktop.models.life_reads import all_versions
from ehp_desktop.models.life_writes import Pen, snapshot
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.setting import record_settings, recorded_settings, setting_problems
from ehp_desktop.models.source import ChangeRecord
from ehp_desktop.models.surgery import Surgery, SurgeryCase
from ehp_desktop.models.surgery_rows import SurgeryEventRow
from ehp_desktop.models.typed_writes import TypedWriter

Values = dict[str, FieldValue | None]


def make_lost_again(session: Session, at: dt.datetime) -> dict[str, int]:
    """Make children and surgeries whose rows were lost anew; how many, by table.

    `session`: in the transaction that fills the new store, before anything enforces references.
    """
    events = _last_events(session)
    surgeries = _surgeries(session, events, at)
    cases = _cases(session, events, at)
    children = _children(session)
    return {"child": children, "surgery": surgeries, "surgery_case": cases}


def record_again(pen: Pen, day: dt.date) -> int:
    """Record what is stored and not as it was last recorded; returns of how many it is.

    `pen`: of `Store.writing`; `day`: of today.
    """
    session, count = pen.session, 0
    typed = TypedWriter(session, as_of=day, at=pen.at, by=pen.signer.name)
    recorded, outcomes = _recorded(session), outcome_gaps(session)
    for row in reads.children(session):
        before = recorded.get(row.child_id)
        changes = [*_changes(row, before or {}), *outcomes.get(row.child_id, ())]
        if changes or before is None:
            typed.write(row, changes, ())
            count += 1
    last = _last_events(session)
    for one in reads.surgeries(session):
        if one.id not in last:
            pen.surgery_event(one.id, "made")
            count += 1
        elif json.loads(json.dumps(snapshot(session, one.id))) != last[one.id].snapshot:
            pen.surgery_event(one.id, "edited")
            count += 1
    if recorded_settings(session):
        record_settings(session, recorded_settings(session))
    return count


def is_recorded(session: Session) -> bool:
    """Whether everything stored is as it was last recorded."""
    recorded, last = _recorded(session), _last_events(session)
    return (
        not outcome_gaps(session)
        and not setting_problems(session)
        and all(
            row.child_id in recorded and not _changes(row, recorded[row.child_id])
            for row in reads.children(session)
        )
        and all(
            one.id in last
            and json.loads(json.dumps(snapshot(session, one.id))) == last[one.id].snapshot
            for one in reads.surgeries(session)
        )
    )


def _changes(row: ChildRow, recorded: Values) -> list[Change]:
    """The fields of a child that are not as the record of their changes leaves them."""
    return [
        (key, recorded.get(key), getattr(row, key))
        for key in FIELD_BY_KEY
        if key != "child_id" and getattr(row, key) != recorded.get(key)
    ]


def _recorded(session: Session) -> dict[str, Values]:
    """Child -> each field as the record of its changes leaves it."""
    found: dict[str, Values] = {}
    columns = select(ChangeRecord.child_id, ChangeRecord.changes).order_by(ChangeRecord.id)
    for child_id, changes in session.execute(columns.where(ChangeRecord.child_id.is_not(None))):
        fields = found.setdefault(str(child_id), {})
        for key, (_, after) in read_changes(changes)[0].items():
            if key in FIELD_BY_KEY:
                kind = FIELD_BY_KEY[key].kind
                fields[key] = None if after is None else from_text(kind, after)
    return found


def _children(session: Session) -> int:
    there = set(session.scalars(select(Child.child_id)))
    named = set().union(*_named(session, "child"))
    lost = sorted(child_id for child_id in named - there if child_id is not None)
    if lost:
        recorded = _recorded(session)
        nothing: Values = dict.fromkeys(ChildRow._fields)
        rows = [nothing | recorded.get(child_id, {}) | {"child_id": child_id} for child_id in lost]
        session.execute(insert(Child), rows)
    return len(lost)


def _named(session: Session, parent: str) -> Iterator[set[Any]]:
    """What every table refers to of another, by its key."""
    there = set(inspect(session.connection()).get_table_names())
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == parent and table.name in there:
                yield set(session.scalars(select(key.parent).distinct()))


def _last_events(session: Session) -> dict[int, SurgeryEventRow]:
    if not inspect(session.connection()).has_table("surgery_event"):
        return {}
    return {event.surgery_id: event for event in all_versions(session, SurgeryEventRow)}


def _surgeries(session: Session, events: dict[int, SurgeryEventRow], at: dt.datetime) -> int:
    there = set(session.scalars(select(Surgery.id)))
    lost = [event for surgery_id, event in events.items() if surgery_id not in there]
    for event in lost:
        values = {
            name: value for name, value in event.snapshot.items() if name in _columns(Surgery)
        }
        values["date"] = dt.date.fromisoformat(values["date"])
        values["time"] = dt.time.fromisoformat(values["time"])
        values |= {"made_at": stored_time(at), "made_by": event.author}
        session.execute(insert(Surgery).values(**values))
    return len(lost)


def _cases(session: Session, events: dict[int, SurgeryEventRow], at: dt.datetime) -> int:
    """Agendas without a gap: as the last event has them, else those cases that were read."""
    table, made = SurgeryCase.__table__, 0
    assert isinstance(table, Table)  # noqa: S101 - every class of ours is of one table
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for row in session.execute(select(table).order_by(table.c.position)).mappings():
        found.setdefault(row["surgery_id"], {})[row["child_id"]] = dict(row)
    for surgery_id in sorted({*found, *events}):
        cases = found.get(surgery_id, {})
        whole = [row["position"] for row in cases.values()] == list(range(1, len(cases) + 1))
        recorded = events[surgery_id].snapshot["cases"] if surgery_id in events else [*cases]
        if whole and set(recorded) <= set(cases):
            continue
        order = [*recorded, *(child_id for child_id in cases if child_id not in recorded)]
        session.execute(table.delete().where(table.c.surgery_id == surgery_id))
        for position, child_id in enumerate(order, 1):
            added = {"added_at": stored_time(at), "added_by": ""}
            subject = {"surgery_id": surgery_id, "child_id": child_id, "position": position}
            case = added | cases.get(child_id, {}) | subject
            session.execute(insert(SurgeryCase).values(**case))
            made += child_id not in cases
    return made


def _columns(model: type[Base]) -> set[str]:
    return set(model.__table__.columns.keys())
