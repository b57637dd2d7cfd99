"""Everything that a window says or holds ready to say: what is searched for words not to be there.

Properties, dynamic ones too, of every object of every window; every role of every model and
header; documents, papers shown, the accessible tree, and the clipboard.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pypdf
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ehp_desktop.ui.surgery.agenda_view import AgendaView

ROLES = (*range(15), *(int(Qt.ItemDataRole.UserRole) + number for number in range(12)))


def whose_else() -> tuple[QObject, ...]:
    """What other tests of this process have left, and is none of what is searched."""
    return (*QApplication.allWidgets(), *QGuiApplication.allWindows())


def everything_said(others: Sequence[QObject] = ()) -> str:
    """All of it, a line each; nothing of `others`."""
    theirs = set(others)
    windows = [window for window in QGuiApplication.allWindows() if window not in theirs]
    tops = [widget for widget in QApplication.topLevelWidgets() if widget not in theirs]
    said = [window.title() for window in windows]
    models: dict[int, QAbstractItemModel] = {}
    found: dict[int, QObject] = {}  # held, so that no other takes the number of one
    for widget in tops:
        found |= {id(one): one for one in (widget, *widget.findChildren(QObject))}
    for widget in [one for one in QApplication.allWidgets() if one not in theirs]:
        found |= {id(one): one for one in (widget, *widget.actions())}
    for one in found.values():
        if isValid(one):
            said += _of_object(one)
            models |= {id(model): model for model in _models(one)}
    for model in models.values():
        said += _of_model(model)
    for widget in tops:
        said += _accessible(widget)
    mime = QGuiApplication.clipboard().mimeData()
    for kind in () if mime is None else mime.formats():
        said.append(bytes(mime.data(kind).data()).decode("utf-8", "replace"))
    return "\n".join(said)


def _of_object(one: QObject) -> Iterator[str]:
    about = one.metaObject()
    for number in range(about.propertyCount()):
        if about.property(number).typeName() in {"QString", "QStringList", "QVariant"}:
            yield str(about.property(number).read(one))
    for written in one.dynamicPropertyNames():
        with suppress(RuntimeError):  # Qt's own, of which Python knows no type
            yield str(one.property(bytes(written.data()).decode()))
    if isinstance(one, QTabWidget):
        for number in range(one.count()):
            yield from (one.tabText(number), one.tabToolTip(number), one.tabWhatsThis(number))
    if isinstance(one, QTextEdit):
        yield from (one.toPlainText(), one.document().toHtml())
    if isinstance(one, QAction):
        yield from (one.text(), one.toolTip(), one.statusTip(), one.whatsThis(), str(one.data()))
    if isinstance(one, AgendaView) and one.pdf:
        yield from _of_paper(one.pdf)


def _of_paper(pdf: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    yield from (text, re.sub(r"[\s\u00ad-]+", "", text), repr((reader.metadata, reader.outline)))


def _models(one: QObject) -> Iterator[QAbstractItemModel]:
    found = [one] if isinstance(one, QAbstractItemModel) else []
    if isinstance(one, QAbstractItemView | QComboBox | QCompleter) and one.model() is not None:
        found.append(one.model())
    yield from found


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for section in range(_width(model)):
        for role in ROLES:
            yield str(model.headerData(section, Qt.Orientation.Horizontal, role))
    waiting = [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            for column in range(_width(model, parent)):
                index = model.index(row, column, parent)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    yield from (str(model.data(index, role)) for role in ROLES)
                if column == 0 and model.rowCount(index):
                    waiting.append(index)


def _width(model: QAbstractItemModel, parent: QModelIndex | None = None) -> int:
    if isinstance(model, QAbstractListModel):  # whose number of columns is its own affair
        return 1
    return model.columnCount(parent or QModelIndex())


def _accessible(widget: QWidget) -> Iterator[str]:
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        for kind in (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        ):
            yield one.text(kind)
        waiting += [one.child(number) for number in range(one.childCount())]
