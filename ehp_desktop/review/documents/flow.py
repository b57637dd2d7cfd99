"""Pieces over pages: blocks kept whole where they fit one, and flowing where they do not."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from ehp_desktop.review.documents.page import TOP, Piece, Ruled
from ehp_desktop.review.documents.pen import Pen
from ehp_desktop.review.documents.running_lines import RunningLines

_MOST_RULES: Final = 40

Sheet = list[tuple[Piece, float]]
"""One page: its pieces, each with the height of its upper edge."""


class Flow:
    """Lays pieces out from top to bottom, page after page."""

    def __init__(self, bottom: float = 50.0, top: float = TOP) -> None:
        self._bottom = bottom
        self._top = top
        self.sheets: list[Sheet] = [[]]
        self._y = self._top

    @property
    def room(self) -> float:
        """How much of the present page is left."""
        return self._y - self._bottom

    def block(self, pieces: Sequence[Piece], overleaf: Piece | None = None) -> None:
        """A block, on one page where it fits one; `overleaf` heads each page it goes on to."""
        if sum(piece.height for piece in pieces) > self.room and self.sheets[-1]:
            self.new_page()
        self.run(pieces, overleaf)

    def run(self, pieces: Sequence[Piece], overleaf: Piece | None = None) -> None:
        """Pieces from here on, page breaks wherever they fall."""
        for index, piece in enumerate(pieces):
            if _least(pieces, index) > self.room and self._has_begun(overleaf):
                self._turn(overleaf)
            rest: Piece | None = piece
            while rest is not None:
                fits, rest = rest.divide(self.room)
                if fits is not None:
                    self._put(fits)
                if rest is not None:
                    self._turn(overleaf)

    def new_page(self) -> None:
        """Go on to a fresh page; ruled space at the foot of this one grows to fill it."""
        self._grow()
        self.sheets.append([])
        self._y = self._top

    def _turn(self, overleaf: Piece | None) -> None:
        self.sheets.append([])
        self._y = self._top
        if overleaf is not None:
            self._put(overleaf)

    def _has_begun(self, overleaf: Piece | None) -> bool:
        return any(piece is not overleaf for piece, _ in self.sheets[-1])

    def _put(self, piece: Piece) -> None:
        self.sheets[-1].append((piece, self._y))
        self._y -= piece.height

    def _grow(self) -> None:
        if self.sheets[-1]:
            last, top = self.sheets[-1][-1]
            if isinstance(last, Ruled):
                grown = last.grown(top - self._bottom, _MOST_RULES)
                self.sheets[-1][-1] = (grown, top)
                self._y = top - grown.height


def _least(pieces: Sequence[Piece], index: int) -> float:
    """The room that a piece needs to begin here, with what must follow it on the same page."""
    needed = 0.0
    for piece in islice(pieces, index, None):
        if not piece.sticky:
            return needed + piece.least
        needed += piece.height
    return needed


def draw_sheets(pen: Pen, sheets: Sequence[Sheet], lines: RunningLines) -> None:
    """Draw page after page, each with what stands at its head and foot."""
    for number, sheet in enumerate(sheets, 1):
        lines.draw(pen, number, len(sheets))
        for piece, top in sheet:
            piece.draw(pen, top)
        pen.end_page()
