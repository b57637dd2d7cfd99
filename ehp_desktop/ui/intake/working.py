"""What the page shows while it works: what is done, how far, and Cancel."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job


class Working(QWidget):
    """A job under way; `cancel_wanted` asks for it to stop."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("working")
        self._words = name_control(plain_label(), self.tr("What is being done"), "working_words")
        self._bar = name_control(QProgressBar(), self.tr("How far it is"), "working_bar")
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self._want_cancel)
        room = QVBoxLayout(self)
        room.addStretch(1)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        room.addWidget(self._words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._bar, 4)
        row.addWidget(name_control(self._cancel, self.tr("Cancel"), "working_cancel"))
        row.addStretch(1)
        room.addLayout(row)
        room.addStretch(2)

    def follow(self, job: Job) -> None:
        """Show a job until it ends."""
        self._words.setText(job.label)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        job.progressed.connect(self._show)

    @property
    def words(self) -> str:
        """What is being done, as shown."""
        return self._words.text()

    @Slot(int, int)
    def _show(self, number: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(number)
        self._bar.setFormat(
            self.tr("{number} of {total}").format(number=f"{number:,}", total=f"{total:,}")
        )

    @Slot()
    def _want_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_wanted.emit()
