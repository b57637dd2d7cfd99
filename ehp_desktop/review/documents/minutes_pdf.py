"""The minutes of one surgery as a PDF: outcomes at a glance first, then case by case."""

from collections.abc import Iterator

from ehp_desktop.models.rows import SurgeryEventRow
from ehp_desktop.review.agenda import AgendaCase
from ehp_desktop.review.case_life import advice_of
from ehp_desktop.review.documents.action_rows import actions_head, grouped_rows
from ehp_desktop.review.documents.case_block import bookmark, case_advice, case_bar, overleaf
from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.front_page import (
    TITLE,
    child_words,
    people_rows,
    when_and_where,
)
from ehp_desktop.review.documents.life_phrases import (
    UNCONFIRMED,
    author_said,
    copied_said,
    moment_said,
    outcome_said,
)
from ehp_desktop.review.documents.life_rows import action_rows
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.note_rows import (
    advice_recorded,
    advice_section,
    note_section,
)
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Piece, Row, cell
from ehp_desktop.review.documents.paper import AgendaPaper, bold, heading, plain
from ehp_desktop.review.documents.press import Cover, Entry as OutlineEntry, Printed, print_paper
from ehp_desktop.review.documents.route_rows import route_table
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.tables import Column, Entry, Table, long_text, remark, section
from ehp_desktop.review.minutes import MinutesPaper

_ADDENDA = "addenda"
_COLUMNS = (Column("No.", 20.0), Column("Child", 110.0), Column("Outcome", 380.0))


def render_minutes(minutes: MinutesPaper, languages: Languages | str = "en") -> Printed:
    """Print minutes in English ("en"), Welsh ("cy") or both; the same input, the same bytes.

    With `minutes.agenda.advice` they carry the legal advice and are marked so on every page.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = AgendaPaper(minutes.agenda, Languages(languages))
    marking = Marking.of(minutes.agenda.advice)
    return print_paper(
        paper,
        lambda: RunningLines(paper, minutes.imprint, marking, "Minutes of the legal surgery"),
        lambda flow: _lay_out(paper, minutes, flow),
        lambda: _cover(paper, minutes),
    )


def _cover(paper: AgendaPaper, minutes: MinutesPaper) -> Cover:
    agenda = minutes.agenda
    outline = [OutlineEntry(paper.say("Minutes"), "front")]
    outline += [
        OutlineEntry(f"{case.position}. {child_words(paper, case)}", bookmark(case))
        for case in agenda.cases
    ]
    if minutes.addenda:
        outline.append(OutlineEntry(paper.say("Addenda"), _ADDENDA))
    return Cover(
        f"{paper.say('Minutes')}: {paper.say(TITLE)}, {paper.long_day(agenda.surgery.date)}",
        paper.text(agenda.authority),
        paper.say("Minutes"),
        outline,
    )


def _lay_out(paper: AgendaPaper, minutes: MinutesPaper, flow: Flow) -> None:
    flow.run(list(_front(paper, minutes)))
    table = Table(paper, _COLUMNS, size=BODY)
    cases = minutes.agenda.cases
    if cases:
        flow.run([section(paper, "Outcomes")])
        flow.run([table.head, *table.rows(_glance(paper, one) for one in cases)], table.head)
    else:
        flow.run([remark(paper.say("No cases were on the list of this surgery."))])
    flow.run(list(_about_the_surgery(paper, minutes)))
    for case in cases:
        flow.block(list(_case(paper, case)), overleaf(paper, case))
    if minutes.addenda:
        title = section(paper, "Addenda after the surgery was closed", _ADDENDA)
        flow.run([title, *(piece for one in minutes.addenda for piece in _addendum(paper, one))])


def _front(paper: AgendaPaper, minutes: MinutesPaper) -> Iterator[Piece]:
    agenda = minutes.agenda
    yield heading(paper.text(agenda.authority), 11, above=0)
    yield heading(f"{paper.say('Minutes')}: {paper.say(TITLE)}", 16, above=0)
    yield heading(when_and_where(paper, agenda.surgery), 11, above=0)
    yield from people_rows(paper, agenda.surgery, agenda.meeting)
    if minutes.imprint.state == "draft":
        words = paper.say("Draft: the surgery is not closed, and all of this may change.")
        yield Row((cell((bold(words, "work"),), 0, COLUMN),), above=4, below=2)


def _about_the_surgery(paper: AgendaPaper, minutes: MinutesPaper) -> Iterator[Piece]:
    """Notes, advice and actions that are about no one case."""
    agenda = minutes.agenda
    yield from note_section(paper, agenda.meeting.notes, "Notes of fact on the surgery")
    if agenda.advice is not None:
        about = advice_of(agenda.advice, None)
        if about:
            yield from advice_section(paper, about)
    elif agenda.meeting.advice_recorded:
        yield advice_recorded(paper)
    standing = [one for one in minutes.actions if not one.row.withdrawn]
    if standing:
        yield section(paper, "Actions about no one case")
        yield actions_head(paper)
        yield from grouped_rows(paper, standing, agenda.as_of)


def _glance(paper: AgendaPaper, case: AgendaCase) -> Entry:
    return Entry((str(case.position), child_words(paper, case), _outcome(paper, case)))


def _outcome(paper: AgendaPaper, case: AgendaCase) -> list[Run]:
    outcomes = [one.row for one in case.life.outcomes if not one.row.withdrawn]
    if not outcomes:
        return [plain(paper.say("no outcome recorded"), "work")]
    runs = [bold(outcome_said(paper, outcomes[0]))]
    if not outcomes[0].confirmed:
        runs.append(plain(f" ({paper.say(UNCONFIRMED)})", "work"))
    return runs


def _case(paper: AgendaPaper, case: AgendaCase) -> Iterator[Piece]:
    """States on the day, the outcome with its reason, actions, notes, advice."""
    agenda = paper.agenda
    yield Row((), below=0)
    yield case_bar(paper, case)
    yield from route_table(paper, case, "States on the day")
    yield heading(paper.say("Outcome"), BODY + 1)
    yield Row((cell(_outcome(paper, case), 0, COLUMN, size=BODY + 1),), below=1)
    for row in [one.row for one in case.life.outcomes if not one.row.withdrawn][:1]:
        if row.reason:
            label = cell(paper.say("Reason"), 0, 50, size=SMALL, ink="grey")
            yield Row((label, long_text(paper, row.reason, x=54)), below=1)
        yield remark(copied_said(paper, row))
    if any(not one.withdrawn for one in case.life.actions):
        yield heading(paper.say("Actions"), BODY + 1)
        yield from action_rows(paper, case.life.actions, agenda.as_of, indent=0)
    yield from note_section(paper, case.life.notes, "Notes of fact")
    yield from case_advice(paper, case, agenda.advice)


def _addendum(paper: AgendaPaper, event: SurgeryEventRow) -> Iterator[Piece]:
    words = f"{moment_said(paper, event.at)} · {author_said(paper, event.author, event.role)}"
    yield Row((cell(words, 0, COLUMN, size=SMALL, ink="grey"),), above=3, below=0, sticky=True)
    yield Row((long_text(paper, event.text or "", x=8),), below=3)
