"""One case of the agenda: who and where, the order, the people, the picture, then its routes."""

from collections.abc import Iterator, Sequence
from typing import Final

from ehp_desktop.models.rows import AdviceRow
from ehp_desktop.review.agenda import AgendaCase, Sibling
from ehp_desktop.review.case_life import advice_of
from ehp_desktop.review.documents.front_page import child_words
from ehp_desktop.review.documents.life_rows import life_rows
from ehp_desktop.review.documents.note_rows import (
    advice_recorded,
    advice_section,
    note_section,
)
from ehp_desktop.review.documents.page import BODY, COLUMN, Picture, Piece, Row, Ruled, cell
from ehp_desktop.review.documents.paper import (
    LABEL_WIDTH,
    AgendaPaper,
    Paper,
    bold,
    heading,
    labelled,
)
from ehp_desktop.review.documents.route_rows import criteria_rows, question_rows, route_table
from ehp_desktop.review.documents.timeline import timeline
from ehp_desktop.review.wording import cohort_words, value_words

_HALF: Final = COLUMN / 2
_FEWEST_RULES: Final = 3


def case_block(paper: AgendaPaper, case: AgendaCase) -> tuple[list[Piece], Row]:
    """A case's pieces in the order of reading, and what heads its pages after the first."""
    pieces: list[Piece] = [case_bar(paper, case)]
    pieces += case_facts(paper, case)
    pieces.append(Picture(timeline(case.story, paper.languages)))
    pieces += route_table(paper, case)
    pieces += criteria_rows(paper, case)
    pieces += life_rows(paper, case.life, paper.agenda.as_of)
    pieces += note_section(paper, case.life.notes, "Notes of fact")
    pieces += case_advice(paper, case, paper.agenda.advice)
    pieces += question_rows(paper, case)
    pieces.append(heading(paper.say("Notes"), BODY))
    pieces.append(Ruled(_FEWEST_RULES))
    return pieces, overleaf(paper, case)


def case_advice(
    paper: Paper, case: AgendaCase, advice: Sequence[AdviceRow] | None
) -> Iterator[Piece]:
    """The advice where a paper carries it; otherwise that there is some, and no more."""
    if advice is not None:
        yield from advice_section(paper, advice_of(advice, case.row.child_id))
    elif case.life.advice_recorded:
        yield advice_recorded(paper)


def bookmark(case: AgendaCase) -> str:
    """The name of the place in the document where a case begins."""
    return f"case-{case.position}"


def case_bar(paper: Paper, case: AgendaCase, *, listed: bool = True) -> Row:
    """The bar over a case: name, age, cohort; its number and time where it is on a list."""
    cohort = case.facts.cohort
    age = case.facts.age
    right = [f"{paper.say('Age')} {age}"] if age is not None else []
    if cohort:
        right.append(paper.each(lambda language: cohort_words(cohort, language)))
    left, end = (32, COLUMN - 78) if listed else (6, COLUMN - 6)
    cells = [
        cell((bold(child_words(paper, case)),), left, 208 - left, size=12),
        cell(" · ".join(right), 212, end - 212, size=BODY),
    ]
    if listed:
        cells.insert(0, cell((bold(f"{case.position}"),), 6, 26, size=12))
        cells.append(
            cell((bold(f"{case.start_time:%H:%M}"),), COLUMN - 76, 70, size=12, right=True)
        )
    return Row(
        cells, above=3, below=3, fill="fill", rule="ink", sticky=True, bookmark=bookmark(case)
    )


def overleaf(paper: Paper, case: AgendaCase) -> Row:
    """What heads the pages of a case after its first."""
    child = child_words(paper, case)
    text = f"{case.position}. {child}, {paper.say('continued')}"
    return Row((cell((bold(text),), 0, COLUMN),), below=4, rule="rule", sticky=True)


def case_facts(paper: Paper, case: AgendaCase, *, listed: bool = True) -> Iterator[Row]:
    """Who and where: labels and values, over the whole width or two beside each other."""
    yield _pair(paper, _born(paper, case), _language(paper, case), above=2)
    yield _whole(paper, paper.say("Placement"), _placement(paper, case))
    yield _whole(paper, paper.say("Legal status"), _order(paper, case))
    pairs = list(_pairs(paper, case))
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        yield _pair(paper, left, right)
    yield _whole(paper, paper.say("Parental responsibility"), _holders(paper, case))
    if case.siblings:
        siblings = "; ".join(_sibling(paper, one, listed=listed) for one in case.siblings)
        yield _whole(paper, paper.say("Brothers and sisters"), siblings)


