"""Households: the children of one family in one placement, from a line of stories.toml."""

import datetime as dt
import random
import re
from dataclasses import dataclass, field
from typing import Literal

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.sample.dice import AS_OF, dice
from ehp_desktop.review.sample.families import YEAR, Adult, Family, make_family, years_before
from ehp_desktop.review.sample.journeys import Journey

Category = Literal["parents", "kinship", "foster", "other", "left"]

_LINE = re.compile(
    r"(?P<number>\d) (?P<route>\w+)(?:: (?P<troubles>[\w, ]+?))?"
    r"(?: \| (?P<born>\d{4}-\d\d-\d\d))?(?: & (?P<family>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Story:
    """What a household is like: the route it is on, and what is otherwise than it should be."""

    number: int
    route: str
    troubles: tuple[str, ...] = ()
    born: dt.date | None = None
    family: str | None = None


def read_story(line: str) -> Story:
    """A line of stories.toml.

    Raises:
        ValueError: the line is not one of the shape described there.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"not a story: {line}")
    born = found["born"]
    return Story(
        int(found["number"]),
        found["route"],
        tuple(name.strip() for name in (found["troubles"] or "").split(",") if name.strip()),
        dt.date.fromisoformat(born) if born else None,
        found["family"],
    )


@dataclass(slots=True)
class SampleChild:
    """One child: what the case system records, what people typed after that, their history."""

    girl: bool
    born: dt.date
    values: dict[str, FieldValue] = field(default_factory=dict)
    typed: dict[str, FieldValue | None] = field(default_factory=dict)
    reviews: tuple[dt.date, ...] = ()
    in_return: bool = True
    outcomes: list[tuple[str, dt.date]] = field(default_factory=list)

    def age(self) -> int:
        """Whole years on the caseload's day."""
        before = (AS_OF.month, AS_OF.day) < (self.born.month, self.born.day)
        return AS_OF.year - self.born.year - before


@dataclass(slots=True)
class Household:
    """Children of one family who live together, with their carers and their way here."""

    key: str
    category: Category
    story: Story
    family: Family
    journey: Journey
    children: list[SampleChild]
    carers: list[Adult] = field(default_factory=list)
    relationship: str = ""

    @property
    def troubles(self) -> frozenset[str]:
        """What is otherwise than it should be."""
        return frozenset(self.story.troubles)

    def draw(self, *names: object) -> random.Random:
        """A source of draws for something of this household."""
        return dice("household", self.key, *names)


def draw_births(
    draw: random.Random,
    number: int,
    since: dt.date,
    *,
    fixed: dt.date | None = None,
    ages: tuple[float, float] = (0.0, 17.9),
) -> list[dt.date]:
    """Birthdays of brothers and sisters, eldest first: all born before they came into care."""
    in_care = (AS_OF - since).days / YEAR
    if fixed:
        births = [fixed]
        while len(births) < number:
            gap = draw.randint(330, 1300)
            births.append(min(births[-1] + dt.timedelta(days=gap), since - dt.timedelta(days=4)))
        return births
    gaps = [draw.triangular(0.95, 4.2, 1.8) for _ in range(number - 1)]
    low = max(ages[0], in_care + 0.01)
    high = max(low + 0.02, ages[1] - sum(gaps))
    youngest = draw.triangular(low, high, low + min(4.0, (high - low) * 0.45))
    births = [years_before(AS_OF, youngest)]
    for years in gaps:
        births.append(max(years_before(births[-1], years), years_before(AS_OF, 17.93)))
    return births[::-1]


def _among_the_others(births: list[dt.date], family: Family, since: dt.date) -> list[dt.date]:
    """Births that fit a mother who has borne other children of the family already."""
    fitted: list[dt.date] = []
    for birth in births:
        latest = min(since - dt.timedelta(days=4), years_before(family.eldest_born, -9))
        moved = min(max(birth, family.eldest_born), latest)
        while any(abs((moved - other).days) < 290 for other in [*family.births, *fitted]):
            moved -= dt.timedelta(days=97)
        fitted.append(moved)
    return sorted(fitted)


def make_household(
    key: str,
    category: Category,
    story: Story,
    journey: Journey,
    families: dict[str, Family],
    *,
    ages: tuple[float, float] = (0.0, 17.9),
    alone: bool = False,
) -> Household:
    """The family and children of a story; a named family's other children may be elsewhere."""
    draw = dice("household", key, "births")
    births = draw_births(draw, story.number, journey.since, fixed=story.born, ages=ages)
    name = story.family or key
    if name not in families:
        # Of a named family the eldest may yet come, in another household.
        eldest = years_before(births[0], 3 if story.family else 0)
        families[name] = make_family(name, eldest, alone=alone)
    family = families[name]
    if story.family:
        births = _among_the_others(births, family, journey.since)
    family.births += births
    children = [SampleChild(draw.random() < 0.49, born) for born in births]
    for child in children:
        surname = family.surname.of(child.girl)
        forename = family.forename("girls" if child.girl else "boys", surname, draw)
        child.values.update(forename=forename, surname=surname, date_of_birth=child.born)
        child.in_return = "just_arrived" not in story.troubles
    return Household(key, category, story, family, journey, children)
