"""Purging: the one routine that takes what is kept of a child away.

It is the only thing that ever rewrites evidence. In one transaction it takes the triggers away,
empties every row that is about the child, deletes the child, makes the triggers again, and writes
down which rows it emptied; what stays of them is a digest of random bytes and what was there.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, String, Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from ehp_desktop.models.advice_books import forget_child
from ehp_desktop.models.base import Base
from ehp_desktop.models.child import Child, CourtOutcome, Episode, ReviewHeld
from ehp_desktop.models.evidence import add, left_digest
from ehp_desktop.models.hidden import ChildRecordId, PaperKey
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.life import Erased
from ehp_desktop.models.migrations.triggers import EVIDENCE, TRIGGERS
from ehp_desktop.models.surgery import SurgeryCase

_KEPT: Final = frozenset(
    (
        "id seq digest thread version withdrawn author_id author role at by as_of "
        "import_id surgery_id"
    ).split()
)
"""Of an emptied row: its place, and who of the staff wrote it when."""

_EMPTY_JSON: Final = {"changes": "{}", "confirmed": "[]", "facts": "{}"}
_NOTHING: Final[Mapping[type[Any], object]] = {
    bool: False,
    int: 0,
    dt.date: dt.date(1900, 1, 1),
}
_SNAPSHOTS: Final = "surgery_event"
_PAPERS: Final = "issued_paper"


def purge_child(session: Session, keys: HeldKeys, child_id: str) -> int:
    """Take everything that is kept of a child away; returns how many rows were emptied or deleted.

    Kept papers of surgeries on whose agenda the child was go as well: their pages name the child.

    Args:
        session: of `Store.writing`, which chains the record of the purge.
        keys: a chair's, for the child's book of advice.
        child_id: the child's.
    """
    connection = session.connection()
    for name in TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    surgeries = _surgeries_with(connection, child_id)
    emptied = [
        (table, number)
        for table in EVIDENCE
        for number in _rows_about(connection, table, child_id, surgeries)
    ]
    for table, number in emptied:
        _empty(connection, table, number, child_id)
    for table, number in emptied:
        left = left_digest(table, _stored(connection, table, number))
        add(session, Erased, {"of_table": table, "of_id": number, "left": left})
    deleted = _delete(session, keys, child_id)
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)
    return len(emptied) + deleted


def _surgeries_with(connection: Connection, child_id: str) -> set[int]:
    """The surgeries on whose agenda the child ever was."""
    table = _table(_SNAPSHOTS)
    found = connection.execute(select(table.c.surgery_id, table.c.snapshot)).all()
    return {number for number, snapshot in found if child_id in json.loads(snapshot)["cases"]}


def _rows_about(connection: Connection, name: str, child_id: str, surgeries: set[int]) -> list[int]:
    """The rows of a table that are about the child and still tell of them, by id."""
    table = _table(name)
    whole = table.c.salt.is_not(None)
    if name == _SNAPSHOTS:
        columns = (table.c.id, table.c.snapshot, table.c.text)
        # also what was emptied for another child: it still names whoever else was on the agenda
        found = connection.execute(select(*columns).order_by(table.c.id)).all()
        return [
            number
            for number, kept, said in found
            if child_id in json.loads(kept)["cases"] or child_id in (said or "")
        ]
    wanted = select(table.c.id).where(whole)
    if name == _PAPERS:
        wanted = wanted.where(table.c.surgery_id.in_(surgeries))
    elif "child_id" in table.c:
        wanted = wanted.where(table.c.child_id == child_id)
    else:
        return []
    return list(connection.execute(wanted).scalars())


def _empty(connection: Connection, name: str, number: int, child_id: str) -> None:
    """Take everything out of a row that it does not take to be a row."""
    table = _table(name)
    values: dict[str, Any] = {"salt": None}
    if name == _SNAPSHOTS:
        wanted = select(table.c.snapshot).where(table.c.id == number)
        snapshot = json.loads(connection.execute(wanted).scalar_one())
        snapshot["cases"] = [one for one in snapshot["cases"] if one != child_id]
        values |= {"snapshot": json.dumps(snapshot, ensure_ascii=False), "text": None}
    elif name == _PAPERS:
        values |= {"content": None, "sha256": ""}
    else:
        for column in table.columns:
            if column.name not in _KEPT and column.name != "salt":
                values[column.name] = _nothing(column)
    connection.execute(
        update(table).where(table.c.id == bindparam("number")).values(**values), {"number": number}
    )


def _stored(connection: Connection, name: str, number: int) -> Mapping[str, Any]:
    """A row as the database keeps it."""
    query = f"SELECT * FROM {name} WHERE id = ?"  # noqa: S608 - a name of ours
    found = connection.exec_driver_sql(query, (number,)).mappings()
    return dict(found.one())


def _nothing(column: Any) -> object:
    """What stands in a column where nothing may be told any more."""
    if column.nullable:
        return None
    if isinstance(column.type, String):
        return _EMPTY_JSON.get(column.name, "")
    return _NOTHING[column.type.python_type]


def _delete(session: Session, keys: HeldKeys, child_id: str) -> int:
    """Delete what is no evidence: the child, their history, their advice, their places."""
    forget_child(session, keys, child_id)
    papers, emptied = PaperKey.__table__, _table(_PAPERS)
    gone = select(emptied.c.id).where(emptied.c.content.is_(None))
    session.execute(delete(PaperKey).where(papers.c.issued_id.in_(gone)))
    _leave_agendas(session, child_id)
    counts = 0
    models: tuple[type[Base], ...] = (CourtOutcome, Episode, ReviewHeld, ChildRecordId, Child)
    for model in models:
        table = _table(model.__tablename__)
        result = session.connection().execute(delete(table).where(table.c.child_id == child_id))
        counts += result.rowcount
    return counts


def _leave_agendas(session: Session, child_id: str) -> None:
    """Take the child off every agenda; those after move up."""
    table = _table(SurgeryCase.__tablename__)
    there = session.execute(
        select(table.c.surgery_id, table.c.position).where(table.c.child_id == child_id)
    ).all()
    session.execute(delete(table).where(table.c.child_id == child_id))
    for surgery_id, position in there:
        after = (table.c.surgery_id == surgery_id) & (table.c.position > position)
        session.execute(update(table).where(after).values(position=table.c.position - 1))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
