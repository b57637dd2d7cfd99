"""The floors: the least work that could possibly do each job, in plain Python and plain Qt."""

import csv
import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import make_dataclass
from pathlib import Path
from typing import Any

from ehp_desktop.models.fields import FIELDS, FieldKind

DATE_COLUMNS = frozenset(field.key for field in FIELDS if field.kind is FieldKind.DATE)


def _iso(text: str, memo: dict[str, str | None]) -> str | None:
    """A date cell as ISO text, validated once for each spelling."""
    try:
        return memo[text]
    except KeyError:
        day, month, year = text.split("/") if "/" in text else reversed(text.split("-"))
        memo[text] = dt.date(int(year), int(month), int(day)).isoformat()
        return memo[text]


def store_rows(header: Sequence[str], rows: Sequence[Sequence[Any]], database: Path) -> None:
    """`executemany` of the rows into a plain SQLite table of the same columns."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    columns = ", ".join(f'"{name}"' for name in header)
    connection.execute(f"CREATE TABLE child ({columns})")
    marks = ", ".join("?" * len(header))
    connection.executemany(f"INSERT INTO child VALUES ({marks})", rows)
    connection.commit()
    connection.close()


def import_csv(path: Path, database: Path) -> None:
    """csv reader, memoised date validation, executemany."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        dates = [i for i, name in enumerate(header) if name in DATE_COLUMNS]
        memo: dict[str, str | None] = {"": None}
        rows = []
        for row in reader:
            cells: list[str | None] = list(row)
            for i in dates:
                cells[i] = _iso(row[i], memo)
            rows.append(cells)
    store_rows(header, rows, database)


def import_xlsx(path: Path, database: Path) -> None:
    """calamine to rows, then the same."""
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    header, *rows = sheet.to_python(skip_empty_area=False)
    dates = [i for i, name in enumerate(header) if name in DATE_COLUMNS]
    memo: dict[str, str | None] = {"": None}
    for row in rows:
        for i in dates:
            cell = row[i]
            row[i] = _iso(cell if isinstance(cell, str) else cell.isoformat(), memo)
    store_rows([str(name) for name in header], rows, database)


Plain = make_dataclass("Plain", [(f"a{i}", object, None) for i in range(40)], slots=True)


def forty_tests(children: Sequence[Any], day: dt.date) -> list[list[bool]]:
    """Forty criteria as plain attribute tests over slotted dataclasses, their results kept."""
    return [[test(child, day) for test in _TESTS] for child in children]


def _tests() -> list[Any]:
    source = (
        "[" + ",".join(f"lambda c, d: c.a{i} is not None and c.a{i} <= d" for i in range(40)) + "]"
    )
    made: list[Any] = eval(source)  # noqa: S307 - forty literal lambdas, built here
    return made


_TESTS = _tests()


def plain_children(count: int, day: dt.date) -> list[Any]:
    """Children for `forty_tests`, a fifth of whose dates are missing."""
    return [
        Plain(*(None if (n + i) % 5 == 0 else day - dt.timedelta(n % 900 + i) for i in range(40)))
        for n in range(count)
    ]
