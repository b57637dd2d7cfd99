"""From a decision to court: a child's steps and orders, what is out of order, what is prompted."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import phrase, say_short_date
from ehp_desktop.review.life_words import ORDERS, STEPS
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.case import court_steps_work as work
from ehp_desktop.ui.case.court_steps_work import CourtLine, CourtShown, CourtStored
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import gate_writing, may_write
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog
from ehp_desktop.ui.tables.columns import Column, by_date, by_text
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable
from ehp_desktop.ui.theme import Role


class CourtSteps(QWidget):
    """A list with its buttons; warnings and prompts stand above it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("courtSteps")
        self._context = context
        self._child_id: str | None = None
        self._shown: CourtShown | None = None
        self._reading: Job | None = None
        self.banner = Banner(self)
        self.prompts = Banner(self, closable=False)
        self.rows: RowsModel[CourtLine] = RowsModel(self._columns(), _key, self)
        self.table = RowsTable(self.rows, "courtSteps", self.tr("Steps to court"), context.settings)
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.states = ListStates(self.table)
        self._step = self._button(self.tr("Add a s&tep…"), "court_add_step")
        self._step.clicked.connect(self.add_step)
        self._order = self._button(self.tr("Add an or&der…"), "court_add_order")
        self._order.clicked.connect(self.add_order)
        self._correct = self._button(self.tr("Correct…"), "court_correct")
        self._correct.clicked.connect(self.correct_chosen)
        self._withdraw = self._button(self.tr("Withdraw"), "court_withdraw")
        self._withdraw.clicked.connect(self.withdraw_chosen)
        self._confirm = self._button("", "court_confirm")
        self._confirm.clicked.connect(self.confirm_all)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.banner)
        room.addWidget(self.prompts)
        row = FlowLayout()
        for button in (self._step, self._order, self._correct, self._withdraw, self._confirm):
            row.addWidget(button)
        room.addLayout(row)
        room.addWidget(self.states, 1)
        self.table.opened.connect(self.correct_chosen)
        self.table.selectionModel().currentChanged.connect(self._say_buttons)
        self.rows.modelReset.connect(self._say_buttons)

    # Reading

    def show_child(self, child_id: str) -> None:
        """Shows a child's steps."""
        if child_id != self._child_id:
            self.banner.clear()
            self._shown = None
            self.states.show_loading(self.tr("Reading the steps to court…"))
        self._child_id = child_id
        self.read()

    @Slot()
    def read(self) -> None:
        """Reads the steps again."""
        if self._child_id is None:
            return
        if self._reading is not None:
            self._reading.drop()
        context = self._context
        reading = partial(
            work.read, context.opened, self._child_id, context.as_of, context.language
        )
        words = self.tr("Reading the steps to court")
        self._reading = context.jobs.run(words, reading, self._show, self._fail)

    def _show(self, shown: CourtShown) -> None:
        self._reading, self._shown = None, shown
        self.rows.set_rows(shown.lines)
        if shown.prompts:
            self.prompts.say("\n".join(shown.prompts), kind=BannerKind.NOTICE)
        else:
            self.prompts.clear()
        if shown.lines:
            self.states.show_list()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.rows.index(len(shown.lines) - 1, 0))
        else:
            may = may_write(self._context, Deed.RECORD)
            self.states.show_empty(
                self.tr("No step to court is recorded"),
                self.tr("The first is usually that an application was drafted."),
                self.tr("Add a step…") if may else "",
                self.add_step if may else None,
            )
        self._say_buttons()

    def _fail(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    # Doing

    @Slot()
    def add_step(self) -> None:
        """Asks for a step."""
        self._ask_step(None, self.tr("The step was recorded."))

    @Slot()
    def correct_chosen(self) -> None:
        """Asks how the chosen step is to read."""
        line = self._chosen()
        if line is not None and not line.is_order and self._correct.isEnabled():
            self._ask_step(line, self.tr("The step was corrected; what it said before is kept."))

    def _ask_step(self, line: CourtLine | None, said: str) -> None:
        from ehp_desktop.ui.case.court_steps_dialogs import StepDialog

        if self._shown is not None:
            self._ask(StepDialog(self._context, self._shown, line, self), said)

    @Slot()
    def add_order(self) -> None:
        """Asks for what a court decided."""
        from ehp_desktop.ui.case.court_steps_dialogs import OrderDialog

        if self._shown is not None:
            said = self.tr("The court's outcome was recorded.")
            self._ask(OrderDialog(self._context, self._shown, self), said)

    def _ask(self, dialog: StoringDialog, said: str) -> None:
        dialog.stored.connect(partial(self._stored, said))
        dialog.open()

    @Slot()
    def withdraw_chosen(self) -> None:
        """Withdraws the chosen step or order; what it said is kept."""
        line, context = self._chosen(), self._context
        if line is None or self._child_id is None or not self._withdraw.isEnabled():
            return
        doing = partial(
            work.withdraw, context.opened, self._child_id, line, context.today, context.language
        )
        done = partial(self._stored, self.tr("It was withdrawn; it stays on record."))
        words = self.tr("Withdrawing a step")
        context.jobs.run(words, doing, done, self._refused, writes=True)

    @Slot()
    def confirm_all(self) -> None:
        """Confirms this child's drafts."""
        context, child_id = self._context, self._child_id
        if child_id is None:
            return
        drafts = self._drafts()
        doing = partial(
            work.confirm, context.opened, child_id, drafts, context.today, context.language
        )
        done = partial(self._stored, self.tr("Every draft of this child's steps is confirmed."))
        words = self.tr("Confirming the steps")
        context.jobs.run(words, doing, done, self._refused, writes=True)

    def _stored(self, said: str, stored: CourtStored) -> None:
        if stored.shown.child_id == self._child_id:
            self._show(stored.shown)
            self.table.setFocus()
        text = "\n".join((said, *stored.warnings))
        self.banner.say(text, kind=BannerKind.NOTICE if stored.warnings else BannerKind.DONE)

    def _refused(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)

    # What can be done

    def _chosen(self) -> CourtLine | None:
        line: CourtLine | None = self.table.current_row()
        return line if self.states.shows_list else None

    def _drafts(self) -> tuple[int, ...]:
        lines = () if self._shown is None else self._shown.lines
        return tuple(one.step_id for one in lines if one.draft and one.step_id is not None)

    @Slot()
    def _say_buttons(self) -> None:
        line, shown = self._chosen(), self._shown is not None
        drafts = len(self._drafts())
        for button, ready, deed in (
            (self._step, shown, Deed.RECORD),
            (self._order, shown, Deed.RECORD),
            (self._correct, line is not None and not line.is_order, Deed.RECORD),
            (self._withdraw, line is not None and line.step_id is not None, Deed.RECORD),
            (self._confirm, drafts > 0, Deed.CONFIRM),
        ):
            gate_writing(button, self._context, deed, ready=ready)
        self._confirm.setVisible(drafts > 0)
        self._confirm.setText(self.tr("Confirm all ({n})").format(n=drafts))

    def _button(self, words: str, name: str) -> QPushButton:
        return name_control(QPushButton(words), words, name)

    # The columns

    def _columns(self) -> list[Column[CourtLine]]:
        language = self._context.language

        def detail(line: CourtLine) -> str:
            return " · ".join(part for part in (line.form, line.detail) if part)

        return [
            Column(
                "on",
                self.tr("Day"),
                lambda one: say_short_date(one.on, language),
                lambda one: by_date(one.on),
                13,
            ),
            Column(
                "kind",
                self.tr("Step"),
                self._words,
                lambda one: by_text(self._words(one)),
                30,
                icon=_icon,
                ink=_ink,
                tooltip=self._words,
            ),
            Column(
                "detail",
                self.tr("Form and detail"),
                lambda one: detail(one).replace("\n", " "),
                lambda one: by_text(detail(one)),
                24,
                tooltip=detail,
            ),
        ]

    def _words(self, line: CourtLine) -> str:
        words = phrase({**STEPS, **ORDERS}[line.kind], self._context.language)
        return self.tr("{words} (draft)").format(words=words) if line.draft else words


def _look(line: CourtLine) -> Role:
    if line.draft:
        return Role.UNKNOWN
    return Role.READY if line.is_order else Role.MET


def _icon(line: CourtLine) -> QIcon | None:
    return shapes.state_icon(_look(line))


def _ink(line: CourtLine) -> QColor | None:
    return theme.colour(_look(line))


def _key(line: CourtLine) -> str:
    return line.key
