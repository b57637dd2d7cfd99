"""The shapes that stand beside every word of a state or a result, and sizes taken from the font.

A state or a result is always a shape, a word and a colour: none is told apart by colour alone.
"""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from ehp_desktop.ui.theme import Role, colour, is_dark

# Each shape is drawn in a square of side 1.


def _tick_in_disc(painter: QPainter, ink: QColor) -> None:
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(0.02, 0.02, 0.96, 0.96))
    # Cut out, not drawn in the ground's colour: the ground of a selected row is another.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(_pen(ink, 0.12))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(0.26, 0.53), QPointF(0.43, 0.7), QPointF(0.74, 0.34)])


def _half_disc(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 0.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(0.07, 0.07, 0.86, 0.86))
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPie(QRectF(0.07, 0.07, 0.86, 0.86), 90 * 16, -180 * 16)


def _dash(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 0.12))
    painter.drawLine(QPointF(0.2, 0.5), QPointF(0.8, 0.5))


def _tick(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 0.15))
    painter.drawPolyline([QPointF(0.12, 0.55), QPointF(0.38, 0.82), QPointF(0.88, 0.2)])


def _cross(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 0.15))
    painter.drawLine(QPointF(0.18, 0.18), QPointF(0.82, 0.82))
    painter.drawLine(QPointF(0.82, 0.18), QPointF(0.18, 0.82))


def _ring_with_gap(painter: QPainter, ink: QColor) -> None:
    """Not known: a ring of dots."""
    pen = _pen(ink, 0.12)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(0.1, 0.1, 0.8, 0.8))
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(0.42, 0.42, 0.16, 0.16))


def _pen(ink: QColor, width: float) -> QPen:
    return QPen(
        ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


_SHAPES: dict[str, Callable[[QPainter, QColor], None]] = {
    Role.READY: _tick_in_disc,
    Role.WORK_NEEDED: _half_disc,
    Role.NOT_THIS_ROUTE: _dash,
    Role.MET: _tick,
    Role.NOT_MET: _cross,
    Role.UNKNOWN: _ring_with_gap,
    Role.NOT_APPLICABLE: _dash,
}


def shape_names() -> tuple[str, ...]:
    """The states and results that have a shape."""
    return tuple(_SHAPES)


def shape(name: str, side: int, ratio: float = 1.0, ink: QColor | None = None) -> QPixmap:
    """The shape of a state or a result, `side` device-independent pixels wide.

    `ink`: another colour than its own.
    """
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side, side)
    _SHAPES[name](painter, ink or colour(Role(name)))
    painter.end()
    return picture


@cache
def _icon(name: str, side: int, _dark: bool) -> QIcon:
    made = QIcon()
    selected = QGuiApplication.palette().highlightedText().color()
    for ratio in (1.0, 2.0):
        made.addPixmap(shape(name, side, ratio))
        made.addPixmap(shape(name, side, ratio, selected), QIcon.Mode.Selected)
    return made


@cache
def _height(_points: float) -> int:
    return QFontMetrics(QApplication.font()).height()


def text_height() -> int:
    """The height of a line of the program's text, in pixels."""
    return _height(QApplication.font().pointSizeF())


def state_icon(name: str) -> QIcon:
    """The shape of a route's state or a criterion's result, at the size of the text."""
    return _icon(str(name), text_height(), is_dark())


@cache
def _brush(role: Role, _dark: bool) -> QBrush:
    return QBrush(colour(role))


def current_row_brush() -> QBrush:
    """The ground of the row that the keyboard is on."""
    return _brush(Role.CURRENT_ROW, is_dark())
