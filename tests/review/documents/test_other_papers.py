"""The action list, the case summary and the invitation on paper."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ehp_desktop.models.rows import ActionRow, AdviceRow, ChildRow
from ehp_desktop.review.action_list import ActionListPaper
from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.case_life import ActionTold, CaseLife
from ehp_desktop.review.case_summary import CaseSummaryPaper
from ehp_desktop.review.documents.action_list_pdf import render_action_list
from ehp_desktop.review.documents.case_summary_pdf import render_case_summary
from ehp_desktop.review.documents.invitation_pdf import render_invitation
from ehp_desktop.review.invitation import CaseCalled, InvitationPaper

MakeAgenda = Callable[..., Agenda]
MakeRow = Callable[..., Any]
ReadPages = Callable[[bytes], list[str]]
PRIVILEGED = "OFFICIAL-SENSITIVE - LEGALLY PRIVILEGED AND CONFIDENTIAL"


def test_actions_overdue_first_then_by_who(
    make_agenda: MakeAgenda, make_row: MakeRow, full_life: CaseLife, read_pages: ReadPages
) -> None:
    imprint = replace(make_agenda([]).imprint, surgery_date=None)
    early = make_row(ActionRow, id=9, what="Ask", who="Huw Pryce", by_when=dt.date(2021, 10, 4))
    told = [ActionTold(one, "S. E. (W2)") for one in full_life.actions]
    printed = render_action_list(ActionListPaper(imprint, (*told, ActionTold(early))))
    (page,) = read_pages(printed.pdf)
    said = [
        "Overdue actions (2)",
        "Huw Pryce Ask 4 Oct 2021: one day late",
        "Mair Dafydd Chase the checks S. E. (W2) 7 Sep 2021: 28 days late",
        "Open actions (1)",
        "Draft the support plan (draft, to be confirmed by the chair) S. E. (W2) 1 Nov 2021",
        "Done (1)",
        "Tell the IRO S. E. (W2) done 10 Sep 2021",
    ]
    places = [page.index(one) for one in said]
    assert places == sorted(places)
    assert "Withdrawn by mistake" not in page


def test_no_actions(make_agenda: MakeAgenda, read_pages: ReadPages) -> None:
    (page,) = read_pages(
        render_action_list(ActionListPaper(make_agenda([]).imprint, ()), "both").pdf
    )
    assert "No actions are recorded." in page


def test_a_summary_has_routes_outcomes_notes_and_the_key(
    make_agenda: MakeAgenda,
    make_child: Callable[..., ChildRow],
    full_life: CaseLife,
    advice: tuple[AdviceRow, ...],
    read_pages: ReadPages,
) -> None:
    agenda = make_agenda([make_child(child_id="W2")], lives={"W2": full_life})
    imprint = replace(agenda.imprint, surgery_date=None)
    paper = CaseSummaryPaper(imprint, agenda.cases[0], agenda.parameters)
    pages = read_pages(render_case_summary(paper).pdf)
    text = " ".join(pages)
    for said in (
        "Case summary I. ap R. (W2)",
        "Not yet, relist on 5 Oct 2021",
        "Discharge ready to discuss",
        "Legal advice recorded; not part of this paper.",
        "Key to the criteria",
    ):
        assert said in text
    assert "PRIVILEGED" not in text
    assert "Leave is not needed" not in text
    privileged = read_pages(render_case_summary(replace(paper, advice=advice)).pdf)
    assert all(page.count(PRIVILEGED) == 2 for page in privileged)
    assert "Leave is not needed" in " ".join(privileged)


def test_an_invitation_says_where_and_when_and_no_fact_of_a_case(
    make_agenda: MakeAgenda,
    make_child: Callable[..., ChildRow],
    full_life: CaseLife,
    read_pages: ReadPages,
) -> None:
    agenda = make_agenda([make_child(child_id="W2")], lives={"W2": full_life})
    called = CaseCalled(1, dt.time(10), "I. ap R.", "W2")
    paper = InvitationPaper(agenda.imprint, agenda.surgery, ("Elin Ŵyn",), (called,))
    (page,) = read_pages(render_invitation(paper).pdf)
    for said in (
        "To Elin Ŵyn",
        "Date Tuesday 5 October 2021",
        "Time 10:00",
        "Place Tŷ Mawr",
        "10:00 1 I. ap R. (W2)",
    ):
        assert said in page
    for fact in ("Swansea", "discharge", "kinship", "14 May"):
        assert fact not in page
    (without,) = read_pages(render_invitation(replace(paper, cases=None), "both").pdf)
    assert "W2" not in without
    assert "Dyddiad / Date Dydd Mawrth 5 Hydref 2021 / Tuesday 5 October 2021" in without


def test_an_invitation_to_a_cancelled_surgery_says_so(
    make_agenda: MakeAgenda, read_pages: ReadPages
) -> None:
    agenda = make_agenda([], state="cancelled")
    (page,) = read_pages(
        render_invitation(InvitationPaper(agenda.imprint, agenda.surgery, (), ())).pdf
    )
    assert "This surgery is cancelled." in page
    assert "No cases are on this agenda yet." in page


def test_every_paper_says_what_it_is_on_every_page(
    make_agenda: MakeAgenda, make_row: MakeRow, read_pages: ReadPages
) -> None:
    many = tuple(
        ActionTold(make_row(ActionRow, id=one, what="Do it. " * 30, who=f"Person {one % 5}"))
        for one in range(1, 80)
    )
    imprint = make_agenda([]).imprint
    printed = render_action_list(ActionListPaper(imprint, many))
    pages = read_pages(printed.pdf)
    assert len(pages) == printed.pages > 3
    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert f"page {number} of {len(pages)}" in page
        assert f"parameters {imprint.parameters_version}" in page
        assert "as at 5 Oct 2021" in page
        assert "printed 5 Oct 2021 08:30 BST by Rhiannon Evans" in page
        assert "Actions, 5 Oct 2021" in page
