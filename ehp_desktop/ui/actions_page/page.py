"""The actions page: everything that is to be done, overdue first; Space marks what is done."""

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import say_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.actions_page import work
from ehp_desktop.ui.actions_page.columns import ActionColumns
from ehp_desktop.ui.actions_page.filters import ActionFilters
from ehp_desktop.ui.actions_page.work import ActionLine, ActionsShown, DoneBefore
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, quiet_label
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import gate_writing, may_write
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.agenda_paper import AgendaPaper
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class ActionsPage(QWidget):
    """A table with filters above it and what can be done with an action."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actionsPage")
        self._context = context
        self._reading: Job | None = None
        self._shown = ActionsShown((), ())
        self._undone: list[tuple[DoneBefore, ...]] = []
        self.banner = Banner(self)
        self.filters = ActionFilters(context.language)
        self._columns = ActionColumns(context.language, context.today, self)
        self.rows: RowsModel[ActionLine] = RowsModel(self._columns.columns(), _number, self)
        words = self.tr("Actions")
        self.table = RowsTable(self.rows, "actions", words, context.settings)
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.ExtendedSelection)
        self.states = ListStates(self.table)
        self._summary = name_control(quiet_label(""), self.tr("How many"), "actions_summary")
        self.view = AgendaView()
        self.paper = AgendaPaper(context, self.view, self.banner, self)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.states.show_loading(self.tr("Reading the actions…"))
        self._say_buttons()

    def title(self) -> str:
        """The name of the page's tab."""
        return self.tr("&Actions")

    def _make_actions(self) -> None:
        undo = QKeySequence.StandardKey.Undo
        self.mark = self._action("mark", self.tr("Done, or not done"), QKeySequence("Space"))
        self.add = self._action("add", self.tr("New action…"), QKeySequence("+"))
        self.correct = self._action("correct", self.tr("Correct…"), QKeySequence("F2"))
        self.withdraw = self._action("withdraw", self.tr("Withdraw"), QKeySequence("Delete"))
        self.confirm = self._action("confirm", self.tr("Confirm the drafts"), QKeySequence())
        self.print_ = self._action("print", self.tr("Print the list"), QKeySequence("Ctrl+P"))
        self.undo = self._action("undo", self.tr("Undo the last mark"), QKeySequence(undo))
        for one in (self.mark, self.withdraw):
            one.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.removeAction(one)
            self.table.addAction(one)

    def _action(self, name: str, words: str, keys: QKeySequence) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"actions_{name}_action")
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self.mark.triggered.connect(self.mark_chosen)
        self.add.triggered.connect(self.add_one)
        self.correct.triggered.connect(self.correct_chosen)
        self.withdraw.triggered.connect(self.withdraw_chosen)
        self.confirm.triggered.connect(self.confirm_all)
        self.print_.triggered.connect(self.print_list)
        self.undo.triggered.connect(self.undo_last)
        self.table.opened.connect(self.correct_chosen)
        self.table.selectionModel().selectionChanged.connect(self._say_buttons)
        self.rows.modelReset.connect(self._say_buttons)
        self.filters.changed.connect(self._filter)
        self.filters.search.textChanged.connect(self._search)
        self.paper.shown.connect(self._show_view)
        self.view.left.connect(self._leave_view)
        self._context.store_changed.connect(self._changed)
        self._context.today_changed.connect(self._changed)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what was recorded since it was last looked at."""
        super().showEvent(event)
        self.read()

    @Slot()
    def _changed(self) -> None:
        if self.isVisible():
            self.read()

    @Slot()
    def read(self) -> None:
        """Reads the actions again."""
        if self._reading is not None:
            self._reading.drop()
        context = self._context
        reading = partial(work.read, context.opened, context.today)
        words = self.tr("Reading the actions")
        self._reading = context.jobs.run(words, reading, self._show, self._fail)

    def _show(self, shown: ActionsShown) -> None:
        first = not self._shown.lines
        self._reading, self._shown = None, shown
        self._columns.today = self._context.today
        self.filters.offer(shown.lines, shown.surgeries)
        self.rows.set_rows(shown.lines)
        self._filter()
        if first and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
            if self.isVisible():
                self.table.setFocus()

    def _fail(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    @Slot(str)
    def _search(self, typed: str) -> None:
        self.rows.search(typed)
        self._say_state()

    @Slot()
    def _filter(self) -> None:
        self.rows.set_filter(self.filters.fits())
        self._say_state()

    def _say_state(self) -> None:
        lines = self._shown.lines
        to_do = [one for one in lines if one.row.done_on is None]
        overdue = sum(one.overdue for one in to_do)
        words = self.tr("{n} open, {late} of them overdue; {shown} shown")
        shown = self.rows.rowCount()
        self._summary.setText(words.format(n=len(to_do), late=overdue, shown=shown))
        if shown:
            self.states.show_list()
        elif self.filters.any_chosen:
            self.states.show_empty(
                self.tr("No action fits"),
                self.tr("Another person, surgery or word may have some."),
                self.tr("Show &all"),
                self.filters.clear,
            )
        else:
            title = self.tr("Nothing is to be done")
            said = self.tr("Actions are added here, and for a case in the meeting of a surgery.")
            may = may_write(self._context, Deed.RECORD)
            act = self.add_one if may else None
            self.states.show_empty(title, said, self.tr("&New action…") if may else "", act)
        self._say_buttons()

    @Slot()
    def _say_buttons(self) -> None:
        chosen = bool(self._chosen()) and self.states.shows_list
        drafts = sum(_waits(one) for one in self._shown.lines)
        for name, ready, deed in (
            ("mark", chosen, Deed.RECORD),
            ("correct", chosen, Deed.RECORD),
            ("withdraw", chosen, Deed.RECORD),
            ("add", True, Deed.RECORD),
            ("confirm", drafts > 0, Deed.CONFIRM),
        ):
            for target in (self._by_name(name), self._buttons[name]):
                gate_writing(target, self._context, deed, ready=ready)
        self._buttons["confirm"].setText(self.tr("Con&firm drafts ({n})").format(n=drafts))
        self._buttons["confirm"].setVisible(drafts > 0)
        chosen_lines = self._chosen()
        done = bool(chosen_lines) and all(_done_on(one) is not None for one in chosen_lines)
        words = self.tr("Not &done (Space)") if done else self.tr("&Done (Space)")
        self._buttons["mark"].setText(words)
        self._buttons["undo"].setEnabled(bool(self._undone))

    def _by_name(self, name: str) -> QAction:
        return {
            "mark": self.mark,
            "correct": self.correct,
            "withdraw": self.withdraw,
            "add": self.add,
            "confirm": self.confirm,
        }[name]

    def _chosen(self) -> list[ActionLine]:
        lines: list[ActionLine] = self.table.selected_rows()
        return lines

    # Doing

    @Slot()
    def mark_chosen(self) -> None:
        """Marks the chosen actions as done today; where all are done, as not done."""
        lines = self._chosen()
        if not lines or not self.mark.isEnabled():
            return
        all_done = all(_done_on(one) is not None for one in lines)
        on = None if all_done else self._context.today
        changing = [one for one in lines if all_done or _done_on(one) is None]
        before = tuple(DoneBefore(one.number, _done_on(one)) for one in changing)
        doing = partial(work.set_done, self._context.opened, before, on)
        words = self.tr("Marking what is done")
        one, more = (
            self.tr("Marked as done."),
            self.tr("%n actions marked as done.", "", len(before)),
        )
        said = one if len(before) == 1 else more
        if on is None:
            said = self.tr("Marked as not done.")
        marked = partial(self._marked, said)
        self._context.jobs.run(words, doing, marked, self._refused, writes=True)

    def _marked(self, said: str, before: tuple[DoneBefore, ...]) -> None:
        self._undone.append(before)
        self.banner.say(said, action_text=self.tr("Undo"), action=self.undo_last)
        self.read()

    @Slot()
    def undo_last(self) -> None:
        """Marks the actions that were marked last as they were."""
        if not self._undone or not may_write(self._context, Deed.RECORD):
            return
        before = self._undone.pop()
        doing = partial(work.put_back, self._context.opened, before)
        words = self.tr("Taking a mark back")
        done = partial(self._did, self.tr("Taken back."))
        self._context.jobs.run(words, doing, done, self._refused, writes=True)

    @Slot()
    def add_one(self) -> None:
        """Asks for a new action."""
        self._ask(None, self.tr("The action was added."))

    @Slot()
    def correct_chosen(self) -> None:
        """Asks how the chosen action is to read."""
        line: ActionLine | None = self.table.current_row()
        if line is not None and self.correct.isEnabled():
            self._ask(line, self.tr("The action was corrected; what it said before is kept."))

    def _ask(self, line: ActionLine | None, said: str) -> None:
        from ehp_desktop.ui.actions_page.action_dialog import ActionDialog

        dialog = ActionDialog(self._context, self._shown.surgeries, line, self)
        dialog.stored.connect(partial(self._did, said))
        dialog.open()

    @Slot()
    def withdraw_chosen(self) -> None:
        """Withdraws the current action; what it said is kept."""
        line: ActionLine | None = self.table.current_row()
        if line is not None and self.withdraw.isEnabled():
            doing = partial(work.withdraw, self._context.opened, line.number)
            words = self.tr("Withdrawing the action")
            done = partial(self._did, self.tr("The action was withdrawn; it stays on record."))
            self._context.jobs.run(words, doing, done, self._refused, writes=True)

    @Slot()
    def confirm_all(self) -> None:
        """Confirms every draft."""
        doing = partial(work.confirm, self._context.opened)
        words = self.tr("Confirming the drafts")
        done = partial(self._did, self.tr("Every draft of an action is confirmed."))
        self._context.jobs.run(words, doing, done, self._refused, writes=True)

    def _did(self, said: str, _: object = None) -> None:
        self.banner.say(said)
        self.read()

    def _refused(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)

    # On paper

    @Slot()
    def print_list(self) -> None:
        """Makes the list of actions: all that are open, or those of the chosen surgery."""
        context = self._context
        surgery = self.filters.surgery_id
        making = partial(
            work.print_list, context.opened, surgery, context.today, context.language.value
        )
        day = say_date(context.today, context.language)
        title = self.tr("Actions as at {day}").format(day=day)
        proposed = self.tr("Actions {day}.pdf").format(day=context.today.isoformat())
        self.paper.look_at(title, proposed, self.tr("Making the list of actions"), making)

    @Slot()
    def _show_view(self) -> None:
        self._pages.setCurrentWidget(self.view)

    @Slot()
    def _leave_view(self) -> None:
        self._pages.setCurrentIndex(0)
        self.table.setFocus()

    def _lay_out(self) -> None:
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filters)
        row = FlowLayout()
        self._buttons: dict[str, QPushButton] = {}
        for name, words, action in (
            ("mark", self.tr("&Done (Space)"), self.mark),
            ("add", self.tr("&New action… (+)"), self.add),
            ("correct", self.tr("Correct… (F2)"), self.correct),
            ("withdraw", self.tr("Withdraw"), self.withdraw),
            ("undo", self.tr("Undo"), self.undo),
            ("confirm", self.tr("Con&firm drafts"), self.confirm),
            ("print", self.tr("&Print the list"), self.print_),
        ):
            button = name_control(QPushButton(words), words, f"actions_{name}")
            button.clicked.connect(action.trigger)
            self._buttons[name] = button
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.states, 1)
        column.addWidget(self._summary)
        self._pages = QStackedWidget()
        self._pages.addWidget(listed)
        self._pages.addWidget(self.view)
        room = QVBoxLayout(self)
        room.addWidget(self.banner)
        room.addWidget(self._pages, 1)


def _number(line: ActionLine) -> int:
    return line.number


def _waits(line: ActionLine) -> bool:
    return line.draft is not None or not line.row.confirmed


def _done_on(line: ActionLine) -> dt.date | None:
    """As the person sees it: what they marked counts, though it waits for the chair."""
    return (line.draft or line.row).done_on
