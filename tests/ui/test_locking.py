import datetime as dt
import gc
import shutil
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import opening
from ehp_desktop.review.actions_to_do import list_actions
from ehp_desktop.review.kept_texts import kept_texts
from ehp_desktop.review.outcomes import list_outcomes
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.ui import app
from ehp_desktop.ui.app import Sitting
from ehp_desktop.ui.dialogs.unlock_dialog import OpenRequest
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.locking import LockedWindow, clear_clipboard
from ehp_desktop.ui.messages import tell
from ehp_desktop.ui.tables.columns import folded
from ehp_desktop.ui.tables.copying import put_on_clipboard

DAY = dt.date(2021, 9, 30)
CHAIR, LAWYER = "Rhiannon Evans", "Siân Prosser"
OF_LAWYER = "pedair gwdihŵ frown 12"
CASE_TEXTS = ("Ioan", "ap Rhys", "Tomos", "Huws", "Megan")


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(app, "clock", made)
    return made


@pytest.fixture
def folder(
    peopled_template: Path,
    tmp_path: Path,
    passphrase: str,
    turned: Clock,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> Path:
    place = Path(shutil.copytree(peopled_template, tmp_path / "store"))
    opened = opening.unlock(place, passphrase, user=CHAIR, clock=turned)
    put_children(
        opened,
        make_child(child_id="1001", forename="Ioan", surname="ap Rhys"),
        make_child(child_id="1002", forename="Tomos", surname="Huws"),
    )
    new_surgery(opened, SurgeryDraft(DAY))
    new_surgery(opened, SurgeryDraft(DAY + dt.timedelta(days=30)))
    opened.close()
    return place


@pytest.fixture
def sitting(
    qapp: QApplication,
    light: None,
    qtbot: QtBot,
    settings: QSettings,
    folder: Path,
    passphrase: str,
) -> Iterator[Sitting]:
    """At a window with Tomos Huws in the panel."""
    made = Sitting(qapp, as_of=DAY, settings=settings)
    shown = made.show_store(
        app.open_and_read(OpenRequest(folder, passphrase, CHAIR, write=True), DAY)
    )
    made.guard.attend(shown)
    assert shown.caseload.open_child("1002")
    del shown
    settle(qtbot, made)
    yield made
    if made.dialog is not None:
        made.dialog.reject()
    if made.window is not None:
        qtbot.waitUntil(lambda: made.window is None or not made.window.context.jobs.running)
        made.window.close()
        made.window.deleteLater()
        made.window = None
    assert app.wait_until_idle(made.jobs)
    made.jobs.close()
    made.guard.idle.stop()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def settle(qtbot: QtBot, sitting: Sitting) -> None:
    assert sitting.window is not None
    jobs = sitting.window.context.jobs
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)


def wait_for_dialog(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dialog is not None, timeout=20_000)


def lock(qtbot: QtBot, sitting: Sitting) -> None:
    sitting.lock()
    wait_for_dialog(qtbot, sitting)


def unlock(qtbot: QtBot, sitting: Sitting, passphrase: str) -> None:
    assert sitting.dialog is not None
    sitting.dialog.submit(passphrase)
    qtbot.waitUntil(lambda: sitting.window is not None, timeout=20_000)
    assert sitting.window is not None
    jobs = sitting.window.context.jobs
    qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)


def cover() -> LockedWindow:
    (found,) = [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, LockedWindow) and one.isVisible()
    ]
    return found


def texts_of(widget: QWidget) -> Iterator[str]:
    for name in (
        "text",
        "toPlainText",
        "title",
        "placeholderText",
        "windowTitle",
        "toolTip",
        "statusTip",
        "whatsThis",
        "accessibleName",
        "accessibleDescription",
    ):
        say = getattr(widget, name, None)
        if callable(say):
            yield str(say())
    for action in widget.actions():
        yield from (action.text(), action.toolTip(), action.statusTip())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    model = widget.model() if isinstance(widget, QAbstractItemView) else None
    if model is not None:
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                for role in (0, 3, 4, 11, 12, 32):
                    yield str(model.index(row, column).data(role))


def accessible_texts(widget: QWidget) -> Iterator[str]:
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
            yield one.text(kind)
        waiting += [one.child(number) for number in range(one.childCount())]


def everything_said() -> str:
    said = [window.title() for window in QGuiApplication.allWindows()]
    for widget in QApplication.allWidgets():
        said += texts_of(widget)
    for widget in QApplication.topLevelWidgets():
        said += accessible_texts(widget)
    said.append(QGuiApplication.clipboard().text())
    return "\n".join(said)


