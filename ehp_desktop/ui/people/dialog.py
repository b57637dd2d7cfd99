"""Who may open the store: a chair adds people, changes their roles, and removes them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, quiet_label
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind, confirm
from ehp_desktop.ui.people import work
from ehp_desktop.ui.people.person_dialogs import AddPersonDialog, RoleDialog, role_words
from ehp_desktop.ui.permitted import enable, why_not_write
from ehp_desktop.ui.states import ListStates

if TYPE_CHECKING:
    from ehp_desktop.review.people import PersonShown

T = TypeVar("T")


class PeopleDialog(QDialog):
    """A list of people with three buttons. Why one of them is disabled stands under the list."""

    reopen_wanted = Signal(str)  # the store was closed by what was done, and why it is locked now

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("people_dialog")
        self.setWindowTitle(self.tr("People"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._people: Sequence[PersonShown] = ()
        self._busy = False
        self._adding: AddPersonDialog | None = None
        self._choosing: RoleDialog | None = None
        self.banner = Banner(self)
        self.table = self._make_table()
        self.states = ListStates(self.table)
        self._why = name_control(quiet_label(""), self.tr("Why something cannot be done"), "why")
        self._why.setWordWrap(True)
        self._add = self._button(self.tr("&Add a person…"), "add_person", self._ask_new)
        self._role = self._button(self.tr("Change the &role…"), "change_role", self._ask_role)
        self._remove = self._button(self.tr("R&emove…"), "remove_person", self._ask_remove)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._say_buttons)
        self._say_buttons()
        self.read()

    # Making

    def _make_table(self) -> QTableWidget:
        table = name_control(QTableWidget(0, 3), self.tr("People"), "people_table")
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Role"), self.tr("Passphrase")])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        return table

    def _button(self, words: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self._add, self._role, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self.states, 1)
        column.addWidget(self._why)
        column.addLayout(row)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 84, metrics.height() * 20)

    # Reading

    def read(self) -> None:
        """Reads the people again."""
        if not self._people:
            self.states.show_loading(self.tr("Reading the people…"))
        words = self.tr("Reading the people")
        reading = partial(work.people, self._context.opened)
        self._context.jobs.run(words, reading, self._show, self._fail)

    def _show(self, people: "tuple[PersonShown, ...]") -> None:
        chosen = self._chosen()
        self._people = people
        self.table.setRowCount(len(people))
        for row, person in enumerate(people):
            for column, text in enumerate(self._texts(person)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        names = [person.name for person in people]
        if people:
            at = names.index(chosen.name) if chosen is not None and chosen.name in names else 0
            self.table.setCurrentCell(at, 0)
        self.table.resizeColumnsToContents()
        self.states.show_list()
        self._say_buttons()

    def _texts(self, person: "PersonShown") -> tuple[str, str, str]:
        name = person.name
        if person.is_you:
            name = self.tr("{name} (you)").format(name=name)
        first = self.tr("the first one, not yet changed")
        return name, role_words(person.role), first if person.first else self.tr("their own")

    def _fail(self, error: EhpError) -> None:
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    # What can be done

    def _chosen(self) -> "PersonShown | None":
        row = self.table.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def _say_buttons(self) -> None:
        context, person = self._context, self._chosen()
        last = self._last_chair(person)
        ready = person is not None and not self._busy
        why = why_not_write(context, Deed.PEOPLE)
        enable(self._add, ready=why is None and not self._busy, why=why or "")
        for button in (self._role, self._remove):
            enable(button, ready=ready and why is None and not last, why=why or last)
        self._why.setText(why or last)

    def _last_chair(self, person: "PersonShown | None") -> str:
        """Why the last chair is neither removed nor demoted; empty for everybody else."""
        chairs = sum(one.role is Role.CHAIR for one in self._people)
        if person is None or person.role is not Role.CHAIR or chairs > 1:
            return ""
        return self.tr(
            "{name} is the only chair, and can be neither removed nor given another role: add a "
            "second chair first."
        ).format(name=person.name)

    # Doing

    def _ask_new(self) -> None:
        # Kept here, and not in what its signal is connected to: a dialog that is held by its own
        # connection is freed in the middle of its own end.
        self._adding = AddPersonDialog(self)
        self._adding.asked.connect(self._add_new)
        self._adding.open()

    def _add_new(self) -> None:
        dialog = self._adding
        if dialog is None:
            return
        new = dialog.person()
        self._context.jobs.run(
            self.tr("Adding a person"),
            partial(work.add, self._context.opened, new.name, new.role, new.passphrase),
            partial(self._added, new.name),
            dialog.show_error,
            writes=True,
        )

    def _added(self, name: str, _: object) -> None:
        dialog, self._adding = self._adding, None
        if dialog is not None:
            dialog.finish()
        self._say_done(
            self.tr(
                "{name} may open the store now. Give them the first passphrase by another way than "
                "this computer; they choose their own when they first sign in."
            ).format(name=name)
        )

    def _ask_role(self) -> None:
        person = self._chosen()
        if person is not None:
            self._choosing = RoleDialog(person.name, person.role, self)
            self._choosing.accepted.connect(self._change_role)
            self._choosing.open()

    def _change_role(self) -> None:
        person, dialog = self._chosen(), self._choosing
        self._choosing = None
        if person is None or dialog is None or dialog.role() is person.role:
            return
        role = dialog.role()
        words = self.tr("{name} is {role} now, from their next sign-in.")
        said = words.format(name=person.name, role=role_words(role))
        changing = partial(work.change_role, self._context.opened, person.name, role)
        self._do(self.tr("Changing a role"), changing, said)

    def _ask_remove(self) -> None:
        person = self._chosen()
        if person is None:
            return
        sure = confirm(
            self,
            self.tr("Remove {name}?").format(name=person.name),
            self.tr(
                "{name} can then not open this store any more. It is given a new key, which can "
                "take a moment and needs every other window on it to be closed; then it locks, and "
                "you type your passphrase. What {name} recorded stays, under their name.\n\n"
                "Copies of the store that were made before, backups too, are not protected: "
                "whoever has one and knows the passphrase of that time can still read it."
            ).format(name=person.name),
            self.tr("Remove {name}").format(name=person.name.replace("&", "&&")),
        )
        if sure:
            said = self.tr("{name} cannot open this store any more.").format(name=person.name)
            removing = partial(work.remove, self._context.opened, person.name)
            self._do(self.tr("Removing a person, and changing the store's key"), removing, said)

    def _do(self, label: str, working: Callable[[JobProgress], object], said: str) -> None:
        self._set_busy(busy=True)
        self._context.keep_texts()  # it may close the store
        self._context.jobs.drop_reads()
        self.banner.say(self.tr("{job}…").format(job=label), kind=BannerKind.NOTICE)
        self._context.jobs.run(
            label, working, partial(self._done, said), self._refused, writes=True
        )

    def _done(self, said: str, _: object) -> None:
        self._set_busy(busy=False)
        if not self._reopen(said):
            self._say_done(said)

    def _say_done(self, said: str) -> None:
        self.banner.say(said)
        self.read()

    def _refused(self, error: EhpError) -> None:
        self._set_busy(busy=False)
        if not self._reopen(str(error)):
            self.banner.say(str(error), kind=BannerKind.ERROR)
            self.read()

    def _reopen(self, said: str) -> bool:
        """Where the store has another key, or this person another role: in by the front door."""
        if not self._context.opened.store.closed:
            return False
        words = self.tr("{said} Type your passphrase to go on.").format(said=said)
        self.reopen_wanted.emit(words)
        return True

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._say_buttons()
