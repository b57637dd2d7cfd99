"""What happens when the program itself fails: a report that holds no case content.

Installed before the first window is painted, so it loads little; the rest when there is a fault.
"""

import sys
import threading
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ehp_desktop.review.fault_report import report_of

if TYPE_CHECKING:
    from ehp_desktop.ui.dialogs.fault_dialog import FaultDialog


class FaultReporter(QObject):
    """Catches what nobody caught, in any thread, and shows it once at a time."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: FaultDialog | None = None
        self._happened.connect(self._take)

    def install(self) -> None:
        """Becomes the program's excepthook."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Reports one error; Ctrl+C ends the program as ever."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        import logging

        report = report_of(kind, trace)
        logging.getLogger(__name__).error("The program failed:\n%s", report)
        self._happened.emit(report)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _take(self, report: str) -> None:
        """Shows the report when what failed, a painting perhaps, has been left."""
        QTimer.singleShot(0, partial(self._show, report))

    def _show(self, report: str) -> None:
        if self._shown is not None:
            return  # one at a time: a fault in painting would otherwise never end
        from PySide6.QtWidgets import QApplication

        from ehp_desktop.ui.dialogs.fault_dialog import FaultDialog

        self._shown = FaultDialog(report, QApplication.activeWindow())
        self._shown.destroyed.connect(self._forget)
        self._shown.open()

    def _forget(self) -> None:
        self._shown = None
