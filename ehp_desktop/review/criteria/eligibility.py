"""Eligibility: whether a route is open to this child at all (criteria.md, section 4)."""

from ehp_desktop.review.criteria.criterion import Finding, criterion, met, not_met, unknown
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Cohort, Route

# Looked up once: a member of an enumeration is slow to fetch from its class.
_PARENTS = Cohort.PARENTS
_KINSHIP = Cohort.KINSHIP
_CHILD_ARRANGEMENTS = Route.CHILD_ARRANGEMENTS

_SEEKS = {
    Route.SPECIAL_GUARDIANSHIP: frozenset({"sgo", "either"}),
    Route.CHILD_ARRANGEMENTS: frozenset({"cao", "either"}),
}

_E1_BLANK = unknown("E1", "The legal status is not recorded")
_E1_CARE_ORDER = met("E1", "Full care order (C2); date of the order: {legal_status_date}")
_E1_OTHER = not_met("E1", "Legal status: {legal_status}; not a full care order")


@criterion(
    "E1",
    "A full care order is in force",
    routes="N S",
    authority={"N": "CA 1989 s.31, s.39(1)", "S": "CA 1989 s.31, s.39(1); s.39(4)"},
    fields="legal_status legal_status_date",
)
def full_care_order(facts: Facts, parameters: ParametersOn) -> Finding:
    """A full care order, C2."""
    if facts.legal_status is None:
        return _E1_BLANK
    return _E1_CARE_ORDER if facts.legal_status == "C2" else _E1_OTHER


_E2_BLANK = unknown("E2", "The legal status is not recorded")
_E2_CARE_ORDER = met("E2", "Full care order (C2); date of the order: {legal_status_date}")
_E2_ACCOMMODATED = met("E2", "Accommodated by agreement (V2)")
_E2_OTHER = not_met(
    "E2", "Legal status: {legal_status}; neither a full care order nor accommodation"
)


@criterion(
    "E2",
    "The child is looked after under a full care order, or accommodated, with no placement order",
    routes="G A",
    authority="CA 1989 s.14A, s.91(1), (5A); ACA 2002 s.29",
    fields="legal_status legal_status_date",
)
def care_order_or_accommodated(facts: Facts, parameters: ParametersOn) -> Finding:
    """C2 or V2; a placement order has a code of its own, E1."""
    if facts.legal_status is None:
        return _E2_BLANK
    if facts.legal_status == "C2":
        return _E2_CARE_ORDER
    return _E2_ACCOMMODATED if facts.legal_status == "V2" else _E2_OTHER


_E3_PARENTS = met("E3", "Placed with a parent or person with parental responsibility")
_E3_CARER = met("E3", "Placement: {placement_code}; the carer has parental responsibility")
_E3_NO = not_met("E3", "Placement: {placement_code}; the carer has no parental responsibility")
_E3_BLANK = not_met(
    "E3",
    "Placement: {placement_code}; whether the carer has parental responsibility is not recorded, "
    "and counts as no",
)


@criterion(
    "E3",
    "The child lives with a parent or another person with parental responsibility",
    routes="N S",
    authority="scope of the surgery (local); SSWBA 2014 s.81(2)-(3); CPPCR(W) Regs 2015 regs 16-21",
    fields="placement_code carer_has_pr",
)
def with_parental_responsibility(facts: Facts, parameters: ParametersOn) -> Finding:
    """Cohort parents, or a carer with parental responsibility; blank counts as no."""
    if facts.cohort is _PARENTS:
        return _E3_PARENTS
    if facts.carer_has_pr:
        return _E3_CARER
    return _E3_BLANK if facts.carer_has_pr is None else _E3_NO


_E4_KINSHIP = met("E4", "Placed with a connected person who is a foster carer")
_E4_FOSTER = met("E4", "Placed with a foster carer who seeks {carer_seeks}")
_E4_PARENTS = met("E4", "Placed with parents; the carer seeks {carer_seeks}")
_E4_RELATIVE = met(
    "E4",
    "Placed under the rules for parents with a carer who is no parent ({carer_relationship}) and "
    "seeks {carer_seeks}",
)
_E4_SEEKS_OTHER = not_met("E4", "Placed with parents; the carer seeks {carer_seeks}")
_E4_SEEKS_BLANK = not_met("E4", "Placed with parents; which order the carer seeks is not recorded")
_E4_PARENT = not_met("E4", "Placed with parents; the carer is the child's parent")
_E4_RELATIONSHIP_BLANK = not_met(
    "E4", "Placed with parents; the carer's relationship to the child is not recorded"
)


