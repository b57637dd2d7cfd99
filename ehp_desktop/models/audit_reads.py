"""The audit as a chair reads it."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehp_desktop.models.audit import AuditRecord, opened_text
from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.models.hidden import ChildRecordId
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.sealing import CannotOpenError
from ehp_desktop.models.surgery_rows import AuditRow

_BEGINNING = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


def audit_rows(
    session: Session, keys: HeldKeys, *, newest_first: bool = True
) -> Iterator[AuditRow]:
    """Every record that these keys open; each is opened as it is asked for.

    The first record of a store that an older program made says only that it was brought up to
    date.

    Raises:
        DamagedStoreError: a record is not one that was sealed to the audit's key.
    """
    table = AuditRecord.__table__
    order = table.c.seq.desc() if newest_first else table.c.seq
    wanted = select(table.c.seq, table.c.key_id, table.c.sealed).order_by(order)
    for seq, key_id, sealed in session.execute(wanted).yield_per(500):
        if not key_id:
            yield AuditRow(seq, _BEGINNING, "", "", "", "brought up to date", None, {})
        elif key_id in keys.audit_private:
            yield _row(seq, sealed, keys.audit_private[key_id])


def record_ids(session: Session) -> dict[str, str]:
    """Whose the random ids of the audit are: record id -> child_id."""
    table = ChildRecordId.__table__
    found = session.execute(select(table.c.record_id, table.c.child_id))
    return {row.record_id: row.child_id for row in found}


def _row(seq: int, sealed: bytes, private: bytes) -> AuditRow:
    try:
        told = opened_text(seq, sealed, private)
    except CannotOpenError:
        raise DamagedStoreError(
            f"Record {seq} of the audit is not as it was written; nothing was changed. "
            "Run `check`, and put back a backup."
        ) from None
    return AuditRow(
        seq,
        dt.datetime.fromtimestamp(told.at, dt.UTC),
        told.person_id,
        told.name,
        told.role,
        told.action,
        told.record,
        dict(told.about),
    )