def test_nothing_of_a_case_is_left_when_it_is_locked(qtbot: QtBot, sitting: Sitting) -> None:
    assert sitting.window is not None
    put_on_clipboard(["Child"], [["Ioan ap Rhys"]])
    tell(sitting.window, "Ioan", "Tomos Huws")
    assert all(text in everything_said() for text in CASE_TEXTS)
    lock(qtbot, sitting)
    said = everything_said()
    assert [text for text in CASE_TEXTS if text in said] == []
    assert sitting.window is None
    assert cover().isVisible()


def test_what_python_held_of_the_children_is_freed(qtbot: QtBot, sitting: Sitting) -> None:
    folded("Ioan ap Rhŷs")
    lock(qtbot, sitting)
    assert folded.cache_info().currsize == 0
    gc.collect()
    rows = [one for one in gc.get_objects() if type(one).__name__ in {"ChildRow", "CaseLine"}]
    held = [one for one in rows if "Huws" in repr(one) or "ap Rhys" in repr(one)]
    assert held == []  # other tests of this process may hold children of their own


def test_the_store_is_closed_and_another_may_open_it(
    qtbot: QtBot, sitting: Sitting, folder: Path, turned: Clock
) -> None:
    lock(qtbot, sitting)
    opening.unlock(folder, OF_LAWYER, user=LAWYER, clock=turned).close()


def test_it_locks_after_ten_minutes_without_input(
    qtbot: QtBot, sitting: Sitting, turned: Clock
) -> None:
    for _ in range(20):
        assert sitting.window is not None
        turned.now += dt.timedelta(seconds=30)
        sitting.guard.idle.look()
    assert sitting.window is None
    wait_for_dialog(qtbot, sitting)
    assert sitting.dialog is not None
    title = sitting.dialog.findChild(QLabel, "unlock_title")
    assert title is not None
    assert "Locked" in title.text()