def _pair(paper: Paper, left: tuple[str, str], right: tuple[str, str], above: float = 0.0) -> Row:
    wide = LABEL_WIDTH[paper.languages]
    cells = [
        *labelled(left[0], left[1], 0, _HALF - 8, wide),
        *labelled(right[0], right[1], _HALF, _HALF, wide),
    ]
    return Row(tuple(cells), above=above, below=1)


def _whole(paper: Paper, label: str, value: str) -> Row:
    return Row(labelled(label, value, 0, COLUMN, LABEL_WIDTH[paper.languages]), below=1)


def _born(paper: Paper, case: AgendaCase) -> tuple[str, str]:
    return paper.say("Date of birth"), paper.day(case.facts.date_of_birth)


def _language(paper: Paper, case: AgendaCase) -> tuple[str, str]:
    return paper.say("Preferred language"), _value(paper, "preferred_language", case)


def _pairs(paper: Paper, case: AgendaCase) -> Iterator[tuple[str, str]]:
    facts, row = case.facts, case.row
    yield paper.say("Looked after since"), paper.day(facts.looked_after_since)
    yield paper.say("Social worker"), paper.known(row.social_worker)
    yield paper.say("Last visit"), paper.day(facts.last_visit_date)
    yield paper.say("Team manager"), paper.known(row.team_manager)
    yield paper.say("Last statutory review"), paper.day(facts.last_review_date)
    yield paper.say("IRO"), paper.known(row.iro)
    yield paper.say("Wishes and feelings"), _wishes(paper, case)
    earlier = ", ".join(paper.day(day) for day in case.earlier)
    yield paper.say("Earlier surgeries"), earlier or paper.say("none")


def _placement(paper: Paper, case: AgendaCase) -> str:
    """The placement since when, and with whom."""
    parts = [_value(paper, "placement_code", case)]
    if case.facts.placement_start:
        parts.append(paper.say("since {day}", day=case.facts.placement_start))
    carers = _carers(paper, case)
    if carers:
        parts.append(f"{paper.say('carer')}: {carers}")
    return "; ".join(parts)


def _order(paper: Paper, case: AgendaCase) -> str:
    """The order, when it was made, by which court and under which number.

    A child accommodated by agreement (V codes) is under no order: since when, and no more.
    """
    facts, row = case.facts, case.row
    agreed = (facts.legal_status or "").startswith("V")
    day = facts.legal_status_date
    parts = [_value(paper, "legal_status", case)]
    if day is None:
        parts.append(paper.say("date not recorded"))
    else:
        parts.append(paper.say("since {day}" if agreed else "made {day}", day=day))
    if not agreed:
        parts.append(paper.text(row.court) or paper.say("court not recorded"))
        parts.append(paper.text(row.case_number) or paper.say("case number not recorded"))
    return "; ".join(parts)


def _value(paper: Paper, field: str, case: AgendaCase) -> str:
    """A choice, code or yes/no in words, as it stands on the agenda's day."""
    facts = case.facts
    value = facts.value_of(field)
    return paper.each(lambda language: value_words(field, value, language, facts.code_set))


def _carers(paper: Paper, case: AgendaCase) -> str:
    names = filter(None, (case.row.carer_1_name, case.row.carer_2_name))
    named = ", ".join(paper.text(name) for name in names)
    relationship = case.facts.carer_relationship
    if relationship is None:
        return named
    words = _value(paper, "carer_relationship", case)
    return f"{named} ({words})" if named else words


def _wishes(paper: Paper, case: AgendaCase) -> str:
    words = _value(paper, "child_wishes", case)
    asked = case.facts.wishes_date
    if asked is None:
        return words
    return f"{words}; {paper.say('recorded {day}', day=asked)}"


def _holders(paper: Paper, case: AgendaCase) -> str:
    """Everyone with parental responsibility, each with relationship and position."""
    said = []
    for number in range(1, 5):
        name = getattr(case.row, f"pr_holder_{number}_name")
        if name:
            relationship = _value(paper, f"pr_holder_{number}_relationship", case)
            position = _value(paper, f"pr_holder_{number}_position", case)
            said.append(f"{paper.text(name)} ({relationship}): {position}")
    return "; ".join(said) or paper.say("nobody is recorded")


def _sibling(paper: Paper, sibling: Sibling, *, listed: bool) -> str:
    name = f"{paper.text(sibling.name)} ({paper.text(sibling.child_id)})".strip()
    if not listed:
        return name
    if sibling.position is None:
        return f"{name}, {paper.say('not on this agenda')}"
    return f"{name}, {paper.say('number {number} on this agenda', number=sibling.position)}"