@criterion(
    "E4",
    "The child lives with someone who could apply for this order",
    routes="G | A",
    authority="SSWBA 2014 s.81; CA 1989 s.14A(2), (5), s.10(4)-(5B)",
    fields={
        "": "placement_code",
        "parents foster": "carer_seeks",
        "parents G": "carer_relationship",
    },
)
def with_possible_applicant(facts: Facts, parameters: ParametersOn, route: Route) -> Finding:
    """A foster carer; or a carer under placement with parents who seeks the order and may."""
    if facts.cohort is not _PARENTS:
        return _E4_KINSHIP if facts.cohort is _KINSHIP else _E4_FOSTER
    if facts.carer_seeks not in _SEEKS[route]:
        return _E4_SEEKS_BLANK if facts.carer_seeks is None else _E4_SEEKS_OTHER
    if route is _CHILD_ARRANGEMENTS:
        return _E4_PARENTS
    if facts.carer_relationship is None:
        return _E4_RELATIONSHIP_BLANK
    return _E4_PARENT if facts.carer_relationship == "parent" else _E4_RELATIVE


_E5_BLANK = unknown("E5", "The date of birth is not recorded")
_E5_UNDER = met("E5", "Born {date_of_birth}; 18 on {eighteenth_birthday}")
_E5_OVER = not_met("E5", "Born {date_of_birth}; was 18 on {eighteenth_birthday}")


@criterion(
    "E5",
    "The child is under 18",
    routes="N G A",
    authority="CA 1989 s.91(12)-(13)",
    fields="date_of_birth",
)
def under_18(facts: Facts, parameters: ParametersOn) -> Finding:
    """Before the 18th birthday."""
    if facts.age is None:
        return _E5_BLANK
    return _E5_UNDER if facts.age < 18 else _E5_OVER


_E6_BLANK = unknown("E6", "The date of birth is not recorded")
_E6_UNDER = met("E6", "Born {date_of_birth}; 17 on {seventeenth_birthday}")
_E6_OVER = not_met("E6", "Born {date_of_birth}; was 17 on {seventeenth_birthday}")


@criterion(
    "E6",
    "The child is under 17, so a supervision order can be made",
    routes="S",
    authority="CA 1989 s.31(3)",
    fields="date_of_birth",
)
def under_17(facts: Facts, parameters: ParametersOn) -> Finding:
    """Before the 17th birthday."""
    if facts.age is None:
        return _E6_BLANK
    return _E6_UNDER if facts.age < 17 else _E6_OVER


_E7_PARENT = not_met("E7", "The carer is the child's parent")
_E7_YOUNG = not_met("E7", "A carer is under 18 on {as_of}: born {youngest_carer_born}")
_E7_ADULT = met("E7", "Every carer named is 18 or over; relationship: {carer_relationship}")
_E7_MISSING = unknown("E7", "Not recorded: {carer_facts_missing}")


@criterion(
    "E7",
    "The carer is 18 or over and not the child's parent",
    routes="G",
    authority="CA 1989 s.14A(1)-(2)",
    fields="carer_relationship carer_1_name carer_1_date_of_birth carer_2_name "
    "carer_2_date_of_birth",
)
def carer_adult_not_parent(facts: Facts, parameters: ParametersOn) -> Finding:
    """Neither a parent nor under 18; met only where every carer named has a date of birth."""
    if facts.carer_relationship == "parent":
        return _E7_PARENT
    first, second = facts.carer_1_date_of_birth, facts.carer_2_date_of_birth
    adult = parameters.adult_born_by
    if (first is not None and first > adult) or (second is not None and second > adult):
        return _E7_YOUNG
    missing = (
        facts.carer_relationship is None
        or (facts.carer_1_name is None and facts.carer_2_name is None)
        or (facts.carer_1_name is not None and first is None)
        or (facts.carer_2_name is not None and second is None)
    )
    return _E7_MISSING if missing else _E7_ADULT
