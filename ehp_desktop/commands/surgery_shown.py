"""What `surgery show` says of a surgery's life: versions, attendance, and every event of it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ehp_desktop.commands.attendances import attendance_as_json, print_attendance
from ehp_desktop.commands.printing import print_columns
from ehp_desktop.commands.program import Program

if TYPE_CHECKING:
    from ehp_desktop.models.rows import AttendanceRow, IssuedRow, SurgeryEventRow
    from ehp_desktop.review.opening import OpenStore


class LifeShown(NamedTuple):
    """What was recorded of a surgery besides its cases."""

    events: "list[SurgeryEventRow]"
    papers: "list[IssuedRow]"
    changes: tuple[str, ...]
    attendance: "list[AttendanceRow]"


def life_shown(opened: "OpenStore", surgery_id: int) -> LifeShown:
    """Read it."""
    from ehp_desktop.review.attendance import attendance
    from ehp_desktop.review.issuing import changes_since_issue
    from ehp_desktop.review.surgery_life import issued_papers, surgery_events

    return LifeShown(
        surgery_events(opened, surgery_id),
        issued_papers(opened, surgery_id),
        changes_since_issue(opened, surgery_id),
        attendance(opened, surgery_id),
    )


def life_as_json(life: LifeShown) -> dict[str, Any]:
    """As JSON says it; a paper with advice has neither pages nor digest to be seen here."""
    return {
        "versions": [
            {
                "version": event.version,
                "at": event.at.isoformat(),
                "by": event.author,
                "papers": [_paper(row) for row in life.papers if row.version == event.version],
            }
            for event in life.events
            if event.version is not None
        ],
        "changes_since_issue": list(life.changes),
        "attendance": [attendance_as_json(row) for row in life.attendance],
        "events": [
            {
                "kind": event.kind,
                "at": event.at.isoformat(),
                "by": event.author,
                "role": event.role,
                "version": event.version,
                "text": event.text,
            }
            for event in life.events
        ],
    }


def _paper(row: "IssuedRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "language": row.language,
        "names": row.names,
        "with_advice": row.with_advice,
        "pages": None if row.with_advice else row.pages,
        "sha256": None if row.with_advice else row.sha256,
    }


def print_conflicts(program: Program, life: LifeShown) -> None:
    """Who declared a conflict of interest: it is said above the cases."""
    for row in life.attendance:
        if row.conflict and not row.withdrawn:
            declared = " ".join(row.conflict.split())
            label = program.say("Declared conflict of interest")
            click.echo(f"{label}: {row.name}: {declared}")


def print_life(program: Program, life: LifeShown) -> None:
    """Attendance, the changes since the last version, and the events."""
    if life.attendance:
        click.echo()
        print_attendance(program, life.attendance)
    for change in life.changes:
        click.echo(program.say("Changed since it was issued: {change}", change=change))
    headers = [program.say(text) for text in ("When", "What", "Version", "By", "Text")]
    lines = [
        [
            f"{event.at.astimezone():%Y-%m-%d %H:%M}",
            program.say(event.kind),
            "" if event.version is None else str(event.version),
            event.author,
            _text_of(event),
        ]
        for event in life.events
    ]
    if lines:
        click.echo()
        print_columns(headers, lines)


def _text_of(event: "SurgeryEventRow") -> str:
    """The event's text on one line; of one held, its local time."""
    if event.kind == "held" and event.text:
        return f"{dt.datetime.fromisoformat(event.text).astimezone():%Y-%m-%d %H:%M}"
    return " ".join((event.text or "").split())
