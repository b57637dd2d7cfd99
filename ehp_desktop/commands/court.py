"""`step` and `order`: the way from a decision to court, and what the court decided."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ehp_desktop.commands.options import SURGERY_ID, as_of_option, date_option, unicode_text
from ehp_desktop.commands.outcomes import (
    CHILD,
    NUMBER,
    OF_CHILD,
    print_confirmed,
    standing,
)
from ehp_desktop.commands.printing import format_option, print_columns, print_json, print_number
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option
from ehp_desktop.review.life_words import ORDERS, STEPS
from ehp_desktop.review.words import Route

if TYPE_CHECKING:
    from ehp_desktop.review.court_orders import OrderListed, OrderResult
    from ehp_desktop.review.court_steps import StepListed, StepResult

_KINDS: Final = [kind for kind in STEPS if kind != "order_made"]
_ROUTE = click.option(
    "--route",
    type=click.Choice([route.value for route in Route]),
    help="The route (default: of the steps so far, else of the last outcome).",
)
_FORM = click.option(
    "--form-used",
    type=unicode_text,
    metavar="FORM",
    help="The form of an application (default: as before, else the route's usual one).",
)
_ON = date_option("--on", "The day of it (default: today).")
_DETAIL = text_file_option("What is to be told of it, in UTF-8.", required=False)


@click.group()
def step() -> None:
    """Record the steps of a case to court; correct, withdraw, confirm and list them."""


@step.command()
@CHILD
@click.argument("kind", type=click.Choice(_KINDS))
@_ON
@_ROUTE
@_FORM
@_DETAIL
@format_option
@pass_program
def add(
    program: Program,
    child_id: str,
    kind: str,
    on: dt.date | None,
    route: str | None,
    form_used: str | None,
    text_file: Path | None,
    form: str,
) -> None:
    """Record a step and print its number; what is out of order is warned about."""
    from ehp_desktop.review.court_steps import NewStep, add_step

    detail = None if text_file is None else read_text(text_file)
    way = Route(route) if route else None
    new = NewStep(child_id, kind, on or program.day(), way, form_used, detail)
    with program.opened(write=True) as opened:
        result = add_step(opened, new, language=program.language)
    _print_step(result, form)


@step.command()
@NUMBER
@CHILD
@click.argument("kind", type=click.Choice(_KINDS))
@_ON
@_ROUTE
@_FORM
@_DETAIL
@format_option
@pass_program
def correct(
    program: Program,
    number: int,
    child_id: str,
    kind: str,
    on: dt.date | None,
    route: str | None,
    form_used: str | None,
    text_file: Path | None,
    form: str,
) -> None:
    """Say step ID anew; its child and kind stay."""
    from ehp_desktop.review.court_steps import NewStep, correct_step

    detail = None if text_file is None else read_text(text_file)
    way = Route(route) if route else None
    new = NewStep(child_id, kind, on or program.day(), way, form_used, detail)
    with program.opened(write=True) as opened:
        result = correct_step(opened, number, new, language=program.language)
    _print_step(result, form)


@step.command()
@NUMBER
@format_option
@pass_program
def withdraw(program: Program, number: int, form: str) -> None:
    """Withdraw step ID, or the draft that waits over it."""
    from ehp_desktop.review.court_steps import withdraw_step

    with program.opened(write=True) as opened:
        withdraw_step(opened, number)
    print_number(number, form)


@step.command()
@click.argument("numbers", metavar="[ID]...", nargs=-1, type=SURGERY_ID)
@format_option
@pass_program
def confirm(program: Program, numbers: tuple[int, ...], form: str) -> None:
    """Confirm drafts of steps and orders, as the chair: those named, else all."""
    from ehp_desktop.review.court_steps import confirm_steps

    with program.opened(write=True) as opened:
        confirmed = confirm_steps(opened, numbers or None, on=program.day())
    print_confirmed(program, confirmed, form)


@step.command(name="list")
@OF_CHILD
@format_option
@pass_program
def list_all(program: Program, child_id: str | None, form: str) -> None:
    """List the steps of a child, or of all, by their day."""
    from ehp_desktop.review.court_steps import list_steps

    with program.opened(write=False) as opened:
        listed = list_steps(opened, child_id)
    if form == "json":
        print_json({"steps": [_step_as_json(one) for one in listed]})
        return
    names = "No.,Child ID,Step,On,Route,Form,Standing,Detail"
    rows = [
        [
            str(one.row.thread),
            one.row.child_id,
            program.say(STEPS.get(one.row.kind, one.row.kind)),
            one.row.on.isoformat(),
            one.row.route or "",
            one.row.form or "",
            program.say(standing(one.row, one.draft)),
            " ".join((one.row.detail or "").split()),
        ]
        for one in listed
    ]
    print_columns([program.say(text) for text in names.split(",")], rows)


def _step_as_json(one: "StepListed") -> dict[str, Any]:
    row = one.row
    return {
        "id": row.thread,
        "child_id": row.child_id,
        "kind": row.kind,
        "on": row.on.isoformat(),
        "route": row.route,
        "form": row.form,
        "detail": row.detail,
        "draft": not row.confirmed,
        "waits_to_be_confirmed": one.draft is not None,
        "by": row.author,
        "role": row.role,
        "at": row.at.isoformat(),
    }


def _print_step(result: "StepResult", form: str) -> None:
    row = result.row
    if form == "json":
        said = {"id": row.thread, "draft": not row.confirmed, "route": row.route, "form": row.form}
        print_json(said | {"warnings": list(result.warnings)})
        return
    click.echo(row.thread)
    _warn(result.warnings)


def _warn(warnings: tuple[str, ...]) -> None:
    """They follow the number: nothing about a case is written to standard error."""
    for sentence in warnings:
        click.echo(sentence)


@click.group()
def order() -> None:
    """Record what a court decided; withdraw and list it, and what orders ask to be looked at."""


@order.command(name="add")
@CHILD
@click.argument("kind", type=click.Choice(list(ORDERS)))
@date_option("--date", "The day of it.", required=True)
@click.option("--court", type=unicode_text, metavar="COURT", help="The court.")
@click.option("--case-number", type=unicode_text, metavar="N", help="The case's number.")
@format_option
@pass_program
def add_one(
    program: Program,
    child_id: str,
    kind: str,
    date: dt.date,
    court: str | None,
    case_number: str | None,
    form: str,
) -> None:
    """Record an order or the end of an application, and print its number among the steps."""
    from ehp_desktop.review.court_orders import NewOrder, add_order

    new = NewOrder(child_id, kind, date, court, case_number)
    with program.opened(write=True) as opened:
        result = add_order(opened, new, on=program.day(), language=program.language)
    _print_order(result, form)


def _print_order(result: "OrderResult", form: str) -> None:
    if form == "json":
        said = {"id": result.step_id, "draft": not result.confirmed}
        print_json(said | {"warnings": list(result.warnings)})
        return
    click.echo(result.step_id)
    _warn(result.warnings)


@order.command(name="withdraw")
@NUMBER
@format_option
@pass_program
def withdraw_one(program: Program, number: int, form: str) -> None:
    """Withdraw order ID, or the draft of it."""
    from ehp_desktop.review.court_orders import withdraw_order

    with program.opened(write=True) as opened:
        withdraw_order(opened, number, on=program.day())
    print_number(number, form)


@order.command(name="list")
@OF_CHILD
@format_option
@pass_program
def list_orders(program: Program, child_id: str | None, form: str) -> None:
    """List court outcomes of a child, or of all, by their day; a file's too."""
    from ehp_desktop.review import court_orders

    with program.opened(write=False) as opened:
        listed = court_orders.list_orders(opened, child_id)
    if form == "json":
        print_json({"orders": [_order_as_json(one) for one in listed]})
        return
    names = "No.,Child ID,Outcome,Date,Court,Case number,Standing"
    rows = [
        [
            str(one.step_id or ""),
            one.row.child_id,
            program.say(ORDERS.get(one.row.kind, one.row.kind)),
            one.row.date.isoformat(),
            one.row.court or "",
            one.row.case_number or "",
            program.say("a draft" if one.draft else "confirmed"),
        ]
        for one in listed
    ]
    print_columns([program.say(text) for text in names.split(",")], rows)


def _order_as_json(one: "OrderListed") -> dict[str, Any]:
    return {
        "id": one.step_id,
        "child_id": one.row.child_id,
        "kind": one.row.kind,
        "date": one.row.date.isoformat(),
        "court": one.row.court,
        "case_number": one.row.case_number,
        "draft": one.draft,
    }


@order.command()
@as_of_option()
@format_option
@pass_program
def prompts(program: Program, as_of: dt.date | None, form: str) -> None:
    """List what orders ask to be looked at on a day: month 9, a support plan's review."""
    from ehp_desktop.review import court_orders

    day = as_of or program.day()
    with program.opened(write=False) as opened:
        found = court_orders.prompts(opened, day, language=program.language)
    if form == "json":
        listed = [
            {
                "child_id": one.child_id,
                "kind": one.kind,
                "due": one.due.isoformat(),
                "ends": one.ends.isoformat() if one.ends else None,
                "sentence": one.sentence,
            }
            for one in found
        ]
        print_json({"as_of": day.isoformat(), "prompts": listed})
        return
    headers = [program.say(text) for text in ("Child ID", "Due", "Prompt")]
    print_columns(headers, [[one.child_id, one.due.isoformat(), one.sentence] for one in found])
