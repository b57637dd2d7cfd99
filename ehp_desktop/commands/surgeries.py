"""`surgery`: a meeting, its agenda's cases and their order."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.attendances import attendance
from ehp_desktop.commands.failures import NotDone
from ehp_desktop.commands.options import (
    SURGERY_ID,
    as_of_option,
    clock_time,
    date_option,
    route_option,
    state_option,
    unicode_text,
)
from ehp_desktop.commands.printing import format_option, print_columns, print_json, print_number
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.surgery_life import LIFE
from ehp_desktop.commands.surgery_shown import (
    LifeShown,
    life_as_json,
    life_shown,
    print_conflicts,
    print_life,
)
from ehp_desktop.review.words import Route, RouteState

if TYPE_CHECKING:
    from ehp_desktop.review.surgery import CasesChanged, SurgeryShown

ID = click.argument("surgery_id", metavar="ID", type=SURGERY_ID)
CHILDREN = click.argument(
    "children", nargs=-1, required=True, metavar="CHILD_ID...", type=unicode_text
)


@click.group()
def surgery() -> None:
    """Make surgeries, put cases on their agendas, and see them through to their close."""


for command in (*LIFE, attendance):
    surgery.add_command(command)


@surgery.command()
@date_option("--date", "The surgery's date.", required=True)
@click.option(
    "--time",
    type=clock_time,
    metavar="HH:MM",
    default="10:00",
    show_default=True,
    help="When it begins.",
)
@click.option("--place", type=unicode_text, metavar="PLACE", help="Where it is held.")
@click.option(
    "--minutes-per-case",
    metavar="N",
    type=click.IntRange(1, 240),
    default=20,
    show_default=True,
    help="Minutes for each case.",
)
@click.option("--chair", type=unicode_text, metavar="NAME", help="Who chairs it.")
@click.option("--lawyer", type=unicode_text, metavar="NAME", help="The senior lawyer who attends.")
@click.option("--apologies", type=unicode_text, metavar="TEXT", help="Who cannot come.")
@format_option
@pass_program
def new(
    program: Program,
    date: dt.date,
    time: dt.time,
    place: str | None,
    minutes_per_case: int,
    chair: str | None,
    lawyer: str | None,
    apologies: str | None,
    form: str,
) -> None:
    """Make a surgery and print its number."""
    from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

    draft = SurgeryDraft(date, time, place, chair, lawyer, apologies, minutes_per_case)
    with program.opened(write=True) as opened:
        number = new_surgery(opened, draft)
    print_number(number, form)


@surgery.command(name="list")
@format_option
@pass_program
def list_all(program: Program, form: str) -> None:
    """List the surgeries by date."""
    from ehp_desktop.review.surgery import list_surgeries

    with program.opened(write=False) as opened:
        rows = list_surgeries(opened)
    if form == "json":
        listed = [
            {
                "id": row.id,
                "date": row.date.isoformat(),
                "time": f"{row.time:%H:%M}",
                "place": row.place,
                "state": row.state,
                "cases": len(row.cases),
            }
            for row in rows
        ]
        print_json({"surgeries": listed})
        return
    headers = [program.say(text) for text in ("No.", "Date", "Time", "Place", "State", "Cases")]
    shown = [
        [str(row.id), row.date.isoformat(), f"{row.time:%H:%M}", row.place or "",
         program.say(row.state), str(len(row.cases))]
        for row in rows
    ]  # fmt: skip
    print_columns(headers, shown)


@surgery.command()
@ID
@format_option
@pass_program
def show(program: Program, surgery_id: int, form: str) -> None:
    """Show a surgery and its cases, worked out for the surgery's date."""
    from ehp_desktop.review.surgery import show_surgery

    with program.opened(write=False) as opened:
        shown = show_surgery(opened, surgery_id)
        life = life_shown(opened, surgery_id)
    if form == "json":
        print_json(_shown_as_json(shown) | life_as_json(life))
    else:
        _print_shown(program, shown, life)
        print_life(program, life)


def _shown_as_json(shown: "SurgeryShown") -> dict[str, Any]:
    row = shown.row
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "time": f"{row.time:%H:%M}",
        "place": row.place,
        "chair": row.chair,
        "lawyer": row.lawyer,
        "apologies": row.apologies,
        "minutes_per_case": row.minutes_per_case,
        "state": row.state,
        "cases": [
            {
                "position": case.position,
                "child_id": case.row.child_id,
                "start_time": f"{case.start_time:%H:%M}",
                "routes": {str(route): str(one.state) for route, one in case.routes.items()},
            }
            for case in shown.cases
        ],
    }


