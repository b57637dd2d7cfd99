"""The counts of a plan as large figures; one that has lines opens them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget


@dataclass(frozen=True, slots=True)
class Tile:
    """One count; `opens` is the list that it opens, empty where there is none to open."""

    key: str
    count: int
    words: str
    opens: str = ""


class Tiles(QWidget):
    """A row of counts."""

    opened = Signal(str)  # the key of the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("planTiles")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[str, QToolButton] = {}

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these counts, in order; the first time makes the row."""
        for tile in tiles:
            button = self._buttons.get(tile.key) or self._make(tile.key)
            button.setText(f"{tile.count:,}\n{tile.words}")
            button.setAccessibleName(f"{tile.words}: {tile.count}")
            button.setProperty("opens", tile.opens)
            button.setEnabled(bool(tile.opens and tile.count))

    def words_of(self, key: str) -> str:
        """What a tile says."""
        return self._buttons[key].text()

    def _make(self, key: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"tile_{key}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        font = button.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        button.setFont(font)
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        button.setSizePolicy(policy)
        button.clicked.connect(self._open)
        self._row.addWidget(button)
        self._buttons[key] = button
        return button

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.opened.emit(sender.property("opens"))
