"""The minutes on paper."""

from collections.abc import Callable

import pypdf
import pytest

from ehp_desktop.models.rows import AdviceRow, ChildRow, SurgeryEventRow
from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.case_life import CaseLife, Meeting
from ehp_desktop.review.documents.minutes_pdf import render_minutes
from ehp_desktop.review.minutes import MinutesPaper

MakeMinutes = Callable[..., MinutesPaper]
ReadPages = Callable[[bytes], list[str]]
PRIVILEGED = "OFFICIAL-SENSITIVE - LEGALLY PRIVILEGED AND CONFIDENTIAL"


@pytest.fixture
def make_minutes(
    make_agenda: Callable[..., Agenda],
    make_child: Callable[..., ChildRow],
    full_life: CaseLife,
    meeting: Meeting,
    addendum: SurgeryEventRow,
) -> MakeMinutes:
    def make(**given: object) -> MinutesPaper:
        rows = [make_child(child_id="R1"), make_child(child_id="W2", forename="Siân-Mai")]
        usual = {"lives": {"W2": full_life}, "meeting": meeting, "state": "closed"}
        return MinutesPaper(make_agenda(rows, **(usual | given)), addenda=(addendum,))

    return make


def test_page_one_says_who_was_there_and_every_outcome(
    make_minutes: MakeMinutes, read_pages: ReadPages
) -> None:
    first = read_pages(render_minutes(make_minutes()).pdf)[0]
    for said in (
        "Minutes: Care Order Discharge Legal Surgery",
        "Present Elin Ŵyn (Dwyrain)",
        "Apologies Siân Tomos",
        "Declarations of interest Elin Ŵyn (Dwyrain): related to W2",
        "1 I. ap R. (R1) no outcome recorded",
        "2 S.-M. ap R. (W2) Not yet, relist on 5 Oct 2021",
        "Minutes of the legal surgery, 5 Oct 2021 · closed, version 2",
    ):
        assert said in first


def test_a_case_has_its_states_outcome_actions_and_notes(
    make_minutes: MakeMinutes, read_pages: ReadPages
) -> None:
    text = " ".join(read_pages(render_minutes(make_minutes()).pdf))
    for said in (
        "States on the day Discharge ready to discuss",
        "Reason The notice has not run. The grandmother's checks are to come.",
        "Mair Dafydd: Chase the checks",
        "The school says attendance is 98%.",
        "Legal advice recorded; not part of this paper.",
        "Addenda after the surgery was closed 7 Sep 2021 13:05 UTC · Carys Llŷr, lawyer",
        "The court confirmed the number.",
    ):
        assert said in text
    assert "PRIVILEGED" not in text


def test_what_is_not_confirmed_or_not_closed_is_a_draft(
    make_minutes: MakeMinutes, full_life: CaseLife, read_pages: ReadPages
) -> None:
    from dataclasses import replace

    outcome = full_life.outcomes[0]
    draft = outcome._replace(row=outcome.row._replace(confirmed=False))
    lives = {"W2": replace(full_life, outcomes=(draft,))}
    text = read_pages(render_minutes(make_minutes(lives=lives, state="held")).pdf)[0]
    assert "Not yet, relist on 5 Oct 2021 (draft, to be confirmed by the chair)" in text
    assert "Draft: the surgery is not closed" in text
    assert "· draft" in text


def test_with_advice_every_page_is_marked_and_says_it(
    make_minutes: MakeMinutes, advice: tuple[AdviceRow, ...], read_pages: ReadPages
) -> None:
    pages = read_pages(render_minutes(make_minutes(advice=advice), "both").pdf)
    assert all(page.count(PRIVILEGED) == 2 for page in pages)
    assert "Leave is not needed" in " ".join(pages)


def test_minutes_of_no_case(make_agenda: Callable[..., Agenda], read_pages: ReadPages) -> None:
    (page,) = read_pages(render_minutes(MinutesPaper(make_agenda([]))).pdf)
    assert "No cases were on the list of this surgery." in page


def test_title_language_bookmarks_and_the_same_bytes(
    make_minutes: MakeMinutes, read_pdf: Callable[[bytes], pypdf.PdfReader]
) -> None:
    printed = render_minutes(make_minutes(), "cy")
    assert printed == render_minutes(make_minutes(), "cy")
    reader = read_pdf(printed.pdf)
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert reader.metadata.title.startswith("Cofnodion: Cymhorthfa Gyfreithiol")
    assert reader.root_object["/Lang"] == "cy-GB"
    titles = [one.title for one in reader.outline if isinstance(one, pypdf.generic.Destination)]
    assert titles == ["Cofnodion", "1. I. ap R. (R1)", "2. S.-M. ap R. (W2)", "Addenda"]
