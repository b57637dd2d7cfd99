"""Children who have left care since April 2019, and what the courts decided.

The figures are those of the strategy: special guardianship orders 6, 9 and 5, care orders
discharged 3, 10 and 5 (2019-20, 2020-21, 2021-22 to 30 September), and 394 looked-after children
at the end of March 2020, 390 a year later, 384 on the caseload's day.
"""

import datetime as dt
from collections.abc import Sequence

from ehp_desktop.review.sample.dice import AS_OF, dice, weekday_near
from ehp_desktop.review.sample.families import Family, years_before
from ehp_desktop.review.sample.households import Household, Story, make_household
from ehp_desktop.review.sample.journeys import Journey, Step
from ehp_desktop.review.sample.recorded import record_care, record_pr_holders
from ehp_desktop.review.sample.rhythm import reviews_since

START_OF_2020_21, END_OF_2020_21 = dt.date(2020, 3, 31), dt.date(2021, 3, 31)
LOOKED_AFTER_THEN = {START_OF_2020_21: 394, END_OF_2020_21: 390, AS_OF: 384}

_ORDERS = {"2019": (6, 3), "2020": (9, 10), "2021": (5, 5)}
_YEARS = {
    "2019": (dt.date(2019, 4, 8), dt.date(2020, 3, 27)),
    "2020": (dt.date(2020, 4, 6), dt.date(2021, 3, 26)),
    "2021": (dt.date(2021, 4, 6), dt.date(2021, 9, 24)),
}
_LEFT_IN_2019_20 = 41
_UNDER_AN_ORDER = frozenset({"guardian", "discharged", "aged", "E10", "E7", "E12"})
_OTHER_WAYS = ("E4", "E12", "aged", "E4", "aged", "E10", "E12", "E4", "aged", "E8", "E3", "E7")


def leavers(present: Sequence[Household], families: dict[str, Family]) -> list[Household]:
    """The households of one that left, so many in each year that the strategy's counts hold."""
    came_since = sum(len(one.children) for one in present if one.journey.since > END_OF_2020_21)
    came_in_year = sum(
        len(one.children)
        for one in present
        if START_OF_2020_21 < one.journey.since <= END_OF_2020_21
    )
    numbers = {
        "2019": _LEFT_IN_2019_20,
        "2020": came_in_year + LOOKED_AFTER_THEN[START_OF_2020_21] - 390,
        "2021": came_since + LOOKED_AFTER_THEN[END_OF_2020_21] - 384,
    }
    made = []
    for year, number in numbers.items():
        guardians, discharged = _ORDERS[year]
        ways = ["guardian"] * guardians + ["discharged"] * discharged
        while len(ways) < number:
            ways.append(_OTHER_WAYS[len(ways) % len(_OTHER_WAYS)])
        made += [_leaver(year, index, way, families) for index, way in enumerate(ways)]
    return made


def _leaver(year: str, index: int, way: str, families: dict[str, Family]) -> Household:
    key = f"left {year}.{index}"
    draw = dice("household", key, "journey")
    first, last = _YEARS[year]
    left = weekday_near(first + dt.timedelta(days=draw.randint(0, (last - first).days)))
    born = left - dt.timedelta(days=round(_age(way, draw.random()) * 365.25))
    born = min(born, START_OF_2020_21 - dt.timedelta(days=40))
    reason = {"aged": "E6", "discharged": "E4"}.get(way, way)
    if way in ("aged", "E10", "E7"):
        left = _day_before_eighteen(left)
        born = left.replace(year=left.year - 18) + dt.timedelta(days=1)
        reason = ("E6" if draw.random() < 0.7 else "E5") if way == "aged" else way
    if way == "guardian":
        reason = "E43" if draw.random() < 0.8 else "E44"
    journey = _journey(way, reason, born, left, draw.uniform(0.0, 1.0))
    household = make_household(key, "left", Story(1, "left", born=born), journey, families)
    record_care(household)
    record_pr_holders(household)
    child = household.children[0]
    child.values.update(ceased_date=left, ceased_reason=reason)
    del child.values["moves_12_months"], child.values["out_of_county"]
    held, _ = reviews_since(journey.since, household.draw("reviews"), until=left)
    child.reviews = held
    if held:
        child.values.update(reviews_held=len(held), last_review_date=held[-1])
    child.outcomes += [(kind, left) for kind in _outcomes(way, index)]
    return household


def _day_before_eighteen(day: dt.date) -> dt.date:
    """A day on whose morrow somebody turns eighteen; not one that a leap year lacks."""
    return day.replace(day=15) if (day.month, day.day) in ((2, 28), (2, 29)) else day


def _age(way: str, chance: float) -> float:
    low, high = {"E12": (1.0, 4.5), "guardian": (2.0, 14.0), "discharged": (4.0, 16.0)}.get(
        way, (1.0, 15.5)
    )
    return low + (high - low) * chance


def _outcomes(way: str, index: int) -> tuple[str, ...]:
    if way == "guardian":
        return ("special_guardianship_order",)
    if way == "discharged":
        supervised = index % 3 == 1  # a supervision order in its place, on the same day
        return (
            ("care_order_discharged", "supervision_order_made")
            if supervised
            else ("care_order_discharged",)
        )
    return ()


def _journey(way: str, reason: str, born: dt.date, left: dt.date, chance: float) -> Journey:
    """Into care before April 2020, so that nobody came and left within one counted year."""
    latest = min(left - dt.timedelta(days=420), START_OF_2020_21 - dt.timedelta(days=10))
    latest = max(latest, born + dt.timedelta(days=4))
    longest = 8.0 if way in _UNDER_AN_ORDER else 2.3
    earliest = min(max(born + dt.timedelta(days=3), years_before(left, longest)), latest)
    since = earliest + dt.timedelta(days=round((latest - earliest).days * chance))
    order = since + dt.timedelta(days=200)
    if way == "E12":
        steps = [Step(since, "C1", "F2"), Step(order, "E1", None)]
        steps.append(Step(order + dt.timedelta(days=60), None, "A6"))
    elif way == "guardian":
        code = "F1" if chance < 0.8 else "F2"
        steps = [Step(since, "C1", code), Step(order, "C2", None)]
    elif way == "discharged":
        steps = [Step(since, "C1", "F2"), Step(order, "C2", None)]
        steps.append(Step(order + dt.timedelta(days=90), None, "P1"))
    elif way in ("aged", "E10", "E7"):
        steps = [Step(since, "C1", "F2"), Step(order, "C2", None)]
        if way == "aged" and (left - order).days > 500:
            steps.append(Step(left - dt.timedelta(days=400), None, "P2"))
    else:
        steps = [Step(since, "V2", "F2" if chance < 0.7 else "F3")]
    steps = [Step(weekday_near(step.on), step.legal_status, step.placement) for step in steps]
    return Journey(steps, ended=(left, reason))
