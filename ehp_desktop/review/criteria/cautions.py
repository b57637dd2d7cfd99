"""Cautions: what the surgery should have before it; they never change a state (section 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.criteria.criterion import (
    Finding,
    criterion,
    finding,
    met,
    not_met,
    unknown,
)
from ehp_desktop.review.criteria.information import HOLDERS
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Result

_AGE_OF_SECTION_9: Final = 16

_C1_BLANK = unknown("C1", "The date of birth is not recorded")
_C1_UNDER = met("C1", "Under {leaving_care_age}: born {date_of_birth}, now {age}")
_C1_OVER = not_met("C1", "{leaving_care_age} or over, so they may: born {date_of_birth}, now {age}")


@criterion(
    "C1",
    "Leaving-care entitlements do not turn on this",
    routes="N S A",
    authority="SSWBA 2014 s.104; Re C [2009] EWCA Civ 955",
    fields="date_of_birth",
    parameters="leaving_care_age",
)
def leaving_care_apart(facts: Facts, parameters: ParametersOn) -> Finding:
    """Under the age from which time in care counts towards leaving-care support."""
    if facts.age is None:
        return _C1_BLANK
    return _C1_UNDER if facts.age < parameters.leaving_care_age else _C1_OVER


_C2_BLANK = unknown("C2", "The date of birth is not recorded")
_C2_TIME = met("C2", "Born {date_of_birth}; 18 on {eighteenth_birthday}")
_C2_SHORT = not_met(
    "C2",
    "Born {date_of_birth}; 18 on {eighteenth_birthday}, with {time_left_months} or less left on "
    "{as_of}",
)


@criterion(
    "C2",
    "There is useful time left before 18",
    routes="N S G A",
    authority="CA 1989 s.91(12)",
    fields="date_of_birth",
    parameters="time_left_months",
)
def time_before_18(facts: Facts, parameters: ParametersOn) -> Finding:
    """Before the corresponding day so many months back from the 18th birthday."""
    if facts.date_of_birth is None:
        return _C2_BLANK
    too_late = parameters.no_time_before_18_born_by
    return _C2_TIME if facts.date_of_birth > too_late else _C2_SHORT


_C3_BLANK = unknown("C3", "The date of birth is not recorded")
_C3_TIME = met("C3", "Born {date_of_birth}; 17 on {seventeenth_birthday}")
_C3_SHORT = not_met(
    "C3",
    "Born {date_of_birth}; 17 on {seventeenth_birthday}, with {time_left_months} or less left on "
    "{as_of}",
)


@criterion(
    "C3",
    "There is useful time left before 17",
    routes="S",
    authority="CA 1989 s.31(3)",
    fields="date_of_birth",
    parameters="time_left_months",
)
def time_before_17(facts: Facts, parameters: ParametersOn) -> Finding:
    """Before the corresponding day so many months back from the 17th birthday."""
    if facts.date_of_birth is None:
        return _C3_BLANK
    too_late = parameters.no_time_before_17_born_by
    return _C3_TIME if facts.date_of_birth > too_late else _C3_SHORT


_C4_NONE = met("C4", "No change in the household is recorded")
_C4_LONG_AGO = met(
    "C4", "Last change in the household {household_change_date} ({household_change_date_ago} ago)"
)
_C4_RECENT = not_met(
    "C4",
    "Last change in the household {household_change_date}, less than {household_months} before "
    "{as_of}",
)


@criterion(
    "C4",
    "No recent change in the household",
    routes="N S",
    authority="CPPCR(W) Regs 2015 Sch 4",
    fields="household_change_date",
    parameters="household_months",
)
def household_unchanged(facts: Facts, parameters: ParametersOn) -> Finding:
    """None recorded, or long enough ago."""
    changed = facts.household_change_date
    if changed is None:
        return _C4_NONE
    passed = changed <= parameters.household_run_from
    return _C4_LONG_AGO if passed else _C4_RECENT


_C5_NONE = met("C5", "No incident is recorded")
_C5_LONG_AGO = met("C5", "Last incident {last_incident_date} ({last_incident_date_ago} ago)")
_C5_RECENT = not_met(
    "C5", "Last incident {last_incident_date}, less than {incident_months} before {as_of}"
)


@criterion(
    "C5",
    "No recent incident",
    routes="N S G A",
    authority="CA 1989 s.1(3)(e)",
    fields="last_incident_date",
    parameters="incident_months",
)
def no_recent_incident(facts: Facts, parameters: ParametersOn) -> Finding:
    """None recorded, or long enough ago."""
    happened = facts.last_incident_date
    if happened is None:
        return _C5_NONE
    passed = happened <= parameters.incident_run_from
    return _C5_LONG_AGO if passed else _C5_RECENT


_C6_NOBODY = unknown("C6", "Nobody with parental responsibility beside the authority is recorded")
_C6_UNKNOWN = unknown(
    "C6",
    "A position is not recorded or not known; with parental responsibility, beside the "
    "authority: {pr_positions}",
)
_C6_OPPOSED = not_met("C6", "With parental responsibility, beside the authority: {pr_positions}")
_C6_AGREED = met("C6", "With parental responsibility, beside the authority: {pr_positions}")


@criterion(
    "C6",
    "Nobody with parental responsibility opposes",
    routes="N S G A",
    authority="FPR 2010 r.12.3",
    fields=HOLDERS,
)
def nobody_opposes(facts: Facts, parameters: ParametersOn) -> Finding:
    """Every holder other than the authority agrees or is neutral."""
    positions = facts.pr_positions
    if "opposes" in positions:
        return _C6_OPPOSED
    if not positions:
        return _C6_NOBODY
    for position in positions:
        if position is None or position == "unknown":
            return _C6_UNKNOWN
    return _C6_AGREED


_C7_BLANK = unknown("C7", "What the child wishes is not recorded")
_C7_OPPOSES = not_met("C7", "The child's wishes ({wishes_date}): {child_wishes}")
_C7_OTHER = met("C7", "The child's wishes ({wishes_date}): {child_wishes}")


@criterion(
    "C7",
    "The child does not oppose",
    routes="N S G A",
    authority="CA 1989 s.1(3)(a)",
    fields="child_wishes wishes_date",
)
def child_does_not_oppose(facts: Facts, parameters: ParametersOn) -> Finding:
    """Any recorded wish but opposition."""
    if facts.child_wishes is None:
        return _C7_BLANK
    return _C7_OPPOSES if facts.child_wishes == "opposes" else _C7_OTHER


_C8_NEVER = met("C8", "No reliance on the authority's parental responsibility is recorded")
_C8_LONG_AGO = met(
    "C8",
    "The authority last relied on its parental responsibility on {pr_exercised_date} "
    "({pr_exercised_date_ago} ago)",
)
_C8_RECENT = not_met(
    "C8",
    "The authority last relied on its parental responsibility on {pr_exercised_date}, less than "
    "{pr_exercised_months} before {as_of}",
)


@criterion(
    "C8",
    "The authority has not had to rely on its parental responsibility",
    routes="N S",
    authority="Re JW [2023] EWCA Civ 944",
    fields="pr_exercised_date",
    parameters="pr_exercised_months",
)
def responsibility_not_relied_on(facts: Facts, parameters: ParametersOn) -> Finding:
    """Never recorded, or long enough ago."""
    relied = facts.pr_exercised_date
    if relied is None:
        return _C8_NEVER
    passed = relied <= parameters.pr_exercised_run_from
    return _C8_LONG_AGO if passed else _C8_RECENT


@dataclass(frozen=True, slots=True)
class SiblingsOnAgenda:
    """Who is looked after in each sibling group, and who is on the agenda in question."""

    looked_after: Mapping[str, frozenset[str]]
    on_agenda: frozenset[str]

    @classmethod
    def among(cls, looked_after: Iterable[ChildRow], on_agenda: Iterable[str]) -> Self:
        """From the children looked after on the day and the ids on the agenda."""
        groups: dict[str, set[str]] = {}
        for row in looked_after:
            if row.sibling_group is not None:
                groups.setdefault(row.sibling_group, set()).add(row.child_id)
        return cls({name: frozenset(ids) for name, ids in groups.items()}, frozenset(on_agenda))

    def others(self, facts: Facts) -> frozenset[str]:
        """The ids of a child's brothers and sisters who are looked after."""
        if facts.sibling_group is None:
            return frozenset()
        return self.looked_after.get(facts.sibling_group, frozenset()) - {facts.child_id}


