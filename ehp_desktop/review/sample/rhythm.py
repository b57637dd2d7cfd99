"""Reviews and visits in the rhythm of the regulations (CPPCR(W) Regs 2015, regs 31 and 39)."""

import datetime as dt
import random

from ehp_desktop.review.sample.dice import AS_OF, weekday_near

_HOLIDAY_WEEKS = ((12, 22), (1, 3))


def _review_day(day: dt.date) -> dt.date:
    """A weekday near the day, and before Christmas rather than at it."""
    if (day.month, day.day) >= _HOLIDAY_WEEKS[0]:
        day = day.replace(day=21)
    elif (day.month, day.day) <= _HOLIDAY_WEEKS[1]:
        day = day.replace(year=day.year - 1, month=12, day=20)
    return weekday_near(day)


def reviews_since(
    since: dt.date, draw: random.Random, *, until: dt.date = AS_OF
) -> tuple[tuple[dt.date, ...], dt.date]:
    """The reviews held up to a day, and the next one: first in four weeks, then three months on,
    then within six."""
    held: list[dt.date] = []
    day = _review_day(since + dt.timedelta(days=draw.randint(19, 26)))
    while day <= until:
        held.append(day)
        gap = draw.randint(78, 88) if len(held) == 1 else draw.randint(150, 178)
        day = _review_day(day + dt.timedelta(days=gap))
    return tuple(held), day


def visit_before(latest: dt.date, days: int, draw: random.Random, after: dt.date) -> dt.date:
    """The last visit: a weekday within so many days, and not before the placement began."""
    day = weekday_near(latest - dt.timedelta(days=draw.randint(2, days)))
    return max(day, min(after, latest))
