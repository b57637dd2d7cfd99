"""Files that nobody here wrote, through the page: a plan or a sentence, never a fault."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.intake.page import ImportPage
from ehp_desktop.ui.intake.plan_tables import PlanList
from ehp_desktop.ui.jobs import Jobs

UNTIDY = (
    "iso_dates_and_extra_columns.csv",
    "mac_newlines.csv",
    "null_byte.csv",
    "empty.csv",
    "data_duplicate-headers.csv",
    "test_utf16_little.csv",
    "test_latin1.csv",
)


@pytest.fixture
def england(
    qtbot: QtBot, light: None, opened_england: OpenStore, jobs: Jobs, settings: QSettings
) -> ImportPage:
    context = AppContext(opened_england, jobs, today=dt.date(2018, 3, 31), settings=settings)
    made = ImportPage(context)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_return_of_three_files_is_planned_with_its_problems(
    england: ImportPage, idle: Callable[[], None], shared_data: Path
) -> None:
    names = ("header.csv", "episodes.csv", "reviews.csv")

    england.take_files(tuple(shared_data / "ssda903" / name for name in names))
    england.check_files()
    idle()

    assert england.banner.text == ""
    assert england.plan.isVisible()
    shown = england.plan.shown_lists()
    assert {PlanList.ERRORS, PlanList.NEW, PlanList.NOTES} <= set(shown)
    new = england.plan.tables.tabs[PlanList.NEW].table.rows
    assert new.rowCount() > 1000


@pytest.mark.parametrize("name", UNTIDY)
def test_an_untidy_file_is_planned_or_said_to_be_unreadable(
    page: ImportPage, idle: Callable[[], None], shared_data: Path, name: str
) -> None:
    page.take_files((shared_data / "untidy" / name,))

    page.check_files()
    idle()

    assert page.plan.isVisible() or page.banner.text


@pytest.mark.parametrize(
    "name", ["TT1_Annex_A_Jan_2022.xlsx", "hist_csdatatools_spec_annex_a_samples_Annex_A.xlsx"]
)
def test_an_annex_a_workbook_is_planned(
    england: ImportPage, idle: Callable[[], None], shared_data: Path, name: str
) -> None:
    england.start.files.set_as_of(dt.date(2022, 3, 31))
    england.take_files((shared_data / "annex-a" / name,))

    england.check_files()
    idle()

    assert england.plan.isVisible()
    errors = england.plan.tables.tabs[PlanList.ERRORS].table.rows
    for line in errors.shown_rows():
        assert line.problem.file == name
        assert line.problem.message
