"""`surgery attendance`: who is asked, who came, who could not, who declared a conflict."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.options import SURGERY_ID, unicode_text
from ehp_desktop.commands.printing import format_option, print_columns, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text

if TYPE_CHECKING:
    from ehp_desktop.models.rows import AttendanceRow
    from ehp_desktop.review.opening import OpenStore


@click.command()
@click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
@click.option("--invited", multiple=True, type=unicode_text, metavar="NAME", help="Is asked.")
@click.option("--attended", multiple=True, type=unicode_text, metavar="NAME", help="Was there.")
@click.option(
    "--apologies", multiple=True, type=unicode_text, metavar="NAME", help="Could not come."
)
@click.option(
    "--withdraw", multiple=True, type=unicode_text, metavar="NAME", help="Named by mistake."
)
@click.option(
    "--organisation",
    type=unicode_text,
    metavar="NAME",
    help="The organisation of those named; also tells two of one name apart.",
)
@click.option(
    "--conflict-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The conflict of interest that the one person named declared, in UTF-8.",
)
@format_option
@pass_program
def attendance(
    program: Program,
    /,
    surgery_id: int,
    withdraw: tuple[str, ...],
    organisation: str | None,
    conflict_file: Path | None,
    form: str,
    **named: tuple[str, ...],
) -> None:
    """Record who is asked, came, or sent apologies; without names, list them.

    Each option but the last two may be given again. All that is asked is recorded, or nothing.
    """
    from ehp_desktop.review import attendance as attending

    parts = [(part, name) for part in attending.Part for name in named[part.value]]
    if withdraw and (parts or conflict_file):
        raise click.UsageError("--withdraw stands alone: withdraw first, then record.")
    if conflict_file is not None and len(parts) != 1:
        raise click.UsageError("--conflict-file is about one person: name one.")
    conflict = None if conflict_file is None else read_text(conflict_file)
    people = [attending.Attending(name, part, organisation, conflict) for part, name in parts]
    with program.opened(write=bool(people or withdraw)) as opened:
        if people:
            attending.record_attendance(opened, surgery_id, people)
        if withdraw:
            _withdraw(opened, surgery_id, withdraw, organisation)
        rows = attending.attendance(opened, surgery_id)
    if form == "json":
        print_json({"id": surgery_id, "attendance": [attendance_as_json(row) for row in rows]})
    else:
        print_attendance(program, rows)


def _withdraw(
    opened: "OpenStore", surgery_id: int, names: tuple[str, ...], organisation: str | None
) -> None:
    from ehp_desktop.review.attendance import withdraw_people

    withdraw_people(opened, surgery_id, [(name, organisation) for name in names])


def attendance_as_json(row: "AttendanceRow") -> dict[str, Any]:
    """One person's part in a surgery, as JSON says it."""
    return {
        "id": row.thread,
        "name": row.name,
        "organisation": row.organisation,
        "part": row.part,
        "conflict": row.conflict,
        "withdrawn": row.withdrawn,
        "version": row.version,
        "by": row.author,
        "at": row.at.isoformat(),
    }


def print_attendance(program: Program, rows: "list[AttendanceRow]") -> None:
    """One line for each person."""
    from ehp_desktop.review.life_words import PARTS

    headers = "No.,Name,Organisation,Part,Declared conflict of interest".split(",")
    lines = []
    for row in rows:
        part = program.say("withdrawn") if row.withdrawn else program.say(PARTS[row.part])
        conflict = " ".join((row.conflict or "").split())
        lines.append([str(row.thread), row.name, row.organisation or "", part, conflict])
    print_columns([program.say(text) for text in headers], lines)
