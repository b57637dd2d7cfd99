"""What is being done, how far it is, and Cancel: shown once a job takes over a second."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job, Jobs

_LONG = 1000  # milliseconds after which the person is told


class JobsLine(QWidget):
    """Follows the oldest job under way."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._words = name_control(plain_label(), self.tr("What is being done"), "job_label")
        self._bar = name_control(QProgressBar(), self.tr("How far it is"), "job_progress")
        self._cancel = name_control(QPushButton(self.tr("Cancel")), self.tr("Cancel"), "job_cancel")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LONG)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._words, self._bar, self._cancel):
            row.addWidget(widget)
        self._bar.setMaximumWidth(self.fontMetrics().averageCharWidth() * 30)
        self._wait.timeout.connect(self.show)
        self._cancel.clicked.connect(self._stop)
        jobs.started.connect(self._follow_next)
        self.hide()

    def _follow_next(self) -> None:
        """Takes up the oldest job, unless one is followed already."""
        if self._job is not None:
            return
        waiting = [job for job in self._jobs.running if not job.dropped]
        if not waiting:
            self._wait.stop()
            self.hide()
            return
        self._job = waiting[0]
        self._words.setText(self._job.label)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(self._job.cancellable)
        self._cancel.setEnabled(True)
        self._job.progressed.connect(self._count)
        self._job.ended.connect(self._leave)
        self._wait.start()

    def _count(self, number: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(number)
        self._bar.setFormat(self.tr("{number} of {total}").format(number=number, total=total))

    def _leave(self) -> None:
        self._job = None
        self._wait.stop()
        self.hide()
        self._follow_next()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._cancel.setEnabled(False)
