"""Legal holds, and children whose working copy can be purged."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QTabWidget, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import HoldRow
from ehp_desktop.review.language import say_short_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.purging import Purgeable
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.chair.table_dialog import ListPart, TableDialog
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.messages import BannerKind, confirm
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.permitted import enable, why_not_write
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work
from ehp_desktop.ui.tables.columns import Column, by_date, by_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehp_desktop.review.purging import Purged


class HoldsDialog(TableDialog):
    """Two lists: who has left care and can be purged, or why not; and the holds."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _tr("Legal holds and purging"), "holds_dialog", parent)
        self.about(
            self.tr(
                "This store is a working copy: the child's case record is kept elsewhere. Purging "
                "takes everything that is kept here of a child away for good; a record that names "
                "no one stays. Copies made before keep what they hold."
            )
        )
        columns = _Columns(context, self)
        self.leavers: ListPart[Purgeable] = ListPart(
            context, "purgeable", self.tr("Children who left care"), columns.leavers(), _leaver
        )
        self.holds: ListPart[HoldRow] = ListPart(
            context, "holds", self.tr("Legal holds"), columns.holds(), _thread
        )
        self.tabs = name_control(QTabWidget(), self.tr("Purging and holds"), "holds_tabs")
        self.tabs.addTab(self.leavers, self.tr("To &purge"))
        self.tabs.addTab(self.holds, self.tr("Legal &holds"))
        self.room.addWidget(self.tabs, 1)
        self._make_leavers()
        self._lift = self.holds.button(self.tr("&Lift the hold…"), "lift_hold", self._ask_lift)
        self._place = self.holds.button(self.tr("Place a &hold…"), "place_hold", self._ask_hold)
        self.holds.buttons.addStretch(1)
        self.leavers.table.chosen.connect(self._say_buttons)
        self.holds.table.chosen.connect(self._say_buttons)
        self._say_buttons()
        self.read()

    def _make_leavers(self) -> None:
        row = QHBoxLayout()
        label = QLabel(self.tr("Left care &before"))
        self._before = name_control(
            day_edit(self.context.today), self.tr("Left care before"), "left_before"
        )
        label.setBuddy(self._before)
        row.addWidget(label)
        row.addWidget(self._before)
        row.addStretch(1)
        self.leavers.column.insertLayout(0, row)
        self._before.editingFinished.connect(self.read)
        self._purge = self.leavers.button(self.tr("Pur&ge…"), "purge", self._ask_purge)
        self._keep = self.leavers.button(
            self.tr("Place a &hold…"), "hold_leaver", self._ask_hold_on_leaver
        )
        self.leavers.buttons.addStretch(1)

    def read(self) -> None:
        """Reads both lists again."""
        opened = self.context.opened
        self.leavers.read(
            self.tr("Reading who left care"),
            partial(work.purgeable, opened, day_of(self._before)),
            self._show_leavers,
        )
        self.holds.read(
            self.tr("Reading the legal holds"), partial(work.holds, opened), self._show_holds
        )

    def _show_leavers(self, rows: "Sequence[Purgeable]") -> None:
        if not rows:
            words = self.tr("Nobody left care before that day")
            self.leavers.states.show_empty(words, "")
        self._say_buttons()

    def _show_holds(self, rows: "Sequence[HoldRow]") -> None:
        if not rows:
            words = self.tr("A hold keeps everything of a child's from being purged.")
            self.holds.states.show_empty(self.tr("No legal hold"), words)
        self._say_buttons()

    def _say_buttons(self) -> None:
        child = self.leavers.chosen()
        why = why_not_write(self.context, Deed.PURGE)
        hindrance = "" if child is None else child.hindrance or ""
        ready = child is not None and why is None and not hindrance
        enable(self._purge, ready=ready, why=why or hindrance)
        why = why_not_write(self.context, Deed.HOLD)
        enable(self._keep, ready=child is not None and why is None, why=why or "")
        enable(self._place, ready=why is None, why=why or "")
        hold = self.holds.chosen()
        ready = hold is not None and not hold.withdrawn and why is None
        lifted = self.tr("It is lifted already.") if hold is not None and hold.withdrawn else ""
        enable(self._lift, ready=ready, why=why or lifted)

    # Purging

    def _ask_purge(self) -> None:
        child = self.leavers.chosen()
        if child is None:
            return
        sure = confirm(
            self,
            self.tr("Purge child {id}?").format(id=child.child_id),
            self.tr(
                "Every value, note, advice, outcome and kept paper of child {id} is taken out of "
                "this store for good. It cannot be undone."
            ).format(id=child.child_id),
            self.tr("Purge child {id}").format(id=child.child_id),
        )
        if sure:
            context = self.context
            context.jobs.run(
                self.tr("Purging a child's record"),
                partial(work.purge, context.opened, child.child_id),
                self._purged,
                self._refused,
                writes=True,
            )

    def _purged(self, done: "Purged") -> None:
        words = self.tr("Child {id} was purged: {n} rows.").format(id=done.child_id, n=done.rows)
        if done.mentions:
            words += " " + self.tr(
                "The id still stands in: {what}. Read them, and correct or withdraw them."
            ).format(what=", ".join(done.mentions))
        kind = BannerKind.NOTICE if done.mentions else BannerKind.DONE
        self.banner.say(words, kind=kind)
        self.read()
        self.context.announce_change()

    def _refused(self, error: EhpError) -> None:
        self.refuse(error)
        self.read()

    # Holds

    def _ask_hold(self) -> None:
        self._hold("", lifts=False)

    def _ask_hold_on_leaver(self) -> None:
        child = self.leavers.chosen()
        if child is not None:
            self._hold(child.child_id, lifts=False)

    def _ask_lift(self) -> None:
        hold = self.holds.chosen()
        if hold is not None:
            self._hold(hold.child_id or "", lifts=True)

    def _hold(self, child_id: str, *, lifts: bool) -> None:
        dialog = HoldDialog(self.context, child_id, self, lifts=lifts)
        said = self.tr("The hold was lifted.") if lifts else self.tr("The hold was placed.")
        dialog.stored.connect(partial(self._held, said))
        dialog.open()

    def _held(self, said: str, _: object) -> None:
        self.banner.say(said)
        self.read()


