"""Requirements: what must hold before a route is ready (criteria.md, section 4).

R5 and R8, whose due days take working out, are in due_days.py.
"""

from ehp_desktop.review.criteria.criterion import Finding, criterion, met, not_met, unknown
from ehp_desktop.review.dates import (
    first_day_counting_back,
    plus_days,
    plus_months,
)
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Route

# Looked up once: a member of an enumeration is slow to fetch from its class.
_SUPERVISION_ORDER = Route.SUPERVISION_ORDER
_CHILD_ARRANGEMENTS = Route.CHILD_ARRANGEMENTS

_PUBLIC = frozenset({Route.DISCHARGE, Route.SUPERVISION_ORDER})
_ROUTES = frozenset(str(route) for route in Route)
_SEEKS = {
    Route.SPECIAL_GUARDIANSHIP: frozenset({"sgo", "either"}),
    Route.CHILD_ARRANGEMENTS: frozenset({"cao", "either"}),
}

_R1_NO_BAR = met("R1", "No bar on applications is recorded that stands on {as_of}")
_R1_NOT_BOUND = met(
    "R1",
    "An order under s.91(14) bars applications without leave until {s91_14_until}, but does not "
    "bind who would apply for this (it binds {s91_14_names})",
)
_R1_DISPOSED = not_met(
    "R1",
    "The last application was disposed of on {application_disposed_date}; more than {bar_months} "
    "will have passed on {met_on}",
)
_R1_ORDERED = not_met(
    "R1",
    "An order under s.91(14) bars applications without leave until {s91_14_until} (it binds "
    "{s91_14_names}); it will have run on {met_on}",
)
_R1_BOTH = not_met(
    "R1",
    "The last application was disposed of on {application_disposed_date}, and an order under "
    "s.91(14) bars applications without leave until {s91_14_until} (it binds {s91_14_names}); "
    "both will have run on {met_on}",
)


