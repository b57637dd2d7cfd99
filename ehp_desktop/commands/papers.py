"""`minutes`, `summary`, `invitation`, `actions`: the papers besides the agenda."""

import datetime as dt
from pathlib import Path

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option, unicode_text
from ehp_desktop.commands.paper_options import (
    advice_option,
    language_option,
    names_option,
    out_option,
    printed_at_option,
    write_paper,
)
from ehp_desktop.commands.printing import format_option
from ehp_desktop.commands.program import Program, pass_program


@click.command()
@click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
@out_option
@language_option
@names_option
@advice_option
@printed_at_option
@format_option
@pass_program
def minutes(
    program: Program,
    surgery_id: int,
    out: Path,
    languages: str | None,
    names: str,
    with_advice: bool,
    printed_at: dt.datetime | None,
    form: str,
) -> None:
    """Write a surgery's minutes to a PDF file; a draft until it is closed."""
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.minutes_pdf import render_minutes
    from ehp_desktop.review.minutes import minutes_of
    from ehp_desktop.review.names import Names

    with program.opened(write=False) as opened:
        paper = minutes_of(
            opened,
            surgery_id,
            printed_at=printed_at or program.clock().astimezone(),
            names=Names(names),
            with_advice=with_advice,
        )
        printed = render_minutes(paper, languages or program.language.value)
        note_printed(opened, "minutes", with_advice=with_advice)
    write_paper(program, printed, out, form)


@click.command()
@click.argument("child_id", metavar="CHILD_ID", type=unicode_text)
@out_option
@language_option
@names_option
@advice_option
@as_of_option()
@printed_at_option
@format_option
@pass_program
def summary(
    program: Program,
    child_id: str,
    out: Path,
    languages: str | None,
    names: str,
    with_advice: bool,
    as_of: dt.date | None,
    printed_at: dt.datetime | None,
    form: str,
) -> None:
    """Write one case in brief to a PDF file."""
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.case_summary import case_summary_of
    from ehp_desktop.review.documents.case_summary_pdf import render_case_summary
    from ehp_desktop.review.names import Names

    with program.opened(write=False) as opened:
        paper = case_summary_of(
            opened,
            child_id,
            as_of=as_of or program.day(),
            printed_at=printed_at or program.clock().astimezone(),
            names=Names(names),
            with_advice=with_advice,
        )
        printed = render_case_summary(paper, languages or program.language.value)
        note_printed(opened, "summary", with_advice=with_advice, child_id=child_id)
    write_paper(program, printed, out, form)


@click.command()
@click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
@out_option
@click.option(
    "--to",
    multiple=True,
    type=unicode_text,
    metavar="NAME",
    help="For whom; may be given again (default: everybody invited).",
)
@click.option("--with-cases", is_flag=True, help="Name the cases, by initials and id.")
@language_option
@printed_at_option
@format_option
@pass_program
def invitation(
    program: Program,
    surgery_id: int,
    out: Path,
    to: tuple[str, ...],
    with_cases: bool,
    languages: str | None,
    printed_at: dt.datetime | None,
    form: str,
) -> None:
    """Write an invitation to a surgery to a PDF file."""
    from ehp_desktop.review.attendance import invitation_list
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.invitation_pdf import render_invitation
    from ehp_desktop.review.invitation import invitation_of

    with program.opened(write=False) as opened:
        invited = to or [row.name for row in invitation_list(opened, surgery_id)]
        paper = invitation_of(
            opened,
            surgery_id,
            invited,
            with_cases=with_cases,
            printed_at=printed_at or program.clock().astimezone(),
        )
        printed = render_invitation(paper, languages or program.language.value)
        note_printed(opened, "invitation")
    write_paper(program, printed, out, form)


@click.command()
@click.argument("surgery_id", metavar="[ID]", type=SURGERY_ID, required=False)
@out_option
@language_option
@names_option
@as_of_option()
@printed_at_option
@format_option
@pass_program
def actions(
    program: Program,
    surgery_id: int | None,
    out: Path,
    languages: str | None,
    names: str,
    as_of: dt.date | None,
    printed_at: dt.datetime | None,
    form: str,
) -> None:
    """Write a list of actions to a PDF file: those of a surgery, or all that are open."""
    from ehp_desktop.review.action_list import action_list_of
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.action_list_pdf import render_action_list
    from ehp_desktop.review.names import Names

    with program.opened(write=False) as opened:
        paper = action_list_of(
            opened,
            surgery_id,
            as_of=as_of or program.day(),
            printed_at=printed_at or program.clock().astimezone(),
            names=Names(names),
        )
        printed = render_action_list(paper, languages or program.language.value)
        note_printed(opened, "actions")
    write_paper(program, printed, out, form)
