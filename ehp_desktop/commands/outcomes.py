"""`outcome`: what a surgery decided of its cases, and who comes back because of it."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option, date_option, unicode_text
from ehp_desktop.commands.printing import format_option, print_columns, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option
from ehp_desktop.review.outcome_codes import KINDS

if TYPE_CHECKING:
    from ehp_desktop.models.rows import ActionRow, CaseOutcomeRow, StepRow
    from ehp_desktop.review.outcomes import OutcomeListed, OutcomeResult

NUMBER = click.argument("number", metavar="ID", type=SURGERY_ID)
SURGERY = click.argument("surgery_id", metavar="SURGERY_ID", type=SURGERY_ID)
CHILD = click.argument("child_id", metavar="CHILD_ID", type=unicode_text)
OF_SURGERY = click.option(
    "--surgery", "surgery_id", type=SURGERY_ID, metavar="ID", help="Of this surgery."
)
OF_CHILD = click.option(
    "--child", "child_id", type=unicode_text, metavar="CHILD_ID", help="Of this child."
)
_CODE: Final = click.argument("code", type=click.Choice([one.code.value for one in KINDS]))


class OutcomeGroup(click.Group):
    """`outcome SURGERY_ID CHILD_ID CODE` is `outcome record` of the same."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; where it is a number, `record`."""
        if args and args[0] not in self.commands and args[0].isascii() and args[0].isdigit():
            return super().resolve_command(ctx, ["record", *args])
        return super().resolve_command(ctx, args)


@click.group(cls=OutcomeGroup)
def outcome() -> None:
    """Record what a surgery decided of a case (SURGERY_ID CHILD_ID CODE); confirm, list, undo."""


@outcome.command()
@SURGERY
@CHILD
@_CODE
@date_option("--by", "The day on which the case comes back (more_information, not_yet).")
@text_file_option(
    "The reason, in UTF-8; needed for keep_order, escalate and left_list.", required=False
)
@format_option
@pass_program
def record(
    program: Program,
    surgery_id: int,
    child_id: str,
    code: str,
    by: dt.date | None,
    text_file: Path | None,
    form: str,
) -> None:
    """Record an outcome, in the place of the one before, and print its number."""
    from ehp_desktop.review import outcomes

    reason = None if text_file is None else read_text(text_file)
    with program.opened(write=True) as opened:
        result = outcomes.record(opened, surgery_id, child_id, code, reason=reason, by_date=by)
    _print_result(program, result, form)


@outcome.command()
@SURGERY
@click.argument("children", metavar="[CHILD_ID]...", nargs=-1, type=unicode_text)
@format_option
@pass_program
def confirm(program: Program, surgery_id: int, children: tuple[str, ...], form: str) -> None:
    """Confirm drafts of a surgery, as the chair: of the children named, else all."""
    from ehp_desktop.review import outcomes

    with program.opened(write=True) as opened:
        results = outcomes.confirm(opened, surgery_id, children or None)
    if form == "json":
        print_json({"surgery_id": surgery_id, "confirmed": [_result(one) for one in results]})
    else:
        click.echo(program.say("Confirmed: {number}.", number=len(results)))


@outcome.command()
@NUMBER
@date_option("--on", "The day on which it was copied (default: today).")
@click.option("--by", type=unicode_text, metavar="NAME", help="Who copied it (default: you).")
@format_option
@pass_program
def copied(program: Program, number: int, on: dt.date | None, by: str | None, form: str) -> None:
    """Record that outcome ID was copied to the child's case record."""
    from ehp_desktop.review import outcomes

    with program.opened(write=True) as opened:
        result = outcomes.copied(opened, number, on or program.day(), by)
    _print_result(program, result, form)


@outcome.command()
@SURGERY
@CHILD
@format_option
@pass_program
def withdraw(program: Program, surgery_id: int, child_id: str, form: str) -> None:
    """Withdraw the outcome of a case, or the draft that waits over it."""
    from ehp_desktop.review import outcomes

    with program.opened(write=True) as opened:
        result = outcomes.withdraw(opened, surgery_id, child_id)
    _print_result(program, result, form)


@outcome.command()
@SURGERY
@CHILD
@format_option
@pass_program
def undo(program: Program, surgery_id: int, child_id: str, form: str) -> None:
    """Take back what was recorded last of a case; once more brings it back."""
    from ehp_desktop.review import outcomes

    with program.opened(write=True) as opened:
        result = outcomes.undo(opened, surgery_id, child_id)
    _print_result(program, result, form)


