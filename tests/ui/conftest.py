"""Fixtures of the window's tests: no screen, no real settings, jobs that are waited for."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui import theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.tables.copying import leave_plain_text

TODAY = dt.date(2021, 9, 30)
NO_SCREEN = "This plugin does not support"
"""What the offscreen platform says of windows' sizes and stacking; every other warning fails."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(NO_SCREEN))


@pytest.fixture(scope="session", autouse=True)
def _no_widget_outlives_the_application(qapp: QApplication) -> Iterator[None]:
    """What waits in a cycle, or on the clipboard, is freed while there is an application."""
    yield
    leave_plain_text()
    gc.collect()


@pytest.fixture
def light(qapp: QApplication) -> None:
    theme.prepare()
    theme.show_scheme(dark=False)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.drop_reads()
    assert made.wait_for_all(5_000)
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def context(opened_wales: OpenStore, jobs: Jobs, settings: QSettings, light: None) -> AppContext:
    """An empty store of Wales, looked at on 30 September 2021."""
    return AppContext(opened_wales, jobs, today=TODAY, settings=settings)


@pytest.fixture
def idle(qtbot: QtBot, jobs: Jobs) -> Callable[[], None]:
    """Wait until no job is under way."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)

    return wait


@pytest.fixture
def few_children(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> tuple[ChildRow, ...]:
    """Ready with parents; kinship, wishes not recorded; residential; names to trip over."""
    rows = (
        make_child(child_id="1001", forename="Siân", surname="Pugh", team="Dwyrain"),
        make_child(
            child_id="1002",
            forename="Ioan",
            surname="ap Rhys",
            placement_code="F1",
            carer_relationship="grandparent",
            carer_has_pr=None,
            carer_approval="full",
            carer_seeks="sgo",
            sgo_notice_date=dt.date(2021, 9, 3),
            wishes_date=None,
            child_wishes=None,
            team="Gorllewin",
        ),
        make_child(child_id="1003", forename="Tomos", surname="Huws", placement_code="R1"),
        make_child(
            child_id="0004",
            forename="<b>Mair</b>",
            surname='"O\u202eNeill" & =1+1 😀',
            team="Dwyrain",
            social_worker="<img src=x>",
            pr_holder_1_name="<i>Ann</i>",
        ),
    )
    put_children(opened_wales, *rows)
    return rows


@pytest.fixture
def context_as(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    settings: QSettings,
    light: None,
) -> Iterator[Callable[..., AppContext]]:
    """Open one store with two children as a role, whoever had it before; `write` as in `unlock`."""
    rooms: list[Jobs] = []

    def leave() -> None:
        for jobs in rooms:
            jobs.drop_reads()
            assert jobs.wait_for_all(10_000)
            jobs.close()
        if not rooms:
            rows = (make_child(child_id="1001"), make_child(child_id="1002", wishes_date=None))
            put_children(opened_as(Role.CHAIR), *rows)
        rooms.clear()

    def make(role: Role, *, write: bool = True) -> AppContext:
        leave()
        rooms.append(Jobs())
        return AppContext(opened_as(role, write=write), rooms[0], today=TODAY, settings=settings)

    yield make
    for jobs in rooms:
        jobs.drop_reads()
        assert jobs.wait_for_all(10_000)
        jobs.close()


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[AppContext], None]:
    """Wait until no job of a context is under way."""

    def wait(context: AppContext) -> None:
        qtbot.waitUntil(lambda: not context.jobs.running, timeout=20_000)

    return wait
