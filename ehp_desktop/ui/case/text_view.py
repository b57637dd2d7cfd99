"""The panel's text: rich, selectable, its links reached by Tab; pictures are the program's own."""

import re
from functools import cache
from importlib import resources
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFontDatabase, QImage, QPainter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from ehp_desktop.ui import shapes
from ehp_desktop.ui.case.panel_text import TIMELINE
from ehp_desktop.ui.forms import name_control

_SHAPE = "shape:"
_SETTLING = 40  # milliseconds


class CaseText(QTextBrowser):
    """Shows text made by `PanelText`. It opens nothing: a link followed is a signal."""

    followed = Signal(QUrl)
    width_changed = Signal()  # by so much that the timeline wants drawing for it anew

    def __init__(self, spoken_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_control(self, spoken_name, "case_text")
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width is sure
        self.setTabChangesFocus(False)
        self._text = ""
        self._timeline = b""
        self._picture = QImage()
        self._to_top = True
        self._drawn_for = 0.0
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLING)
        self._settled.timeout.connect(self._show_again)
        self.anchorClicked.connect(self.followed)

    def show_text(self, text: str, timeline: bytes) -> None:
        """Shows a child's text; the place stays unless it is another child."""
        self._text, self._timeline = text, timeline
        place = 0 if self._to_top else self.verticalScrollBar().value()
        self._to_top = False
        self._picture = self._drawn(timeline)
        self.document().clear()
        self.setHtml(text)
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The timeline is as wide as the text: drawn again when the width has settled."""
        super().resizeEvent(event)
        if self._timeline and event.size().width() != event.oldSize().width():
            self._settled.start()

    def _show_again(self) -> None:
        self.show_text(self._text, self._timeline)
        before = self._drawn_for
        if abs(self.picture_width(self.width()) - before) > before / 8:
            self.width_changed.emit()

    def to_top_when_shown(self) -> None:
        """The next text is another child's: it begins at its top."""
        self._to_top = True

    def picture_width(self, room: int) -> float:
        """How wide a timeline is to be drawn, in its own points, for its text to be legible.

        `room`: the width that this view has, or will have, in pixels.
        """
        text = room - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth()
        points = text * 9 / max(self.fontInfo().pixelSize(), 1)
        self._drawn_for = max(240.0, min(points, 900.0))
        return self._drawn_for

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Shapes and the timeline; nothing else is ever loaded, from disk or elsewhere."""
        wanted = name.toString() if isinstance(name, QUrl) else name
        if kind != int(QTextDocument.ResourceType.ImageResource.value):
            return None
        if wanted == TIMELINE:
            return self._picture
        if wanted.startswith(_SHAPE):
            side = self.fontMetrics().ascent()
            return shapes.shape(wanted.removeprefix(_SHAPE), side, self.devicePixelRatioF())
        return None

    def _drawn(self, timeline: bytes) -> QImage:
        """The timeline as a picture on paper's own ground, as wide as the text."""
        if not timeline:
            return QImage()
        from PySide6.QtSvg import QSvgRenderer  # loaded when the first child is shown

        _lend_paper_fonts()
        # Qt's SVG has no clipping: it would paint the clip's rectangle over the picture, in black.
        drawing = QSvgRenderer(QByteArray(_CLIP.sub(b"", timeline)))
        size = drawing.defaultSize()
        width = self.viewport().width() - 2 * int(self.document().documentMargin()) - 4
        ratio = self.devicePixelRatioF()
        height = round(width * size.height() / max(size.width(), 1))
        picture = QImage(QSize(round(width * ratio), round(height * ratio)), _FORMAT)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        drawing.render(painter, QRectF(0, 0, width, height))
        painter.end()
        return picture


_CLIP = re.compile(rb"<clipPath.*?</clipPath>", re.DOTALL)
_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


@cache
def _lend_paper_fonts() -> None:
    """The timeline names the papers' font; lends it to Qt, once, whether the machine has it."""
    for font in (resources.files("ehp_desktop.resources") / "fonts").iterdir():
        if font.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(font.read_bytes())
