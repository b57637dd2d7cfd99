"""A whole surgery, from its making to its minutes, with keys and nothing but keys."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actions_to_do import list_actions
from ehp_desktop.review.note_search import NoteFilter
from ehp_desktop.review.notes import find_notes
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import list_outcomes
from ehp_desktop.review.surgery import list_surgeries
from ehp_desktop.review.surgery_life import issued_papers
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.main_window import MainWindow
from tests.ui.keyboard import ALT, CONTROL, Keyboard

KEY = Qt.Key
NAMES = {"1001": "Ioan", "1002": "Siân", "1003": "Mair", "1004": "Gwenllian", "1005": "Tomos"}


@pytest.fixture
def window(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    idle: Callable[[], None],
) -> MainWindow:
    rows = [make_child(child_id=one, forename=name, surname="Prŷs") for one, name in NAMES.items()]
    put_children(opened_wales, *rows)
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1024, 680)
    made.show()
    made.activateWindow()
    idle()
    return made


@pytest.fixture
def keys(qtbot: QtBot, window: MainWindow, idle: Callable[[], None]) -> Keyboard:
    return Keyboard(qtbot, idle)


def test_a_whole_surgery_by_keyboard(
    window: MainWindow, keys: Keyboard, opened_wales: OpenStore, tmp_path: Path
) -> None:
    make_and_fill(keys, opened_wales)
    write_a_note(keys, opened_wales)
    issue_and_hold(keys, opened_wales)
    decide_every_case(window, keys, opened_wales)
    see_to_actions(keys, opened_wales)
    close_and_save_minutes(keys, opened_wales, tmp_path / "minutes.pdf")


def surgery(opened: OpenStore) -> Any:
    return list_surgeries(opened)[0]


def make_and_fill(keys: Keyboard, opened: OpenStore) -> None:
    def fill_in() -> None:
        keys.to("surgery_place")
        keys.type("Y Neuadd")
        keys.press(KEY.Key_Return)

    keys.press(KEY.Key_2, CONTROL)
    keys.idle()
    keys.in_dialog("surgeryDialog", fill_in)
    keys.to("state_action")
    keys.press(KEY.Key_Space)
    keys.wait(lambda: len(list_surgeries(opened)) == 1)
    assert surgery(opened).place == "Y Neuadd"

    keys.in_dialog("fillDialog", lambda: keys.press(KEY.Key_Return))
    keys.press(KEY.Key_F, ALT)
    keys.wait(lambda: len(surgery(opened).cases) == 5)


def write_a_note(keys: Keyboard, opened: OpenStore) -> None:
    keys.press(KEY.Key_N, CONTROL)
    keys.idle()
    keys.type("The room has no telephone.")
    keys.press(KEY.Key_Return, CONTROL)
    keys.wait(lambda: bool(find_notes(opened, NoteFilter(surgery_id=1))))
    assert find_notes(opened, NoteFilter(surgery_id=1))[0].row.text == "The room has no telephone."


def issue_and_hold(keys: Keyboard, opened: OpenStore) -> None:
    keys.press(KEY.Key_I, CONTROL)
    keys.to("issue_full")
    keys.press(KEY.Key_Space)
    keys.press(KEY.Key_Return)
    keys.wait(lambda: surgery(opened).state == "issued")
    assert len(issued_papers(opened, 1)) == 2
    keys.press(KEY.Key_Escape)
    keys.idle()

    def agree() -> None:
        keys.to_button("Hold it")
        keys.press(KEY.Key_Space)

    keys.in_dialog("message", agree)
    keys.press(KEY.Key_H, CONTROL)
    keys.wait(lambda: surgery(opened).state == "held")


def look_up(window: MainWindow, keys: Keyboard) -> None:
    """Just after a text no letter is an outcome: a person looks up before the next one."""
    page: Any = window.page(1)
    keys.wait(lambda: not page.meeting.rests)


def decide_every_case(window: MainWindow, keys: Keyboard, opened: OpenStore) -> None:
    keys.press(KEY.Key_M, CONTROL)
    keys.wait(lambda: keys.focus().objectName() == "meetingCases")
    keys.type("d")
    keys.press(KEY.Key_Return)
    keys.type("n")
    keys.press(KEY.Key_Return)  # the day that is proposed
    keys.type("k")
    keys.type("Neither parent is ready.")
    keys.press(KEY.Key_Return)
    look_up(window, keys)
    keys.type("s")
    keys.press(KEY.Key_Return)
    keys.type("e")
    keys.type("The plan is contested.")
    keys.press(KEY.Key_Return)
    keys.idle()
    look_up(window, keys)
    codes = [one.row.code for one in list_outcomes(opened, 1) if one.row is not None]
    assert codes == [
        "discharge",
        "not_yet",
        "keep_order",
        "discharge_with_supervision",
        "escalate",
    ]

    keys.press(KEY.Key_Backspace)
    keys.type("g")  # the wrong key, taken back at once
    keys.press(KEY.Key_Z, CONTROL)
    keys.idle()
    fourth = list_outcomes(opened, 1)[3]
    assert fourth.row is not None
    assert fourth.row.code == "discharge_with_supervision"
    assert [one.code for one in fourth.versions][1] == "carer_gives_notice"

    keys.type("+")
    keys.type("Draft the C110A")
    keys.press(KEY.Key_Return)
    keys.wait(lambda: len(list_actions(opened, surgery(opened).date)) == 1)
    look_up(window, keys)
    keys.type("c")
    keys.idle()
    fourth = list_outcomes(opened, 1)[3]
    assert fourth.row is not None
    assert fourth.row.copied_on is not None
    keys.press(KEY.Key_Escape)
    keys.idle()


def see_to_actions(keys: Keyboard, opened: OpenStore) -> None:
    day = surgery(opened).date
    keys.press(KEY.Key_3, CONTROL)
    keys.wait(lambda: keys.focus().objectName() == "actions")
    keys.press(KEY.Key_Space)
    keys.wait(lambda: list_actions(opened, day)[0].row.done_on == day)
    keys.press(KEY.Key_Z, CONTROL)
    keys.wait(lambda: list_actions(opened, day)[0].row.done_on is None)


def close_and_save_minutes(keys: Keyboard, opened: OpenStore, path: Path) -> None:
    keys.press(KEY.Key_2, CONTROL)
    keys.idle()
    keys.press(KEY.Key_K, CONTROL)
    keys.press(KEY.Key_Return)
    keys.wait(lambda: surgery(opened).state == "closed")

    keys.in_dialog("minutesDialog", lambda: keys.press(KEY.Key_Return))
    keys.press(KEY.Key_U, CONTROL)
    keys.wait(lambda: keys.focus().objectName() == "agendaPages")

    def save() -> None:
        keys.press(KEY.Key_A, CONTROL)
        keys.type(str(path))
        keys.press_until_gone(KEY.Key_Return)  # the first may take the completion that is offered

    keys.in_dialog("QFileDialog", save)
    keys.press(KEY.Key_S, CONTROL)
    keys.wait(path.exists)
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    )
    assert "Neither parent is ready." in text
    assert "Draft the C110A" in text
    assert "The room has no telephone." in text
