"""Changing one's own passphrase; and at a first sign-in, choosing one before anything else."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ehp_desktop.ui.caseload.reading import Read
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.messages import tell
from ehp_desktop.ui.people import work
from ehp_desktop.ui.people.passphrase_form import PassphraseForm

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.ui.dialogs.unlock_dialog import UnlockDialog


class OwnPassphraseDialog(PassphraseForm):
    """The passphrase of whoever is at work: the old one, and the new one twice."""

    def __init__(self, opened: "OpenStore", jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Change my passphrase"),
            self.tr(
                "The new passphrase opens this store from now on. Copies of the store that were "
                "made before, backups too, go on opening with the old one."
            ),
            self.tr("&Change my passphrase"),
            parent,
        )
        self.setObjectName("own_passphrase_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._opened, self._jobs = opened, jobs
        self._old = self.add_secret(self.tr("Passphrase &now"), "old_passphrase")
        self._new = self.add_passphrases(
            self.tr("New &passphrase"), self.tr("The new passphrase a&gain")
        )
        self.asked.connect(self._change)
        self._old.setFocus()

    def wrong(self) -> tuple[QWidget, str] | None:
        """An old passphrase missing, or the new one not as it should be."""
        if not self._old.text():
            return self._old, self.tr("Type the passphrase that you have now.")
        return self._new.wrong()

    def _change(self) -> None:
        self._jobs.run(
            self.tr("Changing the passphrase"),
            partial(work.change_passphrase, self._opened, self._old.text(), self._new.text),
            self._changed,
            self.show_error,
            writes=True,
        )

    def _changed(self, _: object) -> None:
        above = self.parentWidget()
        self.finish()
        tell(
            above,
            self.tr("Your passphrase was changed"),
            self.tr("It opens this store from now on."),
        )


class FirstPassphraseDialog(PassphraseForm):
    """The passphrase that a chair chose is to be replaced; there is no way round it but out."""

    def __init__(
        self,
        opened: "OpenStore",
        first: str,
        as_of: dt.date,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        """`first`: the passphrase that was typed; `as_of`: for when the caseload is read then."""
        super().__init__(
            self.tr("Choose your own passphrase"),
            self.tr(
                "{name}, you have signed in for the first time, with a passphrase that somebody "
                "else chose. Choose one that only you know; then the store opens. It stands for "
                "you in everything that is recorded."
            ).format(name=opened.actor.name),
            self.tr("&Take this passphrase"),
            parent,
        )
        self.setObjectName("first_passphrase_dialog")
        self._opened, self._first, self._as_of, self._jobs = opened, first, as_of, jobs
        self.theirs: tuple[OpenStore, Read] | None = None  # once it is changed
        self._new = self.add_passphrases(
            self.tr("Your &passphrase"), self.tr("Your passphrase a&gain")
        )
        self.asked.connect(self._change)
        self._new.edit.setFocus()

    def wrong(self) -> tuple[QWidget, str] | None:
        """The new passphrase is not as it should be, or is the first one again."""
        if self._new.text == self._first:
            return self._new.edit, self.tr("That is the passphrase that you were given.")
        return self._new.wrong()

    def _change(self) -> None:
        self._jobs.run(
            self.tr("Changing the passphrase"),
            partial(work.replace_first, self._opened, self._first, self._new.text, self._as_of),
            self._changed,
            self.show_error,
            writes=True,
        )

    def _changed(self, theirs: "tuple[OpenStore, Read]") -> None:
        self.theirs = theirs
        self.finish()


class FirstAsking(QObject):
    """Asks for a person's own passphrase over the unlock dialog.

    `go_on` is called with the store and its caseload once it is chosen; where the person leaves,
    the store is closed and the unlock dialog is as it was.
    """

    def __init__(
        self,
        opened: "OpenStore",
        first: str,
        as_of: dt.date,
        jobs: Jobs,
        dialog: "UnlockDialog",
        go_on: Callable[["OpenStore", Read], None],
    ) -> None:
        super().__init__(dialog)
        self._opened, self._dialog, self._go_on = opened, dialog, go_on
        self._asking = FirstPassphraseDialog(opened, first, as_of, jobs, dialog)
        self._asking.finished.connect(self._finish)

    def begin(self) -> None:
        """Shows the form."""
        self._asking.open()

    def _finish(self) -> None:
        theirs = self._asking.theirs
        self._asking.deleteLater()
        self.deleteLater()
        if theirs is not None:
            self._go_on(*theirs)
            return
        self._opened.close()
        self._dialog.forget_passphrase()
        self._dialog.stop_waiting()
