"""Reads of what people record at and around a surgery, as the frozen rows of surgery_rows.

What was purged is left out: its rows stay as evidence that there was something, and say nothing.
The events of a surgery stay, without the child: they tell its life.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Dialect, Table, bindparam, select
from sqlalchemy.orm import Session

from ehp_desktop.models.base import Base
from ehp_desktop.models.life import (
    ActionToDo,
    Attendance,
    CaseOutcome,
    CourtStep,
    IssuedPaper,
    LegalHold,
    Note,
    Override,
    ParameterValue,
    PersonEvent,
    SurgeryEvent,
)
from ehp_desktop.models.surgery_rows import (
    ActionRow,
    AttendanceRow,
    CaseOutcomeRow,
    HoldRow,
    IssuedRow,
    NoteRow,
    OverrideRow,
    ParameterRow,
    PersonEventRow,
    StepRow,
    SurgeryEventRow,
)

Row = TypeVar("Row", bound=NamedTuple)

MODEL_OF: Final[Mapping[type[Any], type[Base]]] = {
    ActionRow: ActionToDo,
    AttendanceRow: Attendance,
    CaseOutcomeRow: CaseOutcome,
    HoldRow: LegalHold,
    IssuedRow: IssuedPaper,
    NoteRow: Note,
    OverrideRow: Override,
    ParameterRow: ParameterValue,
    PersonEventRow: PersonEvent,
    StepRow: CourtStep,
    SurgeryEventRow: SurgeryEvent,
}
"""Each kind of row and the table that it comes from."""

_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "at": lambda at: at.replace(tzinfo=dt.UTC),
    "facts": lambda text: tuple(json.loads(text).items()),
    "snapshot": json.loads,
}


def all_versions(session: Session, row: type[Row], /, **equal: object) -> list[Row]:
    """Every version, in the order in which they were written.

    Args:
        session: of `Store.reading` or `Store.writing`.
        row: the kind of row wanted.
        equal: columns and the values that they must have.
    """
    connection = session.connection()
    asked = _asked(connection.dialect, row, tuple(equal))
    cursor: Any = connection.connection.cursor()
    cursor.execute(asked.text, asked.bound(equal))
    return [
        row._make(
            value if read is None or value is None else read(value)
            for value, read in zip(kept, asked.reads, strict=True)
        )
        for kept in cursor
    ]


class _Asked(NamedTuple):
    """What to ask the driver for some rows, and how each of their columns is read.

    Worked out once, by SQLAlchemy; the rows then pass it by: every save reads what it follows.
    """

    text: str
    binds: list[tuple[str, Callable[[Any], Any] | None]]
    reads: list[Callable[[Any], Any] | None]

    def bound(self, equal: Mapping[str, object]) -> list[Any]:
        """The values that are asked for, as the database keeps them."""
        return [bind(equal[name]) if bind else equal[name] for name, bind in self.binds]


@lru_cache(maxsize=256)
def _asked(dialect: Dialect, row: type[Any], names: tuple[str, ...]) -> _Asked:
    table = MODEL_OF[row].__table__
    assert isinstance(table, Table)  # noqa: S101 - every class of ours is of one table
    wanted = select(*(table.c[name] for name in row._fields)).order_by(table.c.id)
    if row is not SurgeryEventRow:
        wanted = wanted.where(table.c.salt.is_not(None))
    for name in names:
        wanted = wanted.where(table.c[name] == bindparam(name, type_=table.c[name].type))
    compiled = wanted.compile(dialect=dialect)
    kinds = {name: table.c[name].type.dialect_impl(dialect) for name in (*row._fields, *names)}
    return _Asked(
        str(compiled),
        [(name, kinds[name].bind_processor(dialect)) for name in compiled.positiontup or ()],
        [_reader(name, kinds[name].result_processor(dialect, None)) for name in row._fields],
    )


def _reader(name: str, convert: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """How a column is read: first as its type wants it, then as the row does."""
    read = _READ.get(name)
    if convert is None or read is None:
        return convert or read
    return lambda value: read(convert(value))


def current(session: Session, row: type[Row], /, **equal: object) -> list[Row]:
    """The last version of each thread, withdrawn ones too, in the order of their first versions."""
    last: dict[int, Row] = {}
    for version in all_versions(session, row, **equal):
        thread: Any = version
        last[thread.thread] = version
    return list(last.values())


def one_thread(session: Session, row: type[Row], thread: int) -> list[Row]:
    """Every version of one thread, oldest first; none where there is no such thread."""
    return all_versions(session, row, thread=thread)


def issued_content(session: Session, issued_id: int) -> bytes | None:
    """The kept bytes of an issued paper (with advice: still encrypted); None = purged, or none."""
    table = IssuedPaper.__table__
    found: bytes | None = session.execute(
        select(table.c.content).where(table.c.id == issued_id)
    ).scalar()
    return found


def sealed_note(session: Session, note_id: int) -> tuple[str, bytes] | None:
    """The key id and sealed text of a private note; None where there is no such note."""
    table = Note.__table__
    wanted = select(table.c.key_id, table.c.sealed).where(
        table.c.id == note_id, table.c.sealed.is_not(None)
    )
    found = session.execute(wanted).first()
    return None if found is None else (found[0], found[1])
