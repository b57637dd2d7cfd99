"""What is shown when the program itself has failed: a report that holds no case content."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop import __version__
from ehp_desktop.ui.forms import name_control, plain_label

_log = logging.getLogger(__name__)


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where the program failed: the kind of error and the lines of the program, no values.

    An error's own message may quote a name or a date, so it is left out.
    """
    lines = [f"EHP Desktop {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    lines.append(f"{kind.__module__}.{kind.__qualname__}")
    for frame in traceback.extract_tb(trace):
        short = frame.filename.replace("\\", "/").rpartition("/site-packages/")[2]
        tail = "/".join(short.split("/")[-3:])
        lines.append(f"  {tail}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


class FaultDialog(QDialog):
    """Says that the program failed, what that means, and what to send to whom."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fault_dialog")
        self.setWindowTitle(self.tr("The program has failed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = plain_label(
            self.tr(
                "The program failed at something it should be able to do. What was saved is safe. "
                "You can go on; if it fails again, close and open it anew. The report below names "
                "places in the program and nothing of any child: please send it to whoever looks "
                "after the program."
            )
        )
        words.setWordWrap(True)
        self._report = name_control(QPlainTextEdit(report), self.tr("Report"), "fault_report")
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(
            self.tr("&Copy the report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("copy_report")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(self._report)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 22)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())


class FaultReporter(QObject):
    """Catches what nobody caught, in any thread, and shows it once at a time."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: FaultDialog | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

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
        report = report_of(kind, trace)
        _log.error("The program failed:\n%s", report)
        self._happened.emit(report)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, report: str) -> None:
        if self._shown is not None:
            return  # one at a time: a fault in painting would otherwise never end
        self._shown = FaultDialog(report, QApplication.activeWindow())
        self._shown.destroyed.connect(self._forget)
        self._shown.open()

    def _forget(self) -> None:
        self._shown = None
