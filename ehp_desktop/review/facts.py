"""One child's facts on a date: the values stored now, less what had not happened or grew old.

All of criteria.md, section 2, from "An event dated after D" on. Not a reconstruction of what was
known on that date: undated values are as last recorded.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Any, Final

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import CONFIRMED_FIELDS, FIELDS, FieldKind, FieldValue
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.dates import age_on
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Cohort

COHORT_CODES: Final[dict[CodeSet, dict[Cohort, frozenset[str]]]] = {
    CodeSet.WALES: {
        Cohort.PARENTS: frozenset({"P1"}),
        Cohort.KINSHIP: frozenset({"F1", "F4"}),
        Cohort.FOSTER: frozenset({"F2", "F3", "F5", "F6"}),
    },
    CodeSet.ENGLAND: {
        Cohort.PARENTS: frozenset({"P1"}),
        Cohort.KINSHIP: frozenset({"U1", "U2", "U3"}),
        Cohort.FOSTER: frozenset({"U4", "U5", "U6"}),
    },
}
"""The placement codes of each cohort (criteria.md, section 3)."""

_COHORT_OF: Final = {
    code_set: {code: cohort for cohort, codes in cohorts.items() for code in codes}
    for code_set, cohorts in COHORT_CODES.items()
}
_FOSTER: Final = Cohort.FOSTER

ORDERS_SOUGHT: Final = frozenset({"sgo", "cao", "either"})
"""What a foster carer may seek for the child to be of the foster cohort."""

NOT_EVENTS: Final = frozenset(
    {"s91_14_until", "next_review_date", "carer_1_date_of_birth", "carer_2_date_of_birth"}
)
"""Dates read as they stand, even when they lie ahead."""

EVENTS: Final = tuple(
    field.key for field in FIELDS if field.kind is FieldKind.DATE and field.key not in NOT_EVENTS
)

GOES_WITH: Final[dict[str, tuple[str, ...]]] = {
    "legal_status_date": ("legal_status",),
    "placement_start": ("placement_code",),
    "wishes_date": ("child_wishes",),
    "cp_registration_end": ("cp_registered",),
    "last_review_date": ("review_endorses", "iro_view", "reviews_held"),
}
"""The undated values that count as blank together with their date."""


@dataclass(slots=True)
class Facts:
    """What counts as recorded of one child on `as_of`; None = not recorded on that day.

    Made by `facts_on` and not changed afterwards (it is not frozen only because making 100,000
    frozen ones takes three times as long). Fields named as in `ChildRow` are those, blanked;
    `carer_since` is never blank where the placement's start is known.
    """

    row: ChildRow
    as_of: dt.date
    code_set: CodeSet
    pr_positions: tuple[str | None, ...]
    """Of those with parental responsibility other than the authority; None = not recorded."""
    date_of_birth: dt.date | None
    sibling_group: str | None
    looked_after_since: dt.date | None
    legal_status: str | None
    legal_status_date: dt.date | None
    case_number: str | None
    application_disposed_date: dt.date | None
    s91_14_until: dt.date | None
    s91_14_names: str | None
    proceedings_open: bool | None
    plan_to_move: bool | None
    placement_code: str | None
    placement_start: dt.date | None
    carer_since: dt.date | None
    long_term: bool | None
    carer_1_name: str | None
    carer_2_name: str | None
    carer_1_date_of_birth: dt.date | None
    carer_2_date_of_birth: dt.date | None
    carer_relationship: str | None
    carer_has_pr: bool | None
    carer_approval: str | None
    temporary_approval_start: dt.date | None
    temporary_approval_extended: bool | None
    carer_seeks: str | None
    la_consents: bool | None
    sgo_notice_date: dt.date | None
    sgo_report_date: dt.date | None
    sgo_support_plan_date: dt.date | None
    carer_checks_date: dt.date | None
    pwp_immediate: bool | None
    pwp_approval_date: dt.date | None
    assessment_date: dt.date | None
    last_review_date: dt.date | None
    reviews_held: int | None
    review_endorses: str | None
    iro_view: str | None
    last_visit_date: dt.date | None
    cp_registered: bool | None
    s47_open: bool | None
    cp_registration_end: dt.date | None
    last_incident_date: dt.date | None
    household_change_date: dt.date | None
    pr_exercised_date: dt.date | None
    concerns: str | None
    step_down_lead: str | None
    step_down_plan_date: dt.date | None
    plan_date: dt.date | None
    wishes_date: dt.date | None
    child_wishes: str | None
    cohort: Cohort | None = None
    age: int | None = None
    carer_since_assumed: bool = False
    """`carer_since` was blank, and is the placement's start."""

    @property
    def child_id(self) -> str:
        """The child's id."""
        return self.row.child_id

    def value_of(self, field: str) -> FieldValue | None:
        """What counts as recorded in any field of `ChildRow`; None = not recorded on the day."""
        if field == "carer_since" and self.carer_since_assumed:
            return None
        if field in _KEPT:
            kept: FieldValue | None = getattr(self, field)
            return kept
        value: FieldValue | None = getattr(self.row, field)
        happened = field not in EVENTS or not isinstance(value, dt.date) or value <= self.as_of
        return value if happened else None


