import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QDate, QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, list_surgeries, new_surgery
from ehp_desktop.ui.caseload import agenda_adding
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialogs.about_dialog import AboutDialog
from ehp_desktop.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.jobs_line import JobsLine
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.shortcuts import Command

TODAY = dt.date(2021, 9, 30)
Idle = Callable[[], None]


@pytest.fixture
def window(
    qtbot: QtBot, context: AppContext, few_children: tuple[ChildRow, ...], idle: Idle
) -> Iterator[MainWindow]:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.caseload.read()
    idle()
    yield made
    idle()


def text_of(window: QWidget, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return "" if label.isHidden() else label.text()


def notice(window: MainWindow) -> str:
    return window._notice.text


def test_the_status_line_counts_the_caseload(window: MainWindow) -> None:
    assert text_of(window, "totals") == (
        "4 looked after · 2 with parents · 1 kinship · 0 foster · 2 ready · 3 never listed"
    )
    assert text_of(window, "last_import") == "nothing imported yet"


def test_who_is_at_work_and_whose_store_it_is_are_in_sight(window: MainWindow) -> None:
    assert text_of(window, "person") == "Rhiannon Evans (chair)"
    assert window.windowTitle() == "Cyngor Abertawe – EHP Desktop"


def test_another_day_is_said_coloured_and_left_again(
    qtbot: QtBot, window: MainWindow, context: AppContext, idle: Idle
) -> None:
    assert notice(window) == ""
    date = window.findChild(QDateEdit, "as_at")
    assert date is not None
    ground = date.palette().base().color()
    date.setDate(QDate(2021, 6, 1))
    idle()
    assert context.as_of == dt.date(2021, 6, 1)
    assert "1 Jun 2021, not today" in notice(window)
    assert date.palette().base().color() != ground
    back = window._notice.findChild(QPushButton, "banner_action")
    assert back is not None
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    idle()
    assert context.as_of == TODAY
    assert notice(window) == ""
    assert date.date() == QDate(2021, 9, 30)


def test_midnight_turns_a_window_that_looks_at_today(
    window: MainWindow, context: AppContext, idle: Idle
) -> None:
    context.set_today(dt.date(2021, 10, 1))
    idle()
    assert context.as_of == dt.date(2021, 10, 1)
    context.set_as_of(dt.date(2021, 9, 1))
    context.set_today(dt.date(2021, 10, 2))
    idle()
    assert context.as_of == dt.date(2021, 9, 1)


def test_keys_reach_every_job(
    qtbot: QtBot, window: MainWindow, context: AppContext, idle: Idle
) -> None:
    window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_2, control)
    assert window.tabs.currentIndex() == 1
    idle()
    qtbot.keyClick(window, Qt.Key.Key_3, control)
    assert window.tabs.currentIndex() == 2
    idle()
    qtbot.keyClick(window, Qt.Key.Key_4, control)
    assert window.tabs.currentIndex() == 3
    idle()
    qtbot.keyClick(window, Qt.Key.Key_F, control)
    assert window.tabs.currentIndex() == 0
    assert window.caseload.filters.search.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_D, control)
    assert window.as_at._date.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_E, control)
    assert window.caseload.panel.isHidden()
    context.set_as_of(dt.date(2021, 1, 1))
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    assert context.as_of == TODAY
    idle()


@pytest.mark.parametrize(
    ("command", "kind"), [(Command.SHORTCUTS, ShortcutsDialog), (Command.ABOUT, AboutDialog)]
)
def test_help_opens_and_is_freed(
    qtbot: QtBot, window: MainWindow, command: Command, kind: type[QDialog]
) -> None:
    window.actions_[command].trigger()
    shown = window.findChild(kind)
    assert shown is not None
    with qtbot.waitSignal(shown.destroyed):
        qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert window.findChild(kind) is None


def test_every_action_has_words_and_shortcuts_are_told_apart() -> None:
    shortcuts = [command.value for command in Command if command.value]
    assert len(set(shortcuts)) == len(shortcuts)


def test_pages_are_made_when_first_looked_at(window: MainWindow, idle: Idle) -> None:
    assert window.findChild(QWidget, "importPage") is None
    window.show_import()
    idle()
    assert window.page(3) is window.findChild(QWidget, "importPage")


def test_every_control_of_the_window_is_named(window: MainWindow, idle: Idle) -> None:
    assert window.caseload.open_child("1001")
    idle()
    kinds = (QAbstractButton, QComboBox, QLineEdit, QDateEdit, QTextEdit)
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for kind in kinds
        for one in window.caseload.findChildren(kind)
        if not one.accessibleName()
        and not one.objectName().startswith("qt_")
        and not isinstance(one.parent(), (QComboBox, QDateEdit, QLineEdit))
        and one.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert nameless == []


