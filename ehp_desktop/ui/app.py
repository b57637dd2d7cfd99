"""The window's composition root: what is painted first, what is loaded while the person types.

The unlock dialog needs QtWidgets alone. Whose store it is, is read once the dialog can be seen;
the database, the rules and the pages are then imported in a job. Here, and in
ehp_desktop/main.py, is asked what today is.
"""

import linecache
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review import last_store
from ehp_desktop.review.language import Language
from ehp_desktop.ui import theme
from ehp_desktop.ui.dialogs.unlock_dialog import OpenRequest, UnlockDialog

if TYPE_CHECKING:
    from PySide6.QtCore import QEventLoop, QSettings

    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.ui.caseload.reading import Read
    from ehp_desktop.ui.context import AppContext
    from ehp_desktop.ui.guard import Guard
    from ehp_desktop.ui.jobs import JobProgress, Jobs
    from ehp_desktop.ui.main_window import MainWindow

_MINUTE = 60_000  # milliseconds
_AFTER_PAINTING = 500  # milliseconds: what the start has no room for


class Opened(NamedTuple):
    """An open store and its caseload, read in the same job.

    Not for whoever has their first passphrase: they see nothing before they have changed it.
    """

    store: "OpenStore"
    found: "Read | None"


def run(
    folder: Path | None = None,
    *,
    user: str | None = None,
    language: Language | None = None,
    as_of: date | None = None,
    passphrase_file: Path | None = None,
) -> int:
    """Opens the window on a store and returns when it is closed.

    `folder` None: the store opened last, or the question which. `as_of`: the day to begin with,
    today otherwise. `passphrase_file`: its first line is used in place of typing.

    Returns the program's exit status.
    """
    application = make_application()
    sitting = Sitting(application, language=language or Language.ENGLISH, as_of=as_of)
    sitting.catch_faults()
    sitting.ask(folder or last_store.last_store(), user=user, passphrase_file=passphrase_file)
    return application.exec()


def make_application() -> QApplication:
    """The application, in its colours; the one there is, where there is one."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    application = QApplication([*sys.argv[:1], *theme.STYLE])
    application.setApplicationName("ehp-desktop")
    application.setApplicationDisplayName("EHP Desktop")
    application.setDesktopFileName("ehp-desktop")
    theme.prepare()
    return application


def today() -> date:
    """The day it is, where the person sits."""
    return date.today()  # noqa: DTZ011 - the user's own day


def clock() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def open_window(
    folder: Path,
    passphrase: str,
    *,
    as_of: date | None = None,
    user: str | None = None,
    settings: "QSettings | None" = None,
) -> "MainWindow":
    """Opens a store and shows its window, without asking: for screenshots and measurements.

    Returns when the caseload can be seen. Closing the window lets go of the store.
    """
    sitting = Sitting(make_application(), as_of=as_of, settings=settings, remember=False)
    request = OpenRequest(folder, passphrase, user, write=True)
    shown = sitting.show_store(open_and_read(request, as_of or today()))
    shown.destroyed.connect(sitting.deleteLater)
    return shown


def wait_until_idle(jobs: "Jobs", milliseconds: int = 10_000) -> bool:
    """Lets the window go on until no job is under way. False: it took longer than allowed."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    jobs.idle.connect(loop.quit)
    QTimer.singleShot(milliseconds, loop.quit)
    QTimer.singleShot(0, partial(_leave_if_idle, jobs, loop))
    loop.exec()
    return not jobs.running


def _leave_if_idle(jobs: "Jobs", loop: "QEventLoop") -> None:
    if not jobs.running:
        loop.quit()


def open_and_read(request: OpenRequest, as_of: date, _: "JobProgress | None" = None) -> Opened:
    """Opens a store and reads its caseload.

    Raises:
        StoreError: one of its kinds, with the sentence that the dialog shows.
    """
    from ehp_desktop.review import opening
    from ehp_desktop.ui.caseload.reading import read

    opened = opening.unlock(
        request.folder,
        request.passphrase,
        user=request.user,
        write=request.write,
        note=False,  # a disk's write more, so once the list is painted
        clock=clock,
    )
    try:
        return Opened(opened, None if opened.actor.first else read(opened, as_of))
    except EhpError:
        opened.close()
        raise


