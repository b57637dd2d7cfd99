"""The page: geometry, inks, the pieces that a page is made of, and how they flow over pages.

Pages are laid out first and drawn afterwards, so "page x of y" needs one pass. Every piece can be
divided at a line, so that no text is too long: a piece that does not fit goes on overleaf.
Points throughout, y measured from the bottom of the sheet as PDF does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Protocol

from ehp_desktop.review.documents.fonts import REGULAR
from ehp_desktop.review.documents.lines import Line, Run, break_lines
from ehp_desktop.review.documents.pen import Drawing, Pen

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
LEFT: Final = 42.0
RIGHT: Final = WIDTH - 42.0
COLUMN: Final = RIGHT - LEFT
TOP: Final = HEIGHT - 47.0

BODY: Final = 9.0
SMALL: Final = 8.0
LEADING: Final = 1.27
"""Leading as a multiple of the type size."""


class Mark(NamedTuple):
    """A small vector shape on one of a row's lines: its name in marks.py, centre and size."""

    name: str
    x: float
    size: float = 7.0
    line: int = 0


class Cell(NamedTuple):
    """Broken text at an offset from the left margin; `right` sets it against x + width."""

    x: float
    width: float
    lines: tuple[Line, ...]
    size: float
    right: bool = False


class Piece(Protocol):
    """What a page is made of."""

    @property
    def height(self) -> float:
        """Its height in points."""

    @property
    def least(self) -> float:
        """The height of the smallest part of it that may stand at the foot of a page."""

    @property
    def sticky(self) -> bool:
        """Whether the piece after it must begin on the same page."""

    def divide(self, room: float) -> tuple["Piece | None", "Piece | None"]:
        """What fits into a room, and what is left."""

    def draw(self, pen: Pen, top: float) -> None:
        """Put it on the page, its upper edge at `top`."""


def cell(
    runs: str | Sequence[Run],
    x: float,
    width: float,
    *,
    size: float = BODY,
    font: str = REGULAR,
    ink: str = "ink",
    right: bool = False,
) -> Cell:
    """Printable text broken to a width; a plain text is one run."""
    whole = (Run(runs, font, ink),) if isinstance(runs, str) else tuple(runs)
    return Cell(x, width, break_lines(whole, size, width), size, right)


class Row:
    """Cells side by side; divides between lines. A paragraph is a row of one cell.

    Its sizes are worked out once, when it is made; a row is never changed.
    """

    __slots__ = (
        "above",
        "below",
        "bookmark",
        "cells",
        "depth",
        "fill",
        "height",
        "leading",
        "least",
        "marks",
        "rule",
        "sticky",
    )

    def __init__(
        self,
        cells: Sequence[Cell],
        marks: Sequence[Mark] = (),
        *,
        above: float = 0.0,
        below: float = 2.0,
        fill: str | None = None,
        rule: str | None = None,
        sticky: bool = False,
        bookmark: str | None = None,
    ) -> None:
        self.cells = cells
        self.marks = marks
        self.above = above
        self.below = below
        self.fill = fill
        self.rule = rule
        self.sticky = sticky
        self.bookmark = bookmark
        self.leading = LEADING * max([one.size for one in cells], default=BODY)
        """From line to line, one for all cells so that baselines agree."""
        self.depth = max([len(one.lines) for one in cells], default=1)
        """The number of lines."""
        self.height = above + self.depth * self.leading + below
        # Whole up to three lines, two lines of a longer one: no line stands alone.
        self.least = above + (self.depth if self.depth <= 3 else 2) * self.leading

    def divide(self, room: float) -> tuple["Row | None", "Row | None"]:
        """The lines that fit, and the rest; never an empty part."""
        fits = int((room - self.above) / self.leading + 0.001)
        if fits >= self.depth:
            return self, None
        if fits < 1:
            return None, self
        return self._part(0, fits), self._part(fits, self.depth)

    def _part(self, start: int, stop: int) -> "Row":
        """Some of its lines; what stands at its head and foot stays there."""
        return Row(
            [one._replace(lines=one.lines[start:stop]) for one in self.cells],
            [one._replace(line=one.line - start) for one in self.marks if start <= one.line < stop],
            above=self.above,
            below=self.below,
            fill=self.fill,
            rule=self.rule if stop == self.depth else None,
            sticky=self.sticky,
            bookmark=self.bookmark if start == 0 else None,
        )

    def draw(self, pen: Pen, top: float) -> None:
        """Ground, rule and shapes, then the words cell by cell."""
        if self.fill:
            pen.ground(LEFT, top - self.height, COLUMN, self.height, self.fill)
        if self.rule:
            pen.rule(LEFT, RIGHT, top - self.height, self.rule)
        if self.bookmark:
            pen.bookmark(self.bookmark, top + 4)
        first = top - self.above - self.leading * 0.77
        for name, x, size, line in self.marks:
            pen.mark(name, LEFT + x, first - line * self.leading + size * 0.42, size)
        for x, width, lines, size, right in self.cells:
            y = first
            for segments, line_width in lines:
                begin = LEFT + x + (width - line_width if right else 0.0)
                for offset, font, ink, text in segments:
                    pen.words(begin + offset, y, text, font, size, ink)
                y -= self.leading


@dataclass(frozen=True, slots=True)
class Ruled:
    """Ruled space to write in; grows into the room that a page has left over."""

    lines: int
    gap: float = 18.0
    sticky: bool = False

    @property
    def height(self) -> float:
        """All its lines."""
        return self.lines * self.gap

    @property
    def least(self) -> float:
        """One line less than three is no space to write in."""
        return min(self.lines, 3) * self.gap

    def divide(self, room: float) -> tuple["Ruled | None", "Ruled | None"]:
        """The lines that fit, and the rest."""
        fits = min(int(room / self.gap), self.lines)
        if fits < 1:
            return None, self
        left = self.lines - fits
        return replace(self, lines=fits), replace(self, lines=left) if left else None

    def grown(self, room: float, most: int) -> "Ruled":
        """As many lines as the room has, at most so many and never fewer than before."""
        return replace(self, lines=max(self.lines, min(int(room / self.gap), most)))

    def draw(self, pen: Pen, top: float) -> None:
        """The rules."""
        for line in range(1, self.lines + 1):
            pen.rule(LEFT, RIGHT, top - line * self.gap, "rule")


@dataclass(frozen=True, slots=True)
class Picture:
    """A reportlab drawing, as wide as it is, at the left margin."""

    drawing: Drawing
    sticky: bool = False

    @property
    def height(self) -> float:
        """The drawing's own height and a little air."""
        return float(self.drawing.height) + 2

    @property
    def least(self) -> float:
        """A picture is not divided."""
        return self.height

    def divide(self, room: float) -> tuple["Picture | None", "Picture | None"]:
        """Whole or not at all."""
        return (self, None) if self.height <= room else (None, self)

    def draw(self, pen: Pen, top: float) -> None:
        """The same drawing that the screen shows."""
        pen.picture(self.drawing, LEFT, top - self.drawing.height)
