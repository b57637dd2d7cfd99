"""Looked-after children in no cohort: foster care that seeks no order, homes, adoption, 16+."""

import random
from dataclasses import dataclass

from ehp_desktop.review.sample.carers import foster_carers
from ehp_desktop.review.sample.dice import AS_OF, dice
from ehp_desktop.review.sample.families import ALONE, YEAR, Family
from ehp_desktop.review.sample.households import Household, Story, make_household
from ehp_desktop.review.sample.journeys import (
    Journey,
    earlier_period,
    first_status,
    foster_code,
    order_days,
    steps_of,
)
from ehp_desktop.review.sample.recorded import (
    record_care,
    record_carers,
    record_cost,
    record_plan,
    record_pr_holders,
    record_reviews,
    record_safety,
    record_visits,
    record_wishes,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Children in one kind of placement: how many, how old, how long in care."""

    number: int
    code: str
    ages: tuple[float, float]
    years: tuple[float, float]
    statuses: tuple[str, ...]  # drawn from, as often as they stand here
    moves: float = 0.3  # how often a placement broke down on the way here
    longest_here: int = 2200  # days: nobody is in a secure home for years
    alone: bool = False  # unaccompanied: no family here


_FOSTERED = ("C2", "C2", "C2", "C2", "C2", "C1", "V2")
_MOSTLY_ORDERED = ("C2", "C2", "C2", "V2")

KINDS = (
    Kind(75, "F2", (0.1, 17.4), (0.1, 9.0), _FOSTERED),
    Kind(14, "F2", (0.1, 2.4), (0.1, 0.8), ("C1",)),
    Kind(6, "F2", (0.6, 3.5), (0.7, 1.6), ("E1",)),
    Kind(46, "F3", (2.0, 17.6), (0.2, 9.0), _FOSTERED, 0.5),
    Kind(5, "F5", (1.0, 16.0), (0.3, 7.0), _FOSTERED),
    Kind(10, "F6", (4.0, 17.4), (0.4, 8.0), _FOSTERED, 0.6),
    Kind(9, "A6", (0.7, 4.2), (0.8, 2.2), ("E1",), 0.0),
    Kind(3, "A5", (1.5, 4.6), (1.2, 2.4), ("E1",), 0.0),
    Kind(12, "H3", (10.6, 17.5), (0.6, 9.0), _MOSTLY_ORDERED, 0.9, 700),
    Kind(7, "H4", (11.0, 17.2), (0.8, 9.0), _MOSTLY_ORDERED, 0.9, 600),
    Kind(1, "H21", (14.8, 15.9), (2.0, 6.0), ("C2",), 1.0, 60),
    Kind(15, "H5", (16.1, 17.9), (0.5, 8.0), ("C2", "V2", "V2"), 0.7, 420),
    Kind(4, "H5", (16.2, 17.7), (0.4, 1.3), ("V2",), 1.0, 200, alone=True),
    Kind(14, "P2", (16.7, 17.95), (0.6, 9.0), ("C2", "V2"), 0.6, 380),
    Kind(2, "F3", (15.2, 16.9), (0.3, 1.5), ("V2",), 0.0, 400, alone=True),
    Kind(3, "R3", (0.05, 1.0), (0.05, 0.4), ("C1",), 0.0),
    Kind(2, "S1", (11.6, 15.9), (2.0, 7.0), ("C2",), 1.0, 600),
    Kind(1, "R2", (13.0, 16.5), (1.0, 5.0), ("C2",), 1.0, 50),
    Kind(1, "Z1", (15.5, 17.5), (0.8, 4.0), ("V2",), 1.0, 120),
    Kind(1, "R5", (16.4, 17.5), (0.8, 4.0), ("C2",), 1.0, 100),
)
_YOUNGEST = {"H5": 16.02, "P2": 16.02, "R5": 15.0, "H3": 9.5, "H4": 9.5}
"""How old a child is, at the least, when such a placement begins."""

_WITH_BROTHERS_AND_SISTERS = frozenset({"F2", "F3", "F5", "F6", "A6"})
_SPLIT = ("Tawe", "Afan", "Ogwr")  # families with children in a cohort too


def other_households(families: dict[str, Family]) -> list[Household]:
    """Every household of the looked-after children in no cohort."""
    made = []
    for index, kind in enumerate(KINDS):
        left, number = kind.number, 0
        while left:
            key = f"other {index}.{number}"
            draw = dice("household", key, "size")
            together = kind.code in _WITH_BROTHERS_AND_SISTERS
            size = draw.choices((1, 2, 3), weights=(64, 26, 10))[0] if together else 1
            family = _SPLIT[number] if index == 3 and number < len(_SPLIT) else None
            size = 1 if family else min(size, left)
            made.append(_household(key, kind, Story(size, "other", family=family), families))
            left, number = left - size, number + 1
    return made


def _household(key: str, kind: Kind, story: Story, families: dict[str, Family]) -> Household:
    draw = dice("household", key, "journey")
    status = draw.choice(kind.statuses)
    journey = _journey(kind, status, draw)
    here = (AS_OF - journey.placement_start).days / YEAR
    in_care = (AS_OF - journey.since).days / YEAR
    lowest = max(kind.ages[0], in_care, _YOUNGEST.get(kind.code, 0) + here)
    if story.family:  # a brother or sister of children who are at home or with kin
        lowest = max(lowest, 7.0)
    household = make_household(
        key,
        "other",
        story,
        journey,
        families,
        ages=(lowest, kind.ages[1]),
        alone=kind.alone,
    )
    earlier_period(journey, household.children[-1].born, household.draw("earlier"))
    _record(household)
    return household


def _journey(kind: Kind, status: str, draw: random.Random) -> Journey:
    low, high = (round(years * 365) for years in kind.years)
    if status == "C1":
        high = min(high, 430)
    since = max(12, round(draw.triangular(low, high, low + (high - low) * 0.25)))
    if status in ("C2", "E1"):
        since = max(since, 300)
    started = "V2" if status == "V2" else first_status(draw)
    started = "C1" if status == "C1" or kind.code == "R3" else started
    ordered = order_days(since, draw)
    parts: list[tuple[int, str | None, str | None]] = []
    if status in ("C2", "E1"):
        ordered = max(ordered, 40)
        parts.append((ordered, status, None))
    first = kind.code if draw.random() > kind.moves else foster_code(draw)
    if kind.code in ("A5", "A6"):
        first = "F2"
        parts.append((max(8, ordered - draw.randint(60, 260)), None, kind.code))
    elif first != kind.code or kind.moves > 0.5:
        first = foster_code(draw) if first == kind.code else first
        latest = min(since - 5, kind.longest_here)
        here = max(6, round(draw.triangular(6, latest, latest * 0.4)))
        parts.append((here, None, kind.code))
        parts += _broken_down(kind, first, since, here, draw)
    return Journey(steps_of((since, started, first), *parts))


def _broken_down(
    kind: Kind, first: str, since: int, here: int, draw: random.Random
) -> list[tuple[int, str | None, str | None]]:
    """Placements that did not last, between the first and the present one."""
    other = "F3" if first != "F3" else "F2"
    if kind.moves < 0.45 or since - here < 200 or draw.random() > kind.moves:
        return []
    if here < 200 and draw.random() < 0.6:  # a year of moves
        days = sorted(draw.sample(range(here + 15, min(since - 30, 360)), k=draw.choice((2, 3))))
        codes = (other, first, "F3" if other == "F2" else "F6")
        return [(ago, None, code) for ago, code in zip(days, codes, strict=False)]
    return [(draw.randint(here + 30, min(since - 30, here + 700)), None, other)]


def _record(household: Household) -> None:
    draw = household.draw("other")
    code = household.journey.placement
    if code in ("F2", "F3", "F5", "F6"):
        household.carers = foster_carers(household.draw("carers"))
        household.relationship = "none"
    record_care(household)
    record_carers(household)
    if household.family.background not in ALONE:
        record_pr_holders(household)
    record_reviews(household)
    record_safety(household)
    record_wishes(household, fresh=False)
    record_plan(household)
    record_visits(household, 40)
    record_cost(household, draw)
    content = draw.random() < 0.3
    for child in household.children:
        if household.relationship == "none":
            child.values.update(carer_has_pr=False, carer_approval="full")
            child.values["long_term"] = draw.random() < 0.6
            if content:
                child.values["carer_seeks"] = "neither"
        if code in ("H3", "H4", "H5", "P2") and draw.random() < 0.3:
            child.values["last_incident_date"] = child.values["last_visit_date"]
            child.values["last_incident_kind"] = "missing" if draw.random() < 0.6 else "police"
