"""What can be otherwise than it should be, one small function each; named in stories.toml.

A function changes what is recorded of a whole household. Those that change the way into care
itself (unsettled, interim ...) are read by journeys.py and have nothing to do here.
"""

import datetime as dt
import random
from collections.abc import Callable

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.sample.dice import AS_OF, days_ago, weekday_near
from ehp_desktop.review.sample.households import Household

Trouble = Callable[[Household, random.Random], None]

OF_THE_JOURNEY = frozenset(
    "settled_soon unsettled interim accommodated unaccompanied just_arrived placement_order "
    "recent_with_consent other_area agency grandmother_has_pr step_parent_has_pr".split()
)

BLANKS: dict[str, tuple[str, ...]] = {
    "approval_not_recorded": ("pwp_approval_date", "pwp_immediate", "carer_approval"),
    "assessment_missing": ("assessment_date",),
    "carer_birth_date_missing": ("carer_1_date_of_birth",),
    "carer_not_asked": ("carer_seeks", "la_consents"),
    "case_number_missing": ("case_number",),
    "checks_missing": ("carer_checks_date",),
    "concerns_not_recorded": ("concerns",),
    "endorsement_not_recorded": ("review_endorses",),
    "iro_not_recorded": ("iro_view",),
    "legal_status_not_recorded": ("legal_status", "legal_status_date", "court", "case_number"),
    "long_term_not_recorded": ("long_term",),
    "notice_not_given": ("sgo_notice_date",),
    "placement_start_not_recorded": ("placement_start", "carer_since"),
    "plan_not_recorded": ("plan_date",),
    "after_plan_missing": ("step_down_lead", "step_down_plan_date"),
    "after_plan_no_lead": ("step_down_lead",),
    "proceedings_not_recorded": ("proceedings_open", "plan_to_move"),
    "register_not_recorded": ("cp_registered", "cp_registration_end"),
    "report_missing": ("sgo_report_date",),
    "review_not_recorded": ("last_review_date", "next_review_date", "reviews_held"),
    "s47_not_recorded": ("s47_open",),
    "support_plan_missing": ("sgo_support_plan_date",),
    "visit_not_recorded": ("last_visit_date", "last_seen_alone_date"),
    "wishes_not_recorded": ("wishes_date", "child_wishes"),
}
"""The fields that nobody has recorded yet."""

OTHERWISE: dict[str, dict[str, FieldValue]] = {
    "bar_on_everyone": {"s91_14_until": dt.date(2022, 3, 31)},
    "bar_on_carer": {"s91_14_until": dt.date(2022, 6, 30), "s91_14_names": "carer"},
    "bar_binds_parent": {"s91_14_until": dt.date(2022, 1, 31), "s91_14_names": "parent"},
    "carer_content": {"carer_seeks": "neither", "la_consents": False},
    "carer_wants_cao": {"carer_seeks": "cao"},
    "child_opposes": {"child_wishes": "opposes"},
    "concerns_managed": {"concerns": "managed"},
    "concerns_outstanding": {"concerns": "outstanding"},
    "iro_opposes": {"iro_view": "opposes"},
    "iro_undecided": {"iro_view": "undecided"},
    "move_planned": {"plan_to_move": True},
    "no_approval": {"carer_approval": "none"},
    "not_endorsed": {"review_endorses": "none", "iro_view": "undecided"},
    "parent_opposes": {"pr_holder_1_position": "opposes"},
    "parent_seeks_cao": {"carer_seeks": "cao"},
    "pr_position_unknown": {"pr_holder_1_position": "unknown"},
    "proceedings_open": {"proceedings_open": True},
    "s47": {"s47_open": True},
    "temporary_undated": {"carer_approval": "temporary"},
    "wishes_mixed": {"child_wishes": "mixed"},
}
"""The values that say something other than the favourable."""


def _set(household: Household, **values: FieldValue) -> None:
    for child in household.children:
        child.values.update(values)


def _blank(household: Household, *fields: str) -> None:
    for child in household.children:
        for name in fields:
            child.values.pop(name, None)


def _in_care(household: Household, ago: int) -> dt.date:
    """A weekday so many days ago, or the first day in care where that was later."""
    return max(weekday_near(days_ago(ago)), household.journey.since)


