"""`cases` and `explain`: who is looked after, the state of each route, and every reason."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.explained import explained_as_json, print_explained
from ehp_desktop.commands.options import as_of_option, route_option, state_option, unicode_text
from ehp_desktop.commands.printing import format_option, print_columns, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.review.words import Cohort, Route, RouteState

if TYPE_CHECKING:
    from ehp_desktop.review.assessment import RouteAssessment
    from ehp_desktop.review.caseload import CaseLine, Caseload

_ANY = "all"


@click.command()
@click.option(
    "--cohort",
    type=click.Choice([*(one.value for one in Cohort), _ANY]),
    help="One cohort, or all children looked after (default: the three cohorts).",
)
@route_option()
@state_option()
@as_of_option()
@format_option
@pass_program
def cases(
    program: Program,
    cohort: str | None,
    route: str | None,
    state: str | None,
    as_of: dt.date | None,
    form: str,
) -> None:
    """List the children looked after, with the state of each route."""
    from ehp_desktop.review.caseload import read_caseload

    if state and route is None:
        raise click.UsageError("--state needs --route: a state is a route's.")
    with program.opened(write=False) as opened:
        caseload = read_caseload(opened, as_of or program.day())
    wanted = Route(route) if route else None
    lines = _chosen(caseload, cohort, wanted, RouteState(state) if state else None)
    if form == "json":
        print_json(
            {
                "as_of": caseload.as_of.isoformat(),
                "parameters_version": caseload.parameters_version,
                "cases": [_line_as_json(line) for line in lines],
            }
        )
    else:
        _print_lines(program, lines, wanted)


def _chosen(
    caseload: "Caseload", cohort: str | None, route: Route | None, state: RouteState | None
) -> list["CaseLine"]:
    """Those of the cohort; in the order of the route's candidates, others after them, by id."""
    from ehp_desktop.review.caseload import candidates

    def wanted(line: "CaseLine") -> bool:
        if cohort == _ANY:
            return True
        return line.cohort is not None and cohort in (None, line.cohort.value)

    lines = list(caseload.lines)
    if route is not None:
        ranked = candidates(caseload, route)
        there = {line.row.child_id for line in ranked}
        lines = [*ranked, *(line for line in lines if line.row.child_id not in there)]
    if route is not None and state is not None:
        lines = [one for one in lines if route in one.routes and one.routes[route].state is state]
    return [line for line in lines if wanted(line)]


def _line_as_json(line: "CaseLine") -> dict[str, Any]:
    """A case as the contract writes it; what is dated after the day is not recorded on it."""
    row, facts = line.row, line.facts
    return {
        "child_id": row.child_id,
        "forename": row.forename,
        "surname": row.surname,
        "date_of_birth": _iso(facts.date_of_birth),
        "age": line.age,
        "cohort": line.cohort.value if line.cohort else None,
        "legal_status": facts.legal_status,
        "placement_code": facts.placement_code,
        "routes": {route.value: _route_as_json(one) for route, one in line.routes.items()},
    }


def _route_as_json(one: "RouteAssessment") -> dict[str, Any]:
    return {
        "state": one.state.value,
        "outstanding": list(one.outstanding),
        "earliest_date": _iso(one.earliest_date),
        "closes_on": _iso(one.closes_on),
        "overridden": list(one.overridden),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _print_lines(program: Program, lines: list["CaseLine"], route: Route | None) -> None:
    from ehp_desktop.review.names import child_name
    from ehp_desktop.review.wording import cohort_words, route_words, state_words

    language = program.language
    routes = [route] if route else list(Route)
    headers = ["Child ID", "Child", "Age", "Cohort", "Legal status", "Placement"]
    shown = [program.say(text) for text in headers] + [route_words(one, language) for one in routes]
    if route:
        shown += [program.say(text) for text in ("Outstanding", "Not before", "Closes on")]
    rows = []
    for line in lines:
        row = line.row
        texts = [row.child_id, child_name(row), "" if line.age is None else str(line.age)]
        texts.append(cohort_words(line.cohort, language) if line.cohort else "")
        texts += [line.facts.legal_status or "", line.facts.placement_code or ""]
        for one in routes:
            found = line.routes.get(one)
            state = state_words(found.state, language) if found else ""
            if found and found.overridden:  # a state that rests on an override says so
                state += f" ({program.say('overridden: {ids}', ids=' '.join(found.overridden))})"
            texts.append(state)
        if route:
            found = line.routes.get(route)
            texts.append(" ".join(found.outstanding) if found else "")
            texts.append(_iso(found.earliest_date) or "" if found else "")
            texts.append(_iso(found.closes_on) or "" if found else "")
        rows.append(texts)
    print_columns(shown, rows)


@click.command()
@click.argument("child_id", metavar="CHILD_ID", type=unicode_text)
@as_of_option()
@format_option
@pass_program
def explain(program: Program, child_id: str, as_of: dt.date | None, form: str) -> None:
    """Explain every criterion of every route for one child."""
    from ehp_desktop.review.caseload import explain_child

    with program.opened(write=False) as opened:
        found = explain_child(opened, child_id, as_of or program.day(), program.language)
    if form == "json":
        print_json(explained_as_json(found))
    else:
        print_explained(program, found)
