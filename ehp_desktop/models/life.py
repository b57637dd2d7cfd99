"""What people record at and around a surgery: one table a subject, all of them evidence.

Notes, outcomes, actions, steps to court, overrides and the rest are added to, never rewritten: a
correction or a withdrawal is a new version in the same thread (the id of its first version).
`child_id` None where a row was about a child: it was purged.
"""

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base
from ehp_desktop.models.evidence import Evidence


class Written:
    """Who wrote a row, and when (UTC, whole seconds); `author_id` is a slot of the key file."""

    author_id: Mapped[str] = mapped_column(sort_order=80)
    author: Mapped[str] = mapped_column(sort_order=81)
    role: Mapped[str] = mapped_column(sort_order=82)
    at: Mapped[dt.datetime] = mapped_column(sort_order=83)


class Version:
    """Which version of which thread a row is."""

    thread: Mapped[int] = mapped_column(sort_order=-1)
    version: Mapped[int] = mapped_column(sort_order=-1)
    withdrawn: Mapped[bool] = mapped_column(sort_order=-1)


class Note(Evidence, Version, Written, Base):
    """A note: a fact for everyone, or private, and then sealed under its author's own key."""

    __tablename__ = "note"

    private: Mapped[bool]
    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    surgery_id: Mapped[int | None] = mapped_column(ForeignKey("surgery.id"))
    criterion: Mapped[str | None]
    relevant_date: Mapped[dt.date | None]
    text: Mapped[str | None]
    key_id: Mapped[str | None]  # of the author's own key
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class CaseOutcome(Evidence, Version, Written, Base):
    """What a surgery decided of a case."""

    __tablename__ = "case_outcome"

    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgery.id"))
    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    code: Mapped[str]
    reason: Mapped[str | None]
    by_date: Mapped[dt.date | None]
    confirmed: Mapped[bool]
    copied_on: Mapped[dt.date | None]
    copied_by: Mapped[str | None]


class ActionToDo(Evidence, Version, Written, Base):
    """Something that somebody is to do."""

    __tablename__ = "action"

    surgery_id: Mapped[int | None] = mapped_column(ForeignKey("surgery.id"))
    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    what: Mapped[str]
    who: Mapped[str]
    by_when: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    confirmed: Mapped[bool]


class CourtStep(Evidence, Version, Written, Base):
    """One step from a decision to court."""

    __tablename__ = "court_step"

    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    route: Mapped[str | None]
    kind: Mapped[str]
    on: Mapped[dt.date]
    form: Mapped[str | None]
    detail: Mapped[str | None]
    confirmed: Mapped[bool]


class Override(Evidence, Version, Written, Base):
    """A lawyer's override of one criterion; `facts` is JSON {field: its text or null when made}."""

    __tablename__ = "override"

    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    criterion: Mapped[str]
    route: Mapped[str | None]
    result: Mapped[str]
    reason: Mapped[str]
    made_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    facts: Mapped[str]


class Attendance(Evidence, Version, Written, Base):
    """One person's part in a surgery, and a conflict of interest that they declared."""

    __tablename__ = "attendance"

    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgery.id"))
    name: Mapped[str]
    organisation: Mapped[str | None]
    part: Mapped[str]
    conflict: Mapped[str | None]


class SurgeryEvent(Evidence, Written, Base):
    """One event of a surgery; `snapshot` is JSON of the surgery and its agenda after it."""

    __tablename__ = "surgery_event"

    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgery.id"))
    kind: Mapped[str]
    version: Mapped[int | None]
    text: Mapped[str | None]
    snapshot: Mapped[str]


class IssuedPaper(Evidence, Written, Base):
    """One paper kept as it was issued; with advice, `content` is under a key of its own."""

    __tablename__ = "issued_paper"

    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgery.id"))
    kind: Mapped[str]
    version: Mapped[int]
    language: Mapped[str]
    names: Mapped[str]
    with_advice: Mapped[bool]
    sha256: Mapped[str]
    pages: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # None = purged


class ParameterValue(Evidence, Written, Base):
    """One value of a local parameter, and from which day it holds."""

    __tablename__ = "parameter_value"

    name: Mapped[str]
    value: Mapped[int]
    from_day: Mapped[dt.date]
    reason: Mapped[str]


class LegalHold(Evidence, Version, Written, Base):
    """A legal hold on a child's record: nothing of it is purged until it is lifted."""

    __tablename__ = "legal_hold"

    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))
    reason: Mapped[str]


class PersonEvent(Evidence, Written, Base):
    """Somebody added, removed, given another role or passphrase, or let in by the recovery code."""

    __tablename__ = "person_event"

    person_id: Mapped[str]
    name: Mapped[str]
    person_role: Mapped[str]
    kind: Mapped[str]


class Erased(Evidence, Base):
    """That the content of a row of evidence was purged; it names the row and nobody.

    `left`: the digest (hex) of what the purge left of the row.
    """

    __tablename__ = "erased"

    of_table: Mapped[str]
    of_id: Mapped[int]
    left: Mapped[str]