def _after_plan_old(household: Household, draw: random.Random) -> None:
    _set(household, step_down_plan_date=weekday_near(days_ago(draw.randint(105, 200))))


def _assessment_old(household: Household, draw: random.Random) -> None:
    _set(household, assessment_date=_in_care(household, draw.randint(380, 520)))


def _wishes_old(household: Household, draw: random.Random) -> None:
    _set(household, wishes_date=_in_care(household, draw.randint(195, 330)))


def _visit_overdue(household: Household, draw: random.Random) -> None:
    longer = household.category != "parents"
    visited = weekday_near(days_ago(draw.randint(49, 70) + 60 * longer))
    _set(household, last_visit_date=max(visited, household.journey.placement_start))
    for child in household.children:
        if "last_seen_alone_date" in child.values:
            child.values["last_seen_alone_date"] = child.values["last_visit_date"]


def _review_overdue(household: Household, draw: random.Random) -> None:
    limit = days_ago(188)
    for child in household.children:
        child.reviews = tuple(day for day in child.reviews if day <= limit)
        child.values["reviews_held"] = len(child.reviews)
        child.values["last_review_date"] = child.reviews[-1]
        child.values["next_review_date"] = weekday_near(AS_OF + dt.timedelta(days=12))
        child.values["plan_date"] = weekday_near(child.reviews[-1] + dt.timedelta(days=9))


def _plan_old(household: Household, draw: random.Random) -> None:
    for child in household.children:
        if child.reviews:
            before = weekday_near(child.reviews[-1] - dt.timedelta(days=60))
            child.values["plan_date"] = max(before, household.journey.since)


def _other_endorsed(household: Household, draw: random.Random) -> None:
    home = household.category == "parents"
    _set(household, review_endorses="supervision_order" if home else "child_arrangements")


def _notice_running(household: Household, draw: random.Random) -> None:
    """Notice given weeks ago; the report came quickly, for the assessment had been made."""
    _set(household, sgo_notice_date=weekday_near(days_ago(draw.randint(34, 80))))
    _set(household, sgo_report_date=weekday_near(days_ago(draw.randint(12, 18))))
    _set(household, sgo_support_plan_date=weekday_near(days_ago(draw.randint(2, 8))))


def _registered(household: Household, draw: random.Random) -> None:
    _set(household, cp_registered=True)
    _blank(household, "cp_registration_end")


def _off_register_recently(household: Household, draw: random.Random) -> None:
    _set(household, cp_registration_end=weekday_near(days_ago(draw.randint(120, 250))))


def _incident(household: Household, draw: random.Random) -> None:
    kinds = ("domestic_abuse", "police", "substance", "other", "missing")
    of_age = min(child.age() for child in household.children) >= 11
    kind = draw.choices(kinds, weights=(4, 3, 2, 1, 3 * of_age))[0]
    _set(household, last_incident_date=days_ago(draw.randint(9, 150)), last_incident_kind=kind)


def _household_changed(household: Household, draw: random.Random) -> None:
    _set(household, household_change_date=days_ago(draw.randint(20, 150)))


def _pr_relied_on(household: Household, draw: random.Random) -> None:
    _set(household, pr_exercised_date=weekday_near(days_ago(draw.randint(40, 300))))


def _pr_not_recorded(household: Household, draw: random.Random) -> None:
    for child in household.children:
        for name in [name for name in child.values if name.startswith("pr_holder_")]:
            del child.values[name]


def _placed_at_once(household: Household, draw: random.Random) -> None:
    _set(household, pwp_immediate=True)
    _blank(household, "pwp_approval_date", "assessment_date")


def _disposed(household: Household, day: dt.date, kind: str) -> None:
    _set(household, application_disposed_date=day)
    for child in household.children:
        child.outcomes.append((kind, day))


def _bar_lapsing(household: Household, draw: random.Random) -> None:
    """Six months on the caseload's day itself: the bar lapses on the next."""
    _disposed(household, dt.date(2021, 3, 30), "application_withdrawn")


