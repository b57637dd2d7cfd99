import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.chair import audit, backups, child_record, holds, parameters, work
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.shortcuts import Command

ContextAs = Callable[..., AppContext]
Settle = Callable[[AppContext], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def chair(context_as: ContextAs) -> AppContext:
    return context_as(Role.CHAIR)


def press(qtbot: QtBot, dialog: object, name: str) -> None:
    button = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert button is not None
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# Parameters


@pytest.fixture
def parameter_list(
    qtbot: QtBot, chair: AppContext, settle: Settle
) -> Iterator[parameters.ParametersDialog]:
    dialog = parameters.ParametersDialog(chair)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(
        dialog.part.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
    )
    dialog.open()
    settle(chair)
    yield dialog
    settle(chair)


def test_a_parameter_is_set_and_everything_is_worked_out_with_it(
    qtbot: QtBot,
    chair: AppContext,
    parameter_list: parameters.ParametersDialog,
    settle: Settle,
) -> None:
    assert parameter_list.part.table.choose("wishes_months")
    before = chair.opened.parameters.version
    with qtbot.waitSignal(chair.store_changed):
        press(qtbot, parameter_list, "set_parameter")
        dialog = parameter_list.findChild(parameters.ParameterDialog)
        assert dialog is not None
        value = dialog.findChild(QSpinBox, "parameter_value")
        assert value is not None
        value.setValue(9)
        qtbot.keyClicks(dialog.reason.edit, "Agreed at the quarterly meeting")
        qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return, CTRL)
    settle(chair)
    assert chair.opened.parameters.version != before
    assert chair.opened.parameters.describe("wishes_months", chair.today).value == 9
    assert "Wishes and feelings are recent for (months): set" in parameter_list.banner.text
    line = parameter_list.part.model.line_of("wishes_months")
    assert line is not None
    assert "Agreed at the quarterly meeting" in parameter_list.part.model.index(line, 5).data()


def test_the_laws_own_are_not_set(
    parameter_list: parameters.ParametersDialog, chair: AppContext
) -> None:
    assert parameter_list.part.table.choose("bar_months")
    button = parameter_list.findChild(QPushButton, "set_parameter")
    assert button is not None
    assert not button.isEnabled()
    assert "The law sets" in button.toolTip()


# The audit


def test_the_audit_is_filtered_and_exported(
    qtbot: QtBot,
    chair: AppContext,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_note(chair.opened, NewNote("=cmd()", child_id="1001"))
    dialog = audit.AuditDialog(chair)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(
        dialog.part.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
    )
    dialog.open()
    settle(chair)
    what = dialog.findChild(QComboBox, "audit_what")
    assert what is not None
    what.setCurrentIndex(what.findData("wrote a note"))
    assert dialog.part.model.rowCount() == 1
    assert dialog.part.model.row(0).child_id == "1001"
    out = tmp_path / "audit.csv"
    monkeypatch.setattr(audit, "ask_where_to_save", lambda *_: (out, "CSV"))
    press(qtbot, dialog, "export_audit")
    settle(chair)
    assert "1 records written" in dialog.banner.text
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["action"], row["child_id"]) for row in rows] == [("wrote a note", "1001")]
    press(qtbot, dialog, "export_audit")
    settle(chair)
    assert "nothing was written over it" in dialog.banner.text
    told = read_audit(chair.opened, AuditFilter(action="read the audit"))
    assert [one.row.about["exported"] for one in told] == [True, False]


def test_reading_the_audit_can_be_given_up(chair: AppContext) -> None:
    class Cancelled:
        def cancelled(self) -> bool:
            return True

        def report(self, number: int, total: int) -> None:
            raise AssertionError

    with pytest.raises(work.CancelledError):
        work.audit(chair.opened, Cancelled())  # type: ignore[arg-type]


# Backups


def test_a_backup_is_made_to_a_file_and_a_folder_is_named(
    qtbot: QtBot, chair: AppContext, settle: Settle, tmp_path: Path
) -> None:
    add_note(chair.opened, NewNote("Words", child_id="1001"))
    dialog = backups.BackupsDialog(chair)
    qtbot.addWidget(dialog)
    dialog.open()
    settle(chair)
    file = tmp_path / "by-hand.ehpbackup"
    dialog.back_up(file)
    settle(chair)
    assert file.exists()
    assert "found whole" in dialog.banner.text
    dialog.back_up(file)
    settle(chair)
    assert "exist" in dialog.banner.text or "already" in dialog.banner.text
    second = tmp_path / "second"
    second.mkdir()
    dialog.name_folder(second)
    settle(chair)
    assert work.backups(chair.opened).named == second


def test_the_administrator_backs_up_and_names_no_folder(
    qtbot: QtBot, context_as: ContextAs, settle: Settle
) -> None:
    context = context_as(Role.ADMINISTRATOR)
    dialog = backups.BackupsDialog(context)
    qtbot.addWidget(dialog)
    dialog.open()
    settle(context)
    make, name = (dialog.findChild(QPushButton, one) for one in ("make_backup", "name_folder"))
    assert make is not None
    assert name is not None
    assert make.isEnabled()
    assert not name.isEnabled()
    assert "chair" in name.toolTip()


