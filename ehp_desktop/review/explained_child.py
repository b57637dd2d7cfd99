"""One child explained: each criterion of each route with its sentence, facts, sources and law."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ehp_desktop.models.fields import FIELD_BY_KEY, FieldKind, FieldValue, to_text
from ehp_desktop.models.rows import (
    ChildRow,
    EpisodeRow,
    OutcomeRow,
    OverrideRow,
    ReviewRow,
    SurgeryRow,
    ValueHistory,
)
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.explanation import (
    WorkedOutWith,
    explain,
    parameters_day,
    parameters_for,
)
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.override_words import overridden_explanation
from ehp_desktop.review.overriding import Overridden
from ehp_desktop.review.parameter_changes import parameter_note
from ehp_desktop.review.wording import source_words
from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route, RouteState

_FURTHER_ENTRIES: Final = ("carer_2_", "pr_holder_2_", "pr_holder_3_", "pr_holder_4_")


class FactShown(NamedTuple):
    """A field that a criterion read, what counts as recorded in it, and where that came from.

    `value`: ISO dates, "yes" and "no", whole numbers as such, money as "1234.56".
    """

    field: str
    value: str | int | None
    confirmed_on: dt.date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class CriterionExplanation:
    """One criterion of one route.

    `parameter_notes`: what is not certain about a parameter, or who set it and why, by its name.
    `override`: a senior lawyer's, where one counts; `result` is then the overriding one, and the
    explanation says that first.
    """

    id: str
    kind: CriterionKind
    result: Result
    met_on: dt.date | None
    statement: str
    explanation: str
    authority: str
    facts: tuple[FactShown, ...]
    parameters: Mapping[str, int]
    parameter_notes: Mapping[str, str]
    override: Overridden | None = None


@dataclass(frozen=True, slots=True)
class RouteExplanation:
    """One route with its state and every criterion, in the tables' order."""

    route: Route
    state: RouteState
    outstanding: tuple[str, ...]
    earliest_date: dt.date | None
    closes_on: dt.date | None
    criteria: tuple[CriterionExplanation, ...]


@dataclass(frozen=True, slots=True)
class ChildExplanation:
    """One child on a day. `routes` is empty for a child of no cohort, or not looked after."""

    row: ChildRow
    facts: Facts
    as_of: dt.date
    cohort: Cohort | None
    parameters_version: str
    routes: Mapping[Route, RouteExplanation]
    episodes: tuple[EpisodeRow, ...]
    reviews: tuple[ReviewRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    surgeries: tuple[SurgeryRow, ...]


def explain_routes(
    facts: Facts,
    worked_out_with: WorkedOutWith,
    provenance: Mapping[str, ValueHistory],
    language: Language,
    overrides: Sequence[OverrideRow] = (),
) -> dict[Route, RouteExplanation]:
    """Every route of a child, each criterion worded in a language."""
    routes = assess(facts, worked_out_with.parameters, worked_out_with.siblings, overrides)
    return {
        route: _explain_route(found, facts, worked_out_with, provenance, language)
        for route, found in routes.items()
    }


def _explain_route(
    found: RouteAssessment,
    facts: Facts,
    worked_out_with: WorkedOutWith,
    provenance: Mapping[str, ValueHistory],
    language: Language,
) -> RouteExplanation:
    criteria = tuple(
        _explain_criterion(finding, found.route, facts, worked_out_with, provenance, language)
        for finding in found.findings
    )
    return RouteExplanation(
        found.route,
        found.state,
        found.outstanding,
        found.earliest_date,
        found.closes_on,
        criteria,
    )


def _explain_criterion(
    finding: Finding,
    route: Route,
    facts: Facts,
    worked_out_with: WorkedOutWith,
    provenance: Mapping[str, ValueHistory],
    language: Language,
) -> CriterionExplanation:
    criterion = CRITERION_BY_ID[finding.criterion]
    parameters = parameters_for(criterion, facts, worked_out_with.parameters)
    names = criterion.parameters(route, facts.cohort)
    day = parameters_day(criterion, facts)
    notes = {name: parameter_note(parameters.whole.describe(name, day), language) for name in names}
    why = explain(finding, facts, worked_out_with, language, route)
    if finding.override is not None:
        why = overridden_explanation(finding.override, why, language)
    return CriterionExplanation(
        id=criterion.id,
        kind=criterion.kind,
        result=finding.result,
        met_on=finding.met_on,
        statement=phrase(criterion.statement, language),
        explanation=why,
        authority=criterion.authority(route),
        facts=tuple(
            fact_shown(field, facts, provenance, language)
            for field in criterion.fields(route, facts.cohort)
            if _in_use(field, facts)
        ),
        parameters={name: getattr(parameters, name) for name in names},
        parameter_notes={name: note for name, note in notes.items() if note is not None},
        override=finding.override,
    )


def _in_use(field: str, facts: Facts) -> bool:
    """Whether a field is worth showing: not one of a second carer or holder who is not there."""
    entry = next((one for one in _FURTHER_ENTRIES if field.startswith(one)), None)
    if entry is None:
        return True
    return any(facts.value_of(one) is not None for one in ChildRow._fields if one.startswith(entry))


def fact_shown(
    field: str, facts: Facts, provenance: Mapping[str, ValueHistory], language: Language
) -> FactShown:
    """One field as it counts on the day; confirmed after the day counts as confirmed on it."""
    value = facts.value_of(field)
    history = provenance.get(field)
    if value is None or history is None:
        return FactShown(field, _shown(field, value), None, None)
    confirmed_on = min(history.confirmed_on, facts.as_of)
    source = source_words(history.origin, language)
    return FactShown(field, _shown(field, value), confirmed_on, source)


def _shown(field: str, value: FieldValue | None) -> str | int | None:
    if value is None:
        return None
    kind = FIELD_BY_KEY[field].kind
    if kind is FieldKind.WHOLE and isinstance(value, int):
        return value
    return to_text(kind, value)