@outcome.command(name="list")
@OF_SURGERY
@OF_CHILD
@format_option
@pass_program
def list_outcomes(
    program: Program, surgery_id: int | None, child_id: str | None, form: str
) -> None:
    """List outcomes of a surgery, of a child, or all; drafts and withdrawn ones too."""
    from ehp_desktop.review import outcomes

    with program.opened(write=False) as opened:
        listed = outcomes.list_outcomes(opened, surgery_id, child_id)
    if form == "json":
        print_json({"outcomes": [_outcome_as_json(one) for one in listed]})
        return
    headers = [program.say(text) for text in "No.,Surgery,Child ID,Outcome,By,Standing".split(",")]
    rows = []
    for one in listed:
        row = one.row or one.versions[-1]
        by = row.by_date.isoformat() if row.by_date else ""
        said = program.say(standing(one.row, one.draft))
        rows.append([str(row.thread), str(row.surgery_id), row.child_id, row.code, by, said])
    print_columns(headers, rows)


@outcome.command()
@as_of_option()
@format_option
@pass_program
def relisted(program: Program, as_of: dt.date | None, form: str) -> None:
    """List the children who are to come back by a day and wait for an agenda."""
    from ehp_desktop.review import relisting

    day = as_of or program.day()
    with program.opened(write=False) as opened:
        due = relisting.relisted(opened, day)
    if form == "json":
        listed = [
            {
                "child_id": one.child_id,
                "by_date": one.by_date.isoformat(),
                "surgery_id": one.outcome.surgery_id,
                "code": one.outcome.code,
            }
            for one in due
        ]
        print_json({"as_of": day.isoformat(), "relisted": listed})
        return
    headers = [program.say(text) for text in ("Child ID", "By", "Surgery", "Outcome")]
    rows = [
        [one.child_id, one.by_date.isoformat(), str(one.outcome.surgery_id), one.outcome.code]
        for one in due
    ]
    print_columns(headers, rows)


@outcome.command()
@SURGERY
@format_option
@pass_program
def relist(program: Program, surgery_id: int, form: str) -> None:
    """Put those who wait for a surgery's day at the end of its agenda."""
    from ehp_desktop.review import relisting

    with program.opened(write=True) as opened:
        changed = relisting.add_relisted(opened, surgery_id)
    if form == "json":
        print_json({"id": surgery_id, "added": list(changed.added)})
    elif changed.added:
        click.echo(f"{program.say('Added')}: {' '.join(changed.added)}")
    else:
        click.echo(program.say("Nobody waits for that day."))


def _result(result: "OutcomeResult") -> dict[str, Any]:
    return {
        "id": result.id,
        "child_id": result.child_id,
        "draft": not result.confirmed,
        "put_on": result.settled.put_on,
        "taken_off": list(result.settled.taken_off),
    }


def _print_result(program: Program, result: "OutcomeResult", form: str) -> None:
    if form == "json":
        print_json(_result(result))
        return
    click.echo(result.id)
    if result.settled.put_on is not None:
        said = program.say("Put on the agenda of surgery {id}.", id=result.settled.put_on)
        click.echo(said)
    for number in result.settled.taken_off:
        click.echo(program.say("Taken off the agenda of surgery {id}.", id=number))


def _outcome_as_json(one: "OutcomeListed") -> dict[str, Any]:
    row = one.row or one.versions[-1]
    return {
        "id": row.thread,
        "surgery_id": row.surgery_id,
        "surgery_date": one.surgery.date.isoformat(),
        "child_id": row.child_id,
        "code": row.code,
        "by_date": row.by_date.isoformat() if row.by_date else None,
        "reason": row.reason,
        "draft": not row.confirmed,
        "withdrawn": one.row is None,
        "waits_to_be_confirmed": one.draft is not None,
        "copied_on": row.copied_on.isoformat() if row.copied_on else None,
        "copied_by": row.copied_by,
        "by": row.author,
        "role": row.role,
        "at": row.at.isoformat(),
        "versions": len(one.versions),
    }


def standing(
    row: "CaseOutcomeRow | ActionRow | StepRow | None",
    draft: "CaseOutcomeRow | ActionRow | StepRow | None",
) -> str:
    """Whether what is listed counts, as an English phrase; `row` None = withdrawn."""
    if row is None:
        return "withdrawn"
    if not row.confirmed:
        return "a draft"
    return "confirmed" if draft is None else "confirmed; a draft waits"


def print_confirmed(program: Program, confirmed: list[int], form: str) -> None:
    """Print which drafts were confirmed, or how many."""
    if form == "json":
        print_json({"confirmed": confirmed})
    else:
        click.echo(program.say("Confirmed: {number}.", number=len(confirmed)))