class HoldDialog(StoringDialog):
    """Whose record is held, or let go, and why."""

    def __init__(
        self, context: AppContext, child_id: str, parent: QWidget | None = None, *, lifts: bool
    ) -> None:
        super().__init__(
            context,
            _tr("Lift a legal hold") if lifts else _tr("Place a legal hold"),
            _tr("&Lift it") if lifts else _tr("&Place it"),
            _tr("While there is one, nothing of the child's is purged."),
            parent,
        )
        self.setObjectName("hold_dialog")
        self._lifts = lifts
        self._child = self.form.add(self.tr("&Child's ID"), QLineEdit(child_id), name="hold_child")
        self._child.setReadOnly(lifts)
        place = f"hold/{'lift' if lifts else 'place'}/{child_id}"
        self.reason = self.form.add(
            self.tr("&Why"),
            KeptEditor(context, place, self.tr("Why"), "hold_reason"),
            name="hold_reason_place",
        )
        self.reason.submitted.connect(self.accept)
        (self.reason if child_id else self._child).setFocus()

    def work(self) -> Work | None:
        """The hold, or its end."""
        child_id = self._child.text().strip()
        if not child_id:
            self.complain(self.tr("Type the child's ID."), self._child)
            return None
        if not self.reason.text.strip():
            self.complain(self.tr("Say why: a reason is required."), self.reason)
            return None
        doing = work.lift_hold if self._lifts else work.place_hold
        opened = self.context.opened
        return partial(doing, opened, child_id, self.reason.text, self.reason.place)

    def _done(self, made: object) -> None:
        self.reason.forget_saved(self.reason.place, self.reason.text)
        super()._done(made)


class _Columns(QObject):
    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._language = context.language

    def leavers(self) -> tuple[Column[Purgeable], ...]:
        tr = self.tr
        return (
            Column("child", tr("Child"), _leaver, _by_leaver, width=12),
            Column("left", tr("Left care"), self._left, _by_left, width=14),
            Column("hindrance", tr("What stands in the way"), _hindrance, _by_hindrance, width=70,
                   tooltip=_hindrance),
        )  # fmt: skip

    def holds(self) -> tuple[Column[HoldRow], ...]:
        tr = self.tr
        return (
            Column("child", tr("Child"), _held_child, _by_held, width=12),
            Column("state", tr("State"), self._state, _by_state, width=10),
            Column("reason", tr("Why"), _reason, _by_reason, width=50, tooltip=_reason),
            Column("who", tr("By"), _by_whom, _by_author, width=20),
            Column("at", tr("When"), self._at, _by_at, width=14),
        )

    def _left(self, one: Purgeable) -> str:
        return say_short_date(one.ceased_date, self._language)

    def _state(self, row: HoldRow) -> str:
        return self.tr("lifted") if row.withdrawn else self.tr("in force")

    def _at(self, row: HoldRow) -> str:
        return say_short_date(row.at.astimezone().date(), self._language)


def _leaver(one: Purgeable) -> str:
    return one.child_id


def _by_leaver(one: Purgeable) -> str:
    return by_text(one.child_id)


def _by_left(one: Purgeable) -> int:
    return by_date(one.ceased_date)


def _hindrance(one: Purgeable) -> str:
    return one.hindrance or ""


def _by_hindrance(one: Purgeable) -> str:
    return by_text(one.hindrance)


def _thread(row: HoldRow) -> object:
    return row.thread


def _held_child(row: HoldRow) -> str:
    return row.child_id or ""


def _by_held(row: HoldRow) -> str:
    return by_text(row.child_id)


def _by_state(row: HoldRow) -> int:
    return int(row.withdrawn)


def _reason(row: HoldRow) -> str:
    return row.reason or ""


def _by_reason(row: HoldRow) -> str:
    return by_text(row.reason)


def _by_whom(row: HoldRow) -> str:
    return row.author


def _by_author(row: HoldRow) -> str:
    return by_text(row.author)


def _by_at(row: HoldRow) -> int:
    return int(row.at.timestamp())


def _tr(words: str) -> str:
    return QCoreApplication.translate("holds", words)
