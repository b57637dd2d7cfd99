"""Children made at random: the same for the same seed."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.fields import FIELDS, Field, FieldKind
from ehp_desktop.models.rows import ChildRow

BASE = dt.date(2021, 9, 30)
FIRST_DAY = dt.date(2021, 2, 26)
CONFIRMED = [name for name in ChildRow._fields if name.endswith("_confirmed_on")]

_AWKWARD_DAYS = [
    *(dt.date(2021, month, 28) for month in range(1, 10)),
    *(dt.date(2020, month, 30) for month in range(3, 12)),
    dt.date(2020, 2, 29),
    dt.date(2020, 8, 31),
    dt.date(2020, 12, 31),
    dt.date(2021, 3, 31),
    dt.date(2021, 8, 31),
]
_BIRTHDAYS = [dt.date(2004, 2, 29), dt.date(2003, 9, 30), dt.date(2004, 9, 30), BASE]
_CHOSEN = {
    "s91_14_names": [None, "authority", "carer", "parent", "parent;carer", "child"],
    "placement_code": ["P1", "P1", "F1", "F4", "F2", "H3", None],
    "legal_status": ["C2", "C2", "C2", "V2", "C1", None],
    "reviews_held": [None, 0, 1, 2],
}


def _value(field: Field, chance: random.Random, latest: dt.date) -> Any:
    """Something, or nothing, that a field could hold; events up to the latest day."""
    if field.key in _CHOSEN:
        return chance.choice(_CHOSEN[field.key])
    if field.key.endswith("date_of_birth"):
        born = latest - dt.timedelta(chance.randrange(20 * 366))
        return chance.choice([None, born, born, chance.choice(_BIRTHDAYS)])
    if field.kind is FieldKind.DATE:
        day = chance.choice([*_AWKWARD_DAYS, latest - dt.timedelta(chance.randrange(800))])
        return None if chance.random() < 0.2 else min(day, latest)
    if field.kind is FieldKind.YES_NO:
        return chance.choice([None, True, False, False])
    if field.kind is FieldKind.CHOICE:
        return chance.choice([None, *field.choices])
    return chance.choice([None, "x"])


def make_random_child(seed: int, latest: dt.date) -> ChildRow:
    chance = random.Random(seed)
    values = {field.key: _value(field, chance, latest) for field in FIELDS}
    confirmed = {name: BASE - dt.timedelta(chance.randrange(-30, 400)) for name in CONFIRMED}
    return ChildRow(**(values | {"child_id": "1", "weekly_cost": None} | confirmed))


def make_settled_child(seed: int) -> ChildRow:
    """A child of a cohort all of whose events are past, and whose answers never grow old."""
    row = make_random_child(seed, FIRST_DAY)
    always = dict.fromkeys(CONFIRMED, dt.date(2040, 1, 1))
    until = BASE + dt.timedelta(seed % 90 - 45)
    return row._replace(
        placement_code=random.Random(seed).choice(["P1", "F1", "F2"]),
        placement_start=row.placement_start or FIRST_DAY,
        carer_seeks=row.carer_seeks if row.carer_seeks != "neither" else "cao",
        s91_14_until=row.s91_14_until and until,
        ceased_date=None,
        **always,
    )


@pytest.fixture(scope="session")
def random_child() -> Callable[[int, dt.date], ChildRow]:
    """Make a child from a seed, with events up to a day."""
    return make_random_child


@pytest.fixture(scope="session")
def settled_child() -> Callable[[int], ChildRow]:
    """Make a child of a cohort all of whose events are past, whose answers never grow old."""
    return make_settled_child
