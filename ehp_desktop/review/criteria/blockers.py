"""Blockers: what stands in the way whatever else holds (criteria.md, section 4)."""

import datetime as dt
from typing import Final

from ehp_desktop.review.criteria.criterion import Finding, criterion, met, not_met, unknown
from ehp_desktop.review.dates import plus_days
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Cohort

_DAYS_A_WEEK: Final = 7

# Looked up once: a member of an enumeration is slow to fetch from its class.
_PARENTS: Final = Cohort.PARENTS
_KINSHIP: Final = Cohort.KINSHIP

_B1_REGISTERED = not_met("B1", "The child is on the child protection register")
_B1_ENQUIRY = not_met("B1", "A section 47 enquiry is open")
_B1_BOTH = not_met("B1", "On the child protection register, and a section 47 enquiry is open")
_B1_CLEAR = met("B1", "Not on the child protection register; no section 47 enquiry is open")
_B1_MISSING = unknown("B1", "Not recorded: {not_recorded}")


@criterion(
    "B1",
    "The child is not on the child protection register and no section 47 enquiry is open",
    routes="N S G A",
    authority="Wales Safeguarding Procedures; CA 1989 s.47",
    fields="cp_registered s47_open",
)
def no_protection_enquiry(facts: Facts, parameters: ParametersOn) -> Finding:
    """Neither on the register nor under enquiry, both known."""
    if facts.cp_registered:
        return _B1_BOTH if facts.s47_open else _B1_REGISTERED
    if facts.s47_open:
        return _B1_ENQUIRY
    known = facts.cp_registered is not None and facts.s47_open is not None
    return _B1_CLEAR if known else _B1_MISSING


_B2_PARENTS = met("B2", "Placement with parents approved on {pwp_approval_date}")
_B2_IMMEDIATE = not_met(
    "B2", "Placed with parents before assessment (reg 20); no approval (reg 19) is recorded"
)
_B2_PARENTS_BLANK = unknown("B2", "No approval of the placement with parents is recorded")
_B2_BLANK = unknown("B2", "Whether the carer is approved as a foster carer is not recorded")
_B2_FULL = met("B2", "The carer is fully approved as a foster carer")
_B2_NONE = not_met("B2", "The carer is not approved as a foster carer")
_B2_START_BLANK = unknown("B2", "When the carer's temporary approval began is not recorded")
_B2_TEMPORARY = met(
    "B2",
    "Temporary approval from {temporary_approval_start} for {temporary_weeks} runs to "
    "{temporary_last_day}",
)
_B2_LAPSED = not_met(
    "B2",
    "Temporary approval from {temporary_approval_start} for {temporary_weeks} ran to "
    "{temporary_last_day}",
)
_B2_EXTENDED = met(
    "B2",
    "Temporary approval from {temporary_approval_start} for {temporary_weeks}, extended by "
    "{temporary_extension_weeks}, runs to {temporary_last_day}",
)
_B2_EXTENDED_LAPSED = not_met(
    "B2",
    "Temporary approval from {temporary_approval_start} for {temporary_weeks}, extended by "
    "{temporary_extension_weeks}, ran to {temporary_last_day}",
)
_B2_ONLY_TEMPORARY = not_met(
    "B2", "The carer, who is not a connected person, is approved only temporarily"
)


@criterion(
    "B2",
    "The placement is approved",
    routes="N S G A",
    authority="CPPCR(W) Regs 2015 regs 18-20, 26-27",
    fields={
        "parents": "pwp_approval_date pwp_immediate",
        "kinship": "carer_approval temporary_approval_start temporary_approval_extended",
        "foster": "carer_approval",
    },
    parameters={"kinship": "temporary_weeks temporary_extension_weeks"},
    parameters_of="temporary_approval_start",
)
def placement_approved(facts: Facts, parameters: ParametersOn) -> Finding:
    """By the nominated officer, or as a foster carer: fully, or (kinship) for some weeks yet."""
    if facts.cohort is _PARENTS:
        if facts.pwp_approval_date is not None:
            return _B2_PARENTS
        return _B2_IMMEDIATE if facts.pwp_immediate else _B2_PARENTS_BLANK
    if facts.carer_approval is None:
        return _B2_BLANK
    if facts.carer_approval == "full":
        return _B2_FULL
    if facts.carer_approval == "none":
        return _B2_NONE
    return _temporary(facts, parameters) if facts.cohort is _KINSHIP else _B2_ONLY_TEMPORARY


def _temporary(facts: Facts, parameters: ParametersOn) -> Finding:
    ends = temporary_end(facts, parameters)
    if ends is None:
        return _B2_START_BLANK
    if facts.temporary_approval_extended:
        return _B2_EXTENDED if facts.as_of < ends else _B2_EXTENDED_LAPSED
    return _B2_TEMPORARY if facts.as_of < ends else _B2_LAPSED


def temporary_end(facts: Facts, parameters: ParametersOn) -> dt.date | None:
    """The first day on which a temporary approval no longer runs; None = cannot be told.

    Its weeks are those in force on the day on which it began.
    """
    start = facts.temporary_approval_start
    if start is None:
        return None
    then = parameters.in_force_on(start)
    weeks = then.temporary_weeks
    if facts.temporary_approval_extended:
        weeks += then.temporary_extension_weeks
    return plus_days(start, weeks * _DAYS_A_WEEK)


_B3_PROCEEDINGS = not_met("B3", "Court proceedings are open")
_B3_MOVE = not_met("B3", "There is a plan to move the child")
_B3_BOTH = not_met("B3", "Court proceedings are open, and there is a plan to move the child")
_B3_CLEAR = met("B3", "No court proceedings are open; there is no plan to move the child")
_B3_MISSING = unknown("B3", "Not recorded: {not_recorded}")


@criterion(
    "B3",
    "No live court proceedings and no plan to move the child",
    routes="N S G A",
    authority="practice",
    fields="proceedings_open plan_to_move",
)
def no_proceedings_no_move(facts: Facts, parameters: ParametersOn) -> Finding:
    """Neither proceedings nor a plan to move, both known."""
    if facts.proceedings_open:
        return _B3_BOTH if facts.plan_to_move else _B3_PROCEEDINGS
    if facts.plan_to_move:
        return _B3_MOVE
    known = facts.proceedings_open is not None and facts.plan_to_move is not None
    return _B3_CLEAR if known else _B3_MISSING
