"""A page of surgeries over a real store with a few children."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery.page import SurgeriesPage

TODAY = dt.date(2021, 9, 30)
CHILDREN = ("1001", "1002", "1003", "1004", "1005")


@pytest.fixture
def five_children(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> tuple[str, ...]:
    """Five children ready for discharge, but for the last, whose visits are late."""
    names = ("Ioan", "Siân", "Mair", "Gwenllian", "Tomos")
    rows: list[Any] = [
        make_child(child_id=child_id, forename=name, surname="Prŷs")
        for child_id, name in zip(CHILDREN, names, strict=True)
    ]
    rows[4] = rows[4]._replace(last_visit_date=dt.date(2021, 6, 1))
    put_children(opened_wales, *rows)
    return CHILDREN


@pytest.fixture
def page(qtbot: QtBot, light: None, context: AppContext, idle: Callable[[], None]) -> SurgeriesPage:
    made = SurgeriesPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    idle()
    return made


@pytest.fixture
def columns(light: None) -> CaseColumns:
    return CaseColumns(CaseWords(), TODAY)


@pytest.fixture
def no_progress() -> Callable[[], JobProgress]:
    """Make a progress of which nobody hears."""
    return lambda: JobProgress(lambda _, __: None)
