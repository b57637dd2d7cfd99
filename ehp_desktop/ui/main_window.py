"""The window: four pages under tabs, the as-at date, who is at work, and the status line."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.actions import Actions, key_lines, table_key_lines
from ehp_desktop.ui.as_at import AsAtControl
from ehp_desktop.ui.caseload.agenda_adding import AgendaAdding
from ehp_desktop.ui.caseload.page import CaseloadPage
from ehp_desktop.ui.caseload.reading import Read
from ehp_desktop.ui.caseload.summary import StatusWords, totals_of
from ehp_desktop.ui.chair.pages import COMMANDS, ChairPages
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialogs.about_dialog import AboutDialog
from ehp_desktop.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs_line import JobsLine
from ehp_desktop.ui.messages import Banner, BannerKind, show_error
from ehp_desktop.ui.notes import notes_places
from ehp_desktop.ui.permitted import gate, gate_writing
from ehp_desktop.ui.shortcuts import Command

_GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """One open store. The pages other than the caseload are made when they are first looked at."""

    new_store_wanted = Signal()
    other_store_wanted = Signal()
    lock_wanted = Signal(str)  # why, where that is not plain
    closed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.context = context
        self._closing = False
        self.actions_ = Actions(self)
        self.chair = ChairPages(self)
        self.caseload = CaseloadPage(context)
        self.tabs = name_control(QTabWidget(), self.tr("Pages"), "tabs")
        self._makers: dict[int, Callable[[], QWidget]] = {}
        self._notice = Banner(closable=False)
        self._add_pages()
        self._adding = AgendaAdding(context, self.caseload)
        self._lay_out()
        self._make_status()
        self._make_menus()
        self._connect()
        self._gate()
        self._say_who()
        self._say_as_at()
        self._restore_size()

    # Making

    def _add_pages(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.caseload, self.caseload.title())
        for title, maker in (
            (self.tr("&Surgeries"), self._make_surgeries),
            (self.tr("&Actions"), self._make_actions_page),
            (self.tr("&Import"), self._make_import),
            (self.tr("All notes"), self._make_notes),
        ):
            room = QWidget()
            QVBoxLayout(room).setContentsMargins(0, 0, 0, 0)
            self._makers[self.tabs.addTab(room, title)] = maker
        self.tabs.currentChanged.connect(self._make_page)

    def _make_surgeries(self) -> QWidget:
        from ehp_desktop.ui.surgery.page import SurgeriesPage  # brings the PDF view

        return SurgeriesPage(self.context)

    def _make_actions_page(self) -> QWidget:
        from ehp_desktop.ui.actions_page.page import ActionsPage

        return ActionsPage(self.context)

    def _make_import(self) -> QWidget:
        from ehp_desktop.ui.intake.page import ImportPage

        return ImportPage(self.context)

    def _make_notes(self) -> QWidget:
        from ehp_desktop.ui.notes.page import NotesPage

        page = NotesPage(self.context)
        page.wanted.connect(partial(notes_places.go_to, self, page))
        return page

    def _make_page(self, number: int) -> None:
        maker = self._makers.pop(number, None)
        room = self.tabs.widget(number)
        if maker is not None and room is not None:
            inner = room.layout()
            if inner is not None:
                inner.addWidget(maker())

    def _lay_out(self) -> None:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 4, 4)
        self.as_at = AsAtControl(self.context)
        self._person = name_control(plain_label(), self.tr("Who is at work"), "person")
        row.addWidget(self.as_at)
        row.addSpacing(self.fontMetrics().averageCharWidth() * 2)
        row.addWidget(self._person)
        self.tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._notice)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(inner)

    def _make_status(self) -> None:
        self._words = StatusWords(self.caseload.words)
        self._totals = name_control(plain_label(), self.tr("The caseload in numbers"), "totals")
        self._last_import = name_control(plain_label(), self.tr("Last import"), "last_import")
        status = self.statusBar()
        status.addWidget(self._totals, 1)
        status.addPermanentWidget(JobsLine(self.context.jobs))
        if self.context.opened.code_set is CodeSet.ENGLAND:
            words = self.tr("Visit, review and approval periods are the Welsh ones")
            status.addPermanentWidget(name_control(plain_label(words), words, "welsh_periods"))
        status.addPermanentWidget(self._last_import)

    def _make_menus(self) -> None:
        bar, fill = self.menuBar(), self.actions_.fill
        one = Command
        fill(
            bar.addMenu(self.tr("Sto&re")),
            [
                *(one.NEW_STORE, one.OPEN_STORE, None),
                *(one.PEOPLE, one.OWN_PASSPHRASE, one.SETTINGS, None, one.LOCK, one.QUIT),
            ],
        ).setToolTipsVisible(True)  # why something is not for this person
        fill(bar.addMenu(self.tr("&Edit")), (one.COPY, one.FIND, None, one.WRITE_NOTE))
        view = fill(
            bar.addMenu(self.tr("&View")),
            (
                one.CASELOAD,
                one.SURGERIES,
                one.ACTIONS,
                one.IMPORT,
                one.NOTES,
                None,
                one.PANEL,
                one.READ_AGAIN,
            ),
        )
        view.addMenu(self.caseload.table.columns_menu)
        view.addSeparator()
        fill(view, (one.AS_AT, one.AS_AT_TODAY))
        fill(bar.addMenu(self.tr("Chair")), COMMANDS).setToolTipsVisible(True)
        fill(bar.addMenu(self.tr("&Help")), (one.SHORTCUTS, None, one.ABOUT))

    def _connect(self) -> None:
        slots: dict[Command, Callable[[], object]] = {
            Command.NEW_STORE: self.new_store_wanted.emit,
            Command.OPEN_STORE: self.other_store_wanted.emit,
            Command.QUIT: self.close,
            Command.LOCK: self._lock,
            Command.PEOPLE: self._show_people,
            Command.OWN_PASSPHRASE: self._change_passphrase,
            Command.SETTINGS: self._show_settings,
            Command.COPY: self.caseload.table.copy_block,
            Command.FIND: self._find,
            Command.CASELOAD: self._show_caseload,
            Command.SURGERIES: self._show_surgeries,
            Command.ACTIONS: self._show_actions,
            Command.IMPORT: self.show_import,
            Command.PANEL: self.caseload.turn_panel,
            Command.READ_AGAIN: self.context.announce_change,
            Command.AS_AT: self.as_at.take_focus,
            Command.AS_AT_TODAY: self.as_at.back_to_today,
            Command.SHORTCUTS: self._list_shortcuts,
            Command.ABOUT: self._show_about,
            Command.NOTES: self._show_notes,
            Command.WRITE_NOTE: partial(notes_places.write_note, self),
            **self.chair.slots(),
        }
        for command, slot in slots.items():
            self.actions_[command].triggered.connect(slot)
        # The table has Ctrl+C itself, and so have text fields: the menu only names it.
        self.actions_[Command.COPY].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.caseload.import_wanted.connect(self.show_import)
        self.caseload.read_done.connect(self._say_totals)
        self.caseload.panel.surgery_wanted.connect(self._adding.begin)
        self.context.as_of_changed.connect(self._say_as_at)
        self.context.today_changed.connect(self._say_as_at)
        self.context.jobs.unhandled.connect(self._say_error)
        self.context.jobs.idle.connect(self._close_when_idle)

    def _gate(self) -> None:
        context = self.context
        self.chair.gate(self.actions_)
        gate_writing(self.actions_[Command.WRITE_NOTE], context, Deed.WRITE_NOTE)
        gate_writing(self.actions_[Command.PEOPLE], context, Deed.PEOPLE)
        gate(
            self.actions_[Command.OWN_PASSPHRASE],
            context.opened.actor,
            Deed.OWN_PASSPHRASE,
            ready=context.writable and not context.opened.actor.recovering,
            otherwise=self.tr(
                "The store is open for reading only, or was opened with the recovery code, which "
                "is nobody's own passphrase."
            ),
        )
        keeps = context.settings is not None
        self.actions_[Command.SETTINGS].setEnabled(keeps)

    # What it says

    def _say_who(self) -> None:
        actor, opened = self.context.opened.actor, self.context.opened
        role = {
            Role.CHAIR: self.tr("chair"),
            Role.LAWYER: self.tr("lawyer"),
            Role.ADMINISTRATOR: self.tr("administrator"),
        }[actor.role]
        who = self.tr("{name} ({role})").format(name=actor.name, role=role)
        if not self.context.writable:
            who = self.tr("{who}, reading only").format(who=who)
        self._person.setText(who)
        self.setWindowTitle(self.tr("{authority} – EHP Desktop").format(authority=opened.authority))

    def _say_as_at(self) -> None:
        if self.context.as_of == self.context.today:
            self._notice.clear()
            return
        day = self.caseload.words.date(self.context.as_of)
        self._notice.say(
            self.tr(
                "As at {date}, not today: worked out from what is recorded now, less what is "
                "dated after it. It does not reconstruct what was known then."
            ).format(date=day),
            kind=BannerKind.NOTICE,
            action_text=self.tr("Back to &today"),
            action=self.as_at.back_to_today,
        )

    def _say_totals(self, found: Read) -> None:
        self._totals.setText(self._words.totals(totals_of(found.caseload)))
        self._last_import.setText(self._words.last_import(found.last_import))

    def _say_error(self, error: EhpError) -> None:
        show_error(self, error)

    # What it does

    def _find(self) -> None:
        self._show_caseload()
        self.caseload.go_to_search()

    def _show_caseload(self) -> None:
        self.tabs.setCurrentIndex(0)

    def _show_surgeries(self) -> None:
        self.tabs.setCurrentIndex(1)

    def _show_actions(self) -> None:
        self.tabs.setCurrentIndex(2)

    def _show_notes(self) -> None:
        self.tabs.setCurrentIndex(self.tabs.count() - 1)

    def show_import(self) -> None:
        """Turns to the import page."""
        self.tabs.setCurrentIndex(3)

    def page(self, number: int) -> QWidget:
        """A page, made if it was not yet: 0 caseload, 1 surgeries, 2 actions, 3 import, 4 notes."""
        if number == 0:
            return self.caseload
        self._make_page(number)
        room = self.tabs.widget(number)
        inner = room.layout() if room is not None else None
        made = inner.itemAt(0) if inner is not None else None
        page = made.widget() if made is not None else None
        return page if page is not None else self.caseload

    @property
    def closing(self) -> bool:
        """Whether it closes as soon as what is being written is done."""
        return self._closing

    def made_pages(self) -> list[tuple[int, QWidget]]:
        """The pages that were looked at, with their numbers; none is made for the asking."""
        numbers = range(self.tabs.count())
        return [(number, self.page(number)) for number in numbers if number not in self._makers]

    def show_above(self, banner: QWidget) -> None:
        """Puts a banner that concerns the whole store above the pages."""
        central = self.centralWidget()
        inner = central.layout() if central is not None else None
        if isinstance(inner, QVBoxLayout):
            inner.insertWidget(0, banner)

    def _lock(self) -> None:
        self.lock_wanted.emit("")

    def _show_people(self) -> None:
        from ehp_desktop.ui.people.dialog import PeopleDialog

        dialog = PeopleDialog(self.context, self)
        dialog.reopen_wanted.connect(self.lock_wanted)
        dialog.open()

    def _change_passphrase(self) -> None:
        from ehp_desktop.ui.people.own_passphrase import OwnPassphraseDialog

        OwnPassphraseDialog(self.context.opened, self.context.jobs, self).open()

    def _show_settings(self) -> None:
        from ehp_desktop.ui.dialogs.settings_dialog import SettingsDialog

        if self.context.settings is not None:
            SettingsDialog(self.context.settings, self).open()

    def _list_shortcuts(self) -> None:
        lines = key_lines(self.actions_[command] for command in Command)
        shown = self.tabs.currentWidget()
        if shown is not None and shown is not self.caseload:
            lines += key_lines(shown.findChildren(QAction))
        ShortcutsDialog([*lines, *table_key_lines()], self).open()

    def _show_about(self) -> None:
        AboutDialog(self).open()

    # Size and closing

    def _restore_size(self) -> None:
        settings = self.context.settings
        kept = settings.value(_GEOMETRY) if settings is not None else None
        if isinstance(kept, QByteArray) and self.restoreGeometry(kept):
            return
        characters = self.fontMetrics().averageCharWidth()
        self.resize(characters * 190, self.fontMetrics().height() * 48)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Waits for what is being written; what is only being read is dropped."""
        jobs = self.context.jobs
        if not self._keep_texts():
            self._closing = False
            event.ignore()
            return
        jobs.drop_reads()
        self.context.back_up_once()
        writing = [job.label for job in jobs.running if job.writes]
        if writing:
            self._closing = True
            words = self.tr("{job}: the window closes when that is done.").format(job=writing[0])
            self._notice.say(words, kind=BannerKind.NOTICE)
            event.ignore()
            return
        if self.context.settings is not None:
            self.context.settings.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()

    def _keep_texts(self) -> bool:
        """Has what is being typed kept. False: something could not be, and the person decides."""
        try:
            self.context.keep_texts()
        except EhpError as error:
            self._notice.say(
                str(error),
                kind=BannerKind.ERROR,
                action_text=self.tr("Close and lose that text"),
                action=self._close_all_the_same,
            )
            return False
        return True

    def _close_all_the_same(self) -> None:
        self.context.before_lock.clear()
        self.close()

    def _close_when_idle(self) -> None:
        if self._closing:
            self.close()
