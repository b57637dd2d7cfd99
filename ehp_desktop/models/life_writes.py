"""Writes of what people record at and around a surgery: always a new row, signed and dated."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ehp_desktop.models import reads
from ehp_desktop.models.chain import Signer
from ehp_desktop.models.change_texts import stored_time
from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.evidence import add
from ehp_desktop.models.life import SurgeryEvent
from ehp_desktop.models.life_reads import MODEL_OF

_JSON = ("facts", "snapshot")


class Pen:
    """Writes rows in one person's name, within one transaction of `Store.writing`."""

    def __init__(self, session: Session, signer: Signer, at: dt.datetime) -> None:
        """`at`: now, aware; kept in UTC and whole seconds."""
        self.session = session
        self.signer = signer
        self.at = at

    def add(self, row: type[NamedTuple], /, **values: object) -> int:
        """Add a row that has no versions; returns its id."""
        return add(self.session, MODEL_OF[row], {**_kept(values), **self._signed()})

    def first(self, row: type[NamedTuple], /, **values: object) -> int:
        """Add the first version of a new thread; returns its id, which is the thread's too."""
        version = {"version": 1, "withdrawn": False}
        kept = {**version, **_kept(values), **self._signed()}
        return add(self.session, MODEL_OF[row], kept, begins=True)

    def next(
        self, before: NamedTuple, /, *, extra: Mapping[str, object] | None = None, **changed: Any
    ) -> int:
        """Add a version after the last one of its thread: the same but for what is `changed`.

        Args:
            before: the last version, as it was read in this transaction.
            extra: columns of the table that the row does not show.
            changed: the columns that are other than before.
        """
        values = before._asdict() | changed
        values["version"] = before._asdict()["version"] + 1
        for name in ("id", *self._signed()):
            values.pop(name)
        kept = {**_kept(values), **(extra or {}), **self._signed()}
        return add(self.session, MODEL_OF[type(before)], kept)

    def surgery_event(
        self, surgery_id: int, kind: str, *, version: int | None = None, text: str | None = None
    ) -> int:
        """Add an event of a surgery, with the surgery as it is now, its change already written.

        Raises:
            NotFoundError: there is no such surgery.
        """
        values = {
            "surgery_id": surgery_id,
            "kind": kind,
            "version": version,
            "text": text,
            "snapshot": json.dumps(snapshot(self.session, surgery_id), ensure_ascii=False),
        }
        return add(self.session, SurgeryEvent, {**values, **self._signed()})

    def _signed(self) -> dict[str, object]:
        signer = self.signer
        return {
            "author_id": signer.person_id,
            "author": signer.name,
            "role": signer.role,
            "at": stored_time(self.at),
        }


def snapshot(session: Session, surgery_id: int) -> dict[str, Any]:
    """A surgery and its agenda as an event keeps them: dates and times as ISO texts.

    Raises:
        NotFoundError: there is no such surgery.
    """
    row = reads.surgery(session, surgery_id)
    if row is None:
        raise NotFoundError(
            f"There is no surgery number {surgery_id}; nothing was changed. "
            "The list of surgeries shows their numbers."
        )
    kept = row._asdict()
    kept["date"], kept["time"] = row.date.isoformat(), row.time.isoformat("minutes")
    kept["cases"] = list(row.cases)
    return kept


def _kept(values: Mapping[str, object]) -> dict[str, object]:
    """Values as their columns keep them."""
    kept = dict(values)
    for name in _JSON:
        if name in kept:
            kept[name] = json.dumps(dict(kept[name]), ensure_ascii=False)  # type: ignore[call-overload]
    return kept
