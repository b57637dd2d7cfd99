"""A new passphrase, typed twice; the same two rows wherever one is chosen."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from ehp_desktop.ui.forms import FormRows

SHORTEST_PASSPHRASE = 12


class PassphraseFields:
    """Two rows of a form, and what is wrong with what stands in them.

    How easily it would be guessed is worked out off the window's thread by what makes the
    passphrase, which refuses a weak one and says why.
    """

    def __init__(self, rows: FormRows, label: str, again: str) -> None:
        """`label` and `again` have their mnemonics."""
        words = _tr("At least {n} characters: three or four unusual words do well.")
        self.edit = rows.add(
            label, QLineEdit(), words.format(n=SHORTEST_PASSPHRASE), name="new_passphrase"
        )
        self.again = rows.add(again, QLineEdit(), name="new_passphrase_again")
        for edit in (self.edit, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """What can be seen to be wrong before anything is asked, and where."""
        if len(self.text) < SHORTEST_PASSPHRASE:
            words = _tr("The passphrase needs at least {n} characters.")
            return self.edit, words.format(n=SHORTEST_PASSPHRASE)
        if self.text != self.again.text():
            return self.again, _tr("The two passphrases differ: type the second again.")
        return None

    def clear(self) -> None:
        """Forgets what was typed."""
        self.edit.clear()
        self.again.clear()


def _tr(text: str) -> str:
    return QCoreApplication.translate("passphrase", text)
