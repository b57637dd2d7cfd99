"""Notes and legal advice on paper: who, when, on what, then the text as it was typed."""

from collections.abc import Iterator, Sequence

from ehp_desktop.models.rows import AdviceRow, NoteRow
from ehp_desktop.review.documents.life_phrases import author_said, moment_said
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Piece, Row, cell
from ehp_desktop.review.documents.paper import Paper, heading
from ehp_desktop.review.documents.tables import long_text, remark

Written = NoteRow | AdviceRow


def note_section(paper: Paper, notes: Sequence[NoteRow], title: str) -> Iterator[Piece]:
    """The notes that stand; those withdrawn are left out and counted."""
    standing = [one for one in notes if not one.withdrawn and not one.private]
    withdrawn = sum(one.withdrawn and not one.private for one in notes)
    if not standing and not withdrawn:
        return
    yield heading(paper.say(title), BODY + 1)
    for one in standing:
        yield from written_rows(paper, one)
    if withdrawn:
        yield remark(_left_out(paper, withdrawn))


def advice_section(paper: Paper, advice: Sequence[AdviceRow]) -> Iterator[Piece]:
    """The legal advice that stands, for a paper that carries it."""
    standing = [one for one in advice if not one.withdrawn]
    yield heading(paper.say("Legal advice, privileged and confidential"), BODY + 1)
    for one in standing:
        yield from written_rows(paper, one)
    withdrawn = len(advice) - len(standing)
    if withdrawn:
        yield remark(_left_out(paper, withdrawn))
    elif not standing:
        yield remark(paper.say("none recorded"))


def advice_recorded(paper: Paper) -> Row:
    """All that a paper without advice says of it."""
    words = paper.say("Legal advice recorded; not part of this paper.")
    return Row((cell(words, 0, COLUMN, size=SMALL, ink="grey"),), above=3, below=2)


def written_rows(paper: Paper, note: Written) -> Iterator[Piece]:
    """One version: who and when in small grey, the text under it, struck through if withdrawn."""
    ink = "struck" if note.withdrawn else "ink"
    head = (cell(about(paper, note), 0, COLUMN, size=SMALL, ink="grey"),)
    yield Row(head, above=2, below=0, sticky=True)
    text = note.text if note.text is not None else paper.say("withheld")
    yield Row((long_text(paper, text, x=8, ink=ink),), below=3)


def about(paper: Paper, note: Written) -> str:
    """Who wrote a version and when, on what, of which day, and which version it is."""
    parts = [author_said(paper, note.author, note.role), moment_said(paper, note.at)]
    if note.criterion:
        parts.append(paper.say("on {criterion}", criterion=paper.text(note.criterion)))
    if note.relevant_date:
        parts.append(paper.say("of {day}", day=note.relevant_date))
    if note.version > 1:
        parts.append(paper.say("version {number}", number=note.version))
    if note.withdrawn:
        parts.append(paper.say("withdrawn"))
    return " · ".join(parts)


def _left_out(paper: Paper, count: int) -> str:
    if count == 1:
        return paper.say("One withdrawn note is left out.")
    return paper.say("{count} withdrawn notes are left out.", count=count)
