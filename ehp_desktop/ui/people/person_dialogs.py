"""A person to be let in, and what somebody is to be from now on."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from ehp_desktop.review.actor import Role
from ehp_desktop.ui.dialog_parts import ActionButtons
from ehp_desktop.ui.forms import FormRows, plain_label
from ehp_desktop.ui.people.passphrase_form import PassphraseForm


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to be let in."""

    name: str
    role: Role
    passphrase: str = field(repr=False)


def role_words(role: Role) -> str:
    """What a role is called."""
    tr = QCoreApplication.translate
    return {
        Role.CHAIR: tr("roles", "chair"),
        Role.LAWYER: tr("roles", "lawyer"),
        Role.ADMINISTRATOR: tr("roles", "administrator"),
    }[role]


def role_choice(role: Role) -> QComboBox:
    """The roles to choose from, each with what it is for."""
    tr = QCoreApplication.translate
    chooser = QComboBox()
    for one, words in (
        (Role.CHAIR, tr("roles", "Chair: everything but legal advice and overrides")),
        (Role.LAWYER, tr("roles", "Lawyer: legal advice, overrides; no import, no agendas made")),
        (
            Role.ADMINISTRATOR,
            tr("roles", "Administrator: imports and agendas; never sees legal advice"),
        ),
    ):
        chooser.addItem(words, one.value)
    chooser.setCurrentIndex(chooser.findData(role.value))
    return chooser


class AddPersonDialog(PassphraseForm):
    """Name, role, and a first passphrase, which they change when they first sign in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Add a person"),
            self.tr(
                "They sign in with their name and a first passphrase, which you choose here and "
                "tell them; before anything else they then choose one of their own."
            ),
            self.tr("&Add this person"),
            parent,
        )
        self.setObjectName("add_person_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = self.rows.add(
            self.tr("&Name"),
            QLineEdit(),
            self.tr("As it is to stand beside what they record. It cannot be changed later."),
            name="new_person_name",
        )
        self._role = self.rows.add(
            self.tr("&Role"), role_choice(Role.ADMINISTRATOR), name="new_person_role"
        )
        self._first = self.add_passphrases(
            self.tr("First &passphrase"), self.tr("The first passphrase a&gain")
        )
        self._name.setFocus()

    def wrong(self) -> tuple[QWidget, str] | None:
        """No name, or the passphrase is not as it should be."""
        if not self._name.text().strip():
            return self._name, self.tr("Type the person's name.")
        return self._first.wrong()

    def person(self) -> NewPerson:
        """What the form says."""
        role = Role(self._role.currentData())
        return NewPerson(self._name.text().strip(), role, self._first.text)


class RoleDialog(QDialog):
    """Another role for somebody."""

    def __init__(self, name: str, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("role_dialog")
        self.setWindowTitle(self.tr("Change the role"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        words = plain_label(
            self.tr(
                "What {name} may do changes with their next sign-in. What they recorded stays as "
                "it is, under the role that they had."
            ).format(name=name)
        )
        words.setWordWrap(True)
        rows = FormRows()
        self._role = rows.add(self.tr("&Role"), role_choice(role), name="new_role")
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addLayout(rows)
        column.addWidget(ActionButtons(self, self.tr("&Change the role")))

    def role(self) -> Role:
        """What is chosen."""
        return Role(self._role.currentData())
