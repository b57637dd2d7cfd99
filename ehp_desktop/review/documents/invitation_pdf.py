"""An invitation to a surgery as a PDF: one page that says who is asked where and when."""

from collections.abc import Iterator

from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.front_page import TITLE
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.page import BODY, COLUMN, Piece, Row, cell
from ehp_desktop.review.documents.paper import LABEL_WIDTH, Paper, heading, labelled
from ehp_desktop.review.documents.press import Cover, Entry as OutlineEntry, Printed, print_paper
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.tables import Column, Entry, Table, remark, section
from ehp_desktop.review.invitation import CaseCalled, InvitationPaper

_TITLE = "Invitation"
_COLUMNS = (Column("Time", 60.0), Column("No.", 40.0), Column("Child", 411.0))
_WHAT_IT_IS = (
    "The surgery goes through the cases of children under care orders who live with parents, "
    "relatives or carers who seek an order, with legal advice on whether the order is still "
    "needed and what would come in its place. It is confidential."
)
_ASKED = (
    "Please tell the chair if you cannot come, or if you have a conflict of interest to declare."
)


def render_invitation(invitation: InvitationPaper, languages: Languages | str = "en") -> Printed:
    """Print an invitation in English ("en"), Welsh ("cy") or both; same input, same bytes.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = Paper(Languages(languages))
    return print_paper(
        paper,
        lambda: RunningLines(paper, invitation.imprint, Marking.PLAIN, _TITLE, versioned=False),
        lambda flow: _lay_out(paper, invitation, flow),
        lambda: _cover(paper, invitation),
    )


def _cover(paper: Paper, invitation: InvitationPaper) -> Cover:
    day = paper.long_day(invitation.surgery.date)
    title = f"{paper.say(_TITLE)}: {paper.say(TITLE)}, {day}"
    author = paper.text(invitation.imprint.authority)
    return Cover(title, author, paper.say(_TITLE), [OutlineEntry(paper.say(_TITLE), "front")])


def _lay_out(paper: Paper, invitation: InvitationPaper, flow: Flow) -> None:
    flow.run(list(_letter(paper, invitation)))
    if invitation.cases is None:
        return
    flow.run([section(paper, "Cases")])
    if not invitation.cases:
        flow.run([remark(paper.say("No cases are on this agenda yet."))])
        return
    table = Table(paper, _COLUMNS, size=BODY)
    entries = [
        Entry((f"{one.start_time:%H:%M}", str(one.position), _called(paper, one)))
        for one in invitation.cases
    ]
    flow.run([table.head, *table.rows(entries)], table.head)


def _letter(paper: Paper, invitation: InvitationPaper) -> Iterator[Piece]:
    surgery = invitation.surgery
    yield heading(paper.text(invitation.imprint.authority), 11, above=0)
    yield heading(paper.say(_TITLE), 18, above=0)
    yield heading(paper.say(TITLE), 13, above=0)
    if surgery.state in {"postponed", "cancelled"}:
        words = (
            "This surgery is postponed."
            if surgery.state == "postponed"
            else ("This surgery is cancelled.")
        )
        yield heading(paper.say(words), 13, above=6)
    rows = [
        ("To", [paper.text(name) for name in invitation.to] or [paper.say("not recorded")]),
        ("Date", [paper.full_day(surgery.date)]),
        ("Time", [f"{surgery.time:%H:%M}"]),
        ("Place", [paper.known(surgery.place)]),
        ("Chair", [paper.text(surgery.chair)]),
        ("Lawyer", [paper.text(surgery.lawyer)]),
    ]
    width = LABEL_WIDTH[paper.languages]
    for index, (label, values) in enumerate(rows):
        for place, value in enumerate(filter(None, values)):
            words = paper.say(label) if place == 0 else ""
            above = 10.0 if index == 0 and place == 0 else 2.0
            yield Row(labelled(words, value, 0, COLUMN, width), above=above, below=2)
    yield Row((cell(paper.say(_WHAT_IT_IS), 0, COLUMN, size=BODY + 1),), above=10, below=6)
    yield Row((cell(paper.say(_ASKED), 0, COLUMN, size=BODY + 1),), below=6)


def _called(paper: Paper, case: CaseCalled) -> str:
    shown = paper.text(case.child_id)
    return f"{paper.text(case.name)} ({shown})" if case.name else shown
