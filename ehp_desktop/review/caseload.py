"""Everybody looked after on a day with the states of their routes, and one child explained.

The reads bring the database's library with them, so they are imported inside the functions.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import ChildRow, OverrideRow
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.explained_child import (
    ChildExplanation,
    CriterionExplanation,
    FactShown,
    RouteExplanation,
    explain_routes,
)
from ehp_desktop.review.explanation import Setting
from ehp_desktop.review.facts import Facts, facts_on, looked_after
from ehp_desktop.review.language import Language
from ehp_desktop.review.overrides import by_child
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.words import Cohort, Route, RouteState

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

__all__ = [
    "CaseLine",
    "Caseload",
    "ChildExplanation",
    "CriterionExplanation",
    "FactShown",
    "RouteExplanation",
    "assess_caseload",
    "candidates",
    "explain_child",
    "order_of_candidates",
    "read_caseload",
]


class CaseLine(NamedTuple):
    """One child looked after on the day; `routes` is empty for a child of no cohort."""

    row: ChildRow
    age: int | None
    cohort: Cohort | None
    routes: Mapping[Route, RouteAssessment]
    ever_listed: bool
    facts: Facts


@dataclass(frozen=True, slots=True)
class Caseload:
    """Every child looked after on a day, by child_id."""

    as_of: dt.date
    parameters_version: str
    code_set: CodeSet
    lines: tuple[CaseLine, ...]


@requires(Deed.READ)
def read_caseload(opened: "OpenStore", as_of: dt.date) -> Caseload:
    """Every child looked after on a day, assessed on every route."""
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        rows = reads.children(session)
        ever_listed = reads.ever_listed(session)
        overrides = by_child(session)
    parameters = opened.parameters.at(as_of)
    lines = assess_caseload(rows, as_of, parameters, opened.code_set, ever_listed, overrides)
    return Caseload(as_of, opened.parameters.version, opened.code_set, lines)


def assess_caseload(
    rows: Iterable[ChildRow],
    as_of: dt.date,
    parameters: ParametersOn,
    code_set: CodeSet,
    ever_listed: frozenset[str] = frozenset(),
    overrides: Mapping[str, Sequence[OverrideRow]] = MappingProxyType({}),
) -> tuple[CaseLine, ...]:
    """The lines of those looked after on a day, in the order of the rows.

    `overrides`: every version of those of each child who has any.
    """
    lines = []
    for row in rows:
        if looked_after(row, as_of):
            facts = facts_on(row, as_of, parameters, code_set)
            routes = assess(facts, parameters, None, overrides.get(row.child_id, ()))
            listed = row.child_id in ever_listed
            lines.append(CaseLine(row, facts.age, facts.cohort, routes, listed, facts))
    return tuple(lines)


def candidates(caseload: Caseload, route: Route, state: RouteState | None = None) -> list[CaseLine]:
    """Children for a route, in the order of candidates; those not of this route are left out.

    `state`: only those of one state.
    """
    return order_of_candidates(
        (
            line
            for line in caseload.lines
            if route in line.routes and state in (None, line.routes[route].state)
        ),
        route,
    )


def order_of_candidates(lines: Iterable[CaseLine], route: Route) -> list[CaseLine]:
    """Lines in the order of candidates of criteria.md, section 1, `not_this_route` left out."""
    wanted = [line for line in lines if line.routes[route].state is not RouteState.NOT_THIS_ROUTE]
    return sorted(wanted, key=lambda line: _candidate_key(line, route))


def _candidate_key(line: CaseLine, route: Route) -> tuple[object, ...]:
    found = line.routes[route]
    order_date = line.facts.legal_status_date
    return (
        found.state is not RouteState.READY,
        len(found.outstanding),
        found.earliest_date is None,
        found.earliest_date or dt.date.max,
        order_date is None,
        order_date or dt.date.max,
        line.row.child_id,
    )


@requires(Deed.READ)
def explain_child(
    opened: "OpenStore",
    child_id: str,
    as_of: dt.date,
    language: Language = Language.ENGLISH,
    surgery_id: int | None = None,
) -> ChildExplanation:
    """Every criterion of every route for one child on a day, worded, with facts and sources.

    `surgery_id`: the surgery whose agenda is in question, if one is.

    Raises:
        NotFoundError: there is no such child, or no such surgery.
    """
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        row = reads.child(session, child_id)
        if row is None:
            message = f"There is no child {child_id} in this store; check the id or import them."
            raise NotFoundError(message)
        siblings = None if surgery_id is None else _siblings(session, surgery_id, as_of)
        provenance = reads.provenance(session, child_id)
        episodes = tuple(reads.episodes(session, child_id))
        reviews = tuple(reads.reviews(session, child_id))
        outcomes = tuple(reads.outcomes(session, child_id))
        surgeries = tuple(reads.surgeries_of(session, child_id))
        overrides = by_child(session, child_id).get(child_id, ())
    parameters = opened.parameters.at(as_of)
    facts = facts_on(row, as_of, parameters, opened.code_set)
    return ChildExplanation(
        row=row,
        facts=facts,
        as_of=as_of,
        cohort=facts.cohort,
        parameters_version=opened.parameters.version,
        routes=explain_routes(
            facts, Setting(parameters, siblings), provenance, language, overrides
        ),
        episodes=episodes,
        reviews=reviews,
        outcomes=outcomes,
        surgeries=surgeries,
    )


def _siblings(session: Any, surgery_id: int, as_of: dt.date) -> SiblingsOnAgenda:
    """Who is looked after on a day, and who is on a surgery's agenda."""
    from ehp_desktop.models import reads

    surgery = reads.surgery(session, surgery_id)
    if surgery is None:
        message = f"There is no surgery {surgery_id}; list the surgeries to see theirs."
        raise NotFoundError(message)
    present = [one for one in reads.children(session) if looked_after(one, as_of)]
    return SiblingsOnAgenda.among(present, surgery.cases)
