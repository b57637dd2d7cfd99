"""The same every time: each draw has its own named source, seeded by text.

A name of its own for each household means that tuning one leaves all others as they were.
Seeding by text does not depend on the interpreter's hash order.
"""

import datetime as dt
import random

AS_OF = dt.date(2021, 9, 30)
"""The day for which the fictional caseload is made."""

_SEED = "Bro Derwen 2021-09-30"


def dice(*names: object) -> random.Random:
    """A source of draws for what the names say."""
    return random.Random("/".join([_SEED, *map(str, names)]))  # noqa: S311 - fiction, not secrets


def days_ago(days: int) -> dt.date:
    """The day so many days before the caseload's."""
    return AS_OF - dt.timedelta(days=days)


def weekday_near(day: dt.date) -> dt.date:
    """The day itself, or the Friday before it where it falls on a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))
