"""The calendar rules of criteria.md, section 2: months, birthdays, working days.

Everything here is a pure function of its arguments; none asks what today is. Results are
remembered: a caseload has few different dates, and each is asked about many times.
"""

import calendar
import datetime as dt
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def plus_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day so many months on; `months` may be negative.

    Where that month has no such day, its last day (the corresponding-date rule: 30 November and
    three months is 28 or 29 February). Beyond the calendar's ends, its first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    if year < dt.MINYEAR:
        return dt.date.min
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def plus_days(day: dt.date, days: int) -> dt.date:
    """The day so many days on; the calendar's last day where that is beyond it."""
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return dt.date.max


@cache
def birthday(born: dt.date, age: int) -> dt.date:
    """The day at whose start a person reaches an age.

    Born on 29 February, the birthday is 1 March in a year that is not a leap year.
    """
    year = born.year + age
    if year > dt.MAXYEAR:
        return dt.date.max
    if born.month == 2 and born.day == 29 and not calendar.isleap(year):
        return dt.date(year, 3, 1)
    return born.replace(year=year)


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years of age on a day; negative for a day before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@cache
def _bank_holidays() -> "HolidayBase":
    # Imported when first asked for: it costs more than the rest of this package together.
    united_kingdom = _one_country("united_kingdom").UnitedKingdom
    days: HolidayBase = united_kingdom(subdiv="WLS")  # the same days as England's
    return days


def _one_country(name: str) -> ModuleType:
    """One country of the library, without the 250 others that its package imports (17 MB).

    The package stands in `sys.modules` unexecuted while its one module is imported.
    """
    package = "holidays.countries"
    spec = find_spec(package)
    if package in sys.modules or spec is None:
        return import_module(f"{package}.{name}")
    sys.modules[package] = module_from_spec(spec)
    try:
        return import_module(f"{package}.{name}")
    finally:
        del sys.modules[package]


def is_working_day(day: dt.date) -> bool:
    """Neither a Saturday or Sunday, nor Christmas Day, Good Friday or a bank holiday.

    Bank holidays are those of England and Wales, which are the same.
    """
    return day.weekday() < 5 and day not in _bank_holidays()


@cache
def add_working_days(day: dt.date, working_days: int) -> dt.date:
    """The working day so many after a day, which itself is day 0."""
    while working_days > 0 and day < dt.date.max:
        day += dt.timedelta(1)
        working_days -= is_working_day(day)
    return day


@cache
def months_run_from(day: dt.date, months: int) -> dt.date:
    """The latest day from which so many months have passed on `day`.

    `start <= months_run_from(day, n)` says the same as `day >= plus_months(start, n)`, for every
    start, and asks the calendar once for a whole caseload.
    """
    latest = plus_months(day, -months)
    while latest < dt.date.max and plus_months(latest + dt.timedelta(1), months) <= day:
        latest += dt.timedelta(1)
    return latest


@cache
def first_day_counting_back(day: dt.date, months: int) -> dt.date:
    """The first day from which `day` lies at or before the corresponding day `months` back.

    Not always `plus_months(day, months)`: counted back from 30 November, three months end on
    30 August, so what began on 31 August has run only on 1 December.
    """
    first = plus_months(day, months)
    while plus_months(first, -months) < day and first < dt.date.max:
        first += dt.timedelta(1)
    return first


@cache
def within_months_from(day: dt.date, months: int) -> dt.date:
    """The earliest day within so many months of which `day` lies.

    `start >= within_months_from(day, n)` says the same as `day <= plus_months(start, n)`.
    """
    return first_day_counting_back(day, -months)


@cache
def born_by(day: dt.date, age: int, months: int) -> dt.date:
    """The latest birth of those who, on `day`, have so many months or fewer left to a birthday.

    `born > born_by(day, age, n)` says the same as `day < plus_months(birthday(born, age), -n)`.
    """
    latest = plus_months(day, months - 12 * age)
    latest -= dt.timedelta(min(5, (latest - dt.date.min).days))  # no month's end is further off
    while plus_months(birthday(latest + dt.timedelta(1), age), -months) <= day:
        latest += dt.timedelta(1)
    return latest


class Span(NamedTuple):
    """A length of time in the largest units that fit: years and months, or else days."""

    years: int
    months: int
    days: int


def span(start: dt.date, end: dt.date) -> Span:
    """How long from one day to a later one; days are counted only under a month."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if plus_months(start, months) > end:
        months -= 1
    if months < 1:
        return Span(0, 0, (end - start).days)
    return Span(months // 12, months % 12, 0)
