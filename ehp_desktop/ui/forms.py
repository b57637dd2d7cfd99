"""The one way to add a row to a form: label, buddy, accessible name, object name, hint."""

import re
from typing import TypeVar

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)

# Qt.TextFormat.PlainText and Qt.TextInteractionFlag.TextSelectableByMouse. To name them so would
# load every enumeration of Qt's, which takes a fifth of the time to the first painted window.
_PLAIN_TEXT = 0
_SELECTABLE = 1


def spoken(label: str) -> str:
    """A label as it is read out: without its mnemonic and its colon."""
    return re.sub(r"&(.)", r"\1", label).strip().rstrip(":")


def name_control(widget: W, label: str, name: str, hint: str = "") -> W:
    """Names a control that stands outside a form: for assistive technology, and for tests."""
    widget.setObjectName(name)
    widget.setAccessibleName(spoken(label))
    if hint:
        widget.setAccessibleDescription(hint)
    return widget


class FormRows(QFormLayout):
    """A form; rows are added here and nowhere else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def add(self, label: str, widget: W, hint: str = "", *, name: str = "") -> W:
        """Adds a row: `label` with its mnemonic, the control, a hint shown under it.

        `name` becomes the object name; without it the control's own is kept, or one is made of
        the label.
        """
        made = name or widget.objectName() or re.sub(r"\W+", "_", spoken(label).lower())
        name_control(widget, label, made, hint)
        heading = QLabel(label)
        heading.setBuddy(widget)
        if hint:
            self.addRow(heading, _with_hint(widget, hint))
        else:
            self.addRow(heading, widget)
        return widget


def _with_hint(widget: QWidget, hint: str) -> QWidget:
    both = QWidget()
    # As wide as the form, so that the hint has room; the control stays as wide as it likes.
    both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    from PySide6.QtCore import Qt  # see _PLAIN_TEXT

    grows = bool(widget.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal)
    column.addWidget(widget, 0, Qt.AlignmentFlag(0) if grows else Qt.AlignmentFlag.AlignLeft)
    words = quiet_label(hint)
    words.setWordWrap(True)
    column.addWidget(words)
    return both


def quiet_label(text: str) -> QLabel:
    """A label in the quieter of the two text colours; follows light and dark."""
    words = plain_label(text)
    words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return words


def plain_label(text: str = "") -> QLabel:
    """A label that shows its text as it is, whatever is in it: `<b>` is three characters."""
    words = QLabel()
    words.setProperty("textFormat", _PLAIN_TEXT)
    words.setText(text)
    return words


def selectable(words: QLabel) -> QLabel:
    """Lets the text of a label be selected with the mouse, and copied."""
    words.setProperty("textInteractionFlags", _SELECTABLE)
    return words
