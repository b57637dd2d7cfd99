"""What a person does to an agenda: fill, add, take off, move; each can be undone."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.surgery import start_time
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import may_write
from ehp_desktop.ui.surgery import work
from ehp_desktop.ui.surgery.add_dialog import ask_children
from ehp_desktop.ui.surgery.agenda_steps import AgendaStep, AgendaSteps
from ehp_desktop.ui.surgery.fill_dialog import ask_fill
from ehp_desktop.ui.surgery.surgery_panel import SurgeryPanel

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import Caseload


class AgendaEditor(QObject):
    """Works on the surgery that the panel shows."""

    stale = Signal()  # the panel shows something else than what is stored

    def __init__(
        self,
        context: AppContext,
        panel: SurgeryPanel,
        banner: Banner,
        columns: CaseColumns,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._panel = panel
        self._banner = banner
        self._columns = columns
        self._window = parent
        self._row: SurgeryRow | None = None
        self._steps = AgendaSteps()
        self._to_choose: tuple[str, ...] = ()
        self._moves_under_way = 0
        panel.fill_wanted.connect(self.fill)
        panel.add_wanted.connect(self.add)
        panel.undo_wanted.connect(self.undo)
        panel.table.remove_wanted.connect(self.remove)
        panel.table.order_wanted.connect(self.order)

    def show_surgery(self, row: SurgeryRow) -> None:
        """The panel shows this surgery now."""
        self._row = row
        self._panel.set_can_undo(self._steps.last_words(row.id))
        if self._to_choose:
            self._panel.table.choose_ids(self._to_choose)
            self._to_choose = ()

    # Filling and adding: the caseload is read, then the person asked

    @Slot()
    def fill(self) -> None:
        """Ask which candidates to add, and add them."""
        self._with_caseload(self._ask_fill)

    @Slot()
    def add(self) -> None:
        """Ask which children to add, and add them."""
        self._with_caseload(self._ask_children)

    def _with_caseload(self, ask: "Callable[[Caseload], None]") -> None:
        if self._row is None or not may_write(self._context, Deed.MAKE_SURGERY):
            return
        words = self.tr("Reading the caseload")
        reading = partial(work.caseload, self._context.opened, self._row.date)
        self._context.jobs.run(words, reading, ask, self._refused)

    def _ask_fill(self, caseload: "Caseload") -> None:
        self._columns.as_of = caseload.as_of
        settings = self._context.settings
        self._add(ask_fill(self._window, caseload, self._now(), self._columns, settings))

    def _ask_children(self, caseload: "Caseload") -> None:
        self._columns.as_of = caseload.as_of
        settings, lines = self._context.settings, caseload.lines
        self._add(ask_children(self._window, lines, self._now(), self._columns, settings))

    def _add(self, child_ids: Sequence[str]) -> None:
        if not child_ids or self._row is None:
            return
        one, more = self.tr("Added 1 child"), self.tr("Added %n children", "", len(child_ids))
        words = one if len(child_ids) == 1 else more
        self._do(partial(work.add, self._context.opened, self._row.id, child_ids, words))

    # Taking off, moving, undoing

    @Slot()
    def remove(self) -> None:
        """Take the chosen children off the agenda."""
        chosen = self._panel.table.chosen_ids()
        if not chosen or self._row is None or not may_write(self._context, Deed.MAKE_SURGERY):
            return
        one, more = self.tr("Took off 1 child"), self.tr("Took off %n children", "", len(chosen))
        words = one if len(chosen) == 1 else more
        self._do(partial(work.remove, self._context.opened, self._row.id, chosen, words))

    @Slot(tuple)
    def order(self, child_ids: tuple[str, ...]) -> None:
        """Show the wished order at once, and store it."""
        row = self._row
        if row is None or not may_write(self._context, Deed.MAKE_SURGERY):
            return
        chosen = self._panel.table.chosen_ids()
        lines = {line.child_id: line for line in self._panel.table.rows.shown_rows()}
        self._panel.table.rows.set_rows(
            [
                lines[child_id]._replace(position=place, start_time=start_time(row, place))
                for place, child_id in enumerate(child_ids, start=1)
            ]
        )
        self._panel.table.choose_ids(chosen)
        words = self.tr("Changed the order")
        doing = partial(work.order, self._context.opened, row.id, child_ids, chosen, words)
        self._moves_under_way += 1
        label = self.tr("Storing the order")
        self._context.jobs.run(label, doing, self._ordered, self._order_failed, writes=True)

    @Slot()
    def undo(self) -> None:
        """Put the agenda back as it was before the last thing done to it."""
        if (
            self._row is None
            or not may_write(self._context, Deed.MAKE_SURGERY)
            or self._moves_under_way
        ):
            return
        step = self._steps.take_back(self._row.id, self._now())
        if step is None:
            words = self.tr("There is nothing to undo: the agenda is as it was found.")
            self._banner.say(words, kind=BannerKind.NOTICE)
            self._panel.set_can_undo("")
            return
        opened = self._context.opened
        self._do(
            partial(work.put_back, opened, step.surgery_id, step.before, step.words), back=True
        )

    @Slot()
    def relist(self) -> None:
        """Put those who wait for this surgery on its agenda."""
        if self._row is not None and may_write(self._context, Deed.MAKE_SURGERY):
            words = self.tr("Put the relisted cases on the agenda")
            self._do(partial(work.relist, self._context.opened, self._row.id, words))

    def _now(self) -> tuple[str, ...]:
        return tuple(line.child_id for line in self._panel.table.rows.shown_rows())

    def _do(
        self, doing: "Callable[[JobProgress], work.AgendaChanged]", *, back: bool = False
    ) -> None:
        label = self.tr("Storing the agenda")
        done = self._put_back if back else self._done
        self._context.jobs.run(label, doing, done, self._refused, writes=True)

    def _done(self, changed: work.AgendaChanged) -> None:
        kept = self._remember(changed)
        self._to_choose = changed.child_ids
        if kept:
            self._banner.say(
                self.tr("{what}.").format(what=changed.words),
                action_text=self.tr("Undo"),
                action=self.undo,
            )
        self._context.announce_change()

    def _ordered(self, changed: work.AgendaChanged) -> None:
        """The table has shown the order already; only what can be undone is new."""
        self._moves_under_way -= 1
        self._remember(changed)
        self._panel.set_can_undo(self._steps.last_words(changed.surgery_id))
        on_panel = self._row is not None and self._row.id == changed.surgery_id
        if on_panel and not self._moves_under_way and self._now() != changed.after:
            self.stale.emit()  # it was read again before the order was stored

    def _put_back(self, changed: work.AgendaChanged) -> None:
        self._to_choose = changed.child_ids
        self._banner.say(self.tr("Undone: {what}.").format(what=changed.words))
        self._context.announce_change()

    def _remember(self, changed: work.AgendaChanged) -> bool:
        return self._steps.remember(
            AgendaStep(
                changed.surgery_id,
                changed.before,
                changed.after,
                changed.words,
                changed.child_ids,
            )
        )

    def _order_failed(self, error: EhpError) -> None:
        self._moves_under_way -= 1
        self._refused(error)
        self.stale.emit()

    def _refused(self, error: EhpError) -> None:
        self._banner.say(str(error), kind=BannerKind.ERROR)
