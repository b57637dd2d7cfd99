"""The one way to work off the window's own thread.

A job is a plain function. It is given a `JobProgress` and nothing of Qt, runs in a thread, and
what it returns comes back to `done` on the window's thread. What it raises comes back to `failed`
where it is an `EhpError`; anything else is a bug and goes to `sys.excepthook` as any bug does.
Jobs that write run one at a time and in order.
"""

import itertools
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from shiboken6 import isValid

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.collecting import collect_in_the_window

T = TypeVar("T")
_BETWEEN_REPORTS = 0.05  # seconds: a job may report each row, the window hears 20 a second


class ProgramFaultError(EhpError):
    """A job ended by a fault of the program itself; the report dialog has the particulars."""


class JobProgress:
    """What a job's function is given: how to say how far it is, and whether to stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._next_report = 0.0
        self._cancelled = threading.Event()

    def report(self, number: int, total: int) -> None:
        """Says that `number` of `total` are done; may be called as often as one likes."""
        now = time.monotonic()
        if now >= self._next_report or number == total:
            self._next_report = now + _BETWEEN_REPORTS
            self._report(number, total)

    def cancelled(self) -> bool:
        """Whether somebody pressed Cancel; a function that can stop looks here now and then."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Asks the function to stop."""
        self._cancelled.set()


class Job(QObject):
    """One piece of work under way. Lives on the window's thread."""

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, label: str, parent: QObject, *, writes: bool, cancellable: bool) -> None:
        super().__init__(parent)
        self.label = label
        self.writes = writes
        self.cancellable = cancellable
        self.dropped = False
        self.progress = JobProgress(self.progressed.emit)

    def cancel(self) -> None:
        """Asks the work to stop; its result, whatever it is by then, still comes back."""
        self.progress.cancel()

    def drop(self) -> None:
        """Asks the work to stop, and its result to be thrown away: nobody wants it any more."""
        self.dropped = True
        self.progress.cancel()


class _Ending:
    """What to do with a job's result, once there is one."""

    def __init__(
        self,
        job: Job,
        done: Callable[[object], None],
        failed: Callable[[EhpError], None] | None,
    ) -> None:
        self.job, self.done, self.failed = job, done, failed
        self.future: Future[object] = Future()  # until the work is handed over


class Jobs(QObject):
    """Runs jobs, and brings their results to the window's thread."""

    started = Signal(object)  # the Job
    idle = Signal()
    unhandled = Signal(object)  # the EhpError of a job that was given no `failed`
    _arrived = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="read")
        self._writes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self._running: dict[int, _Ending] = {}
        self._numbers = itertools.count()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        collect_in_the_window()

    def run(
        self,
        label: str,
        work: Callable[[JobProgress], T],
        done: Callable[[T], None],
        failed: Callable[[EhpError], None] | None = None,
        *,
        writes: bool = False,
        cancellable: bool = False,
    ) -> Job:
        """Runs `work` in a thread; `done` or `failed` is called on the window's thread.

        `label` says what is being done ("Reading the caseload"); it is shown when it takes long.
        `writes`: one at a time, in order. `cancellable`: `work` looks at `progress.cancelled()`.
        """
        job = Job(label, self, writes=writes, cancellable=cancellable)
        if self._closed:  # the window has gone, and something of it still stirred
            job.drop()
            return job
        ending = _Ending(job, cast("Callable[[object], None]", done), failed)
        number = next(self._numbers)
        self._running[number] = ending
        self.started.emit(job)  # first, so that no progress goes unheard
        pool = self._writes if writes else self._reads
        ending.future = cast("Future[object]", pool.submit(_unless_dropped, job, work))
        # The thread is given a number and no callback: what it drops last, it would free there.
        ending.future.add_done_callback(partial(_tell_window, self._arrived, number))
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs under way or waiting, oldest first."""
        return tuple(ending.job for ending in self._running.values())

    def drop_reads(self) -> None:
        """Nobody wants to see what is being read any more; what is being written is let finish."""
        for job in self.running:
            if not job.writes:
                job.drop()

    def wait_for_all(self, milliseconds: int) -> bool:
        """Blocks until every job's work is over, at most so long. Results come by the event loop.

        Returns whether all are over.
        """
        futures = [ending.future for ending in self._running.values()]
        return not wait(futures, timeout=milliseconds / 1000).not_done

    def close(self) -> None:
        """Ends the threads, once their work is over; what is asked for afterwards is not done."""
        self._closed = True
        self._reads.shutdown()
        self._writes.shutdown()

    def _deliver(self, number: int) -> None:
        ending = self._running.pop(number)
        try:
            _tell(ending, self.unhandled.emit)
        finally:
            ending.job.ended.emit()
            ending.job.deleteLater()
            if not self._running:
                self.idle.emit()


def _unless_dropped(job: Job, work: Callable[[JobProgress], T]) -> T | None:
    return None if job.dropped else work(job.progress)


def _tell_window(arrived: SignalInstance, number: int, _: "Future[object]") -> None:
    arrived.emit(number)


def _is_gone(callback: Callable[..., None]) -> bool:
    """Whether a callback belongs to a widget that has been closed and freed meanwhile."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


def _tell(ending: _Ending, unhandled: Callable[[EhpError], None]) -> None:
    error = ending.future.exception()
    if error is None:
        if not ending.job.dropped and not _is_gone(ending.done):
            ending.done(ending.future.result())
        return
    if not isinstance(error, EhpError):
        sys.excepthook(type(error), error, error.__traceback__)
        error = ProgramFaultError(
            "The program failed at this task. Nothing was half stored: what was saved before still "
            "stands. Try again; if it fails again, send the report to whoever looks after the "
            "program."
        )
    if ending.job.dropped:
        return
    if ending.failed is None:
        unhandled(error)
    elif not _is_gone(ending.failed):
        ending.failed(error)
