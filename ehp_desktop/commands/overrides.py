"""`override` and `parameter`: what a lawyer sets of a case, and a chair of the local periods."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.options import (
    SURGERY_ID,
    as_of_option,
    date_option,
    iso_date,
    unicode_text,
)
from ehp_desktop.commands.printing import format_option, print_columns, print_json, print_number
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option
from ehp_desktop.review.words import Result, Route

if TYPE_CHECKING:
    from ehp_desktop.review.overrides import OverrideShown
    from ehp_desktop.review.parameter_changes import ParameterShown

NUMBER = SURGERY_ID  # a whole number that the store can hold


@click.group()
def override() -> None:
    """Set a criterion of a child to met or not met, as the senior lawyer; end that, list them."""


@override.command()
@click.argument("child_id", metavar="CHILD_ID", type=unicode_text)
@click.argument("criterion", metavar="CRITERION", type=unicode_text)
@click.argument("result", type=click.Choice([Result.MET.value, Result.NOT_MET.value]))
@click.option(
    "--route",
    type=click.Choice([route.value for route in Route]),
    help="On one route only (default: on all of the criterion's).",
)
@date_option("--until", "The last day on which it counts (default: no end).")
@text_file_option("The reason, in UTF-8.")
@format_option
@pass_program
def add(
    program: Program,
    child_id: str,
    criterion: str,
    result: str,
    route: str | None,
    until: dt.date | None,
    text_file: Path,
    form: str,
) -> None:
    """Override a criterion from today on, and print the override's number."""
    from ehp_desktop.review import overrides

    new = overrides.NewOverride(
        child_id,
        criterion.strip().upper(),
        Route(route) if route else None,
        Result(result),
        read_text(text_file),
        until,
    )
    with program.opened(write=True) as opened:
        number = overrides.add(opened, new, on=program.day())
    print_number(number, form)


@override.command()
@click.argument("override_id", metavar="ID", type=NUMBER)
@date_option("--on", "The last day on which it counts.", required=True)
@format_option
@pass_program
def end(program: Program, override_id: int, on: dt.date, form: str) -> None:
    """Give an override its last day."""
    from ehp_desktop.review import overrides

    with program.opened(write=True) as opened:
        overrides.end(opened, override_id, on)
    if form == "json":
        print_json({"id": override_id, "ends_on": on.isoformat()})
    else:
        click.echo(program.say("Override {id} counts to {day}.", id=override_id, day=on))


@override.command()
@click.argument("override_id", metavar="ID", type=NUMBER)
@format_option
@pass_program
def confirm(program: Program, override_id: int, form: str) -> None:
    """Say that an override still stands on the facts as they are now."""
    from ehp_desktop.review import overrides

    with program.opened(write=True) as opened:
        overrides.confirm_again(opened, override_id, on=program.day())
    if form == "json":
        print_json({"id": override_id})
    else:
        click.echo(program.say("Override {id} was confirmed again.", id=override_id))


@override.command(name="list")
@click.argument("child_id", metavar="[CHILD_ID]", required=False, type=unicode_text)
@as_of_option()
@format_option
@pass_program
def list_all(program: Program, child_id: str | None, as_of: dt.date | None, form: str) -> None:
    """List every override, of one child or of all, and whether it counts on a day."""
    from ehp_desktop.review.overrides import list_overrides

    day = as_of or program.day()
    with program.opened(write=False) as opened:
        shown = list_overrides(opened, child_id, day)
    if form == "json":
        print_json(
            {"as_of": day.isoformat(), "overrides": [_override_as_json(one) for one in shown]}
        )
    else:
        _print_overrides(program, shown)


def _override_as_json(one: "OverrideShown") -> dict[str, Any]:
    row = one.row
    return {
        "id": row.thread,
        "child_id": row.child_id,
        "criterion": row.criterion,
        "route": row.route,
        "result": row.result,
        "reason": row.reason,
        "by": one.made.author,
        "role": one.made.role,
        "made_on": row.made_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "counts": one.counts,
        "superseded": one.superseded,
        "to_be_confirmed_again": one.counts and bool(one.changed_fields),
        "changed": list(one.changed_fields),
    }


