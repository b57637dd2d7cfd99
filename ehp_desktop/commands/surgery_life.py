"""What becomes of a surgery: edited, postponed, cancelled, issued, held, closed, added to."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.failures import NotDone
from ehp_desktop.commands.options import (
    SURGERY_ID,
    clock_time,
    date_option,
    moment,
    unicode_text,
)
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option

if TYPE_CHECKING:
    from ehp_desktop.review.issuing import AgendaPaper, IssuedVersion
    from ehp_desktop.review.opening import OpenStore

ID = click.argument("surgery_id", metavar="ID", type=SURGERY_ID)


@click.command()
@ID
@date_option("--date", "The surgery's date.")
@click.option("--time", type=clock_time, metavar="HH:MM", help="When it begins.")
@click.option("--place", type=unicode_text, metavar="PLACE", help="Where it is held.")
@click.option(
    "--minutes-per-case", metavar="N", type=click.IntRange(1, 240), help="Minutes for each case."
)
@click.option("--chair", type=unicode_text, metavar="NAME", help="Who chairs it.")
@click.option("--lawyer", type=unicode_text, metavar="NAME", help="The senior lawyer who attends.")
@click.option("--apologies", type=unicode_text, metavar="TEXT", help="Who cannot come.")
@format_option
@pass_program
def edit(program: Program, /, surgery_id: int, form: str, **said: Any) -> None:
    """Change what is said of a surgery; an empty text takes it back, what is not named stays."""
    from ehp_desktop.review.surgery import SurgeryDraft, edit_surgery, one_surgery

    given = {name: value for name, value in said.items() if value is not None}
    if not given:
        raise click.UsageError("Say what to change: --date, --time, --place or another option.")
    with program.opened(write=True) as opened:
        row = one_surgery(opened, surgery_id)
        before = {name: getattr(row, name) for name in SurgeryDraft.__slots__}
        edit_surgery(opened, surgery_id, SurgeryDraft(**(before | given)))
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@date_option("--to", "The day to which it is postponed (default: none yet).")
@text_file_option("The reason, in UTF-8.")
@format_option
@pass_program
def postpone(
    program: Program, surgery_id: int, to: dt.date | None, text_file: Path, form: str
) -> None:
    """Postpone a surgery, to a date or for now to none."""
    from ehp_desktop.review import surgery_life

    reason = read_text(text_file)
    with program.opened(write=True) as opened:
        surgery_life.postpone(opened, surgery_id, reason, to=to)
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@text_file_option("The reason, in UTF-8.")
@format_option
@pass_program
def cancel(program: Program, surgery_id: int, text_file: Path, form: str) -> None:
    """Cancel a surgery for good."""
    from ehp_desktop.review import surgery_life

    reason = read_text(text_file)
    with program.opened(write=True) as opened:
        surgery_life.cancel(opened, surgery_id, reason)
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@click.option("--at", type=moment, metavar="TIME", help="When it began (default: now).")
@format_option
@pass_program
def hold(program: Program, surgery_id: int, at: dt.datetime | None, form: str) -> None:
    """Mark an issued surgery as held."""
    from ehp_desktop.review import surgery_life

    with program.opened(write=True) as opened:
        surgery_life.hold(opened, surgery_id, at)
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@text_file_option(
    "A reason, in UTF-8, for closing it although cases have no outcome.", required=False
)
@format_option
@pass_program
def close(program: Program, surgery_id: int, text_file: Path | None, form: str) -> None:
    """Close a surgery that has been held and whose cases all have an outcome."""
    from ehp_desktop.review import surgery_life

    reason = None if text_file is None else read_text(text_file)
    with program.opened(write=True) as opened:
        try:
            surgery_life.close(opened, surgery_id, anyway=reason)
        except surgery_life.CloseRefusedError as refused:
            if form == "json":
                still = {"without_outcome": list(refused.without_outcome), "drafts": refused.drafts}
                print_json({"id": surgery_id, "state": "held"} | still)
            raise NotDone(str(refused)) from refused
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@text_file_option("The addendum, in UTF-8.")
@format_option
@pass_program
def addendum(program: Program, surgery_id: int, text_file: Path, form: str) -> None:
    """Add to a closed surgery what is to be said after it."""
    from ehp_desktop.review import surgery_life

    text = read_text(text_file)
    with program.opened(write=True) as opened:
        surgery_life.add_addendum(opened, surgery_id, text)
        _print_state(program, opened, surgery_id, form)


@click.command()
@ID
@click.option(
    "--language",
    "languages",
    type=click.Choice(["en", "cy", "both"]),
    multiple=True,
    help="A language to issue it in; may be given again (default: the program's).",
)
@click.option(
    "--names",
    type=click.Choice(["initials", "full"]),
    multiple=True,
    default=["initials"],
    show_default=True,
    help="How children are named; may be given again.",
)
@click.option("--with-advice", is_flag=True, help="Each of them with legal advice too.")
@click.option(
    "--printed-at",
    type=moment,
    metavar="TIME",
    help="The printing time on the papers (default: now).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="A folder to write the papers to as well.",
)
@format_option
@pass_program
def issue(
    program: Program,
    surgery_id: int,
    languages: tuple[str, ...],
    names: tuple[str, ...],
    with_advice: bool,
    printed_at: dt.datetime | None,
    out: Path | None,
    form: str,
) -> None:
    """Issue a surgery's agenda as its next version, and keep its papers for ever."""
    from ehp_desktop.review import issuing
    from ehp_desktop.review.names import Names

    variants = issuing.Variants(
        languages or (program.language.value,), tuple(map(Names, names)), with_advice
    )
    with program.opened(write=True) as opened:
        issued = issuing.issue(
            opened, surgery_id, variants, printed_at or program.clock().astimezone()
        )
        files = _written(out, issued)
    for warning in dict.fromkeys(one for paper in issued.papers for one in paper.warnings):
        click.echo(f"ehp-desktop: {warning}", err=True)
    if form == "json":
        papers = [paper_as_json(paper, files.get(paper)) for paper in issued.papers]
        changes = {"changes": list(issued.changes)}
        print_json({"id": surgery_id, "version": issued.version, "papers": papers} | changes)
        return
    click.echo(program.say("Version {number} was issued.", number=issued.version))
    for paper in issued.papers:
        click.echo(f"{files.get(paper) or _file_name(issued, paper)}: {paper.sha256}")