def _print_shown(program: Program, shown: "SurgeryShown", life: LifeShown) -> None:
    from ehp_desktop.review.names import child_name
    from ehp_desktop.review.wording import route_words, state_words

    row = shown.row
    language = program.language
    for label, text in (
        ("Surgery", str(row.id)),
        ("Date", f"{row.date.isoformat()} {row.time:%H:%M}"),
        ("Place", row.place),
        ("Chair", row.chair),
        ("Lawyer", row.lawyer),
        ("Apologies", row.apologies),
        ("State", program.say(row.state)),
    ):
        if text:
            click.echo(f"{program.say(label)}: {' '.join(text.split())}")
    print_conflicts(program, life)
    headers = [program.say(text) for text in ("Time", "No.", "Child ID", "Child")]
    headers += [route_words(route, language) for route in Route]
    rows = [
        [f"{case.start_time:%H:%M}", str(case.position), case.row.child_id, child_name(case.row)]
        + [
            state_words(case.routes[route].state, language) if route in case.routes else ""
            for route in Route
        ]
        for case in shown.cases
    ]
    click.echo()
    print_columns(headers, rows)


@surgery.command()
@ID
@CHILDREN
@format_option
@pass_program
def add(program: Program, surgery_id: int, children: tuple[str, ...], form: str) -> None:
    """Add children to an agenda: all of them or none."""
    _change_cases(program, form, "add_cases", surgery_id, children)


@surgery.command()
@ID
@CHILDREN
@format_option
@pass_program
def remove(program: Program, surgery_id: int, children: tuple[str, ...], form: str) -> None:
    """Take children off an agenda: all of them or none."""
    _change_cases(program, form, "remove_cases", surgery_id, children)


@surgery.command()
@ID
@CHILDREN
@format_option
@pass_program
def order(program: Program, surgery_id: int, children: tuple[str, ...], form: str) -> None:
    """Put the agenda's cases in a new order; name exactly its cases."""
    _change_cases(program, form, "order_cases", surgery_id, children)


@surgery.command()
@ID
@route_option(required=True)
@state_option(RouteState.READY, RouteState.WORK_NEEDED)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Add at most so many.")
@as_of_option("the surgery's date")
@format_option
@pass_program
def fill(
    program: Program,
    surgery_id: int,
    route: str,
    state: str | None,
    limit: int | None,
    as_of: dt.date | None,
    form: str,
) -> None:
    """Add a route's candidates in their order: ready, then needing work; none twice."""
    from ehp_desktop.review.surgery import fill as fill_agenda

    wanted = RouteState(state) if state else None
    with program.opened(write=True) as opened:
        changed = fill_agenda(
            opened, surgery_id, Route(route), state=wanted, limit=limit, as_of=as_of
        )
    _print_changed(program, changed, form)


def _change_cases(
    program: Program, form: str, change: str, surgery_id: int, children: tuple[str, ...]
) -> None:
    """Add, remove or order; what could not be done is printed too, and then told."""
    from ehp_desktop.review import surgery as surgeries

    changes = {
        "add_cases": surgeries.add_cases,
        "remove_cases": surgeries.remove_cases,
        "order_cases": surgeries.order_cases,
    }
    try:
        with program.opened(write=True) as opened:
            changed = changes[change](opened, surgery_id, children)
    except surgeries.CasesRefusedError as refused:
        if form == "json":
            _print_changed(program, refused.changed, form)
        raise NotDone(str(refused)) from refused
    _print_changed(program, changed, form)


def _print_changed(program: Program, changed: "CasesChanged", form: str) -> None:
    parts = {
        "added": changed.added,
        "removed": changed.removed,
        "already_there": changed.already_there,
        "unknown": changed.unknown,
    }
    if form == "json":
        print_json({"id": changed.id} | {name: list(ids) for name, ids in parts.items()})
        return
    labels = {
        "added": "Added",
        "removed": "Taken off",
        "already_there": "On the agenda already",
        "unknown": "Not known",
    }
    for name, ids in parts.items():
        if ids:
            click.echo(f"{program.say(labels[name])}: {' '.join(ids)}")
    if not any(parts.values()):
        click.echo(program.say("No candidates to add."))
