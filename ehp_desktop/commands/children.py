"""`child set`, `child left` and `child record`: what people type of one child, and all of it."""

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ehp_desktop.commands.options import date_option, unicode_text
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue, to_text

if TYPE_CHECKING:
    from ehp_desktop.review.record import Recorded

_QUOTED: Final = re.compile("“[^”]*”")


@click.group()
def child() -> None:
    """What is recorded of one child."""


@child.command(name="set")
@click.argument("child_id", type=unicode_text)
@click.argument("values", nargs=-1, required=True, type=unicode_text, metavar="FIELD=VALUE...")
@date_option("--on", "The day on which it is said (default: today).")
@format_option
@pass_program
def set_values(
    program: Program, child_id: str, values: tuple[str, ...], on: dt.date | None, form: str
) -> None:
    """Record values of a child: FIELD=VALUE, and FIELD= for what is not recorded any more.

    Fields and values are those of the extract. A value given as it stands is confirmed.
    """
    from ehp_desktop.review.record import record_values

    with program.opened(write=True) as opened:
        given = {}
        for pair in values:
            key, value = _field_value(pair, opened.code_set)
            if key in given:
                raise RefusedError(f"{key} is given twice; nothing was changed. Give it once.")
            given[key] = value
        recorded = record_values(opened, child_id, given, on=on or program.day())
    _print_recorded(program, recorded, form)


@child.command()
@click.argument("child_id", type=unicode_text)
@date_option("--date", "The day on which the child ceased to be looked after.", required=True)
@click.option("--reason", required=True, metavar="CODE", help="The reason's code, such as E11.")
@format_option
@pass_program
def left(program: Program, child_id: str, date: dt.date, reason: str, form: str) -> None:
    """Mark a child as having left care."""
    from ehp_desktop.review.record import mark_left

    with program.opened(write=True) as opened:
        recorded = mark_left(
            opened, child_id, date=date, reason=reason.strip().upper(), on=program.day()
        )
    _print_recorded(program, recorded, form)


@child.command()
@click.argument("child_id", type=unicode_text)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    required=True,
    help="A folder for the PDF and the ZIP of JSON.",
)
@click.option("--with-advice", is_flag=True, help="With legal advice, which is privileged.")
@click.option("--with-private", is_flag=True, help="With private notes that these keys open.")
@click.option(
    "--redact",
    multiple=True,
    type=unicode_text,
    metavar="NAME",
    help="Take a name of somebody else out of every text; may be given often.",
)
@format_option
@pass_program
def record(
    program: Program,
    child_id: str,
    out: Path,
    with_advice: bool,
    with_private: bool,
    redact: tuple[str, ...],
    form: str,
) -> None:
    """Write one child's whole record, for a subject access request: a PDF and a ZIP of JSON."""
    from ehp_desktop.review.subject_access import RecordWish, write_child_record

    wish = RecordWish(
        language=program.language,
        with_advice=with_advice,
        with_private=with_private,
        redact=redact,
        as_of=program.day(),
        printed_at=program.clock(),
    )
    with program.opened(write=False) as opened:
        written = write_child_record(opened, child_id, out, wish)
    if form == "json":
        print_json(
            {
                "pdf": str(written.pdf),
                "zip": str(written.archive),
                "pages": written.pages,
                "redactions": written.redactions,
                "withheld": written.withheld,
            }
        )
    else:
        click.echo(str(written.pdf))
        click.echo(str(written.archive))


def _field_value(pair: str, code_set: CodeSet) -> tuple[str, FieldValue | None]:
    """A field and its value from FIELD=VALUE.

    Raises:
        RefusedError: there is no such field, or the value is not one of it.
    """
    from ehp_desktop.review.intake.values import ValueRefused, parse_value

    key, equals, text = pair.partition("=")
    field = FIELD_BY_KEY.get(key.strip())
    if not equals or field is None:
        raise RefusedError(
            f'"{key}" is not a field that can be set; nothing was changed. Give FIELD=VALUE, '
            "with a field of the extract such as wishes_date=2021-09-01."
        )
    try:
        return field.key, parse_value(field, text, code_set)
    except ValueRefused as refused:
        # Standard error may end in a log, so what was typed of a child is not said again there.
        told = _QUOTED.sub("what was given", str(refused))
        raise RefusedError(f"{field.key}: {told} Nothing was changed.") from refused


def _print_recorded(program: Program, recorded: "Recorded", form: str) -> None:
    changes = [
        {
            "field": name,
            "before": None if before is None else to_text(FIELD_BY_KEY[name].kind, before),
            "after": None if after is None else to_text(FIELD_BY_KEY[name].kind, after),
            "to_be_confirmed": name in recorded.cleared,
        }
        for name, before, after in recorded.changes
    ]
    if form == "json":
        print_json(
            {
                "child_id": recorded.child_id,
                "changes": changes,
                "confirmed": list(recorded.confirmed),
            }
        )
        return
    for change in changes:
        more = f"  {program.say('to be confirmed')}" if change["to_be_confirmed"] else ""
        before, after = change["before"] or "–", change["after"] or "–"
        click.echo(f"{change['field']}: {before} -> {after}{more}")
    for name in recorded.confirmed:
        click.echo(f"{name}: {program.say('confirmed')}")