def _bar_refused(household: Household, draw: random.Random) -> None:
    _disposed(household, dt.date(2021, 6, 17), "application_refused")


def _temporary(household: Household, draw: random.Random) -> None:
    start = household.journey.placement_start
    _set(household, carer_approval="temporary", temporary_approval_start=start)
    _set(household, temporary_approval_extended=False)


def _temporary_extended(household: Household, draw: random.Random) -> None:
    _temporary(household, draw)
    _set(household, temporary_approval_extended=True)


def _birth_date_disputed(household: Household, draw: random.Random) -> None:
    """The date that the Home Office gave was struck out until the age is assessed."""
    for child in household.children:
        child.typed["date_of_birth"] = None


def _notice_typed(household: Household, draw: random.Random) -> None:
    """The carer's notice reached the surgery before the case system."""
    for child in household.children:
        child.typed["sgo_notice_date"] = child.values.pop("sgo_notice_date")


TROUBLES: dict[str, Trouble] = {
    "after_plan_old": _after_plan_old,
    "assessment_old": _assessment_old,
    "bar_lapsing": _bar_lapsing,
    "bar_refused": _bar_refused,
    "birth_date_disputed": _birth_date_disputed,
    "household_changed": _household_changed,
    "incident": _incident,
    "notice_running": _notice_running,
    "notice_typed": _notice_typed,
    "off_register_recently": _off_register_recently,
    "other_endorsed": _other_endorsed,
    "placed_at_once": _placed_at_once,
    "plan_old": _plan_old,
    "pr_not_recorded": _pr_not_recorded,
    "pr_relied_on": _pr_relied_on,
    "registered": _registered,
    "review_overdue": _review_overdue,
    "temporary": _temporary,
    "temporary_extended": _temporary_extended,
    "temporary_lapsed": _temporary,
    "visit_overdue": _visit_overdue,
    "wishes_old": _wishes_old,
}
"""The troubles that need a day or a draw of their own."""


_HOME_OFTEN = (
    ("after_plan_missing", 0.85),
    ("assessment_old", 0.45),
    ("concerns_outstanding", 0.45),
    ("wishes_old", 0.35),
    ("plan_old", 0.25),
    ("parent_opposes", 0.1),
    ("pr_position_unknown", 0.25),
    ("household_changed", 0.2),
    ("incident", 0.3),
    ("pr_relied_on", 0.3),
    ("visit_overdue", 0.15),
)
_CARER_OFTEN = (
    ("notice_not_given", 1.0),
    ("report_missing", 1.0),
    ("support_plan_missing", 1.0),
    ("checks_missing", 0.75),
    ("assessment_old", 0.4),
    ("wishes_old", 0.3),
    ("plan_old", 0.2),
    ("parent_opposes", 0.3),
    ("pr_position_unknown", 0.3),
    ("incident", 0.08),
    ("visit_overdue", 0.1),
)


def troubles_of_a_far_way(household: Household) -> tuple[str, ...]:
    """What is missing where nobody has begun to think of an order; then the story's own."""
    draw = household.draw("far")
    home = household.category == "parents"
    drawn = ["not_endorsed"] if draw.random() < 0.6 else ["endorsement_not_recorded"]
    if drawn == ["endorsement_not_recorded"]:
        drawn.append("iro_not_recorded")
    if not home:
        drawn.append("carer_not_asked" if draw.random() < 0.6 else "carer_content")
    drawn += [
        name for name, odds in (_HOME_OFTEN if home else _CARER_OFTEN) if draw.random() < odds
    ]
    if "just_arrived" in household.troubles:
        drawn += ["assessment_missing", "long_term_not_recorded", "wishes_not_recorded"]
    return (*drawn, *household.story.troubles)


def spoil(household: Household, troubles: tuple[str, ...]) -> None:
    """Makes a household's record less than it should be.

    Raises:
        KeyError: stories.toml names a trouble that there is not.
    """
    for name in troubles:
        if name in OF_THE_JOURNEY:
            continue
        if name in BLANKS:
            _blank(household, *BLANKS[name])
        elif name in OTHERWISE:
            _set(household, **OTHERWISE[name])
        else:
            TROUBLES[name](household, household.draw("trouble", name))
