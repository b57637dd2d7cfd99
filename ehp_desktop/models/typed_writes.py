"""What a person types of one child: the child's row, and the record of the change."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehp_desktop.models import reads
from ehp_desktop.models.change_texts import UNDOES, changes_text, confirmed_text, stored_time
from ehp_desktop.models.child import Child
from ehp_desktop.models.court_outcomes import Change
from ehp_desktop.models.evidence import add
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.source import ChangeRecord


class TypedWriter:
    """Writes what one person typed on one day, within one transaction."""

    def __init__(self, session: Session, *, as_of: dt.date, at: dt.datetime, by: str) -> None:
        self._session = session
        self._as_of = as_of
        self._at = stored_time(at)
        self._by = by

    @property
    def as_of(self) -> dt.date:
        """The day of typing."""
        return self._as_of

    def child(self, child_id: str) -> ChildRow | None:
        """A child as stored now."""
        return reads.child(self._session, child_id)

    def written_since(self, child_id: str, record_id: int) -> bool:
        """Whether anything was stored of a child after one of its records was written."""
        later = select(ChangeRecord.id).where(
            ChangeRecord.child_id == child_id, ChangeRecord.id > record_id
        )
        return self._session.execute(later.limit(1)).first() is not None

    def write(
        self,
        after: ChildRow,
        changes: Sequence[Change],
        confirmed: Collection[str],
        *,
        undoes: int | None = None,
    ) -> int:
        """Store a child as it is to be, with the record of why; returns the record's number.

        `undoes`: the number of the record that this one takes back.
        """
        values: dict[str, Any] = after._asdict()
        child_id = values.pop("child_id")
        self._session.execute(update(Child).where(Child.child_id == child_id).values(**values))
        marked = changes if undoes is None else [*changes, (UNDOES, None, undoes)]
        record = {
            "child_id": child_id,
            "import_id": None,
            "file_id": None,
            "row": None,
            "as_of": self._as_of,
            "at": self._at,
            "by": self._by,
            "changes": changes_text(marked),
            "confirmed": confirmed_text(confirmed),
            "origins": None,
        }
        return add(self._session, ChangeRecord, record)