def test_the_key_locks_it(qtbot: QtBot, sitting: Sitting) -> None:
    assert sitting.window is not None
    qtbot.keyClick(sitting.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert sitting.window is None
    wait_for_dialog(qtbot, sitting)


def test_the_right_passphrase_comes_back_to_the_same_child(
    qtbot: QtBot, sitting: Sitting, passphrase: str
) -> None:
    lock(qtbot, sitting)
    person = sitting.dialog.findChild(QComboBox, "person") if sitting.dialog else None
    assert person is not None
    assert person.currentText() == CHAIR
    unlock(qtbot, sitting, passphrase)
    assert sitting.window is not None
    assert sitting.window.tabs.currentIndex() == 0
    assert sitting.window.caseload.panel.child_id == "1002"
    visible = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert visible == [sitting.window]


def test_it_comes_back_to_the_same_surgery_and_date(
    qtbot: QtBot, sitting: Sitting, passphrase: str
) -> None:
    assert sitting.window is not None
    page = sitting.window.page(1)
    sitting.window.tabs.setCurrentIndex(1)
    settle(qtbot, sitting)
    page.return_to(1)
    settle(qtbot, sitting)
    earlier = DAY - dt.timedelta(days=60)
    sitting.window.context.set_as_of(earlier)
    del page
    lock(qtbot, sitting)
    unlock(qtbot, sitting, passphrase)
    assert sitting.window is not None
    assert sitting.window.tabs.currentIndex() == 1
    assert sitting.window.page(1).place() == 1
    assert sitting.window.context.as_of == earlier


def test_a_wrong_passphrase_leaves_it_locked(qtbot: QtBot, sitting: Sitting) -> None:
    lock(qtbot, sitting)
    assert sitting.dialog is not None
    sitting.dialog.submit("not this one at all")
    error = sitting.dialog.findChild(QLabel, "unlock_error")
    assert error is not None
    qtbot.waitUntil(lambda: not error.isHidden(), timeout=20_000)
    assert sitting.window is None
    assert cover().isVisible()


def test_somebody_else_may_unlock_and_begins_at_the_caseload(
    qtbot: QtBot, sitting: Sitting
) -> None:
    assert sitting.window is not None
    sitting.window.tabs.setCurrentIndex(1)
    lock(qtbot, sitting)
    assert sitting.dialog is not None
    sitting.dialog.choose_person(LAWYER)
    unlock(qtbot, sitting, OF_LAWYER)
    assert sitting.window is not None
    assert sitting.window.context.opened.actor.name == LAWYER
    assert sitting.window.tabs.currentIndex() == 0
    assert sitting.window.caseload.panel.child_id is None


def test_what_is_being_typed_is_asked_to_be_kept_before_anything_is_hidden(
    qtbot: QtBot, sitting: Sitting
) -> None:
    kept: list[str] = []
    assert sitting.window is not None
    seen = weakref.ref(sitting.window)

    def first() -> None:
        window = seen()
        assert window is not None
        kept.append("first" if window.isVisible() else "too late")

    sitting.before_lock.extend([first, lambda: kept.append("second")])
    lock(qtbot, sitting)
    assert kept == ["first", "second"]


def test_a_text_that_cannot_be_kept_is_said_and_the_window_locks_all_the_same(
    qtbot: QtBot, sitting: Sitting
) -> None:
    def fail() -> None:
        raise DiskError("The disk is full; the text was not kept.")

    kept: list[str] = []
    sitting.before_lock.extend([fail, lambda: kept.append("second")])
    lock(qtbot, sitting)
    assert kept == ["second"]
    assert "not kept" in everything_said()
    assert sitting.window is None


def test_what_is_being_written_is_let_finish_behind_the_cover(
    qtbot: QtBot, sitting: Sitting
) -> None:
    go_on, done = threading.Event(), []

    def work(_: JobProgress) -> str:
        assert go_on.wait(10)
        return "stored"

    assert sitting.window is not None
    window = sitting.window
    context = window.context

    def told(result: str) -> None:
        done.append(result)
        tell(window, "Done", "Ioan ap Rhys")

    context.jobs.run("Storing the import", work, told, writes=True)
    sitting.lock()
    assert not window.isVisible()
    assert cover().isVisible()
    qtbot.waitUntil(lambda: "Storing the import" in everything_said())
    assert sitting.dialog is None
    go_on.set()
    wait_for_dialog(qtbot, sitting)
    assert done == ["stored"]
    visible = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert visible == [cover()]


def test_what_others_put_on_the_clipboard_stays(qapp: QApplication) -> None:
    clipboard = QGuiApplication.clipboard()  # of which the offscreen platform owns nothing
    clipboard.setText("from another program")
    clear_clipboard()
    assert clipboard.text() == "from another program"
    put_on_clipboard(["Child"], [["Ioan ap Rhys"]])
    clear_clipboard()
    assert clipboard.text() == ""


def test_closing_the_locked_window_ends_the_asking(qtbot: QtBot, sitting: Sitting) -> None:
    lock(qtbot, sitting)
    assert sitting.dialog is not None
    cover().close()
    assert not sitting.dialog.isVisible()


def test_another_passphrase_field_is_empty_at_first(qtbot: QtBot, sitting: Sitting) -> None:
    lock(qtbot, sitting)
    assert sitting.dialog is not None
    typed = sitting.dialog.findChild(QLineEdit, "passphrase")
    assert typed is not None
    assert typed.text() == ""


def at_the_meeting(qtbot: QtBot, sitting: Sitting) -> Any:
    assert sitting.window is not None
    page: Any = sitting.window.page(1)
    sitting.window.tabs.setCurrentIndex(1)
    settle(qtbot, sitting)
    page.return_to(1)
    settle(qtbot, sitting)
    page.begin_meeting(1)
    settle(qtbot, sitting)
    return page.meeting


def test_reasons_and_actions_typed_in_a_meeting_are_there_after_the_lock(
    qtbot: QtBot, sitting: Sitting, passphrase: str
) -> None:
    assert sitting.window is not None
    add_cases(sitting.window.context.opened, 1, ("1001", "1002"))
    meeting = at_the_meeting(qtbot, sitting)
    meeting.begin_action()
    qtbot.keyClicks(meeting.actions_form.what, "Ring the court")
    meeting.choose("escalate")
    qtbot.keyClicks(meeting.form.reason, "The plan of Tomos is contested.")
    del meeting
    lock(qtbot, sitting)
    assert "contested" not in everything_said()
    unlock(qtbot, sitting, passphrase)

    meeting = at_the_meeting(qtbot, sitting)
    assert "R goes on with them" in meeting.said.text()
    assert meeting.form.isHidden()
    qtbot.keyClick(meeting.table, Qt.Key.Key_R)
    assert meeting.form.kept.text == "The plan of Tomos is contested."
    assert meeting.form.findChild(QLabel, "kept_words").isVisible()
    qtbot.keyClick(meeting.form.reason, Qt.Key.Key_Return)
    settle(qtbot, sitting)
    qtbot.keyClick(meeting.table, Qt.Key.Key_Backspace)
    settle(qtbot, sitting)
    assert "+ goes on with it" in meeting.said.text()
    qtbot.keyClick(meeting.table, Qt.Key.Key_Plus)
    assert meeting.actions_form.what.text() == "Ring the court"
    qtbot.keyClick(meeting.actions_form.what, Qt.Key.Key_Return)
    settle(qtbot, sitting)
    assert sitting.window is not None
    opened = sitting.window.context.opened
    assert [one.row.reason for one in list_outcomes(opened)] == ["The plan of Tomos is contested."]
    assert [one.row.what for one in list_actions(opened, DAY)] == ["Ring the court"]
    sitting.window.context.keep_texts()
    settle(qtbot, sitting)
    assert kept_texts(opened) == {}
