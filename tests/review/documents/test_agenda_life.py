"""What people recorded, on the agenda: overdue first, what was decided, advice or none of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ehp_desktop.models.rows import ActionRow, AdviceRow, ChildRow, NoteRow, OverrideRow
from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.case_life import ActionTold, CaseLife, Meeting
from ehp_desktop.review.documents.agenda_pdf import render_agenda

MakeAgenda = Callable[..., Agenda]
MakeChild = Callable[..., ChildRow]
MakeRow = Callable[..., Any]
ReadPages = Callable[[bytes], list[str]]
Advice = tuple[AdviceRow, ...]

PRIVILEGED = "OFFICIAL-SENSITIVE - LEGALLY PRIVILEGED AND CONFIDENTIAL"


@pytest.fixture
def kinship(make_child: MakeChild) -> ChildRow:
    return make_child(
        child_id="W2",
        forename="Siân-Mai",
        surname="Evans",
        placement_code="F1",
        carer_relationship="grandparent",
        carer_has_pr=False,
        carer_approval="full",
        carer_seeks="sgo",
        iro_view="opposes",
    )


def test_overdue_actions_stand_on_page_one_before_the_running_order(
    make_agenda: MakeAgenda, kinship: ChildRow, meeting: Meeting, read_pages: ReadPages
) -> None:
    first = read_pages(render_agenda(make_agenda([kinship], meeting=meeting)).pdf)[0]
    late = "Chase the checks S.-M. E. (W2) Mair Dafydd 7 Sep 2021: 28 days late"
    assert late in first
    assert first.index(late) < first.index("Presents")


def test_a_draft_action_says_who_is_to_confirm_it(
    make_agenda: MakeAgenda, make_row: MakeRow, read_pages: ReadPages
) -> None:
    row = make_row(ActionRow, what="Ring", who="Huw", by_when=dt.date(2021, 10, 4), confirmed=False)
    agenda = make_agenda([], meeting=Meeting(overdue=(ActionTold(row),)))
    first = read_pages(render_agenda(agenda).pdf)[0]
    assert "Ring (draft, to be confirmed by the chair) Huw 4 Oct 2021: one day late" in first


def test_the_front_says_version_changes_people_and_conflicts(
    make_agenda: MakeAgenda, kinship: ChildRow, meeting: Meeting, read_pages: ReadPages
) -> None:
    pages = read_pages(render_agenda(make_agenda([kinship], meeting=meeting)).pdf)
    for said in (
        "Invited Huw Pryce",
        "Present Elin Ŵyn (Dwyrain)",
        "Apologies Siân Tomos",
        "Declarations of interest Elin Ŵyn (Dwyrain): related to W2",
        "Version issued, version 2",
        "Changed since version 1 Case W2 was added. The place was changed.",
    ):
        assert said in pages[0]
    assert all("Legal surgery, 5 Oct 2021 · issued, version 2" in page for page in pages)


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_surgery_that_is_not_held_says_so_on_every_page(
    make_agenda: MakeAgenda, kinship: ChildRow, read_pages: ReadPages, state: str
) -> None:
    for page in read_pages(render_agenda(make_agenda([kinship], state=state)).pdf):
        assert f"Legal surgery, 5 Oct 2021 · {state}" in page


def test_a_case_says_what_was_decided_and_what_became_of_it(
    make_agenda: MakeAgenda, kinship: ChildRow, full_life: CaseLife, read_pages: ReadPages
) -> None:
    agenda = make_agenda([kinship], lives={"W2": full_life})
    text = " ".join(read_pages(render_agenda(agenda).pdf))
    for said in (
        "Relisted from surgery of 7 Sep 2021",
        "7 Sep 2021 Not yet, relist on 5 Oct 2021; copied to the case record on 9 Sep 2021 by Huw",
        "The notice has not run. The grandmother's checks are to come.",
        "Mair Dafydd: Chase the checks – by 7 Sep 2021: 28 days late",
        "Draft the support plan – by 1 Nov 2021 (draft, to be confirmed by the chair)",
        "Tell the IRO – done 10 Sep 2021",
        "20 Sep 2021 application drafted; form C1 with C13A; Special guardianship; First draft",
        "20 Dec 2020 supervision order made; Swansea; S1",
        "Supervision order of 20 Dec 2020: month 9 since 20 Sep 2021; ends on 19 Dec 2021",
        "The school says attendance is 98%. The nurse agrees.",
        "One withdrawn note is left out.",
    ):
        assert said in text
    assert "Withdrawn by mistake" not in text
    assert "Wrong child" not in text


def test_an_override_is_told_with_both_values(
    make_agenda: MakeAgenda, kinship: ChildRow, make_row: MakeRow, read_pages: ReadPages
) -> None:
    override = make_row(
        OverrideRow,
        child_id="W2",
        criterion="R7",
        result="met",
        reason="Her letter of 1 September.",
        made_on=dt.date(2021, 9, 8),
    )
    text = " ".join(read_pages(render_agenda(make_agenda([kinship], overrides=[override])).pdf))
    assert "What holds by a lawyer's override" in text
    assert "Set to met by Carys Llŷr, lawyer, on 8 Sep 2021; worked out: not met" in text
    assert "Her letter of 1 September" in text


def test_with_advice_every_page_is_marked_as_privileged(
    make_agenda: MakeAgenda,
    kinship: ChildRow,
    full_life: CaseLife,
    advice: Advice,
    read_pages: ReadPages,
) -> None:
    agenda = make_agenda([kinship], lives={"W2": full_life}, advice=advice)
    for languages in ("en", "cy", "both"):
        pages = read_pages(render_agenda(agenda, languages).pdf)
        assert all(page.count(PRIVILEGED) == 2 for page in pages)
        assert "Leave is not needed: s.14A(5)(d)." in " ".join(pages)
        assert "Time estimates are with the court." in pages[0]


def test_without_advice_nothing_of_it_is_on_the_paper(
    make_agenda: MakeAgenda,
    kinship: ChildRow,
    full_life: CaseLife,
    meeting: Meeting,
    read_pages: ReadPages,
) -> None:
    agenda = make_agenda([kinship], lives={"W2": full_life}, meeting=meeting)
    pages = read_pages(render_agenda(agenda).pdf)
    text = " ".join(pages)
    assert "PRIVILEGED" not in text
    assert text.count("Legal advice recorded; not part of this paper.") == 2
    silent = replace(full_life, advice_recorded=False)
    quiet = make_agenda([kinship], lives={"W2": silent})
    assert "advice" not in " ".join(read_pages(render_agenda(quiet).pdf)).lower()


def test_the_same_agenda_with_all_that_can_be_recorded_gives_the_same_bytes(
    make_agenda: MakeAgenda,
    kinship: ChildRow,
    full_life: CaseLife,
    meeting: Meeting,
    advice: Advice,
) -> None:
    given: dict[str, Any] = {"lives": {"W2": full_life}, "meeting": meeting, "advice": advice}
    once, again = (render_agenda(make_agenda([kinship], **given), "both") for _ in range(2))
    assert once == again


def test_a_note_of_twenty_thousand_characters_is_all_there(
    make_agenda: MakeAgenda, kinship: ChildRow, make_row: MakeRow, read_pages: ReadPages
) -> None:
    words = [f"w{number:04}" for number in range(3300)]
    text = " ".join(words)[:19_990] + "\nŵ ŷ 😀"
    life = CaseLife(notes=(make_row(NoteRow, child_id="W2", text=text),))
    printed = render_agenda(make_agenda([kinship], lives={"W2": life}))
    found = " ".join(read_pages(printed.pdf))
    assert all(word in found for word in words[:3200])
    assert "ŵ ŷ [U+1F600]" in found
    assert [one.split()[0] for one in printed.warnings] == ["U+1F600"]
