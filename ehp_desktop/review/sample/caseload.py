"""The whole fictional caseload, put together once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ehp_desktop.review.sample.cohorts import cohort_households
from ehp_desktop.review.sample.dice import dice
from ehp_desktop.review.sample.families import Family
from ehp_desktop.review.sample.households import Household, SampleChild
from ehp_desktop.review.sample.leavers import leavers
from ehp_desktop.review.sample.others import other_households
from ehp_desktop.review.sample.staff import assign_staff


@dataclass(frozen=True, slots=True)
class SampleCaseload:
    """Every household: those looked after on the caseload's day, and those who have left."""

    present: tuple[Household, ...]
    left: tuple[Household, ...]

    @property
    def households(self) -> tuple[Household, ...]:
        """All of them."""
        return self.present + self.left

    def children(self) -> list[tuple[Household, SampleChild]]:
        """Every child with their household, by child_id."""
        pairs = [(one, child) for one in self.households for child in one.children]
        return sorted(pairs, key=lambda pair: str(pair[1].values["child_id"]))


@cache
def caseload() -> SampleCaseload:
    """The fictional caseload as at 30 September 2021: the same every time."""
    families: dict[str, Family] = {}
    present = [*cohort_households(families), *other_households(families)]
    left = leavers(present, families)
    assign_staff(present)
    everyone = [*present, *left]
    _number(everyone)
    _part_case_numbers(everyone)
    _group_brothers_and_sisters(everyone)
    return SampleCaseload(tuple(present), tuple(left))


def _number(households: Sequence[Household]) -> None:
    """Ids as a case system gives them: by the day of referral, neighbours for one family."""
    used: set[int] = set()
    for household in households:
        draw = dice("referral", household.key)
        youngest = household.children[-1].born
        referred = household.journey.since - dt.timedelta(days=draw.randint(6, 420))
        referred = max(referred, youngest)
        number = 100_000 + (referred - dt.date(2002, 1, 1)).days * 110 + draw.randrange(100)
        for child in household.children:
            while number in used:
                number += 1
            used.add(number)
            child.values["child_id"] = f"{number:07d}"


def _part_case_numbers(households: Sequence[Household]) -> None:
    """No two cases of a court bear one number: a later household takes the next that is free."""
    used: set[str] = set()
    for household in households:
        numbered = [one for one in household.children if "case_number" in one.values]
        if not numbered:
            continue
        number = str(numbered[0].values["case_number"])
        while number in used:
            number = f"{number[:5]}{int(number[5:]) + 1:05d}"
        used.add(number)
        for child in numbered:
            child.values["case_number"] = number


def _group_brothers_and_sisters(households: Sequence[Household]) -> None:
    """A sibling group for every family with more than one child known."""
    of_family: dict[str, list[SampleChild]] = {}
    for household in households:
        of_family.setdefault(household.family.key, []).extend(household.children)
    for children in of_family.values():
        if len(children) > 1:
            group = "FAM-" + min(str(child.values["child_id"]) for child in children)[-6:]
            for child in children:
                child.values["sibling_group"] = group