def _written(out: Path | None, issued: "IssuedVersion") -> dict["AgendaPaper", Path]:
    from ehp_desktop.review.private_files import private_folder, save_private

    if out is None:
        return {}
    private_folder(out)
    files = {paper: out / _file_name(issued, paper) for paper in issued.papers}
    for paper, path in files.items():
        save_private(path, paper.pdf)
    return files


def _file_name(issued: "IssuedVersion", paper: "AgendaPaper") -> str:
    variant = paper.variant
    words = [
        f"agenda-{issued.surgery_id}",
        f"version-{issued.version}",
        variant.language,
        variant.names.value,
    ]
    return "-".join(words + ["with-advice"] * variant.with_advice) + ".pdf"


def paper_as_json(paper: "AgendaPaper", path: Path | None) -> dict[str, Any]:
    """One paper of an agenda, as JSON says it."""
    return {
        "file": None if path is None else str(path),
        "pages": paper.pages,
        "sha256": paper.sha256,
        "version": paper.version,
        "language": paper.variant.language,
        "names": paper.variant.names.value,
        "with_advice": paper.variant.with_advice,
    }


def _print_state(program: Program, opened: "OpenStore", surgery_id: int, form: str) -> None:
    """Say what a surgery now is: its number, date, time and state."""
    from ehp_desktop.review.surgery import one_surgery

    row = one_surgery(opened, surgery_id)
    if form == "json":
        when = {"date": row.date.isoformat(), "time": f"{row.time:%H:%M}"}
        print_json({"id": row.id, **when, "state": row.state})
        return
    day = f"{row.date.isoformat()} {row.time:%H:%M}"
    click.echo(f"{program.say('Surgery')} {row.id}: {day}, {program.say(row.state)}")


LIFE = (edit, postpone, cancel, issue, hold, close, addendum)
"""The commands of the group `surgery` that are kept here."""
