"""From laid-out pieces to a file: the one place in which a PDF is made."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from ehp_desktop.review.documents.flow import Flow, Sheet, draw_sheets
from ehp_desktop.review.documents.fonts import BOLD, REGULAR, char_widths, warnings_of
from ehp_desktop.review.documents.page import HEIGHT, WIDTH
from ehp_desktop.review.documents.paper import Paper
from ehp_desktop.review.documents.pen import Pen
from ehp_desktop.review.documents.running_lines import RunningLines

_ONE_AT_A_TIME: Final = Lock()
"""reportlab's fonts carry state from their reading to the document's end."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper: the file, its number of pages, its digest, and what could not be printed.

    `warnings`: a sentence for each character that no shipped font has a sound glyph for.
    """

    pdf: bytes
    pages: int
    sha256: str
    warnings: tuple[str, ...]


class Entry(NamedTuple):
    """One line of the outline: its words, the bookmark it leads to, how deep it stands."""

    words: str
    bookmark: str
    level: int = 0


class Cover(NamedTuple):
    """What the file says of itself to whoever opens it, all of it printable."""

    title: str
    author: str
    subject: str
    outline: Sequence[Entry]


def print_paper(
    paper: Paper,
    running: Callable[[], RunningLines],
    lay_out: Callable[[Flow], None],
    cover: Callable[[], Cover],
) -> Printed:
    """Lay a paper out, draw it and describe it; one at a time in a process."""
    with _ONE_AT_A_TIME:
        lines = running()
        flow = Flow(lines.bottom, lines.top)
        lay_out(flow)
        pdf = _drawn(paper, flow.sheets, lines, cover())
    return Printed(
        pdf, len(flow.sheets), hashlib.sha256(pdf).hexdigest(), warnings_of(paper.unsound)
    )


def _drawn(paper: Paper, sheets: list[Sheet], running: RunningLines, cover: Cover) -> bytes:
    char_widths(REGULAR), char_widths(BOLD)  # registers the fonts
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, lang=paper.tag)
    canvas.setTitle(cover.title)
    canvas.setAuthor(cover.author)
    canvas.setSubject(cover.subject)
    canvas.setCreator("EHP Desktop")
    canvas.bookmarkPage("front")
    for words, bookmark, level in cover.outline:
        canvas.addOutlineEntry(words, bookmark, level=level)
    canvas.showOutline()
    draw_sheets(Pen(canvas), sheets, running)
    canvas.save()
    return buffer.getvalue()