def _not_applicable(sentence: str) -> Finding:
    return finding("C9", Result.NOT_APPLICABLE, sentence)


_C9_NO_AGENDA = _not_applicable("No agenda is in question")
_C9_NO_GROUP = _not_applicable("No sibling group is recorded")
_C9_ALONE = _not_applicable("No brother or sister of the same sibling group is looked after")
_C9_TOGETHER = met("C9", "On the same agenda: {siblings_looked_after}")
_C9_APART = not_met("C9", "Looked after, and not on this agenda: {siblings_not_listed}")


@criterion(
    "C9",
    "Brothers and sisters are considered together",
    routes="N S G A",
    authority="practice",
    fields="sibling_group",
)
def considered_together(
    facts: Facts, parameters: ParametersOn, siblings: SiblingsOnAgenda | None = None
) -> Finding:
    """Every looked-after brother and sister is on the agenda in question."""
    if siblings is None:
        return _C9_NO_AGENDA
    if facts.sibling_group is None:
        return _C9_NO_GROUP
    others = siblings.others(facts)
    if not others:
        return _C9_ALONE
    return _C9_TOGETHER if others <= siblings.on_agenda else _C9_APART


_C10_BLANK = unknown("C10", "The date of birth is not recorded")
_C10_UNDER = met("C10", "Born {date_of_birth}, now {age}: under 16")
_C10_OVER = not_met("C10", "Born {date_of_birth}, now {age}: 16 or over")


@criterion(
    "C10",
    "No exceptional circumstances are needed for this order at this age",
    routes="A",
    authority="CA 1989 s.9(7)",
    fields="date_of_birth",
)
def no_exceptional_circumstances(facts: Facts, parameters: ParametersOn) -> Finding:
    """Under 16."""
    if facts.age is None:
        return _C10_BLANK
    return _C10_UNDER if facts.age < _AGE_OF_SECTION_9 else _C10_OVER
