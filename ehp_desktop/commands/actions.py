"""`action`: what is to be done, by whom, by when, and what was done."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option, date_option, unicode_text
from ehp_desktop.commands.outcomes import (
    NUMBER,
    OF_CHILD,
    OF_SURGERY,
    print_confirmed,
    standing,
)
from ehp_desktop.commands.printing import format_option, print_columns, print_json, print_number
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option

if TYPE_CHECKING:
    from ehp_desktop.review.actions_to_do import ActionListed


@click.group()
def action() -> None:
    """Add actions, mark them as done, correct, confirm and list them."""


_WHO = click.option("--who", type=unicode_text, metavar="NAME", required=True, help="Who does it.")
_BY = date_option("--by", "The day by which it is to be done.")


@action.command()
@_WHO
@_BY
@OF_SURGERY
@OF_CHILD
@text_file_option("What is to be done, in UTF-8.")
@format_option
@pass_program
def add(
    program: Program,
    who: str,
    by: dt.date | None,
    surgery_id: int | None,
    child_id: str | None,
    text_file: Path,
    form: str,
) -> None:
    """Add an action, of a surgery, of a case or of neither, and print its number."""
    from ehp_desktop.review.actions_to_do import NewAction, add_action

    new = NewAction(read_text(text_file), who, by, surgery_id, child_id)
    with program.opened(write=True) as opened:
        number = add_action(opened, new)
    print_number(number, form)


@action.command()
@NUMBER
@_WHO
@_BY
@text_file_option("What is to be done, in UTF-8.")
@format_option
@pass_program
def correct(
    program: Program, number: int, who: str, by: dt.date | None, text_file: Path, form: str
) -> None:
    """Say action ID anew: what, who and by when."""
    from ehp_desktop.review.actions_to_do import correct_action

    what = read_text(text_file)
    with program.opened(write=True) as opened:
        correct_action(opened, number, what=what, who=who, by_when=by)
    print_number(number, form)


@action.command()
@NUMBER
@date_option("--on", "The day on which it was done (default: today).")
@click.option("--not-done", is_flag=True, help="It was not done, after all.")
@format_option
@pass_program
def done(program: Program, number: int, on: dt.date | None, not_done: bool, form: str) -> None:
    """Record that action ID was done."""
    from ehp_desktop.review import actions_to_do

    if on is not None and not_done:
        raise click.UsageError("Give --on or --not-done, not both.")
    with program.opened(write=True) as opened:
        actions_to_do.done(opened, number, None if not_done else on or program.day())
    print_number(number, form)


@action.command(name="withdraw")
@NUMBER
@format_option
@pass_program
def withdraw_one(program: Program, number: int, form: str) -> None:
    """Withdraw action ID, or the draft that waits over it."""
    from ehp_desktop.review.actions_to_do import withdraw_action

    with program.opened(write=True) as opened:
        withdraw_action(opened, number)
    print_number(number, form)


@action.command(name="confirm")
@click.argument("numbers", metavar="[ID]...", nargs=-1, type=SURGERY_ID)
@format_option
@pass_program
def confirm_drafts(program: Program, numbers: tuple[int, ...], form: str) -> None:
    """Confirm drafts of actions, as the chair: those named, else all."""
    from ehp_desktop.review.actions_to_do import confirm_actions

    with program.opened(write=True) as opened:
        confirmed = confirm_actions(opened, numbers or None)
    print_confirmed(program, confirmed, form)


@action.command(name="list")
@OF_SURGERY
@OF_CHILD
@click.option("--open", "only_open", is_flag=True, help="Only those still to be done.")
@as_of_option()
@format_option
@pass_program
def list_all(
    program: Program,
    surgery_id: int | None,
    child_id: str | None,
    only_open: bool,
    as_of: dt.date | None,
    form: str,
) -> None:
    """List actions, the overdue ones first."""
    from ehp_desktop.review.actions_to_do import list_actions

    day = as_of or program.day()
    with program.opened(write=False) as opened:
        listed = list_actions(
            opened, day, surgery_id=surgery_id, child_id=child_id, with_done=not only_open
        )
    if form == "json":
        shown = [_action_as_json(one) for one in listed]
        print_json({"as_of": day.isoformat(), "actions": shown})
    else:
        _print_actions(program, listed)


def _action_as_json(one: "ActionListed") -> dict[str, Any]:
    row = one.row
    return {
        "id": row.thread,
        "surgery_id": row.surgery_id,
        "child_id": row.child_id,
        "what": row.what,
        "who": row.who,
        "by_when": row.by_when.isoformat() if row.by_when else None,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "overdue": one.overdue,
        "draft": not row.confirmed,
        "waits_to_be_confirmed": one.draft is not None,
        "by": row.author,
        "role": row.role,
        "at": row.at.isoformat(),
    }


def _print_actions(program: Program, listed: "list[ActionListed]") -> None:
    names = "No.,Surgery,Child ID,Who,By,Done,Overdue,Standing,What"
    rows = [
        [
            str(one.row.thread),
            str(one.row.surgery_id or ""),
            one.row.child_id or "",
            one.row.who,
            one.row.by_when.isoformat() if one.row.by_when else "",
            one.row.done_on.isoformat() if one.row.done_on else "",
            program.say("overdue") if one.overdue else "",
            program.say(standing(one.row, one.draft)),
            " ".join(one.row.what.split()),
        ]
        for one in listed
    ]
    print_columns([program.say(text) for text in names.split(",")], rows)