def test_a_backup_is_restored_and_the_store_closed_for_it(
    chair: AppContext, tmp_path: Path
) -> None:
    file = tmp_path / "before.ehpbackup"
    work.back_up(chair.opened, file)
    add_note(chair.opened, NewNote("After", child_id="1001"))
    wish = work.Restoring(file, "tri llyffant gwyrdd 47", None)
    kept = work.restore(chair.opened, wish)
    assert chair.opened.store.closed
    assert Path(kept).is_dir()


# Holds and purging


@pytest.fixture
def leaver(
    chair: AppContext, put_children: Callable[..., None], make_child: Callable[..., ChildRow]
) -> str:
    row = make_child(child_id="0900", ceased_date=dt.date(2019, 5, 1))
    put_children(chair.opened, row)
    return row.child_id


def test_a_hold_keeps_a_child_from_being_purged_until_it_is_lifted(
    qtbot: QtBot,
    chair: AppContext,
    leaver: str,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = holds.HoldsDialog(chair)
    qtbot.addWidget(dialog)
    for part in (dialog.leavers, dialog.holds):
        QAbstractItemModelTester(
            part.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
        )
    dialog.open()
    settle(chair)

    def hold(button: str) -> None:
        press(qtbot, dialog, button)
        asked = dialog.findChildren(holds.HoldDialog)[-1]
        qtbot.keyClicks(asked.reason.edit, "A claim")
        qtbot.keyClick(asked.reason.edit, Qt.Key.Key_Return, CTRL)
        settle(chair)

    hold("hold_leaver")
    purge = dialog.findChild(QPushButton, "purge")
    assert purge is not None
    assert not purge.isEnabled()
    assert "legal hold" in purge.toolTip()
    dialog.tabs.setCurrentIndex(1)
    hold("lift_hold")
    dialog.tabs.setCurrentIndex(0)
    monkeypatch.setattr(holds, "confirm", lambda *_: True)
    press(qtbot, dialog, "purge")
    settle(chair)
    assert "Child 0900 was purged" in dialog.banner.text
    assert dialog.leavers.model.total == 0


# One child's record


def test_a_childs_whole_record_is_written_and_says_what_was_withheld(
    qtbot: QtBot, chair: AppContext, settle: Settle, tmp_path: Path
) -> None:
    dialog = child_record.ChildRecordDialog(chair, "1001")
    qtbot.addWidget(dialog)
    dialog.open()
    settle(chair)
    dialog.accept()
    assert "Choose the folder" in dialog.banner.text
    folder = dialog.findChild(QLineEdit, "record_folder")
    assert folder is not None
    folder.setText(str(tmp_path / "record"))
    dialog.accept()
    settle(chair)
    assert "Withheld:" in dialog.banner.text
    assert (tmp_path / "record" / "child-record.pdf").exists()
    dialog.accept()
    settle(chair)
    assert "already" in dialog.banner.text


# The menu


@pytest.mark.parametrize(
    ("role", "enabled"),
    [
        (Role.CHAIR, {"PARAMETERS", "AUDIT", "BACKUPS", "RESTORE", "HOLDS", "CHILD_RECORD"}),
        (Role.LAWYER, {"BACKUPS"}),
        (Role.ADMINISTRATOR, {"BACKUPS"}),
    ],
)
def test_the_menu_is_the_chairs_and_says_why(
    qtbot: QtBot, context_as: ContextAs, settle: Settle, role: Role, enabled: set[str]
) -> None:
    context = context_as(role)
    window = MainWindow(context)
    qtbot.addWidget(window)
    for name in ("PARAMETERS", "AUDIT", "BACKUPS", "RESTORE", "HOLDS", "CHILD_RECORD"):
        action = window.actions_[Command[name]]
        assert action.isEnabled() is (name in enabled), name
        assert action.isEnabled() or "chair" in action.toolTip()
    window.context.before_lock.clear()


def test_refused_is_said(qtbot: QtBot, chair: AppContext, opened_wales: OpenStore) -> None:
    dialog = audit.AuditDialog(chair)
    qtbot.addWidget(dialog)
    dialog.refuse(EhpError("No."))
    assert dialog.banner.text == "No."


SPOKEN_BY_THEIR_TEXT = (QAbstractButton,)
ASKED = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTableView, QDateEdit)


@pytest.mark.parametrize(
    "name",
    ["show_parameters", "show_audit", "show_backups", "restore", "show_holds", "ask_child_record"],
)
def test_every_control_has_a_name_and_closing_leaves_nothing(
    qtbot: QtBot, chair: AppContext, settle: Settle, name: str
) -> None:
    window = MainWindow(chair)
    qtbot.addWidget(window)
    dialog = getattr(window.chair, name)()
    settle(chair)
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for one in dialog.findChildren(QWidget)
        if isinstance(one, ASKED)
        and not one.accessibleName()
        and not (isinstance(one, SPOKEN_BY_THEIR_TEXT) and one.text())
        and not one.objectName().startswith("qt_")
        and one.metaObject().className() not in {"QTableCornerButton", "QExpandingLineEdit"}
        and not isinstance(one.parent(), QAbstractSpinBox)
    ]
    assert nameless == []
    assert dialog.width() <= 1024
    assert dialog.height() <= 680
    dialog.reject()
    settle(chair)
    window.context.before_lock.clear()
