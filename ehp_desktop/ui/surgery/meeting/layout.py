"""The meeting's widgets and where they stand; what they do is in `cases` and `page`."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.ui.case.text_view import CaseText
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label, quiet_label
from ehp_desktop.ui.messages import Banner
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.meeting.action_form import ActionForm
from ehp_desktop.ui.surgery.meeting.lines import meeting_columns
from ehp_desktop.ui.surgery.meeting.outcome_form import OutcomeForm
from ehp_desktop.ui.surgery.meeting.outcome_keys import OutcomeKeys
from ehp_desktop.ui.surgery.meeting.work import MeetingLine
from ehp_desktop.ui.surgery.notes_room import NotesRoom
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

_OUTCOME = 2
"""The column that takes what room there is."""


class MeetingLayout(QWidget):
    """A head, the cases, the current case with its outcomes, and the strip of keys."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("meetingPage")
        self.banner = Banner(self)
        self.title = name_control(plain_label(), self.tr("Surgery"), "meeting_title")
        _enlarge(self.title, 1.3)
        self.count = name_control(quiet_label(""), self.tr("Outcomes so far"), "meeting_count")
        self.confirm = name_control(QPushButton(), self.tr("Confirm all"), "meeting_confirm")
        self.confirm.hide()
        self.notice = name_control(plain_label(), self.tr("About this meeting"), "meeting_notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        columns = meeting_columns(context.language)
        self.rows: RowsModel[MeetingLine] = RowsModel(columns, _identity, self)
        words = self.tr("Cases of the meeting")
        self.table = RowsTable(self.rows, "meetingCases", words, context.settings)
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)  # the agenda's own order
        header.setSectionResizeMode(_OUTCOME, QHeaderView.ResizeMode.Stretch)
        self.name = name_control(plain_label(), self.tr("Name of the child"), "meeting_child")
        _enlarge(self.name, 1.3)
        self.head = name_control(plain_label(), self.tr("About the child"), "meeting_head")
        self.head.setWordWrap(True)
        self.text = CaseText(self.tr("The case: last time, actions, routes and criteria"))
        self.parts = name_control(QTabWidget(), self.tr("Parts of the case"), "meeting_parts")
        self.notes = NotesRoom(context)
        self.outcome = name_control(plain_label(), self.tr("Outcome"), "meeting_outcome")
        self.outcome.setWordWrap(True)
        _enlarge(self.outcome, 1.0)
        self.copied = QCheckBox(self.tr("Copied to the case record (C)"))
        name_control(self.copied, self.tr("Copied to the case record"), "meeting_copied")
        self.keys = OutcomeKeys(context.language)
        self.form = OutcomeForm(context)
        self.actions_form = ActionForm(context)
        self.said = name_control(plain_label(), self.tr("What was saved last"), "meeting_said")
        self.said.setWordWrap(True)
        self._make_actions()
        self.states = ListStates(self._make_room())
        self._lay_out()

    def _make_actions(self) -> None:
        self.leave_action = self._action("leave", self.tr("Back to the surgery"), ("Escape",))
        self.next_action = self._action("next", self.tr("Next case"), ("Return", "Enter"))
        self.back_action = self._action(
            "before", self.tr("Case before"), ("Backspace", "Shift+Return", "Shift+Enter")
        )
        self.add_action = self._action("action", self.tr("Add an action"), ("+", "Shift++"))
        self.reason_action = self._action("reason", self.tr("Reasons of the outcome"), ("R",))
        self.copied_action = self._action("copied", self.tr("Copied to the case record"), ("C",))
        self.note_action = self._action("note", self.tr("Write a note"), ("W",))
        self.holds_action = self._action("holds", self.tr("Show what holds too"), ("H",))
        for action in self.keys.actions_.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def _action(self, name: str, words: str, keys: Sequence[str]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"meeting_{name}_action")
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    # Where things stand

    def _make_room(self) -> QWidget:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name)
        column.addWidget(self.head)
        self.parts.setDocumentMode(True)
        self.parts.addTab(self.text, self.tr("The case"))
        self.parts.addTab(self.notes, self.tr("Notes (W)"))
        column.addWidget(self.parts, 1)
        decision = QHBoxLayout()
        decision.addWidget(self.outcome, 1)
        decision.addWidget(self.copied)
        column.addLayout(decision)
        column.addWidget(self.keys)
        column.addWidget(self.form)
        column.addWidget(self.actions_form)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("meetingSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(beside)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        characters = self.fontMetrics().averageCharWidth()
        split.setSizes([characters * 70, characters * 104])
        return split

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        back = QPushButton(self.tr("Back (Esc)"))
        back.clicked.connect(self.leave_action.trigger)
        head.addWidget(name_control(back, self.tr("Back to the surgery"), "meeting_back"))
        head.addWidget(self.title)
        head.addWidget(self.count, 1)
        head.addWidget(self.confirm)
        room.addLayout(head)
        room.addWidget(self.notice)
        room.addWidget(self.banner)
        room.addWidget(self.states, 1)
        room.addWidget(self.said)
        room.addLayout(self._make_strip())

    def _make_strip(self) -> FlowLayout:
        """The keys beside the words, always in sight."""
        strip = FlowLayout()
        letters = " ".join(action.shortcut().toString() for action in self.keys.actions_.values())
        for keys, words in (
            (letters, self.tr("outcome")),
            ("Enter", self.tr("next case")),
            ("Backspace", self.tr("case before")),
            ("+", self.tr("action")),
            ("R", self.tr("reasons")),
            ("W", self.tr("note")),
            ("C", self.tr("copied")),
            ("H", self.tr("what holds")),
            ("Ctrl+Z", self.tr("undo")),
        ):
            strip.addWidget(_key(keys, words))
        return strip


def _key(keys: str, words: str) -> QLabel:
    label = quiet_label(f"{keys}  {words}   ")
    return name_control(label, f"{keys}: {words}", "meeting_key")


def _enlarge(label: QLabel, times: float) -> None:
    face = QFont(label.font())
    face.setPointSizeF(face.pointSizeF() * times)
    face.setBold(True)
    label.setFont(face)


def _identity(line: MeetingLine) -> str:
    return line.child_id
