"""`agenda`: a surgery's agenda as a PDF."""

import datetime as dt
from pathlib import Path

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option, moment
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, pass_program


@click.command()
@click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE.pdf",
    help="Where to write it.",
)
@click.option(
    "--language",
    "languages",
    type=click.Choice(["en", "cy", "both"]),
    help="The paper's language (default: the program's).",
)
@click.option(
    "--names",
    type=click.Choice(["initials", "full"]),
    default="initials",
    show_default=True,
    help="How children are named on it.",
)
@as_of_option("the surgery's date")
@click.option(
    "--printed-at",
    type=moment,
    metavar="TIME",
    help="The printing time on the paper (default: now).",
)
@format_option
@pass_program
def agenda(
    program: Program,
    surgery_id: int,
    out: Path,
    languages: str | None,
    names: str,
    as_of: dt.date | None,
    printed_at: dt.datetime | None,
    form: str,
) -> None:
    """Write a surgery's agenda to a PDF file."""
    from ehp_desktop.review.agenda import read_agenda
    from ehp_desktop.review.documents.agenda_pdf import render_agenda
    from ehp_desktop.review.names import Names
    from ehp_desktop.review.private_files import save_private

    with program.opened(write=False) as opened:
        read = read_agenda(
            opened,
            surgery_id,
            as_of=as_of,
            names=Names(names),
            printed_at=printed_at or program.clock().astimezone(),
        )
    printed = render_agenda(read, languages or program.language.value)
    save_private(out, printed.pdf)
    for warning in printed.warnings:
        click.echo(f"ehp-desktop: {warning}", err=True)
    if form == "json":
        print_json({"file": str(out), "pages": printed.pages, "sha256": printed.sha256})
    else:
        click.echo(program.say("{file}: {pages} pages", file=str(out), pages=printed.pages))