_KEPT: Final = tuple(field.name for field in fields(Facts) if field.name in ChildRow._fields)
_HOLDERS_AT: Final = tuple(
    ChildRow._fields.index(f"pr_holder_{number}_name") for number in range(1, 5)
)
_CONFIRMED_AT: Final = tuple(
    (ChildRow._fields.index(f"{name}_confirmed_on"), name) for name in CONFIRMED_FIELDS
)
_take_kept: Callable[[ChildRow], tuple[Any, ...]] = itemgetter(
    *(ChildRow._fields.index(name) for name in _KEPT)
)
_take_events: Callable[[ChildRow], tuple[dt.date | None, ...]] = itemgetter(
    *(ChildRow._fields.index(name) for name in EVENTS)
)


def looked_after(row: ChildRow, as_of: dt.date) -> bool:
    """Whether a child is looked after on a day (criteria.md, section 1)."""
    since, ceased = row.looked_after_since, row.ceased_date
    return (ceased is None or ceased > as_of) and (since is None or since <= as_of)


def facts_on(row: ChildRow, as_of: dt.date, parameters: ParametersOn, code_set: CodeSet) -> Facts:
    """One child's facts on a day, blanked as criteria.md, section 2, says."""
    facts = Facts(row, as_of, code_set, _positions(row), *_take_kept(row))
    for day in _take_events(row):
        if day is not None and day > as_of:
            _blank_what_lies_ahead(facts)
            break
    review, since = facts.last_review_date, facts.looked_after_since
    if review is not None and since is not None and review < since:
        _blank(facts, "last_review_date")
    _blank_old_answers(facts, parameters.answer_within_from)
    if facts.carer_since is None and facts.placement_start is not None:
        facts.carer_since = facts.placement_start
        facts.carer_since_assumed = True
    if facts.date_of_birth is not None:
        facts.age = age_on(facts.date_of_birth, as_of)
    if looked_after(row, as_of):
        facts.cohort = _cohort(facts)
    return facts


def _positions(row: tuple[Any, ...]) -> tuple[str | None, ...]:
    """Positions of those with parental responsibility, other than the authority."""
    return tuple(
        [row[at + 2] for at in _HOLDERS_AT if row[at] is not None and row[at + 1] != "authority"]
    )


def pr_holders(row: ChildRow) -> tuple[tuple[Any, ...], ...]:
    """The four entries for parental responsibility: name, relationship, position."""
    return tuple(row[at : at + 3] for at in _HOLDERS_AT)


def _blank(facts: Facts, date_field: str) -> None:
    """Leave out a date and the undated values that belong to it."""
    if date_field in _KEPT:
        setattr(facts, date_field, None)
    for field in GOES_WITH.get(date_field, ()):
        setattr(facts, field, None)


def _blank_what_lies_ahead(facts: Facts) -> None:
    for field, day in zip(EVENTS, _take_events(facts.row), strict=True):
        if day is not None and day > facts.as_of:
            _blank(facts, field)


def _blank_old_answers(facts: Facts, earliest: dt.date) -> None:
    """Leave out undated answers last confirmed before a day, so many months ago.

    One confirmed after the day counts as confirmed on it. One whose day of confirmation is not
    kept is taken for an old one: unknown must not pass for known.
    """
    row: tuple[Any, ...] = facts.row
    for at, field in _CONFIRMED_AT:
        confirmed_on = row[at]
        if confirmed_on is None or confirmed_on < earliest:
            setattr(facts, field, None)


def _cohort(facts: Facts) -> Cohort | None:
    """With whom a looked-after child lives; None = with none of whom the surgery speaks."""
    cohort = _COHORT_OF[facts.code_set].get(facts.placement_code or "")
    if cohort is _FOSTER and facts.carer_seeks not in ORDERS_SOUGHT:
        return None
    return cohort
