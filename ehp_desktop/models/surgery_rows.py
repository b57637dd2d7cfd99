"""Frozen rows of what people record at and around a surgery.

A correction or withdrawal is a new version of the same thread; `author_id` is the slot id of
keys.json, `at` an aware time, UTC.
"""

import datetime as dt
from typing import Any, NamedTuple


class NoteRow(NamedTuple):
    """One version of a note; a private note's text is None to everybody but its author."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    private: bool
    child_id: str | None
    surgery_id: int | None
    criterion: str | None
    relevant_date: dt.date | None
    text: str | None
    author_id: str
    author: str
    role: str
    at: dt.datetime


class AdviceRow(NamedTuple):
    """One version of legal advice; ids count within the book of its child or surgery."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    child_id: str | None
    surgery_id: int | None
    criterion: str | None
    relevant_date: dt.date | None
    text: str
    author_id: str
    author: str
    role: str
    at: dt.datetime


class CaseOutcomeRow(NamedTuple):
    """One version of what a surgery decided of a case; `confirmed` False = a draft."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    surgery_id: int
    child_id: str
    code: str
    reason: str | None
    by_date: dt.date | None
    confirmed: bool
    copied_on: dt.date | None
    copied_by: str | None
    author_id: str
    author: str
    role: str
    at: dt.datetime


class ActionRow(NamedTuple):
    """One version of something that somebody is to do."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    surgery_id: int | None
    child_id: str | None
    what: str
    who: str
    by_when: dt.date | None
    done_on: dt.date | None
    confirmed: bool
    author_id: str
    author: str
    role: str
    at: dt.datetime


class StepRow(NamedTuple):
    """One version of one step from a decision to court."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    child_id: str
    route: str | None
    kind: str
    on: dt.date
    form: str | None
    detail: str | None
    confirmed: bool
    author_id: str
    author: str
    role: str
    at: dt.datetime


class OverrideRow(NamedTuple):
    """One version of a lawyer's override; `facts` are the texts of the fields read when made."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    child_id: str
    criterion: str
    route: str | None
    result: str
    reason: str
    made_on: dt.date
    ends_on: dt.date | None
    facts: tuple[tuple[str, str | None], ...]
    author_id: str
    author: str
    role: str
    at: dt.datetime


class AttendanceRow(NamedTuple):
    """One version of one person's part in a surgery: invited, attended or apologies."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    surgery_id: int
    name: str
    organisation: str | None
    part: str
    conflict: str | None
    author_id: str
    author: str
    role: str
    at: dt.datetime


class SurgeryEventRow(NamedTuple):
    """One event of a surgery, with the surgery as it was after it."""

    id: int
    surgery_id: int
    kind: str
    version: int | None
    text: str | None
    snapshot: dict[str, Any]
    author_id: str
    author: str
    role: str
    at: dt.datetime


class IssuedRow(NamedTuple):
    """One paper kept as it was issued; its bytes are read apart. `sha256` is of the PDF.

    With advice `sha256` is of the sealed bytes and `pages` is 0: what everybody can read tells
    nothing of the advice (models/issued_papers.py).
    """

    id: int
    surgery_id: int
    kind: str
    version: int
    language: str
    names: str
    with_advice: bool
    sha256: str
    pages: int
    author_id: str
    author: str
    role: str
    at: dt.datetime


class ParameterRow(NamedTuple):
    """One value of a local parameter that a chair set, and from which day it holds."""

    id: int
    name: str
    value: int
    from_day: dt.date
    reason: str
    author_id: str
    author: str
    role: str
    at: dt.datetime


class HoldRow(NamedTuple):
    """One version of a legal hold on a child's record; `withdrawn` = lifted."""

    id: int
    thread: int
    version: int
    withdrawn: bool
    child_id: str
    reason: str
    author_id: str
    author: str
    role: str
    at: dt.datetime


class PersonEventRow(NamedTuple):
    """Somebody added, removed, given another role or passphrase, or let in by the recovery code."""

    id: int
    person_id: str
    name: str
    person_role: str
    kind: str
    author_id: str
    author: str
    role: str
    at: dt.datetime


class AuditRow(NamedTuple):
    """One line of the audit as a chair reads it; `record` is a random id, never a child's."""

    seq: int
    at: dt.datetime
    person_id: str
    name: str
    role: str
    action: str
    record: str | None
    about: dict[str, Any]
