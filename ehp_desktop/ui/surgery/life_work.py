"""What the surgery's life in the window does off its thread; plain functions, no Qt."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehp_desktop.models.rows import AttendanceRow, IssuedRow, SurgeryRow
from ehp_desktop.review.language import Language
from ehp_desktop.review.names import Names
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.models.rows import SurgeryEventRow
    from ehp_desktop.review.attendance import Attending
    from ehp_desktop.review.documents.press import Printed
    from ehp_desktop.review.issuing import IssuedVersion, Variants
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class LifeShown:
    """Where a surgery is in its life.

    `changes`: what changed since the last version. `wait`: how many relisted cases wait for its
    agenda. `reason`: why it was postponed or cancelled. `drafts`: outcomes and actions that wait
    for the chair. `without`: cases that have no confirmed outcome.
    """

    row: SurgeryRow
    version: int | None = None
    changes: tuple[str, ...] = ()
    wait: int = 0
    papers: int = 0
    reason: str | None = None
    drafts: int = 0
    without: tuple[str, ...] = ()
    addenda: tuple["SurgeryEventRow", ...] = ()


def life(opened: "OpenStore", row: SurgeryRow, language: Language) -> LifeShown:
    """Where a surgery is in its life, for the line above its agenda."""
    from ehp_desktop.review.issuing import changes_since_issue, last_version
    from ehp_desktop.review.relisting import OPEN, how_many_wait
    from ehp_desktop.review.surgery_life import issued_papers, still_open, surgery_events

    events = surgery_events(opened, row.id)
    reasons = [one.text for one in events if one.kind == row.state]
    without, drafts = still_open(opened, row.id)
    version = last_version(opened, row.id)
    return LifeShown(
        row,
        version=version,
        changes=changes_since_issue(opened, row.id, language) if version else (),
        wait=how_many_wait(opened, row.date) if row.state in OPEN else 0,
        papers=len(issued_papers(opened, row.id)),
        reason=reasons[-1] if reasons and row.state in {"postponed", "cancelled"} else None,
        drafts=drafts,
        without=without,
        addenda=tuple(one for one in events if one.kind == "addendum"),
    )


# Moves


def hold(opened: "OpenStore", surgery_id: int, _: JobProgress) -> None:
    """Mark a surgery as held, now."""
    from ehp_desktop.review import surgery_life

    surgery_life.hold(opened, surgery_id)


def close(opened: "OpenStore", surgery_id: int, anyway: str | None, _: JobProgress) -> None:
    """Close a surgery; `anyway`: why, with cases that have no outcome."""
    from ehp_desktop.review import surgery_life

    surgery_life.close(opened, surgery_id, anyway=anyway)


def postpone(
    opened: "OpenStore", surgery_id: int, reason: str, to: dt.date | None, _: JobProgress
) -> None:
    """Postpone a surgery to a day, or to none yet."""
    from ehp_desktop.review import surgery_life

    surgery_life.postpone(opened, surgery_id, reason, to=to)


def cancel(opened: "OpenStore", surgery_id: int, reason: str, _: JobProgress) -> None:
    """Cancel a surgery."""
    from ehp_desktop.review import surgery_life

    surgery_life.cancel(opened, surgery_id, reason)


def add_addendum(opened: "OpenStore", surgery_id: int, text: str, _: JobProgress) -> None:
    """Add to a closed surgery."""
    from ehp_desktop.review import surgery_life

    surgery_life.add_addendum(opened, surgery_id, text)


# Issuing, and the papers that are kept


def issue(
    opened: "OpenStore", surgery_id: int, variants: "Variants", _: JobProgress
) -> "IssuedVersion":
    """Issue an agenda in its variants; their time is that of this machine's clock."""
    from ehp_desktop.review import issuing

    return issuing.issue(opened, surgery_id, variants, opened.clock().astimezone())


def papers(opened: "OpenStore", surgery_id: int, _: JobProgress) -> list[IssuedRow]:
    """The papers kept of a surgery, the latest version first."""
    from ehp_desktop.review.surgery_life import issued_papers

    kept = issued_papers(opened, surgery_id)
    return sorted(kept, key=lambda one: (-one.version, one.id))


def kept_pdf(opened: "OpenStore", issued_id: int, _: JobProgress) -> bytes:
    """A kept paper, byte for byte."""
    from ehp_desktop.review.issuing import issued_paper

    return issued_paper(opened, issued_id)


def save_kept(opened: "OpenStore", issued_id: int, path: Path, progress: JobProgress) -> None:
    """Save a kept paper where the person says."""
    from ehp_desktop.review.private_files import save_private

    save_private(path, kept_pdf(opened, issued_id, progress))


# Papers made for looking


def minutes(
    opened: "OpenStore",
    surgery_id: int,
    language: str,
    names: Names,
    advice: bool,
    _: JobProgress,
) -> "Printed":
    """The minutes of a surgery as they will be printed; the audit says that they were made."""
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.minutes_pdf import render_minutes
    from ehp_desktop.review.minutes import minutes_of

    now = opened.clock().astimezone()
    told = minutes_of(opened, surgery_id, printed_at=now, names=names, with_advice=advice)
    printed = render_minutes(told, language)
    note_printed(opened, "minutes", with_advice=advice)
    return printed


def invitation(
    opened: "OpenStore",
    surgery_id: int,
    to: Sequence[str],
    language: str,
    cases: bool,
    _: JobProgress,
) -> "Printed":
    """The invitation to a surgery as it will be printed; the audit says that it was made."""
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.invitation_pdf import render_invitation
    from ehp_desktop.review.invitation import invitation_of

    now = opened.clock().astimezone()
    told = invitation_of(opened, surgery_id, to, with_cases=cases, printed_at=now)
    printed = render_invitation(told, language)
    note_printed(opened, "invitation")
    return printed


# Attendance


def people(opened: "OpenStore", surgery_id: int, _: JobProgress) -> list[AttendanceRow]:
    """Who has a part in a surgery; those withdrawn are left out."""
    from ehp_desktop.review.attendance import attendance

    return [one for one in attendance(opened, surgery_id) if not one.withdrawn]


def invited(opened: "OpenStore", surgery_id: int, _: JobProgress) -> list[AttendanceRow]:
    """Everybody who was invited, whatever became of it."""
    from ehp_desktop.review.attendance import invitation_list

    return invitation_list(opened, surgery_id)


def name_person(
    opened: "OpenStore", surgery_id: int, said: "Attending", _: JobProgress
) -> list[AttendanceRow]:
    """Record somebody's part; everybody as they are then."""
    from ehp_desktop.review.attendance import record_attendance

    record_attendance(opened, surgery_id, [said])
    return people(opened, surgery_id, _)


def correct_person(
    opened: "OpenStore", surgery_id: int, thread: int, said: "Attending", _: JobProgress
) -> list[AttendanceRow]:
    """Say anew all that is said of somebody; everybody as they are then."""
    from ehp_desktop.review.attendance import correct_attendance

    correct_attendance(opened, thread, said)
    return people(opened, surgery_id, _)


def take_person_off(
    opened: "OpenStore", surgery_id: int, thread: int, _: JobProgress
) -> list[AttendanceRow]:
    """Take back what is said of somebody; everybody as they are then."""
    from ehp_desktop.review.attendance import withdraw_attendance

    withdraw_attendance(opened, thread)
    return people(opened, surgery_id, _)
