"""Information: what an application needs on record; never unknown (criteria.md, section 4)."""

from ehp_desktop.review.criteria.criterion import Finding, criterion, met, not_met
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn

_M1_RECORDED = met("M1", "Order of {legal_status_date}; case number {case_number}")
_M1_MISSING = not_met("M1", "Not recorded: {not_recorded}")


@criterion(
    "M1",
    "The date of the order and the court's case number are recorded",
    routes="N S",
    authority="practice (the application asks for both)",
    fields="legal_status_date case_number",
)
def order_identified(facts: Facts, parameters: ParametersOn) -> Finding:
    """Both are recorded."""
    recorded = facts.legal_status_date is not None and facts.case_number is not None
    return _M1_RECORDED if recorded else _M1_MISSING


HOLDERS = " ".join(
    f"pr_holder_{number}_name pr_holder_{number}_relationship pr_holder_{number}_position"
    for number in range(1, 5)
)
_M2_RECORDED = met("M2", "With parental responsibility, beside the authority: {pr_positions}")
_M2_NOBODY = not_met("M2", "Nobody with parental responsibility beside the authority is recorded")
_M2_POSITION = not_met(
    "M2",
    "A position is not recorded or not known; with parental responsibility, beside the "
    "authority: {pr_positions}",
)


@criterion(
    "M2",
    "Everyone with parental responsibility is recorded with their position",
    routes="N S G A",
    authority="FPR 2010 r.12.3",
    fields=HOLDERS,
)
def positions_recorded(facts: Facts, parameters: ParametersOn) -> Finding:
    """At least one holder other than the authority, each with a position other than unknown."""
    positions = facts.pr_positions
    if not positions:
        return _M2_NOBODY
    for position in positions:
        if position is None or position == "unknown":
            return _M2_POSITION
    return _M2_RECORDED


_M3_CURRENT = met(
    "M3", "Care and support plan of {plan_date}, not before the last review of {last_review_date}"
)
_M3_NO_REVIEW = met("M3", "Care and support plan of {plan_date}; no review is recorded")
_M3_OLD = not_met(
    "M3", "Care and support plan of {plan_date}, before the last review of {last_review_date}"
)
_M3_BLANK = not_met("M3", "No date of a care and support plan is recorded")


@criterion(
    "M3",
    "The care and support plan has been brought up to date since the last review",
    routes="N S G A",
    authority="SSWBA 2014 s.83; reg 6",
    fields="plan_date last_review_date",
)
def plan_up_to_date(facts: Facts, parameters: ParametersOn) -> Finding:
    """Dated on or after the last review, where there is one."""
    if facts.plan_date is None:
        return _M3_BLANK
    if facts.last_review_date is None:
        return _M3_NO_REVIEW
    return _M3_CURRENT if facts.plan_date >= facts.last_review_date else _M3_OLD


_M4_RECORDED = met("M4", "Special guardianship report of {sgo_report_date}")
_M4_BLANK = not_met("M4", "No special guardianship report is recorded")


@criterion(
    "M4",
    "The special guardianship report is recorded",
    routes="G",
    authority="CA 1989 s.14A(8)-(11)",
    fields="sgo_report_date",
)
def report_recorded(facts: Facts, parameters: ParametersOn) -> Finding:
    """The report has a date."""
    return _M4_BLANK if facts.sgo_report_date is None else _M4_RECORDED


_M5_RECORDED = met("M5", "Special guardianship support plan of {sgo_support_plan_date}")
_M5_BLANK = not_met("M5", "No special guardianship support plan is recorded")


@criterion(
    "M5",
    "The special guardianship support plan is recorded",
    routes="G",
    authority="SI 2005/1513 reg 11",
    fields="sgo_support_plan_date",
)
def support_plan_recorded(facts: Facts, parameters: ParametersOn) -> Finding:
    """The support plan has a date."""
    return _M5_BLANK if facts.sgo_support_plan_date is None else _M5_RECORDED


_M6_RECORDED = met("M6", "Carer's checks of {carer_checks_date}")
_M6_BLANK = not_met("M6", "No checks of the carer are recorded")


@criterion(
    "M6",
    "The carer's checks are recorded",
    routes="G A",
    authority={"G": "SI 2005/1513 Sch", "A": "practice"},
    fields="carer_checks_date",
)
def checks_recorded(facts: Facts, parameters: ParametersOn) -> Finding:
    """The checks have a date."""
    return _M6_BLANK if facts.carer_checks_date is None else _M6_RECORDED
