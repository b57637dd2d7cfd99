"""As many children as a benchmark wants: the caseload's own, again and again under new names."""

from functools import cache
from typing import Any

from ehp_desktop.models.fields import CONFIRMED_FIELDS, FIELDS, to_text
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.sample.caseload import caseload
from ehp_desktop.review.sample.dice import AS_OF
from ehp_desktop.review.sample.files import csv_of


@cache
def sample_rows() -> tuple[ChildRow, ...]:
    """The caseload as rows of a store into which it has come, by child_id."""
    rows = []
    for _, child in caseload().children():
        values: dict[str, Any] = child.values | child.typed
        for name in CONFIRMED_FIELDS:
            if name in values:
                values[f"{name}_confirmed_on"] = AS_OF
        rows.append(ChildRow(**values))
    return tuple(rows)


def many_rows(number: int) -> list[ChildRow]:
    """So many children looked after on the caseload's day, all ids different, by child_id."""
    base = [row for row in sample_rows() if row.ceased_date is None and row.date_of_birth]
    size = len(base)
    made = []
    for index in range(number):
        lap, place = divmod(index, size)
        row = base[place]
        # Forename and surname are drawn from different rows, so that laps differ in their names.
        forename = base[(place + lap * 7) % size].forename
        surname = base[(place + lap * 11) % size].surname
        group = f"{row.sibling_group}-{lap}" if row.sibling_group else None
        child_id = f"{index + 1:07d}"
        made.append(
            row._replace(child_id=child_id, forename=forename, surname=surname, sibling_group=group)
        )
    return made


def many_extract_csv(number: int) -> bytes:
    """The extract of so many children, as bytes of a CSV file."""
    rows = [
        ["" if value is None else to_text(field.kind, value)
         for field, value in zip(FIELDS, row, strict=False)]
        for row in many_rows(number)
    ]  # fmt: skip
    return csv_of([field.key for field in FIELDS], rows)
