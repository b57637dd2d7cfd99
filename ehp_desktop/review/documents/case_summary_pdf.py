"""One case's summary as a PDF: who and where, the picture, what was decided, the routes."""

from ehp_desktop.review.case_summary import CaseSummaryPaper
from ehp_desktop.review.documents.case_block import case_advice, case_bar, case_facts
from ehp_desktop.review.documents.criteria_key import KEY_BOOKMARK, criteria_key, key_heading
from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.front_page import child_words
from ehp_desktop.review.documents.life_rows import life_rows
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.note_rows import note_section
from ehp_desktop.review.documents.page import COLUMN, Picture, Piece, Row, cell
from ehp_desktop.review.documents.paper import CasePaper, bold, heading
from ehp_desktop.review.documents.press import Cover, Entry, Printed, print_paper
from ehp_desktop.review.documents.route_rows import criteria_rows, question_rows, route_table
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.timeline import timeline

_TITLE = "Case summary"


def render_case_summary(summary: CaseSummaryPaper, languages: Languages | str = "en") -> Printed:
    """Print a case's summary in English ("en"), Welsh ("cy") or both; same input, same bytes.

    With `summary.advice` it carries the legal advice and is marked so on every page.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = CasePaper(summary, Languages(languages))
    marking = Marking.of(summary.advice)
    return print_paper(
        paper,
        lambda: RunningLines(paper, summary.imprint, marking, _TITLE, versioned=False),
        lambda flow: _lay_out(paper, summary, flow),
        lambda: _cover(paper, summary),
    )


def _cover(paper: CasePaper, summary: CaseSummaryPaper) -> Cover:
    child = child_words(paper, summary.case)
    return Cover(
        f"{paper.say(_TITLE)}: {child}",
        paper.text(summary.imprint.authority),
        paper.say(_TITLE),
        [Entry(child, "front"), Entry(paper.say("Key to the criteria"), KEY_BOOKMARK)],
    )


def _lay_out(paper: CasePaper, summary: CaseSummaryPaper, flow: Flow) -> None:
    case = summary.case
    as_of = summary.imprint.as_of
    pieces: list[Piece] = [
        heading(paper.text(summary.imprint.authority), 11, above=0),
        heading(paper.say(_TITLE), 18, above=0),
        case_bar(paper, case, listed=False),
        *case_facts(paper, case, listed=False),
        Picture(timeline(case.story, paper.languages)),
        *life_rows(paper, case.life, as_of),
        *route_table(paper, case),
        *criteria_rows(paper, case),
        *note_section(paper, case.life.notes, "Notes of fact"),
        *case_advice(paper, case, summary.advice),
        *question_rows(paper, case),
    ]
    words = f"{child_words(paper, case)}, {paper.say('continued')}"
    flow.run(pieces, Row((cell((bold(words),), 0, COLUMN),), below=4, rule="rule", sticky=True))
    flow.new_page()
    flow.run([key_heading(paper), *criteria_key(paper)])
