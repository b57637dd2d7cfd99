"""Python's cycle collector, kept to the window's thread.

The collector runs in whichever thread happens to make the next object. In a job's thread it would
free widgets that wait in a cycle, and Qt's objects may be destroyed in their own thread only: the
program would crash, seldom and at random. So it is switched off, and run from here by a timer.
"""

import gc

from PySide6.QtCore import QCoreApplication, QTimer

_INTERVAL = 500  # milliseconds
_YOUNG = 5_000  # objects made and not yet freed since the last look


class WindowCollector(QTimer):
    """Does what the collector would have done, between the window's events."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self.setInterval(_INTERVAL)
        self.timeout.connect(self.collect)
        gc.disable()
        self.start()

    def collect(self) -> None:
        """Collects the generations that are due, as the collector itself would."""
        young, middle, old = gc.get_count()
        if young > _YOUNG:
            thresholds = gc.get_threshold()
            due_old = middle >= thresholds[1] and old >= thresholds[2]
            gc.collect(2 if due_old else int(middle >= thresholds[1]))


def collect_in_the_window() -> None:
    """From now on nothing is collected in a job's thread; asked again it does nothing."""
    application = QCoreApplication.instance()
    if application is not None and application.findChild(WindowCollector) is None:
        WindowCollector(application)
