"""The surgeries page over a real store: made, filled, ordered, undone, printed."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.series import PlannedDay
from ehp_desktop.review.surgery import (
    SurgeryDraft,
    add_cases,
    list_surgeries,
    new_surgery,
    remove_cases,
)
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery import agenda_editor, agenda_paper, page as page_module, work
from ehp_desktop.ui.surgery.page import SurgeriesPage
from ehp_desktop.ui.surgery.series_dialog import SeriesWish

OCTOBER = dt.date(2021, 10, 5)
DRAFT = SurgeryDraft(OCTOBER, place="Y Neuadd", chair="Rhiannon Evans", lawyer="<b>G. Morris</b>")
Idle = Callable[[], None]


def press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    button = next(one for one in inside.findChildren(QPushButton, name) if one.isVisible())
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def stored(opened: OpenStore) -> tuple[str, ...]:
    return list_surgeries(opened)[0].cases


@pytest.fixture
def one_surgery(opened_wales: OpenStore, five_children: tuple[str, ...]) -> int:
    return new_surgery(opened_wales, DRAFT)


@pytest.fixture
def filled(opened_wales: OpenStore, one_surgery: int) -> int:
    add_cases(opened_wales, one_surgery, ("1001", "1002", "1003"))
    return one_surgery


# Surgeries


def test_without_a_surgery_the_page_says_how_to_begin(
    qtbot: QtBot, page: SurgeriesPage, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.states.words.startswith("No surgery has been planned yet")
    monkeypatch.setattr(page_module, "ask_surgery", lambda *_, **__: DRAFT)

    press(qtbot, page, "state_action")
    idle()

    assert page.states.shows_list
    assert page.panel.states.words.startswith("No cases on this agenda yet")
    assert "Lawyer: <b>G. Morris</b>" in page.panel.people_words
    assert page.banner.text == "The surgery was made."


def test_a_series_is_made_on_the_days_that_were_ticked(
    qtbot: QtBot,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = (PlannedDay(OCTOBER), PlannedDay(dt.date(2021, 11, 2)))
    monkeypatch.setattr(page_module, "ask_series", lambda *_: SeriesWish(DRAFT, days))

    press(qtbot, page.list, "surgery_series")
    idle()

    assert [row.date for row in list_surgeries(opened_wales)] == [day.date for day in days]
    assert page.banner.text == "2 surgeries were made."


def test_the_next_surgery_to_come_is_in_front(
    opened_wales: OpenStore, five_children: tuple[str, ...]
) -> None:
    days = [dt.date(2021, 9, 7), dt.date(2021, 11, 2), OCTOBER]
    for day in days:
        new_surgery(opened_wales, SurgeryDraft(day))
    rows = list_surgeries(opened_wales)

    def next_on(today: dt.date) -> dt.date | None:
        row = work.next_to_come(rows, today)
        return row.date if row else None

    assert next_on(dt.date(2021, 9, 30)) == OCTOBER
    assert next_on(OCTOBER) == OCTOBER
    assert next_on(dt.date(2022, 1, 1)) == dt.date(2021, 11, 2)
    assert work.next_to_come((), OCTOBER) is None


def test_choosing_another_surgery_shows_its_agenda(
    qtbot: QtBot,
    filled: int,
    opened_wales: OpenStore,
    page: SurgeriesPage,
    idle: Idle,
) -> None:
    other = new_surgery(opened_wales, SurgeryDraft(dt.date(2021, 11, 2)))
    page.read()
    idle()
    assert page.panel.table.rows.rowCount() == 3

    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Up)
    idle()

    assert page.list.current().id == other
    assert not page.panel.states.shows_list


def test_a_surgery_is_changed_and_keeps_its_cases(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = SurgeryDraft(OCTOBER, dt.time(14, 0), minutes_per_case=30)
    monkeypatch.setattr(page_module, "ask_surgery", lambda *_, **__: later)

    press(qtbot, page, "surgery_edit")
    idle()

    assert stored(opened_wales) == ("1001", "1002", "1003")
    times = [line.start_time for line in page.panel.table.rows.shown_rows()]
    assert times == [dt.time(14, 0), dt.time(14, 30), dt.time(15, 0)]


# The agenda


def test_an_agenda_is_filled_and_the_filling_undone(
    qtbot: QtBot,
    one_surgery: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agenda_editor, "ask_fill", lambda *_: ("1003", "1001"))

    press(qtbot, page, "surgery_fill")
    idle()

    assert stored(opened_wales) == ("1003", "1001")
    assert page.panel.table.chosen_ids() == ("1003", "1001")
    assert page.banner.text == "Added 2 children."
    press(qtbot, page.banner, "banner_action")
    idle()
    assert stored(opened_wales) == ()
    assert page.banner.text == "Undone: Added 2 children."


def test_a_child_is_added_by_hand(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[object] = []

    def ask(_: QWidget, lines: object, there: object, *__: object) -> tuple[str, ...]:
        offered.append(there)
        return ("1005",)

    monkeypatch.setattr(agenda_editor, "ask_children", ask)

    press(qtbot, page, "surgery_add")
    idle()

    assert offered == [("1001", "1002", "1003")]
    assert stored(opened_wales) == ("1001", "1002", "1003", "1005")


def test_cases_are_reordered_by_key_with_their_times_and_undone_at_once(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    table = page.panel.table
    table.setFocus()
    table.choose_ids(["1003"])

    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    shown = [(line.child_id, line.start_time) for line in table.rows.shown_rows()]
    assert shown == [
        ("1003", dt.time(10, 0)),
        ("1001", dt.time(10, 20)),
        ("1002", dt.time(10, 40)),
    ]
    assert table.chosen_ids() == ("1003",)
    idle()
    assert stored(opened_wales) == ("1003", "1001", "1002")

    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert stored(opened_wales) == ("1001", "1002", "1003")


def test_an_agenda_read_before_a_move_was_stored_is_read_again(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    before = work.shown(opened_wales, filled, Language.ENGLISH, JobProgress(lambda _, __: None))

    page.editor.order(("1003", "1001", "1002"))
    page._show_surgery(before)
    idle()

    shown = [line.child_id for line in page.panel.table.rows.shown_rows()]
    assert shown == ["1003", "1001", "1002"]


def test_a_case_is_taken_off_and_put_back_in_its_place(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    page.panel.table.setFocus()
    page.panel.table.choose_ids(["1002"])

    qtbot.keyClick(page.panel.table, Qt.Key.Key_Delete)
    idle()
    assert stored(opened_wales) == ("1001", "1003")
    press(qtbot, page.panel, "surgery_undo")
    idle()

    assert stored(opened_wales) == ("1001", "1002", "1003")
    assert page.panel.table.chosen_ids() == ("1002",)


def test_an_agenda_that_changed_elsewhere_is_not_overwritten_by_undo(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    page.panel.table.choose_ids(["1002"])
    page.panel.table.take_off.trigger()
    idle()
    remove_cases(opened_wales, filled, ("1001",))
    page.read()
    idle()

    page.editor.undo()
    idle()

    assert stored(opened_wales) == ("1003",)
    assert page.banner.text.startswith("There is nothing to undo")


def test_an_order_that_cannot_be_stored_is_shown_as_it_is(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
) -> None:
    add_cases(opened_wales, filled, ("1004",))  # and the page has not heard of it

    page.editor.order(("1002", "1001", "1003"))
    idle()

    assert "1004" in page.banner.text
    shown = [line.child_id for line in page.panel.table.rows.shown_rows()]
    assert shown == ["1001", "1002", "1003", "1004"]


def test_a_store_open_for_reading_offers_no_change(
    qtbot: QtBot, light: None, filled: int, context: AppContext, idle: Idle
) -> None:
    context.opened.store.writable = False
    page = SurgeriesPage(context)
    qtbot.addWidget(page)
    idle()
    page.panel.table.selectAll()

    names = ("surgery_fill", "surgery_add", "surgery_take_off", "surgery_up", "surgery_edit")
    enabled = [page.findChild(QPushButton, name).isEnabled() for name in names]
    assert enabled == [False] * 5
    assert page.findChild(QPushButton, "agenda_look").isEnabled()


def test_a_failure_is_said_with_a_way_to_try_again(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> work.Board:
        raise RefusedError("The disk is full: nothing was read.")

    with monkeypatch.context() as patch:
        patch.setattr(work, "board", refuse)
        page.read()
        idle()
    assert "The disk is full" in page.states.words
    press(qtbot, page.states, "state_action")
    idle()

    assert page.states.shows_list


# On paper


def test_the_agenda_is_looked_at_and_left_by_escape(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, tmp_path: Path
) -> None:
    press(qtbot, page, "agenda_look")
    idle()

    assert page.shows_agenda
    assert page.view.pages >= 4
    assert page.view.pdf.startswith(b"%PDF")
    assert list(tmp_path.rglob("*.pdf")) == []
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.shows_agenda


def test_the_agenda_is_saved_where_the_person_says_and_nowhere_else(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(_: QWidget, __: str, proposed: str, ___: str) -> tuple[Path, str]:
        asked.append(proposed)
        return tmp_path / "agenda", ""

    monkeypatch.setattr(agenda_paper, "ask_where_to_save", ask)

    press(qtbot, page, "agenda_save")
    idle()

    saved = tmp_path / "agenda.pdf"
    assert saved.read_bytes().startswith(b"%PDF")
    assert saved.stat().st_mode & 0o077 == 0
    assert asked == ["Surgery agenda 2021-10-05.pdf"]
    assert page.banner.text == "Saved as agenda.pdf."


def test_a_folder_that_cannot_be_written_is_a_message(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = tmp_path / "missing" / "agenda.pdf"
    monkeypatch.setattr(agenda_paper, "ask_where_to_save", lambda *_: (nowhere, ""))

    press(qtbot, page, "agenda_save")
    idle()

    assert page.banner.text != ""
    assert not nowhere.exists()


def test_a_page_that_is_closed_while_it_reads_is_no_fault(
    qtbot: QtBot, light: None, filled: int, context: AppContext, idle: Idle
) -> None:
    page = SurgeriesPage(context)
    reading = partial(work.caseload, context.opened, OCTOBER)
    context.jobs.run("Reading", reading, page.editor._ask_fill)
    page.close()
    page.setParent(None)
    page.deleteLater()
    del page

    idle()
