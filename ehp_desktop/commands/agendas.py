"""`agenda`: a surgery's agenda as a PDF; of an issued version, the very file that was kept."""

import datetime as dt
from pathlib import Path

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option
from ehp_desktop.commands.paper_options import (
    advice_option,
    language_option,
    names_option,
    out_option,
    printed_at_option,
)
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.surgery_life import paper_as_json


@click.command()
@click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
@out_option
@language_option
@names_option
@advice_option
@as_of_option("the surgery's date")
@printed_at_option
@click.option(
    "--version", metavar="N", type=SURGERY_ID, help="The paper of this version, as it was issued."
)
@click.option("--draft", is_flag=True, help="Make it anew as a draft, whatever was issued.")
@format_option
@pass_program
def agenda(
    program: Program,
    surgery_id: int,
    out: Path,
    languages: str | None,
    names: str,
    with_advice: bool,
    as_of: dt.date | None,
    printed_at: dt.datetime | None,
    version: int | None,
    draft: bool,
    form: str,
) -> None:
    """Write a surgery's agenda to a PDF file.

    Of an issued surgery that has not changed since, it is the kept paper of the last version.
    """
    from ehp_desktop.review.issuing import Variant, agenda_paper
    from ehp_desktop.review.names import Names
    from ehp_desktop.review.private_files import save_private

    if version is not None and (draft or as_of):
        raise click.UsageError("--version is a kept paper: neither --draft nor --as-of changes it.")
    with program.opened(write=False) as opened:
        paper = agenda_paper(
            opened,
            surgery_id,
            Variant(languages or program.language.value, Names(names), with_advice),
            printed_at or program.clock().astimezone(),
            version=version,
            draft=draft,
            as_of=as_of,
        )
    save_private(out, paper.pdf)
    for warning in paper.warnings:
        click.echo(f"ehp-desktop: {warning}", err=True)
    if form == "json":
        print_json(paper_as_json(paper, out))
        return
    told = program.say("{file}: {pages} pages", file=str(out), pages=paper.pages)
    if paper.version is not None:
        told = f"{told}, {program.say('version {number}', number=paper.version)}"
    click.echo(told)
