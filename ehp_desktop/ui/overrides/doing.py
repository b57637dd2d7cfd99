"""What a lawyer does to a criterion of the child in the panel: overrides, ends, confirms again."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.words import Result, Route
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.permitted import why_not_write

if TYPE_CHECKING:
    from ehp_desktop.review.explained_child import ChildExplanation


class Overriding(QObject):
    """Follows the panel's links about overrides. Dialogs are made when they are asked for."""

    said = Signal(str)
    refused = Signal(object)  # EhpError

    def __init__(self, context: AppContext, words: CaseWords, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._words = words
        self._over = parent

    def why_not(self) -> str | None:
        """Why the person at work may not override; None where they may."""
        return why_not_write(self._context, Deed.OVERRIDE)

    def begin(self, child: "ChildExplanation", which: str) -> None:
        """Asks for an override: `which` is a route and a criterion, "discharge/E4"."""
        from ehp_desktop.ui.overrides.dialog import Overridable, OverrideDialog

        name, _, criterion = which.partition("/")
        route = Route(name)
        if not self._may():
            return
        what = Overridable(child.row.child_id, criterion, route, _computed(child, route, criterion))
        dialog = OverrideDialog(self._context, self._words, what, self._over)
        words = self.tr("{id} is overridden; the facts' own result is shown beside it.")
        if self._context.as_of < self._context.today:
            words = self.tr(
                "{id} is overridden from today on. What is shown is an earlier day, on which the "
                "override does not count."
            )
        dialog.stored.connect(partial(self._say, words.format(id=criterion)))
        dialog.open()

    def end(self, number: int) -> None:
        """Asks for an override's last day."""
        from ehp_desktop.ui.overrides.dialog import EndDialog

        if not self._may():
            return
        dialog = EndDialog(self._context, number, self._over)
        dialog.stored.connect(partial(self._say, self.tr("The override has its last day.")))
        dialog.open()

    def confirm(self, number: int) -> None:
        """Says that an override still stands on the facts as they are now."""
        from ehp_desktop.ui.overrides import work

        if self._may():
            context = self._context
            self._context.jobs.run(
                self.tr("Confirming an override"),
                partial(work.confirm_again, context.opened, number, context.today),
                partial(self._say, self.tr("The override is confirmed on the facts of today.")),
                self._refuse,
                writes=True,
            )

    def _may(self) -> bool:
        why = self.why_not()
        if why is not None:
            self.said.emit(why)
        return why is None

    def _say(self, words: str, _: object) -> None:
        self.said.emit(words)
        self._context.announce_change()

    def _refuse(self, error: EhpError) -> None:
        self.refused.emit(error)


def _computed(child: "ChildExplanation", route: Route, criterion: str) -> Result:
    """What the facts alone give."""
    found = next(one for one in child.routes[route].criteria if one.id == criterion)
    return found.result if found.override is None else found.override.computed
