"""Colours by the part they play, in light and dark. Nothing else in ui/ names a colour.

The values are in resources/themes/*.json. The unlock dialog is painted with this alone, so it
imports little; what draws is in shapes.py.
"""

import json
import pkgutil
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


class Role(StrEnum):
    """The part that a colour plays; each has a light and a dark value."""

    READY = "ready"
    WORK_NEEDED = "work_needed"
    NOT_THIS_ROUTE = "not_this_route"
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    QUIET = "quiet"
    LINE = "line"
    NOTICE_GROUND = "notice_ground"
    NOTICE_TEXT = "notice_text"
    DONE_GROUND = "done_ground"
    DONE_TEXT = "done_text"
    ERROR_GROUND = "error_ground"
    ERROR_TEXT = "error_text"
    CURRENT_ROW = "current_row"
    BOX = "box"


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    # pkgutil and JSON: importlib.resources and tomllib cost the first paint a tenth of a second.
    text = pkgutil.get_data("ehp_desktop.resources", f"themes/{name}.json") or b"{}"
    read: dict[str, dict[str, str]] = json.loads(text)
    return read


def is_dark() -> bool:
    """Whether the window is dark just now."""
    return QGuiApplication.palette().window().color().lightness() < 128


@cache
def _colour(name: str, role: str) -> QColor:
    return QColor(_table(name)["roles"][role])


def colour(role: Role) -> QColor:
    """The colour of a role, as the window is now."""
    return _colour("dark" if is_dark() else "light", role)


def _palette(name: str) -> QPalette:
    table = _table(name)
    made = QPalette()
    for group, section in (
        (QPalette.ColorGroup.All, "palette"),
        (QPalette.ColorGroup.Disabled, "disabled"),
    ):
        for key, value in table[section].items():
            qt_name = "".join(part.capitalize() for part in key.split("_"))
            made.setColor(group, QPalette.ColorRole[qt_name], QColor(value))
    return made


def show_scheme(*, dark: bool) -> None:
    """Paints the whole program light or dark, now."""
    QApplication.setPalette(_palette("dark" if dark else "light"))
    if dark:  # Fusion outlines boxes darker than the window: on a dark one nobody sees them
        ticked = _palette("dark")
        roles, off = QPalette.ColorRole, QPalette.ColorGroup.Disabled
        ticked.setColor(roles.Base, _colour("dark", Role.BOX))
        ticked.setColor(off, roles.Base, _colour("dark", Role.NOT_APPLICABLE))
        for group in (QPalette.ColorGroup.All, off):  # the tick; the words are `WindowText`
            ticked.setColor(group, roles.Text, _palette("dark").base().color())
        for kind in ("QCheckBox", "QRadioButton"):
            QApplication.setPalette(ticked, kind)  # type: ignore[arg-type] # the stub says bytes


STYLE = ("-style", "fusion")
"""Qt's own argument. `setStyle` would do, and bring every enumeration of styles with it."""


def prepare() -> None:
    """Sets the colours, dark where the system's own palette is dark.

    What the system says of itself is asked once the first window is painted: `follow_system`.
    """
    show_scheme(dark=is_dark())


@cache
def follow_system() -> None:
    """From now on light and dark follow the system; asked again it does nothing.

    Where the system asks for high contrast its own palette is used; where it has no font at all,
    those that the papers are printed with.
    """
    _lend_a_font()
    from PySide6.QtCore import Qt  # a fifth of the time to the first painted window

    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        QApplication.setPalette(QPalette())
        return
    if hints.colorScheme() is not Qt.ColorScheme.Unknown:
        _follow(hints.colorScheme())
    hints.colorSchemeChanged.connect(_follow)


def _follow(scheme: "Qt.ColorScheme") -> None:
    from PySide6.QtCore import Qt

    show_scheme(dark=scheme is Qt.ColorScheme.Dark)


def _lend_a_font() -> None:
    from PySide6.QtGui import QFontDatabase

    if QFontDatabase.families():
        return
    from importlib import resources

    for font in (resources.files("ehp_desktop.resources") / "fonts").iterdir():
        if font.name.endswith(".ttf"):
            number = QFontDatabase.addApplicationFontFromData(font.read_bytes())
            for family in QFontDatabase.applicationFontFamilies(number)[:1]:
                face = QApplication.font()
                face.setFamily(family)
                QApplication.setFont(face)


def turned(event: QEvent) -> bool:
    """Whether a `changeEvent` says that light and dark turned: colours by role are set anew.

    `ApplicationPaletteChange` never comes there: Qt makes `PaletteChange` of it.
    """
    return event.type() is QEvent.Type.PaletteChange


def paint_as(widget: QWidget, ground: Role, text: Role) -> None:
    """Gives one widget a ground and a text colour by role; call again when `turned`.

    The other colours stay the window's own: a widget that had a whole palette would not hear of
    another.
    """
    palette = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        palette.setColor(role, colour(ground))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(role, colour(text))
    widget.setAutoFillBackground(True)
    widget.setPalette(palette)