def _print_overrides(program: Program, shown: list["OverrideShown"]) -> None:
    from ehp_desktop.review.wording import result_words, route_words

    language = program.language
    headers = "No.,Child ID,Criterion,Route,Set to,By,Made on,Until,Standing,Reason".split(",")
    rows = []
    for one in shown:
        row = one.row
        rows.append(
            [
                str(row.thread),
                row.child_id,
                row.criterion,
                route_words(Route(row.route), language) if row.route else program.say("all routes"),
                result_words(Result(row.result), language),
                one.made.author,
                row.made_on.isoformat(),
                row.ends_on.isoformat() if row.ends_on else "",
                program.say(_standing_of(one)),
                " ".join(row.reason.split()),
            ]
        )
    print_columns([program.say(text) for text in headers], rows)


def _standing_of(one: "OverrideShown") -> str:
    if not one.counts:
        return "does not count"
    if one.superseded:
        return "a newer one counts"
    return "to be confirmed again" if one.changed_fields else "counts"


@click.group()
def parameter() -> None:
    """List the periods and ages that the criteria use, and change those of local practice."""


@parameter.command(name="list")
@as_of_option()
@format_option
@pass_program
def list_parameters(program: Program, as_of: dt.date | None, form: str) -> None:
    """List every parameter as it is on a day, and what changes after it."""
    from ehp_desktop.review import parameter_changes

    day = as_of or program.day()
    with program.opened(write=False) as opened:
        shown = parameter_changes.list_parameters(opened, day)
        version = opened.parameters.version
    if form == "json":
        listed = [_parameter_as_json(one) for one in shown]
        print_json({"as_of": day.isoformat(), "parameters_version": version, "parameters": listed})
    else:
        _print_parameters(program, shown)


def _parameter_as_json(one: "ParameterShown") -> dict[str, Any]:
    return {
        "name": one.in_force.name,
        "value": one.in_force.value,
        "from": one.in_force.from_day.isoformat(),
        "kind": one.in_force.kind.value,
        "source": one.in_force.source,
        "to_be_confirmed": one.in_force.to_be_confirmed,
        "later": [
            {"value": later.value, "from": later.from_day.isoformat(), "source": later.source}
            for later in one.later
        ],
    }


def _print_parameters(program: Program, shown: list["ParameterShown"]) -> None:
    headers = [program.say(text) for text in ("Parameter", "Value", "From", "Kind", "Source")]
    rows = []
    for one in shown:
        for value in (one.in_force, *one.later):
            source = value.source
            if value.to_be_confirmed:
                source += f" ({program.say(value.to_be_confirmed)})"
            rows.append(
                [
                    value.name,
                    str(value.value),
                    value.from_day.isoformat(),
                    program.say(value.kind.value),
                    source,
                ]
            )
    print_columns(headers, rows)


@parameter.command(name="set")
@click.argument("name", metavar="NAME", type=unicode_text)
@click.argument("value", metavar="VALUE", type=click.IntRange(0, 999))
@click.option(
    "--from",
    "from_day",
    type=iso_date,
    metavar="YYYY-MM-DD",
    required=True,
    help="The first day for which it is used.",
)
@text_file_option("The reason, in UTF-8.")
@format_option
@pass_program
def set_value(
    program: Program, name: str, value: int, from_day: dt.date, text_file: Path, form: str
) -> None:
    """Change a parameter of local practice from a day on, as the chair."""
    from ehp_desktop.review.parameter_changes import NewParameter, set_parameter

    new = NewParameter(name, value, from_day, read_text(text_file))
    with program.opened(write=True) as opened:
        version = set_parameter(opened, new).version
    if form == "json":
        print_json(
            {
                "name": name,
                "value": value,
                "from": from_day.isoformat(),
                "parameters_version": version,
            }
        )
    else:
        click.echo(
            program.say("{name} is {value} from {day}.", name=name, value=value, day=from_day)
        )
