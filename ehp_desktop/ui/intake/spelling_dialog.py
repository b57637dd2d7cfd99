"""Saying what a refused spelling means, so that the layout knows it from now on."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from ehp_desktop.models.codes import CodeSet, known_codes
from ehp_desktop.models.fields import Field, FieldKind, to_text
from ehp_desktop.review.language import Language
from ehp_desktop.review.wording import value_words
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted
from ehp_desktop.ui.forms import FormRows, plain_label
from ehp_desktop.ui.rich import isolated


class SpellingDialog(QDialog):
    """One spelling, and the value that it stands for."""

    def __init__(
        self,
        field: Field,
        spelling: str,
        layout_label: str,
        code_set: CodeSet,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("spellingDialog")
        self.setWindowTitle(self.tr("Add a spelling"))
        self._means = QComboBox()
        self._means.addItem(self.tr("Choose what it means"), None)
        for value in meanings(field, code_set):
            said = value_words(field.key, value, language, code_set)
            self._means.addItem(said, to_text(field.kind, value))
        template = self.tr(
            "Whenever a file in the layout “{layout}” says this, it will be read as what you "
            "choose. The files are read again at once; nothing is stored yet."
        )
        words = plain_label(template.format(layout=layout_label))
        words.setWordWrap(True)
        form = FormRows()
        form.add(self.tr("Field"), plain_label(field.label), name="spelling_field")
        form.add(self.tr("Spelling"), plain_label(isolated(spelling)), name="spelling_text")
        form.add(self.tr("&Means"), self._means, name="spelling_means")
        self._buttons = ActionButtons(self, self.tr("Add the spelling"))
        room = QVBoxLayout(self)
        room.addLayout(form)
        room.addWidget(words)
        room.addWidget(self._buttons)
        self._means.currentIndexChanged.connect(self._say)
        self._say()
        self._means.setFocus()

    @property
    def value(self) -> str:
        """What the spelling means, as the program's own template would say it."""
        return str(self._means.currentData() or "")

    @Slot()
    def _say(self) -> None:
        self._buttons.action.setEnabled(bool(self.value))


def ask_spelling(
    parent: QWidget,
    field: Field,
    spelling: str,
    layout_label: str,
    code_set: CodeSet,
    language: Language,
) -> str | None:
    """Ask what a spelling means; None where the person thought better of it."""
    dialog = SpellingDialog(field, spelling, layout_label, code_set, language, parent)
    return dialog.value if accepted(dialog) else None


def meanings(field: Field, code_set: CodeSet) -> tuple[str | bool, ...]:
    """The values that a field of codes, of choices, or of yes and no can have."""
    if field.kind is FieldKind.YES_NO:
        return (True, False)
    code_kind = field.kind.code_kind
    if code_kind is not None:
        return tuple(sorted(known_codes(code_set, code_kind)))
    return field.choices
