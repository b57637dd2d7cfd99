"""An action list as a PDF: overdue first, then open, then done, each by who is to do it."""

from collections.abc import Iterator, Sequence

from ehp_desktop.review.action_list import ActionListPaper
from ehp_desktop.review.case_life import ActionTold, in_order, is_done, is_overdue
from ehp_desktop.review.documents.action_rows import actions_head, grouped_rows
from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.page import Piece
from ehp_desktop.review.documents.paper import Paper, heading
from ehp_desktop.review.documents.press import Cover, Entry, Printed, print_paper
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.tables import remark, section

_TITLE = "Actions"
_SECTIONS = (("Overdue actions", "overdue"), ("Open actions", "open"), ("Done", "done"))


def render_action_list(actions: ActionListPaper, languages: Languages | str = "en") -> Printed:
    """Print an action list in English ("en"), Welsh ("cy") or both; same input, same bytes.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = Paper(Languages(languages))
    return print_paper(
        paper,
        lambda: RunningLines(paper, actions.imprint, Marking.PLAIN, _TITLE, versioned=False),
        lambda flow: _lay_out(paper, actions, flow),
        lambda: _cover(paper, actions),
    )


def _parts(actions: ActionListPaper) -> list[Sequence[ActionTold]]:
    """Overdue, open, done; each by its day."""
    as_of = actions.imprint.as_of
    standing = in_order(one for one in actions.actions if not one.row.withdrawn)
    overdue = [one for one in standing if is_overdue(one.row, as_of)]
    done = [one for one in standing if is_done(one.row, as_of)]
    others = [one for one in standing if one not in overdue and one not in done]
    return [overdue, others, done]


def _cover(paper: Paper, actions: ActionListPaper) -> Cover:
    outline = [Entry(paper.say(_TITLE), "front")]
    for (title, bookmark), part in zip(_SECTIONS, _parts(actions), strict=True):
        if part:
            outline.append(Entry(f"{paper.say(title)} ({len(part)})", bookmark, 1))
    day = paper.long_day(actions.imprint.surgery_date or actions.imprint.as_of)
    return Cover(
        f"{paper.say(_TITLE)}, {day}",
        paper.text(actions.imprint.authority),
        paper.say(_TITLE),
        outline,
    )


def _lay_out(paper: Paper, actions: ActionListPaper, flow: Flow) -> None:
    flow.run(list(_front(paper, actions)))
    head = actions_head(paper)
    parts = _parts(actions)
    for (title, bookmark), part in zip(_SECTIONS, parts, strict=True):
        if part:
            rows = grouped_rows(paper, part, actions.imprint.as_of)
            flow.run([section(paper, title, bookmark, count=len(part)), head, *rows], head)
    if not any(parts):
        flow.run([remark(paper.say("No actions are recorded."))])


def _front(paper: Paper, actions: ActionListPaper) -> Iterator[Piece]:
    imprint = actions.imprint
    yield heading(paper.text(imprint.authority), 11, above=0)
    yield heading(paper.say(_TITLE), 18, above=0)
    if imprint.surgery_date is None:
        yield heading(paper.say("All open actions as at {day}", day=imprint.as_of), 11, above=0)
    else:
        day = paper.long_day(imprint.surgery_date)
        yield heading(f"{paper.say('Legal surgery')}, {day}", 11, above=0)
