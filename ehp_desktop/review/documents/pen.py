"""What draws on the pages: words, rules, shapes and pictures, written as a page's operators.

reportlab's own calls format every number and set every colour afresh, which made drawing half of
an agenda's cost; the words themselves are still encoded by reportlab, once for each text.
"""

from typing import Any, Final

from reportlab.graphics import renderPDF

from ehp_desktop.review.documents.inks import INK_OPERANDS
from ehp_desktop.review.documents.lines import text_width
from ehp_desktop.review.documents.marks import MARKS

Canvas = Any  # reportlab has no types
Drawing = Any

_DRESSED: Final = frozenset({"struck", "redacted"})


class Pen:
    """Draws one document on a reportlab canvas; points, y from the bottom of the sheet."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._operators: list[str] = []
        self._encoded: dict[tuple[str, str, float], str] = {}

    def words(self, x: float, y: float, text: str, font: str, size: float, ink: str) -> None:
        """Printable text, its baseline beginning at (x, y)."""
        if ink in _DRESSED:
            self._dress(x, y, text_width(text, font, size), size, ink)
        shown = self._encoded.get((text, font, size)) or self._encode(text, font, size)
        self._operators.append(f"BT {INK_OPERANDS[ink]} rg 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")

    def _dress(self, x: float, y: float, width: float, size: float, ink: str) -> None:
        """What goes with words that are withdrawn or redacted; under them, so that they show."""
        if ink == "redacted":
            self.ground(x - 0.5, y - size * 0.24, width + 1, size * 1.12, "ink")
        else:
            self.rule(x, x + width, y + size * 0.28, ink)

    def rule(self, left: float, right: float, y: float, ink: str) -> None:
        """A thin horizontal line."""
        self._operators.append(
            f"{INK_OPERANDS[ink]} RG 0.5 w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S"
        )

    def ground(self, left: float, bottom: float, width: float, height: float, ink: str) -> None:
        """A filled rectangle, to be drawn before what stands on it."""
        self._operators.append(
            f"{INK_OPERANDS[ink]} rg {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re f"
        )

    def mark(self, name: str, x: float, y: float, size: float) -> None:
        """A shape of marks.py, its centre at (x, y)."""
        self._operators.append(f"q {size} 0 0 {size} {x:.2f} {y:.2f} cm {MARKS[name]} Q")

    def picture(self, drawing: Drawing, x: float, y: float) -> None:
        """A reportlab drawing, its lower left corner at (x, y)."""
        self._write()
        renderPDF.draw(drawing, self._canvas, x, y)

    def bookmark(self, name: str, top: float) -> None:
        """A place that the outline leads to."""
        self._canvas.bookmarkHorizontal(name, 0, top)

    def end_page(self) -> None:
        """Finish the page and begin the next."""
        self._write()
        self._canvas.showPage()

    def _write(self) -> None:
        if self._operators:
            self._canvas.addLiteral("q\n" + "\n".join(self._operators) + "\nQ")
            self._operators = []

    def _encode(self, text: str, font: str, size: float) -> str:
        """The operators that choose the font and show a text, as reportlab writes them."""
        written = self._canvas.beginText(0, 0)
        written.setFont(font, size)
        written.textOut(text)
        shown: str = written.getCode().removeprefix("BT 1 0 0 1 0 0 Tm ").removesuffix(" ET")
        self._encoded[text, font, size] = shown
        return shown
