"""The agenda of one surgery as a PDF: real text, bookmarks for every case, the same bytes again."""

from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.documents.case_block import bookmark, case_block
from ehp_desktop.review.documents.criteria_key import (
    KEY_BOOKMARK,
    criteria_key,
    key_heading,
)
from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.front_page import (
    TITLE,
    child_words,
    front_page,
    running_order,
)
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.page import Row
from ehp_desktop.review.documents.paper import AgendaPaper
from ehp_desktop.review.documents.press import Cover, Entry, Printed, print_paper
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages

__all__ = ["Printed", "render_agenda", "texts_of"]


def render_agenda(agenda: Agenda, languages: Languages | str = Languages.ENGLISH) -> Printed:
    """Print an agenda in English ("en"), Welsh ("cy") or both ("both", Welsh first).

    The same agenda and language give the same bytes. With `agenda.advice` it carries the legal
    advice and is marked as privileged on every page; without, it says no more than that advice is
    recorded.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = AgendaPaper(agenda, Languages(languages))
    return print_paper(
        paper,
        lambda: _running(paper),
        lambda flow: _lay_out(paper, flow),
        lambda: _cover(paper),
    )


def texts_of(agenda: Agenda, languages: Languages | str = Languages.ENGLISH) -> list[str]:
    """Every text of the paper in reading order, each as one string however many lines it takes.

    What a floor to measure against sets again; the head and foot of the pages are left out.
    """
    paper = AgendaPaper(agenda, Languages(languages))
    running = _running(paper)
    flow = Flow(running.bottom, running.top)
    _lay_out(paper, flow)
    rows = [piece for sheet in flow.sheets for piece, _ in sheet if isinstance(piece, Row)]
    cells = [cell for row in rows for cell in row.cells]
    return [
        " ".join("".join(part.text for part in line.segments) for line in cell.lines)
        for cell in cells
    ]


def _running(paper: AgendaPaper) -> RunningLines:
    agenda = paper.agenda
    return RunningLines(paper, agenda.imprint, Marking.of(agenda.advice), "Legal surgery")


def _lay_out(paper: AgendaPaper, flow: Flow) -> None:
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


def _cover(paper: AgendaPaper) -> Cover:
    """Title, author and a bookmark for every case."""
    agenda = paper.agenda
    outline = [Entry(paper.say("Running order"), "front")]
    outline += [
        Entry(f"{case.position}. {child_words(paper, case)}", bookmark(case))
        for case in agenda.cases
    ]
    if agenda.cases:
        outline.append(Entry(paper.say("Key to the criteria"), KEY_BOOKMARK))
    return Cover(
        f"{paper.say(TITLE)}, {paper.long_day(agenda.surgery.date)}",
        paper.text(agenda.authority),
        paper.say("Agenda"),
        outline,
    )
