"""A household's way through care: orders and placements by date, and the episodes they make."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import NamedTuple

from ehp_desktop.review.sample.dice import AS_OF, days_ago, weekday_near


class Step(NamedTuple):
    """A day on which the legal status, the placement or both changed."""

    on: dt.date
    legal_status: str | None
    placement: str | None


class SampleEpisode(NamedTuple):
    """An episode as a return would give it."""

    start: dt.date
    reason_started: str
    legal_status: str
    placement: str
    end: dt.date | None
    reason_ended: str


@dataclass(slots=True)
class Journey:
    """Steps in the order of their days; an earlier period of care stands apart."""

    steps: list[Step] = field(default_factory=list)
    earlier: tuple[dt.date, dt.date, str] | None = None  # from, until, placement
    ended: tuple[dt.date, str] | None = None
    known_before: dt.date | None = None  # lived with this carer before the placement began

    @property
    def since(self) -> dt.date:
        """The first day of this period of care."""
        return self.steps[0].on

    @property
    def legal_status(self) -> str:
        """The legal status now."""
        return [step.legal_status for step in self.steps if step.legal_status][-1]

    @property
    def legal_status_date(self) -> dt.date:
        """The day from which the legal status has held."""
        return [step.on for step in self.steps if step.legal_status][-1]

    @property
    def placement(self) -> str:
        """The code of the placement now."""
        return [step.placement for step in self.steps if step.placement][-1]

    @property
    def placement_start(self) -> dt.date:
        """The day on which the present placement began."""
        return [step.on for step in self.steps if step.placement][-1]

    def moves_within_a_year(self) -> int:
        """Changes of placement after the day a year ago."""
        year_ago = AS_OF.replace(year=AS_OF.year - 1)
        return sum(1 for step in self.steps[1:] if step.placement and step.on > year_ago)

    def episodes(self) -> list[SampleEpisode]:
        """The episodes of all periods of care, oldest first."""
        made = []
        if self.earlier:
            start, end, placement = self.earlier
            made.append(SampleEpisode(start, "S", "V2", placement, end, "E4"))
        legal, place = "", ""
        for index, step in enumerate(self.steps):
            legal, place = step.legal_status or legal, step.placement or place
            started = "S"
            if index:
                started = {(True, True): "B", (True, False): "L"}.get(
                    (step.legal_status is not None, step.placement is not None), "P"
                )
            last = index + 1 == len(self.steps)
            ended = self.ended if last else (self.steps[index + 1].on, "X1")
            until, why = ended or (None, "")
            made.append(SampleEpisode(step.on, started, legal, place, until, why))
        return made


def steps_of(*parts: tuple[int, str | None, str | None]) -> list[Step]:
    """Steps from days ago; what was changed on one day is one step, weekdays only."""
    made: dict[dt.date, Step] = {}
    for ago, legal, place in sorted(parts, key=lambda part: -part[0]):
        day = weekday_near(days_ago(ago))
        before = made.get(day)
        made[day] = Step(
            day,
            legal or (before.legal_status if before else None),
            place or (before.placement if before else None),
        )
    return list(made.values())


def first_status(draw: random.Random) -> str:
    """How a period of care that ends in an order begins: in proceedings, or accommodated."""
    return "C1" if draw.random() < 0.62 else "V2"


def foster_code(draw: random.Random) -> str:
    """A foster placement of one's own authority or of an agency, mostly in the county."""
    return draw.choices(("F2", "F3", "F5", "F6"), weights=(64, 24, 4, 8))[0]


def earlier_period(journey: Journey, youngest_born: dt.date, draw: random.Random) -> None:
    """For some: a short time in care, years before, that ended at home."""
    room = (journey.since - youngest_born).days
    if room > 900 and draw.random() < 0.16:
        start = youngest_born + dt.timedelta(days=draw.randint(120, room - 500))
        until = start + dt.timedelta(days=draw.randint(20, 240))
        journey.earlier = (weekday_near(start), weekday_near(until), foster_code(draw))


def order_days(since_ago: int, draw: random.Random) -> int:
    """Days ago of the care order: 24 to 60 weeks after proceedings began, at times longer."""
    return since_ago - round(draw.triangular(170, 460, 215))


def cohort_journey(
    placement: str, troubles: frozenset[str], draw: random.Random, *, longest: int
) -> Journey:
    """The way of a household of a cohort to where it is now."""
    ago = round(draw.triangular(400, longest, 560))
    if "settled_soon" in troubles:
        ago = 335  # eleven months: settled within weeks
    elif "just_arrived" in troubles:
        ago = draw.randint(5, 16)
    elif "recent_with_consent" in troubles:
        ago = draw.randint(230, 300)
    elif "unsettled" in troubles:
        ago = draw.randint(70, 125) if "temporary" in troubles else draw.randint(60, 330)
    if "temporary_lapsed" in troubles:
        ago = 212
    elif "temporary_extended" in troubles:
        ago = 190
    if "placement_order" in troubles:  # the plan was adoption; now the foster carers ask
        return Journey(steps_of((790, "C1", placement), (480, "E1", None)))
    if troubles & {"interim", "accommodated", "unaccompanied"}:
        return _without_order(placement, ago, troubles, draw)
    if ago < 400:  # moved here lately, after the order
        since_ago = ago + draw.randint(420, 1500)
        parts = [
            (since_ago, first_status(draw), foster_code(draw)),
            (order_days(since_ago, draw), "C2", None),
            (ago, None, placement),
        ]
    elif draw.random() < 0.5:  # here from the first day
        since_ago = max(ago, 480)
        parts = [(since_ago, "C1", placement), (order_days(since_ago, draw), "C2", None)]
    else:
        since_ago = ago + draw.randint(90, 900)
        ordered = min(order_days(since_ago, draw), since_ago - 120)
        if ordered > since_ago - 170:
            ordered = since_ago - 170
        parts = [(since_ago, first_status(draw), foster_code(draw)), (ordered, "C2", None)]
        parts.append((ago, None, placement))
    return Journey(steps_of(*parts))


def _without_order(
    placement: str, ago: int, troubles: frozenset[str], draw: random.Random
) -> Journey:
    """Accommodated, or in proceedings that have not ended."""
    status = "C1" if "interim" in troubles else "V2"
    if "unaccompanied" in troubles:
        return Journey(steps_of((410, "V2", "F3"), (150, None, placement)))
    if "just_arrived" in troubles or (status == "V2" and draw.random() < 0.6):
        return Journey(steps_of((ago, status, placement)))
    if status == "C1":
        start = ago + draw.randint(7, 60)
        return Journey(steps_of((start, "C1", foster_code(draw)), (ago, None, placement)))
    start = ago + draw.randint(30, 200)
    return Journey(steps_of((start, "V2", foster_code(draw)), (ago, None, placement)))
