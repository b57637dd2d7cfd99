"""One child's explanation: as JSON for programs, as sentences for people."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.printing import on_screen
from ehp_desktop.commands.program import Program
from ehp_desktop.review.words import Result

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import (
        ChildExplanation,
        CriterionExplanation,
        RouteExplanation,
    )
    from ehp_desktop.review.overriding import Overridden

_MARKS = {
    Result.MET: "✔",
    Result.NOT_MET: "✖",
    Result.UNKNOWN: "?",
    Result.NOT_APPLICABLE: "–",
}


def explained_as_json(found: "ChildExplanation") -> dict[str, Any]:
    """The object of the commands' contract."""
    return {
        "child_id": found.row.child_id,
        "as_of": found.as_of.isoformat(),
        "cohort": found.cohort.value if found.cohort else None,
        "parameters_version": found.parameters_version,
        "routes": {route.value: _route_as_json(one) for route, one in found.routes.items()},
    }


def _route_as_json(one: "RouteExplanation") -> dict[str, Any]:
    return {
        "state": one.state.value,
        "outstanding": list(one.outstanding),
        "earliest_date": _iso(one.earliest_date),
        "closes_on": _iso(one.closes_on),
        "criteria": [_criterion_as_json(criterion) for criterion in one.criteria],
    }


def _criterion_as_json(one: "CriterionExplanation") -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "result": one.result.value,
        "met_on": _iso(one.met_on),
        "statement": one.statement,
        "explanation": one.explanation,
        "authority": one.authority,
        "facts": [
            {
                "field": fact.field,
                "value": fact.value,
                "confirmed_on": _iso(fact.confirmed_on),
                "source": fact.source,
            }
            for fact in one.facts
        ],
        "parameters": dict(one.parameters),
        "override": None if one.override is None else _override_as_json(one.override),
    }


def _override_as_json(one: "Overridden") -> dict[str, Any]:
    row = one.row
    return {
        "result": row.result,
        "computed": one.computed.value,
        "reason": row.reason,
        "by": one.maker.author,
        "role": one.maker.role,
        "made_on": row.made_on.isoformat(),
        "ends_on": _iso(row.ends_on),
        "to_be_confirmed_again": one.to_confirm,
        "route": row.route,
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def print_explained(program: Program, found: "ChildExplanation") -> None:
    """Each route with its state, then its criteria: a mark, the statement and why."""
    from ehp_desktop.review.names import child_name
    from ehp_desktop.review.wording import cohort_words, route_words, state_words

    language = program.language
    who = f"{found.row.child_id}  {on_screen(child_name(found.row))}".rstrip()
    cohort = cohort_words(found.cohort, language) if found.cohort else program.say("no cohort")
    as_at = program.say("as at {day}", day=found.as_of.isoformat())
    click.echo(f"{who}  ·  {cohort}  ·  {as_at}")
    if not found.routes:
        click.echo(program.say("Not assessed: in no cohort, or not looked after on that day."))
    for route, one in found.routes.items():
        click.echo()
        line = f"{route_words(route, language)}: {state_words(one.state, language)}"
        if one.earliest_date:
            not_before = program.say("not before {day}", day=one.earliest_date.isoformat())
            line += f", {not_before}"
        if one.closes_on:
            line += f" ({program.say('closes on {day}', day=one.closes_on.isoformat())})"
        click.echo(line)
        for criterion in one.criteria:
            _print_criterion(program, criterion)


def _print_criterion(program: Program, criterion: "CriterionExplanation") -> None:
    """Its mark, or both where a lawyer overrides it; its statement, and why."""
    mark = _MARKS[criterion.result]
    override = criterion.override
    if override is not None:  # never silent: both marks stand before the statement
        mark = f"{_MARKS[override.computed]}→{mark}"
    click.echo(f"  {mark} {criterion.id:<3} {criterion.statement}")
    click.echo(f"        {on_screen(criterion.explanation)}  [{criterion.authority}]")
    for name, note in criterion.parameter_notes.items():
        if note not in criterion.explanation:
            click.echo(f"        {name}: {on_screen(note)}")
