"""Throw-away stores and files for the benchmarks."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import opening

PASSPHRASE = "pum hwyaden felen 83"
AS_OF = dt.date(2021, 9, 30)


def clock() -> dt.datetime:
    return dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)


class EmptyStores:
    """An empty store, copied for each round, so that no round sees another's rows."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template"
        self._copies = folder / "copies"
        self._made = 0
        opening.create(
            self._template,
            authority="Bench",
            code_set=CodeSet.WALES,
            person_name="Bench",
            passphrase=PASSPHRASE,
        )

    @contextmanager
    def fresh(self) -> Iterator[opening.OpenStore]:
        """A fresh copy, opened; removed afterwards."""
        self._made += 1
        folder = Path(shutil.copytree(self._template, self._copies / str(self._made)))
        opened = opening.unlock(folder, PASSPHRASE, clock=clock)
        try:
            yield opened
        finally:
            opened.close()
            shutil.rmtree(folder)


def workbook(csv_bytes: bytes, path: Path, date_columns: Callable[[str], bool]) -> None:
    """The same rows as an XLSX workbook, with real date cells."""
    import csv
    import io

    import openpyxl

    rows = csv.reader(io.StringIO(csv_bytes.decode("utf-8-sig")))
    header = next(rows)
    dated = [date_columns(name) for name in header]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Extract")
    sheet.append(header)
    for row in rows:
        sheet.append(
            [
                None if not cell else dt.date.fromisoformat(cell) if is_date else cell
                for cell, is_date in zip(row, dated, strict=True)
            ]
        )
    book.save(path)
