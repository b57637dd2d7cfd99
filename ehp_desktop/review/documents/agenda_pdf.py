"""The agenda of one surgery as a PDF: real text, bookmarks for every case, the same bytes again."""

import hashlib
import io
from dataclasses import dataclass
from threading import Lock
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.documents.case_block import bookmark, case_block
from ehp_desktop.review.documents.criteria_key import (
    KEY_BOOKMARK,
    criteria_key,
    key_heading,
)
from ehp_desktop.review.documents.flow import Flow, Sheet, draw_sheets
from ehp_desktop.review.documents.fonts import BOLD, REGULAR, char_widths, warnings_of
from ehp_desktop.review.documents.front_page import (
    TITLE,
    child_words,
    front_page,
    running_order,
)
from ehp_desktop.review.documents.page import HEIGHT, WIDTH, Row
from ehp_desktop.review.documents.paper import Paper
from ehp_desktop.review.documents.pen import Pen
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages

_ONE_AT_A_TIME: Final = Lock()
"""reportlab's fonts carry state from their reading to the document's end."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed agenda: the file, its number of pages, its digest, and what could not be printed.

    `warnings`: a sentence for each character that no shipped font has a sound glyph for.
    """

    pdf: bytes
    pages: int
    sha256: str
    warnings: tuple[str, ...]


def render_agenda(agenda: Agenda, languages: Languages | str = Languages.ENGLISH) -> Printed:
    """Print an agenda in English ("en"), Welsh ("cy") or both ("both", Welsh first).

    The same agenda and language give the same bytes.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = Paper(agenda, Languages(languages))
    with _ONE_AT_A_TIME:
        running = RunningLines(paper)
        flow = _laid_out(paper, running.bottom)
        pdf = _drawn(paper, flow.sheets, running)
    digest = hashlib.sha256(pdf).hexdigest()
    return Printed(pdf, len(flow.sheets), digest, warnings_of(paper.unsound))


def texts_of(agenda: Agenda, languages: Languages | str = Languages.ENGLISH) -> list[str]:
    """Every text of the paper in reading order, each as one string however many lines it takes.

    What a floor to measure against sets again; the head and foot of the pages are left out.
    """
    paper = Paper(agenda, Languages(languages))
    sheets = _laid_out(paper, RunningLines(paper).bottom).sheets
    rows = [piece for sheet in sheets for piece, _ in sheet if isinstance(piece, Row)]
    cells = [cell for row in rows for cell in row.cells]
    return [
        " ".join("".join(part.text for part in line.segments) for line in cell.lines)
        for cell in cells
    ]


def _laid_out(paper: Paper, bottom: float) -> Flow:
    flow = Flow(bottom)
    flow.run(front_page(paper))
    head, rows = running_order(paper)
    flow.run([head, *rows], overleaf=head)
    if paper.agenda.cases:
        flow.new_page()
    for case in paper.agenda.cases:
        pieces, overleaf = case_block(paper, case)
        flow.block(pieces, overleaf)
    if paper.agenda.cases:
        flow.new_page()
        flow.run([key_heading(paper), *criteria_key(paper)])
    return flow


def _drawn(paper: Paper, sheets: list[Sheet], running: RunningLines) -> bytes:
    char_widths(REGULAR), char_widths(BOLD)  # registers the fonts
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, lang=paper.tag)
    _describe(paper, canvas)
    draw_sheets(Pen(canvas), sheets, running)
    canvas.save()
    return buffer.getvalue()


def _describe(paper: Paper, canvas: Canvas) -> None:
    """Title, author and a bookmark for every case."""
    agenda = paper.agenda
    canvas.setTitle(f"{paper.say(TITLE)}, {paper.long_day(agenda.surgery.date)}")
    canvas.setAuthor(paper.text(agenda.authority))
    canvas.setSubject(paper.say("Agenda"))
    canvas.setCreator("EHP Desktop")
    canvas.bookmarkPage("front")
    canvas.addOutlineEntry(paper.say("Running order"), "front", level=0)
    for case in agenda.cases:
        words = f"{case.position}. {child_words(paper, case)}"
        canvas.addOutlineEntry(words, bookmark(case), level=0)
    if agenda.cases:
        canvas.addOutlineEntry(paper.say("Key to the criteria"), KEY_BOOKMARK, level=0)
    canvas.showOutline()
