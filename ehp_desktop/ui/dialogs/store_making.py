"""Makes a store from the set-up dialog: off the window's thread, its recovery code shown once."""

import getpass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ehp_desktop.review import last_store, opening
from ehp_desktop.ui.dialogs.folders import ask_new_folder
from ehp_desktop.ui.dialogs.new_store_dialog import NewStore, NewStoreDialog
from ehp_desktop.ui.jobs import JobProgress, Jobs


class StoreMaking(QObject):
    """One set-up, from the empty form to the store that was made."""

    made = Signal(object, str)  # folder, passphrase

    def __init__(self, jobs: Jobs, window: QWidget | None, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.dialog = NewStoreDialog(
            window, folder=last_store.data_folder() / "caseload", person_name=getpass.getuser()
        )
        self.dialog.asked.connect(self._make)
        self.dialog.folder_wanted.connect(self._ask_folder)
        self.dialog.finished.connect(self._end)

    def begin(self) -> None:
        """Shows the form."""
        self.dialog.open()

    def _ask_folder(self) -> None:
        chosen = ask_new_folder(self.dialog, self.dialog.folder().parent)
        if chosen is not None:
            self.dialog.set_folder(chosen)

    def _make(self, wanted: NewStore) -> None:
        self._jobs.run(
            self.tr("Making the store"),
            partial(_create, wanted),
            self.dialog.show_recovery_code,
            self.dialog.show_error,
            writes=True,
        )

    def _end(self) -> None:
        if self.dialog.made:
            self.made.emit(self.dialog.folder(), self.dialog.passphrase())
        self.dialog.deleteLater()
        self.deleteLater()


def _create(wanted: NewStore, _: JobProgress) -> str:
    return opening.create(
        wanted.folder,
        authority=wanted.authority,
        code_set=wanted.code_set,
        person_name=wanted.person_name,
        passphrase=wanted.passphrase,
    )