def load_the_rest(_: "JobProgress | None" = None) -> None:
    """Imports what the window needs and the unlock dialog does not."""
    import ehp_desktop.review.caseload
    import ehp_desktop.review.intake.past
    import ehp_desktop.ui.main_window  # noqa: F401 - imported for what they bring along
    from ehp_desktop.review import opening

    opening.load()
    # PySide reads the source of each module imported, to see whether it is one of Qt's, and
    # Python keeps what was read: 10 MB that only a traceback would want, and it can read again.
    linecache.clearcache()


class Sitting(QObject):
    """From the passphrase to the window, and from one store to another."""

    def __init__(
        self,
        application: QApplication,
        *,
        language: Language = Language.ENGLISH,
        as_of: date | None = None,
        settings: "QSettings | None" = None,
        remember: bool = True,
    ) -> None:
        super().__init__(application)
        self._language = language
        self._as_of = as_of
        self._remember = remember
        self._settings = settings
        self.dialog: UnlockDialog | None = None
        self.window: MainWindow | None = None
        self._folder: Path | None = None  # of the store that the dialog asks for
        self._contexts: list[AppContext] = []
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(self._turn_the_day)
        self._minute.start()

    @cached_property
    def jobs(self) -> "Jobs":
        """What works off the window's thread while no store is open."""
        from ehp_desktop.ui.jobs import Jobs

        return Jobs(self)

    def catch_faults(self) -> None:
        """From now on a fault of the program is shown as a report."""
        from ehp_desktop.ui.faults import FaultReporter

        FaultReporter(self).install()

    # Asking

    def ask(
        self, folder: Path | None, *, user: str | None = None, passphrase_file: Path | None = None
    ) -> None:
        """Shows the unlock dialog, for a store or for the question which."""
        dialog = self.dialog or self.make_dialog()
        dialog.show_store(folder, ())
        self._folder = folder
        if dialog.was_painted or user is not None:
            self._show_people()  # else once it can be seen
        if user is not None:
            dialog.choose_person(user)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        if passphrase_file is not None:
            from ehp_desktop.ui.passphrase_file import submit

            submit(dialog, passphrase_file)

    def make_dialog(self) -> UnlockDialog:
        """The unlock dialog, not yet shown."""
        dialog = self.dialog = UnlockDialog()
        dialog.asked.connect(self._open)
        dialog.painted.connect(theme.follow_system)
        dialog.painted.connect(self._show_people)
        dialog.painted.connect(self._load_the_rest)
        dialog.new_store_wanted.connect(self.ask_new_store)
        dialog.other_store_wanted.connect(self.ask_other_store)
        return dialog

    def _show_people(self) -> None:
        """Offers the people of the store that is asked for; says what is wrong with it."""
        from ehp_desktop.review import opening

        if self.dialog is None or self._folder is None:
            return
        try:
            self.dialog.show_people([person.name for person in opening.people(self._folder)])
        except EhpError as error:
            self.dialog.show_error(error)

    def _load_the_rest(self) -> None:
        self.jobs.run(self.tr("Loading the program"), load_the_rest, _nothing)

    def _open(self, request: OpenRequest) -> None:
        self.jobs.run(
            self.tr("Opening the store"),
            partial(open_and_read, request, self._day()),
            partial(self._show_opened, request),
            self._say_failed,
        )

    def _say_failed(self, error: EhpError) -> None:
        if self.dialog:
            self.dialog.show_error(error)

    def _show_opened(self, request: OpenRequest, opened: Opened) -> None:
        dialog = self.dialog
        if dialog is None or not dialog.isVisible():  # closed while the store was being opened
            opened.store.close()
            return
        go_in = partial(self._go_in, dialog, request)
        if opened.found is not None:
            go_in(opened.store, opened.found)
        else:
            from ehp_desktop.ui.people.own_passphrase import FirstAsking

            typed, day = request.passphrase, self._day()
            FirstAsking(opened.store, typed, day, self.jobs, dialog, go_in).begin()

    def _go_in(
        self, dialog: UnlockDialog, request: OpenRequest, store: "OpenStore", found: "Read"
    ) -> None:
        shown = self.show_store(Opened(store, found))
        if "guard" in self.__dict__:  # none before the first window
            self.guard.let_in(shown)
        self.forget_dialog()
        if self._remember:
            last_store.remember_store(request.folder)

    def forget_dialog(self) -> None:
        """Nobody is asked for a passphrase any more."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.forget_passphrase()
            dialog.hide()
            dialog.deleteLater()

    # The window

    def show_store(self, opened: Opened) -> "MainWindow":
        """Shows the window of an open store, in place of the one before."""
        from ehp_desktop.review.opening import note_sign_in
        from ehp_desktop.ui.context import AppContext
        from ehp_desktop.ui.jobs import Jobs
        from ehp_desktop.ui.main_window import MainWindow

        theme.follow_system()
        before = self.window
        context = AppContext(
            opened.store,
            Jobs(),
            today=today(),
            as_of=self._as_of,
            language=self._language,
            settings=self._kept_settings(),
        )
        context.jobs.setParent(context)
        shown = self.window = MainWindow(context)
        self._contexts.append(context)
        shown.closed.connect(partial(self._let_go, context))
        shown.new_store_wanted.connect(self.ask_new_store)
        shown.other_store_wanted.connect(self.ask_other_store)
        shown.lock_wanted.connect(self.lock)
        QTimer.singleShot(_AFTER_PAINTING, shown, self._attend)
        if opened.found is not None:
            shown.caseload.show_read(opened.found)
        shown.show()
        words = self.tr("Noting who signed in")
        context.jobs.run(words, lambda _: note_sign_in(opened.store), _nothing, writes=True)
        if before is not None:
            before.close()
        return shown

    @cached_property
    def guard(self) -> "Guard":
        """Locks the window when nobody is there."""
        from ehp_desktop.ui.guard import Guard

        return Guard(self, clock, self._kept_settings())

    def _attend(self) -> None:
        if self.window is not None:
            self.guard.attend(self.window)

    def lock(self, why: str = "") -> None:
        """Takes case data off the screen and closes the store; then asks for a passphrase."""
        self.guard.lock(why)

    @property
    def before_lock(self) -> "list[Callable[[], None]]":
        """What is called before the window locks: see `AppContext.before_lock`."""
        return self.window.context.before_lock if self.window is not None else []

    def _kept_settings(self) -> "QSettings":
        """Where layouts are kept: beside the program's other settings, nothing of a case."""
        from PySide6.QtCore import QSettings

        if self._settings is None:
            kept = last_store.config_folder() / "window.ini"
            self._settings = QSettings(str(kept), QSettings.Format.IniFormat)
        return self._settings

    def _let_go(self, context: "AppContext") -> None:
        """The window of a store was closed: nothing of it is left open."""
        if context in self._contexts:
            self._contexts.remove(context)
            context.jobs.close()
            context.opened.store.close()

    def _turn_the_day(self) -> None:
        for context in self._contexts:
            context.set_today(today())

    def _day(self) -> date:
        return self._as_of or today()

    # Other stores

    def ask_other_store(self) -> None:
        """Asks for a store's folder, and then for its passphrase."""
        from ehp_desktop.ui.dialogs.folders import ask_store_folder

        folder = ask_store_folder(self.dialog or self.window)
        if folder is not None:
            self.ask(folder)

    def ask_new_store(self) -> None:
        """Makes a store, shows its recovery code, and opens it."""
        from ehp_desktop.ui.dialogs.store_making import StoreMaking

        making = StoreMaking(self.jobs, self.dialog or self.window, self)
        making.made.connect(self._open_new)
        making.begin()

    def _open_new(self, folder: Path, passphrase: str) -> None:
        self.ask(folder)
        if self.dialog is not None:
            self.dialog.submit(passphrase)


def _nothing(_: object) -> None:
    pass
