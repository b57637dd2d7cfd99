"""The place of the steps to court in the child's panel; made when it is first looked at."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ehp_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from ehp_desktop.ui.case.court_steps import CourtSteps
    from ehp_desktop.ui.case.reading import Shown


class CourtRoom(QWidget):
    """Remembers whose steps are wanted until somebody looks."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("court_room")
        self._context = context
        self._child_id: str | None = None
        self.steps: CourtSteps | None = None
        QVBoxLayout(self).setContentsMargins(0, 4, 0, 0)

    def show_child(self, shown: "Shown") -> None:
        """Another child is in front, or something of this one was stored."""
        self._child_id = shown.explained.row.child_id
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Reads when it is looked at."""
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        if self._child_id is None:
            return
        if self.steps is None:
            from ehp_desktop.ui.case.court_steps import CourtSteps

            self.steps = CourtSteps(self._context)
            room = self.layout()
            if room is not None:
                room.addWidget(self.steps)
        self.steps.show_child(self._child_id)