def test_tab_goes_through_the_page_in_the_order_of_reading(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    assert window.caseload.open_child("1001")
    idle()
    window.caseload.filters.search.setFocus()
    seen = []
    for _ in range(9):
        focused = window.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == [
        "search",
        "cohort",
        "route",
        "state",
        "team",
        "clear_filters",
        "caseload",
        "record_value",
        "add_to_surgery",
    ]


def test_a_child_is_put_on_an_agenda_and_taken_off_again(
    qtbot: QtBot,
    window: MainWindow,
    opened_wales: OpenStore,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = new_surgery(opened_wales, SurgeryDraft(dt.date(2021, 10, 5), place="Civic Centre"))
    offered: list[str] = []

    def answer(_: object, surgeries: list[tuple[str, int]]) -> int:
        offered.extend(words for words, _ in surgeries)
        return surgeries[0][1]

    monkeypatch.setattr(agenda_adding, "ask_surgery", answer)
    window.caseload.open_child("1001")
    idle()
    button = window.findChild(QPushButton, "add_to_surgery")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: "on the agenda now" in window.caseload.panel.banner.text)
    idle()
    assert offered == ["5 Oct 2021, Civic Centre – 0 cases"]
    assert list_surgeries(opened_wales)[0].cases == ("1001",)
    undo = window.caseload.panel.banner.findChild(QPushButton, "banner_action")
    assert undo is not None
    undo.click()
    qtbot.waitUntil(lambda: "Taken off" in window.caseload.panel.banner.text)
    idle()
    assert number == 1
    assert list_surgeries(opened_wales)[0].cases == ()


def test_without_a_surgery_the_way_to_one_is_said(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    window.caseload.open_child("1001")
    idle()
    window.caseload.panel.surgery_wanted.emit("1001")
    idle()
    assert "make one on the Surgeries page" in window.caseload.panel.banner.text


def test_closing_waits_for_what_is_being_written(
    qtbot: QtBot, window: MainWindow, jobs: Jobs
) -> None:
    go_on = threading.Event()
    jobs.run("Importing 400 rows", lambda _: go_on.wait(10), lambda _: None, writes=True)
    assert not window.close()
    assert window.isVisible()
    assert "Importing 400 rows" in notice(window)
    with qtbot.waitSignal(window.closed):
        go_on.set()
    assert not window.isVisible()


def test_closing_drops_what_is_only_being_read(
    qtbot: QtBot, window: MainWindow, jobs: Jobs
) -> None:
    shown: list[int] = []
    jobs.run("Reading", lambda _: 1, shown.append)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())  # the session ends with a backup
    assert shown == []


def test_a_session_that_changed_something_ends_with_a_backup(
    qtbot: QtBot, window: MainWindow
) -> None:
    folder = window.context.opened.store.folder / "backups"
    assert list(folder.iterdir()) == []
    assert not window.close()  # it waits for that
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [path.suffix for path in folder.iterdir()] != []


def test_a_long_job_is_shown_with_its_count_and_cancel(
    qtbot: QtBot, jobs: Jobs, idle: Idle
) -> None:
    line = JobsLine(jobs)
    qtbot.addWidget(line)
    line._wait.setInterval(1)
    go_on = threading.Event()
    jobs.run(
        "Importing", lambda progress: _until(progress, go_on), lambda _: None, cancellable=True
    )
    qtbot.waitUntil(line.isVisible)
    assert text_of(line, "job_label") == "Importing"
    qtbot.waitUntil(lambda: line._bar.text() == "3 of 9")
    cancel = line.findChild(QPushButton, "job_cancel")
    assert cancel is not None
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    idle()
    qtbot.waitUntil(lambda: not line.isVisible())
    assert go_on.is_set()


def _until(progress: object, stopped: threading.Event) -> None:
    from ehp_desktop.ui.jobs import JobProgress

    assert isinstance(progress, JobProgress)
    progress.report(3, 9)
    while not progress.cancelled():
        threading.Event().wait(0.001)
    stopped.set()


def test_no_case_content_is_kept_in_the_settings(
    window: MainWindow, settings: QSettings, idle: Idle
) -> None:
    window.caseload.filters.search.setText("Siân Pugh")
    window.caseload.table.setColumnWidth(0, 200)
    window.close()
    settings.sync()
    kept = " ".join(f"{key} {settings.value(key)}" for key in settings.allKeys())
    assert "columns/caseload" in kept
    assert "1001" not in settings.allKeys()
    assert "Pugh" not in kept


def test_england_is_told_that_the_periods_are_welsh(
    qtbot: QtBot, opened_england: OpenStore, jobs: Jobs, light: None
) -> None:
    made = MainWindow(AppContext(opened_england, jobs, today=TODAY))
    qtbot.addWidget(made)
    assert "Welsh" in text_of(made, "welsh_periods")
