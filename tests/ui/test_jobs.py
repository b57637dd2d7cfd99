import sys
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import EhpError, RefusedError
from ehp_desktop.ui.jobs import JobProgress, Jobs, ProgramFaultError


def test_result_comes_back_on_the_windows_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool]] = []
    here = threading.current_thread()

    def done(name: str) -> None:
        seen.append((name, threading.current_thread() is here))

    jobs.run("Naming the thread", lambda _: threading.current_thread().name, done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("read")
    assert seen[0][1]


def test_known_error_goes_to_failed(jobs: Jobs, qtbot: QtBot) -> None:
    errors: list[EhpError] = []

    def work(_: JobProgress) -> None:
        raise RefusedError("Nothing was changed.")

    jobs.run("Failing", work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "Nothing was changed."


def test_known_error_without_failed_is_announced(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_: JobProgress) -> None:
        raise RefusedError("Nothing was changed.")

    with qtbot.waitSignal(jobs.unhandled) as blocker:
        jobs.run("Failing", work, lambda _: None)
    assert isinstance(blocker.args[0], RefusedError)


def test_bug_goes_to_the_excepthook_and_the_page_is_told(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: hooked.append(kind))
    errors: list[EhpError] = []

    def work(_: JobProgress) -> None:
        raise ZeroDivisionError

    jobs.run("Failing", work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert hooked == [ZeroDivisionError]
    assert isinstance(errors[0], ProgramFaultError)


def test_dropped_result_is_thrown_away(jobs: Jobs, qtbot: QtBot) -> None:
    results: list[int] = []
    first = jobs.run("First", lambda _: 1, results.append)
    first.drop()
    with qtbot.waitSignal(jobs.idle):
        jobs.run("Second", lambda _: 2, results.append)
    assert results == [2]


def test_writers_run_one_at_a_time_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    inside = threading.Semaphore(1)
    order: list[int] = []

    def work(number: int) -> int:
        assert inside.acquire(blocking=False)
        threading.Event().wait(0.005)
        inside.release()
        return number

    with qtbot.waitSignal(jobs.idle):
        for number in range(6):
            jobs.run("Writing", lambda _, n=number: work(n), order.append, writes=True)
    assert order == [0, 1, 2, 3, 4, 5]


def test_progress_is_heard_and_cancel_reaches_the_work(jobs: Jobs, qtbot: QtBot) -> None:
    go_on, results, heard = threading.Event(), list[str](), list[tuple[int, int]]()

    def work(progress: JobProgress) -> str:
        assert go_on.wait(5)
        progress.report(1, 2)
        while not progress.cancelled():
            threading.Event().wait(0.001)
        return "stopped"

    job = jobs.run("Counting", work, results.append, cancellable=True)
    job.progressed.connect(lambda number, total: heard.append((number, total)))
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    job.cancel()
    qtbot.waitUntil(lambda: bool(results))
    assert heard == [(1, 2)]


def test_callback_of_a_freed_page_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    class Page(QObject):
        called = False

        def show(self, _: int) -> None:
            Page.called = True

    page = Page()
    go_on = threading.Event()
    with qtbot.waitSignal(jobs.idle):
        jobs.run("Reading", lambda _: go_on.wait(5), page.show)
        page.deleteLater()
        with qtbot.waitSignal(page.destroyed):
            pass
        go_on.set()
    assert not Page.called


def test_what_is_asked_after_closing_is_not_done(qtbot: QtBot) -> None:
    jobs = Jobs()
    jobs.close()
    done: list[int] = []
    assert jobs.run("Late", lambda _: 1, done.append).dropped
    assert jobs.running == ()
    assert done == []


def test_wait_for_all_says_whether_all_is_over(jobs: Jobs) -> None:
    go_on = threading.Event()
    jobs.run("Waiting", lambda _: go_on.wait(5), lambda _: None)
    assert not jobs.wait_for_all(10)
    go_on.set()
    assert jobs.wait_for_all(5_000)
