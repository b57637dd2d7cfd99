import datetime as dt
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELDS
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.language import Language
from ehp_desktop.ui.case.record_dialog import RecordDialog, TypedValue
from ehp_desktop.ui.case.value_words import ValueWords

TODAY = dt.date(2021, 9, 30)
Make = Callable[[str | None], RecordDialog]


@pytest.fixture
def make(qtbot: QtBot, light: None, make_child: Callable[..., ChildRow]) -> Make:
    def made(field: str | None) -> RecordDialog:
        dialog = RecordDialog(
            None,
            make_child(s91_14_names="parent;carer"),
            field=field,
            code_set=CodeSet.WALES,
            words=ValueWords(Language.ENGLISH, CodeSet.WALES),
            today=TODAY,
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def value(dialog: RecordDialog) -> QWidget:
    found = dialog._inputs.currentWidget()
    assert found is not None
    return found


def record(qtbot: QtBot, dialog: RecordDialog) -> None:
    button = dialog.findChild(QPushButton, "record")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_date_is_typed_day_first(qtbot: QtBot, make: Make) -> None:
    dialog = make("last_visit_date")
    edit = value(dialog)
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "20/09/2021"
    edit.setText("3/9/2021")
    record(qtbot, dialog)
    assert dialog.typed == TypedValue("last_visit_date", dt.date(2021, 9, 3))


@pytest.mark.parametrize(
    ("field", "typed"),
    [("last_visit_date", "3/9/21"), ("last_visit_date", "soon"), ("reviews_held", "many")],
)
def test_what_cannot_be_read_is_said_and_nothing_closes(
    qtbot: QtBot, make: Make, field: str, typed: str
) -> None:
    dialog = make(field)
    edit = value(dialog)
    assert isinstance(edit, QLineEdit)
    edit.setText(typed)
    record(qtbot, dialog)
    assert dialog.typed is None
    assert dialog.isVisible()
    assert dialog._banner.text


def test_a_value_can_be_taken_away(qtbot: QtBot, make: Make) -> None:
    dialog = make("plan_date")
    edit = value(dialog)
    assert isinstance(edit, QLineEdit)
    edit.clear()
    record(qtbot, dialog)
    assert dialog.typed == TypedValue("plan_date", None)


def test_choices_codes_and_lists_are_chosen(qtbot: QtBot, make: Make) -> None:
    for field, wanted, stored in (
        ("cp_registered", "yes", True),
        ("iro_view", "opposes it", "opposes"),
        ("placement_code", "F1", "F1"),
    ):
        dialog = make(field)
        box = value(dialog)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findText(wanted, Qt.MatchFlag.MatchStartsWith))
        record(qtbot, dialog)
        assert dialog.typed == TypedValue(field, stored)
    dialog = make("s91_14_names")
    ticks = value(dialog)
    assert isinstance(ticks, QListWidget)
    ticks.item(0).setCheckState(Qt.CheckState.Checked)
    record(qtbot, dialog)
    assert dialog.typed == TypedValue("s91_14_names", "authority;parent;carer")


@pytest.mark.parametrize("field", [one.key for one in FIELDS if one.key != "child_id"])
def test_every_field_gives_back_what_is_recorded(qtbot: QtBot, make: Make, field: str) -> None:
    dialog = make(field)
    before = getattr(dialog._row, field)
    record(qtbot, dialog)
    assert dialog.typed == TypedValue(field, before)


def test_a_field_typed_by_half_records_nothing_elsewhere(qtbot: QtBot, make: Make) -> None:
    dialog = make(None)
    chooser = dialog.findChild(QComboBox, "record_field")
    assert chooser is not None
    chooser.setEditText("Last vis")
    record(qtbot, dialog)
    assert dialog.typed is None
    assert "list" in dialog._banner.text


def test_a_birth_that_lies_ahead_is_refused(qtbot: QtBot, make: Make) -> None:
    dialog = make("date_of_birth")
    edit = value(dialog)
    assert isinstance(edit, QLineEdit)
    edit.setText("01/10/2021")
    record(qtbot, dialog)
    assert dialog.typed is None


def test_esc_leaves_without_recording_and_the_dialog_is_freed(qtbot: QtBot, make: Make) -> None:
    dialog = make("plan_date")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert dialog.typed is None
    gone = weakref.ref(dialog)
    del dialog
    assert gone() is None
