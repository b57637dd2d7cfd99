"""A row of controls that breaks into a second line where the window is narrow or the font large."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its controls out as words on a line, in the order in which they were added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placed: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way to add one."""
        self._placed.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._placed)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them; None past the last."""
        return self._placed[index] if 0 <= index < len(self._placed) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Takes one out; None past the last."""
        return self._placed.pop(index) if 0 <= index < len(self._placed) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It grows in neither direction by itself."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that all of them need at a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Places them."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """As small as may be; the width comes from the window."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The largest of them has room."""
        size = QSize()
        for one in self._placed:
            size = size.expandedTo(one.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        gap = max(4, self.spacing())
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for one in self._placed:
            if one.isEmpty():
                continue
            size = one.sizeHint()
            if lines[-1] and x + size.width() > rect.width():
                lines.append([])
                x = 0
            lines[-1].append((one, size))
            x += size.width() + gap
        y = rect.y()
        for line in lines:
            height = max((size.height() for _, size in line), default=0)
            if place:
                _place(line, QRect(rect.x(), y, rect.width(), height), gap)
            y += height + gap
        return y - gap - rect.y()


def _place(line: list[tuple[QLayoutItem, QSize]], room: QRect, gap: int) -> None:
    x = room.x()
    for one, size in line:
        top = room.y() + (room.height() - size.height()) // 2
        width = min(size.width(), room.width())
        one.setGeometry(QRect(QPoint(x, top), QSize(width, size.height())))
        x += size.width() + gap
