"""A series of surgeries: "first Tuesday of the month", and what bank holidays do to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.dates import add_working_days, is_working_day

NTHS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
"""Which of a month's days of that name; a fifth is left out, since most months have none."""

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
"""The days on which a surgery can be held."""

MOST_DAYS: Final = 60
"""The longest series that is made in one go: five years of months."""


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """One day of the month by its place and name, every so many months.

    Raises:
        RefusedError: no such place, no such working weekday, or fewer than 1 or more than 12
            months from one to the next.
    """

    nth: str
    weekday: str
    every_months: int = 1

    def __post_init__(self) -> None:
        if self.nth not in NTHS:
            raise RefusedError(f'"{self.nth}" is not one of {", ".join(NTHS)}.')
        if self.weekday not in WEEKDAYS:
            raise RefusedError(f'"{self.weekday}" is not one of {", ".join(WEEKDAYS)}.')
        if not 1 <= self.every_months <= 12:
            raise RefusedError("A series runs every 1 to 12 months.")

    @classmethod
    def of_words(cls, text: str) -> "SeriesRule":
        """The rule that "first Tuesday of the month" says, in any case.

        Raises:
            RefusedError: the words are not such a rule.
        """
        words = text.casefold().split()
        if len(words) < 2 or words[2:] not in ([], ["of", "the", "month"], ["of", "each", "month"]):
            raise RefusedError('A series is said as in "first Tuesday of the month".')
        return cls(words[0], words[1])


class PlannedDay(NamedTuple):
    """A day of a series; `moved_from` is the bank holiday on which it would have fallen."""

    date: dt.date
    moved_from: dt.date | None = None


def series_dates(
    rule: SeriesRule,
    start: dt.date,
    *,
    count: int | None = None,
    until: dt.date | None = None,
) -> list[PlannedDay]:
    """The days of a series from `start` on: so many, or up to a day, or whichever ends first.

    A day that is a bank holiday in Wales moves to the next working day. Nothing is made yet: the
    days are for a person to look at first. Source: local practice.

    Raises:
        RefusedError: neither end is given, or the series is longer than `MOST_DAYS`.
    """
    if count is None and until is None:
        raise RefusedError("Say how many surgeries the series has, or the day on which it ends.")
    if count is not None and not 1 <= count <= MOST_DAYS:
        raise RefusedError(f"A series has 1 to {MOST_DAYS} surgeries.")
    days = _falling_days(rule, start, count or MOST_DAYS + 1)
    planned = [_planned(day) for day in days if until is None or day <= until]
    if len(planned) > MOST_DAYS:
        raise RefusedError(f"A series has 1 to {MOST_DAYS} surgeries; choose an earlier end.")
    return planned


def _falling_days(rule: SeriesRule, start: dt.date, count: int) -> list[dt.date]:
    from dateutil import rrule  # only when a series is asked for

    weekday = rrule.weekday(WEEKDAYS.index(rule.weekday))(NTHS[rule.nth])
    midnight = dt.datetime.combine(start, dt.time())
    falling = rrule.rrule(
        rrule.MONTHLY, dtstart=midnight, interval=rule.every_months, byweekday=weekday, count=count
    )
    return [moment.date() for moment in falling]


def _planned(day: dt.date) -> PlannedDay:
    if is_working_day(day):
        return PlannedDay(day)
    return PlannedDay(add_working_days(day, 1), moved_from=day)
