"""An import page over a real store, and files to import."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.intake.page import ImportPage

TODAY = dt.date(2021, 9, 30)


@pytest.fixture
def page(qtbot: QtBot, light: None, context: AppContext, idle: Callable[[], None]) -> ImportPage:
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    idle()
    return made


@pytest.fixture
def two_children(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> tuple[str, ...]:
    put_children(
        opened_wales,
        make_child(child_id="1001"),
        make_child(child_id="1002", forename="Siân", surname="Prŷs"),
    )
    return ("1001", "1002")


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows, which name their columns, as a CSV file."""

    def write(
        rows: Sequence[Mapping[str, str]], name: str = "extract.csv", encoding: str = "utf-8"
    ) -> Path:
        written = io.StringIO()
        table = csv.DictWriter(written, rows[0].keys(), lineterminator="\r\n")
        table.writeheader()
        table.writerows(rows)
        path = tmp_path / name
        path.write_bytes(written.getvalue().encode(encoding))
        return path

    return write
