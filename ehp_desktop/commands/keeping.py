"""`audit`, `hold` and `purge`: what a chair reads, keeps and takes away."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.failures import SOME_REFUSED
from ehp_desktop.commands.options import date_option, unicode_text
from ehp_desktop.commands.printing import format_option, print_columns, print_json, print_number
from ehp_desktop.commands.program import Program, leave, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option

if TYPE_CHECKING:
    from ehp_desktop.review.audit_trail import AuditLine
    from ehp_desktop.review.purging import Purgeable, Purged

_SHOWN = ("seq", "at", "name", "role", "action", "child_id", "about")


@click.command()
@click.option("--name", type=unicode_text, metavar="NAME", help="Only what this person did.")
@click.option("--action", metavar="WORDS", help='Only this action, such as "wrote a note".')
@click.option("--child", "child_id", type=unicode_text, metavar="CHILD_ID", help="Only of a child.")
@date_option("--since", "Only from this day on (UTC).")
@date_option("--until", "Only until this day (UTC).")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the newest N.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write them to this new file instead of printing them.",
)
@format_option
@pass_program
def audit(
    program: Program,
    name: str | None,
    action: str | None,
    child_id: str | None,
    since: dt.date | None,
    until: dt.date | None,
    last: int | None,
    out: Path | None,
    form: str,
) -> None:
    """Show who did what and when, the newest first."""
    from ehp_desktop.review.audit_export import export_audit
    from ehp_desktop.review.audit_trail import AuditFilter, read_audit

    asked = AuditFilter(name, action, child_id, since, until, last)
    with program.opened(write=False) as opened:
        if out is not None:
            count = export_audit(opened, asked, out)
        else:
            lines = read_audit(opened, asked)
    if out is not None:
        if form == "json":
            print_json({"file": str(out), "records": count})
        else:
            click.echo(str(out))
    elif form == "json":
        print_json({"records": [_line_as_json(line) for line in lines]})
    else:
        print_columns(_SHOWN, [_line_as_text(line) for line in lines])


def _line_as_json(line: "AuditLine") -> dict[str, Any]:
    row = line.row
    return {
        "seq": row.seq,
        "at": row.at.isoformat(),
        "name": row.name,
        "role": row.role,
        "action": row.action,
        "child_id": line.child_id,
        "record": row.record,
        "about": row.about,
    }


def _line_as_text(line: "AuditLine") -> list[str]:
    from ehp_desktop.review.audit_export import about_text

    row = line.row
    at = f"{row.at:%Y-%m-%d %H:%M:%S}"
    child_id = line.child_id or ""
    return [str(row.seq), at, row.name, row.role, row.action, child_id, about_text(line)]


@click.group()
def hold() -> None:
    """Legal holds: nothing of a child's record is purged while there is one."""


@hold.command(name="add")
@click.argument("child_id", type=unicode_text)
@text_file_option("The reason.")
@format_option
@pass_program
def place(program: Program, child_id: str, text_file: Path, form: str) -> None:
    """Place a legal hold on a child's record."""
    from ehp_desktop.review.purging import place_hold

    with program.opened(write=True) as opened:
        number = place_hold(opened, child_id, read_text(text_file))
    print_number(number, form)


@hold.command()
@click.argument("child_id", type=unicode_text)
@text_file_option("The reason.")
@format_option
@pass_program
def lift(program: Program, child_id: str, text_file: Path, form: str) -> None:
    """Lift the legal hold on a child's record."""
    from ehp_desktop.review.purging import lift_hold

    with program.opened(write=True) as opened:
        number = lift_hold(opened, child_id, read_text(text_file))
    print_number(number, form)


@hold.command(name="list")
@format_option
@pass_program
def list_holds(program: Program, form: str) -> None:
    """List every legal hold, lifted ones too."""
    from ehp_desktop.review.purging import holds

    with program.opened(write=False) as opened:
        found = holds(opened)
    listed = [
        {
            "id": one.id,
            "child_id": one.child_id,
            "lifted": one.withdrawn,
            "reason": one.reason,
            "by": one.author,
            "at": one.at.isoformat(),
        }
        for one in found
    ]
    if form == "json":
        print_json({"holds": listed})
        return
    headers = ("child_id", "lifted", "by", "at", "reason")
    print_columns(
        headers, [[str(one[key]).replace("\n", " ") for key in headers] for one in listed]
    )


@click.command()
@click.argument("child_ids", nargs=-1, type=unicode_text)
@date_option("--left-before", "Those who ceased to be looked after before this day.")
@click.option("--check", is_flag=True, help="Only list them, with what hinders a purge.")
@format_option
@pass_program
def purge(
    program: Program,
    child_ids: tuple[str, ...],
    left_before: dt.date | None,
    check: bool,
    form: str,
) -> None:
    """Take everything that is kept of children away, for good.

    CHILD_IDS, or those of --left-before whom nothing hinders.
    """
    from ehp_desktop.review.purging import purge as purge_child, purgeable

    if bool(child_ids) == (left_before is not None) or (check and child_ids):
        raise click.UsageError("Give children's ids, or --left-before (with --check to look).")
    with program.opened(write=not check) as opened:
        found = purgeable(opened, left_before) if left_before else []
        going = [*child_ids, *(one.child_id for one in found if one.hindrance is None)]
        done = [] if check else [purge_child(opened, one) for one in going]
    hindered = [one for one in found if one.hindrance is not None]
    _print_purge(form, found if check else hindered, done)
    if hindered and not check:
        leave(SOME_REFUSED)


def _print_purge(form: str, listed: "list[Purgeable]", done: "list[Purged]") -> None:
    if form == "json":
        print_json(
            {
                "purged": [
                    {"child_id": one.child_id, "rows": one.rows, "mentions": list(one.mentions)}
                    for one in done
                ],
                "listed": [
                    {
                        "child_id": one.child_id,
                        "ceased_date": one.ceased_date.isoformat(),
                        "hindrance": one.hindrance,
                    }
                    for one in listed
                ],
            }
        )
        return
    for one in done:
        more = f"; the id still stands in {', '.join(one.mentions)}" if one.mentions else ""
        click.echo(f"{one.child_id}: {one.rows} rows taken away{more}")
    for other in listed:
        click.echo(f"{other.child_id}  {other.ceased_date}  {other.hindrance or 'can be purged'}")