@criterion(
    "R1",
    "No bar stands in the way of an application",
    routes="N S | G A",
    authority="CA 1989 s.91(14)-(15), s.91A (leave may be sought)",
    fields={
        "N S": "application_disposed_date",
        "": "s91_14_until s91_14_names",
        "G A": "carer_relationship",
    },
    parameters={"N S": "bar_months"},
)
def no_bar(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """Neither the bar after the last application (N S) nor an order that binds the applicant."""
    disposed, until = facts.application_disposed_date, facts.s91_14_until
    freed, released, none_bound = None, None, _R1_NO_BAR
    if disposed is not None and route in _PUBLIC:
        last_day = plus_months(disposed, parameters.bar_months)
        if facts.as_of <= last_day:
            freed = plus_days(last_day, 1)
    if until is not None and facts.as_of <= until:
        if _binds(facts, route):
            released = plus_days(until, 1)
        else:
            none_bound = _R1_NOT_BOUND
    if freed is None:
        return none_bound if released is None else _R1_ORDERED.until(released)
    if released is None:
        return _R1_DISPOSED.until(freed)
    return _R1_BOTH.until(max(freed, released))


def _binds(facts: Facts, route: Route) -> bool:
    """Whether an order under s.91(14) binds who would apply; one that names nobody binds all."""
    if facts.s91_14_names is None:
        return True
    names = facts.s91_14_names.split(";")
    if route in _PUBLIC:
        return "authority" in names
    return "carer" in names or ("parent" in names and facts.carer_relationship == "parent")


_R2_PARENT = met("R2", "The carer is the child's parent and needs no leave")
_R2_CONSENT = met("R2", "Full care order (C2), and the authority consents to the application")
_R2_BLANK = unknown("R2", "Since when the child has lived with this carer is not recorded")
_R2_LIVED = met("R2", "With this carer since {carer_since} ({carer_since_ago})")
_R2_NOT_YET = not_met(
    "R2",
    "With this carer since {carer_since} ({carer_since_ago}); {residence_months} will have passed "
    "on {met_on}",
)


@criterion(
    "R2",
    "The carer may apply without leave",
    routes="G | A",
    authority="CA 1989 s.14A(5), s.10(4)-(5B)",
    fields={
        "A": "carer_relationship",
        "": "legal_status la_consents carer_since placement_start",
    },
    parameters="residence_months",
)
def without_leave(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """A parent (A), the authority's consent under a care order, or long enough with the carer."""
    if route is _CHILD_ARRANGEMENTS and facts.carer_relationship == "parent":
        return _R2_PARENT
    if facts.legal_status == "C2" and facts.la_consents:
        return _R2_CONSENT
    if facts.carer_since is None:
        return _R2_BLANK
    if facts.carer_since <= parameters.residence_run_from:
        return _R2_LIVED
    return _R2_NOT_YET.until(plus_months(facts.carer_since, parameters.residence_months))


_R3_BLANK = unknown("R3", "When this placement started is not recorded")
_R3_SETTLED = met("R3", "In this placement since {placement_start} ({placement_start_ago})")
_R3_NOT_YET = not_met(
    "R3",
    "In this placement since {placement_start} ({placement_start_ago}); {settled_months} will "
    "have passed on {met_on}",
)


@criterion(
    "R3",
    "The child is settled in this placement",
    routes="N S A",
    authority="local practice (G: P-S (Children) [2018] EWCA Civ 1407, no such period)",
    fields="placement_start",
    parameters="settled_months",
)
def settled(facts: Facts, parameters: ParametersOn) -> Finding:
    """Long enough in this placement."""
    if facts.placement_start is None:
        return _R3_BLANK
    if facts.placement_start <= parameters.settled_run_from:
        return _R3_SETTLED
    return _R3_NOT_YET.until(plus_months(facts.placement_start, parameters.settled_months))


_R4_BLANK = unknown("R4", "Whether the child is on the child protection register is not recorded")
_R4_REGISTERED = not_met("R4", "The child is on the child protection register")
_R4_NEVER = met("R4", "Not on the child protection register; no earlier registration is recorded")
_R4_CLEAR = met(
    "R4",
    "Off the child protection register since {cp_registration_end} ({cp_registration_end_ago})",
)
_R4_NOT_YET = not_met(
    "R4",
    "Off the child protection register since {cp_registration_end} ({cp_registration_end_ago}); "
    "{register_clear_months} will have passed on {met_on}",
)


@criterion(
    "R4",
    "The child has been off the child protection register long enough",
    routes="N S",
    authority="local practice",
    fields="cp_registered cp_registration_end",
    parameters="register_clear_months",
)
def off_the_register(facts: Facts, parameters: ParametersOn) -> Finding:
    """Not on the register, and its end, where there was one, long enough ago."""
    if facts.cp_registered is None:
        return _R4_BLANK
    if facts.cp_registered:
        return _R4_REGISTERED
    if facts.cp_registration_end is None:
        return _R4_NEVER
    if facts.cp_registration_end <= parameters.register_clear_run_from:
        return _R4_CLEAR
    return _R4_NOT_YET.until(
        plus_months(facts.cp_registration_end, parameters.register_clear_months)
    )


_R6_BLANK = unknown("R6", "Which route the last statutory review endorsed is not recorded")
_R6_ENDORSED = met("R6", "Last statutory review ({last_review_date}) endorsed this route")
_R6_ANY = met("R6", "Last statutory review ({last_review_date}) endorsed any route")
_R6_OTHER = not_met("R6", "Last statutory review ({last_review_date}) endorsed {review_endorses}")


@criterion(
    "R6",
    "A statutory review has endorsed this route",
    routes="N | S | G | A",
    authority="local practice; CPPCR(W) Regs 2015 reg 38(2) (a review must have considered the "
    "change)",
    fields="review_endorses last_review_date",
)
def endorsed(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """The last review endorsed this route, or any."""
    if facts.review_endorses is None:
        return _R6_BLANK
    if facts.review_endorses == route:
        return _R6_ENDORSED
    return _R6_ANY if facts.review_endorses == "any" else _R6_OTHER


_R7_BLANK = unknown("R7", "The independent reviewing officer's view is not recorded")
_R7_OTHER_ROUTE = unknown(
    "R7",
    "The independent reviewing officer's view of this route is not recorded: the last review "
    "endorsed {review_endorses}",
)
_R7_SUPPORTS = met("R7", "The independent reviewing officer supports this route")
_R7_NOT = not_met("R7", "The independent reviewing officer's view: {iro_view}")


@criterion(
    "R7",
    "The independent reviewing officer supports it",
    routes="N | S | G | A",
    authority="local practice; SSWBA 2014 ss.99-100; reg 42",
    fields="iro_view review_endorses",
)
def officer_supports(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """The officer's view supports; one given with another route's endorsement says nothing."""
    if facts.iro_view is None:
        return _R7_BLANK
    if facts.review_endorses in _ROUTES and facts.review_endorses != route:
        return _R7_OTHER_ROUTE
    return _R7_SUPPORTS if facts.iro_view == "supports" else _R7_NOT


_R9_BLANK = unknown("R9", "Whether the concerns behind the order are addressed is not recorded")
_R9_ADDRESSED = met("R9", "The concerns behind the order are {concerns}")
_R9_NOT = not_met("R9", "The concerns behind the order are {concerns}")


@criterion(
    "R9",
    "The concerns behind the order are addressed",
    routes="N | S",
    authority="local practice; CA 1989 s.1(3)(e)",
    fields="concerns",
)
def concerns_addressed(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """Resolved; for a supervision order managed is enough."""
    if facts.concerns is None:
        return _R9_BLANK
    if facts.concerns == "resolved":
        return _R9_ADDRESSED
    managed = route is _SUPERVISION_ORDER and facts.concerns == "managed"
    return _R9_ADDRESSED if managed else _R9_NOT


_R10_BLANK = unknown("R10", "Neither a lead nor a plan of the support after the order is recorded")
_R10_CURRENT = met(
    "R10",
    "Lead: {step_down_lead}; support plan of {step_down_plan_date}, current to "
    "{step_down_plan_current_to}",
)
_R10_OLD = not_met(
    "R10",
    "Lead: {step_down_lead}; support plan of {step_down_plan_date}, current only to "
    "{step_down_plan_current_to}",
)
_R10_NO_LEAD = not_met("R10", "Support plan of {step_down_plan_date}; no lead is recorded")
_R10_NO_PLAN = not_met("R10", "Lead: {step_down_lead}; no date of a support plan is recorded")


@criterion(
    "R10",
    "The support after the order has a current plan and a lead",
    routes="N S",
    authority="Re JW [2023] EWCA Civ 944; PLWG supervision order guidance 2023",
    fields="step_down_lead step_down_plan_date",
    parameters="step_down_plan_months",
)
def support_planned(facts: Facts, parameters: ParametersOn) -> Finding:
    """A lead, and a plan recent enough."""
    lead, plan = facts.step_down_lead, facts.step_down_plan_date
    if plan is None:
        return _R10_BLANK if lead is None else _R10_NO_PLAN
    if lead is None:
        return _R10_NO_LEAD
    current = plan >= parameters.step_down_plan_within_from
    return _R10_CURRENT if current else _R10_OLD


_R11_BLANK = unknown("R11", "No date is recorded for the child's wishes and feelings")
_R11_RECENT = met(
    "R11", "Wishes and feelings recorded on {wishes_date}, current to {wishes_current_to}"
)
_R11_OLD = not_met(
    "R11", "Wishes and feelings recorded on {wishes_date}, current only to {wishes_current_to}"
)


@criterion(
    "R11",
    "The child's wishes and feelings are recorded recently",
    routes="N S G A",
    authority="CA 1989 s.1(3)(a)",
    fields="wishes_date",
    parameters="wishes_months",
)
def wishes_recent(facts: Facts, parameters: ParametersOn) -> Finding:
    """Recorded recently enough; what the wishes are is C7's."""
    if facts.wishes_date is None:
        return _R11_BLANK
    current = facts.wishes_date >= parameters.wishes_within_from
    return _R11_RECENT if current else _R11_OLD


_R12_BLANK = unknown("R12", "No assessment of the parent or carer is recorded")
_R12_CURRENT = met(
    "R12", "Parent or carer assessed on {assessment_date}, current to {assessment_current_to}"
)
_R12_OLD = not_met(
    "R12",
    "Parent or carer assessed on {assessment_date}, current only to {assessment_current_to}",
)


@criterion(
    "R12",
    "There is a current assessment of the parent or carer",
    routes="N S A",
    authority={"N S": "CPPCR(W) Regs 2015 reg 18, Sch 4", "A": "practice"},
    fields="assessment_date",
    parameters="assessment_months",
)
def assessed(facts: Facts, parameters: ParametersOn) -> Finding:
    """Assessed recently enough; special guardianship has M4 instead."""
    if facts.assessment_date is None:
        return _R12_BLANK
    current = facts.assessment_date >= parameters.assessment_within_from
    return _R12_CURRENT if current else _R12_OLD


_R13_BLANK = unknown("R13", "Which order the carer seeks is not recorded")
_R13_THIS = met("R13", "The carer seeks {carer_seeks}")
_R13_OTHER = not_met("R13", "The carer seeks {carer_seeks}")


@criterion(
    "R13",
    "The carer seeks this order",
    routes="G | A",
    authority="practice",
    fields="carer_seeks",
)
def carer_seeks_it(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """This order, or either."""
    if facts.carer_seeks is None:
        return _R13_BLANK
    return _R13_THIS if facts.carer_seeks in _SEEKS[route] else _R13_OTHER


_R14_BLANK = unknown("R14", "No notice of an application for special guardianship is recorded")
_R14_RUN = met("R14", "Notice given {sgo_notice_date}; {notice_months} had run on {notice_run_on}")
_R14_NOT_YET = not_met(
    "R14", "Notice given {sgo_notice_date}; {notice_months} will have run on {met_on}"
)


@criterion(
    "R14",
    "Three months' notice has been given and has run",
    routes="G",
    authority="CA 1989 s.14A(7)",
    fields="sgo_notice_date",
    parameters="notice_months",
)
def notice_has_run(facts: Facts, parameters: ParametersOn) -> Finding:
    """Counted back from the day, as the Act counts back from the application."""
    notice = facts.sgo_notice_date
    if notice is None:
        return _R14_BLANK
    if notice <= parameters.notice_given_by:
        return _R14_RUN
    return _R14_NOT_YET.until(first_day_counting_back(notice, parameters.notice_months))
