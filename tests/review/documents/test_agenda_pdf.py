import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.agenda import Agenda, Names, Sibling
from ehp_desktop.review.documents.agenda_pdf import render_agenda, texts_of
from ehp_desktop.review.documents.page import COLUMN
from ehp_desktop.review.documents.speech import Languages

MakeAgenda = Callable[..., Agenda]
MakeChild = Callable[..., ChildRow]
ReadPages = Callable[[bytes], list[str]]
ReadPdf = Callable[[bytes], pypdf.PdfReader]

NASTY = "<b>Jo</b> & \"q\" 'x' =cmd|'/C calc'!A0 Tŷ Ŵ"


@pytest.fixture
def ready(make_child: MakeChild) -> ChildRow:
    return make_child(child_id="R1")


@pytest.fixture
def work(make_child: MakeChild) -> ChildRow:
    """A grandmother who gave notice a month before the surgery."""
    return make_child(
        child_id="W2",
        forename="Siân-Mai",
        surname="Evans",
        placement_code="F1",
        carer_relationship="grandparent",
        carer_has_pr=False,
        carer_approval="full",
        carer_seeks="sgo",
        sgo_notice_date=dt.date(2021, 9, 3),
        sgo_report_date=dt.date(2021, 9, 20),
        sgo_support_plan_date=dt.date(2021, 9, 20),
        carer_checks_date=dt.date(2021, 5, 5),
    )


def test_page_one_says_what_where_and_who(
    make_agenda: MakeAgenda, ready: ChildRow, work: ChildRow, read_pages: ReadPages
) -> None:
    agenda = make_agenda([ready, work], apologies="Huw Pryce")
    first = read_pages(render_agenda(agenda).pdf)[0]
    for said in (
        "Cyngor Abertawe",
        "Care Order Discharge Legal Surgery",
        "Tuesday 5 October 2021, 10:00, Tŷ Mawr",
        "Chair Rhiannon Evans",
        "Lawyer not recorded",
        "Apologies Huw Pryce",
        "10:00 1 I. ap R. (R1) 9 parents 12 Jun 2018 ready to discuss ready to discuss",
        "10:20 2 S.-M. E. (W2) 9 kinship 12 Jun 2018 not this route not this route",
        "Mair Dafydd",
    ):
        assert said in first


def test_every_page_carries_marking_number_surgery_and_printing(
    make_agenda: MakeAgenda, ready: ChildRow, work: ChildRow, read_pages: ReadPages
) -> None:
    agenda = make_agenda([ready, work])
    printed = render_agenda(agenda)
    pages = read_pages(printed.pdf)
    assert len(pages) == printed.pages
    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert f"page {number} of {len(pages)}" in page
        assert "Legal surgery, 5 Oct 2021 · draft" in page
        assert "as at 5 Oct 2021" in page
        assert f"parameters {agenda.parameters_version}" in page
        assert "printed 5 Oct 2021 08:30 BST by Rhiannon Evans" in page
        assert "Values are those stored" not in page


def test_a_case_says_what_holds_and_what_does_not(
    make_agenda: MakeAgenda, work: ChildRow, read_pages: ReadPages
) -> None:
    text = " ".join(read_pages(render_agenda(make_agenda([work])).pdf))
    for said in (
        "C2, full care order; made 12 Jun 2018; Swansea; SA18C00321",
        "M. R. (mother): agrees",
        "Special guardianship needs work first Outstanding: R14 · not before 3 Dec 2021",
        "too late from 14 May 2030",
        "What does not hold, or is not known",
        "not met: Three months' notice has been given and has run Notice given 3 Sep 2021; three "
        "months will have run on 3 Dec 2021",
        "What holds",
        "Questions to settle",
        "What would be in place when the notice has run on 3 Dec 2021?",
        "Sources, as at 28 Sep 2021 unless dated: extract.csv row 12 where no number stands; "
        "[1] typed by Mair Dafydd, 6 Sep 2021.",
        "Wishes and feelings recorded on 20 Aug 2021, current to 20 Feb 2022 [1]",
        "Earlier surgeries none",
        "Notes",
    ):
        assert said in text


def test_what_does_not_hold_says_so_in_words(
    make_agenda: MakeAgenda, work: ChildRow, read_pages: ReadPages
) -> None:
    older = work._replace(date_of_birth=dt.date(2007, 5, 14), child_wishes=None, wishes_date=None)
    text = " ".join(read_pages(render_agenda(make_agenda([older])).pdf))
    assert "Cautions: what does not hold, or is not known" in text
    assert "not met: Leaving-care entitlements do not turn on this 14 or over, so they may:" in text
    assert "unknown: The child does not oppose What the child wishes is not recorded" in text


def test_the_key_is_not_taken_for_findings(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    key = read_pages(render_agenda(make_agenda([ready])).pdf)[-1]
    assert "Key to the criteria What is asked of every child" in key


def test_a_question_names_the_criterion_that_it_is_about(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    one_only = ready._replace(review_endorses="discharge")
    asked = " ".join(read_pages(render_agenda(make_agenda([one_only])).pdf))
    assert "R6 Could a review endorse this route, and when?" in asked


def test_brothers_and_sisters_and_earlier_surgeries(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    agenda = make_agenda([ready])
    case = replace(
        agenda.cases[0],
        siblings=(Sibling("S8", "E. R.", 4), Sibling("S9", "", None)),
        earlier=(dt.date(2021, 7, 6), dt.date(2021, 6, 1)),
    )
    text = read_pages(render_agenda(replace(agenda, cases=(case,))).pdf)[1]
    assert "E. R. (S8), number 4 on this agenda; (S9), not on this agenda" in text
    assert "Earlier surgeries 6 Jul 2021, 1 Jun 2021" in text


def test_a_child_accommodated_by_agreement_is_under_no_order(
    make_agenda: MakeAgenda, work: ChildRow, read_pages: ReadPages
) -> None:
    row = work._replace(legal_status="V2", court=None, case_number=None)
    text = read_pages(render_agenda(make_agenda([row])).pdf)[1]
    assert "V2, accommodated under s.76; since 12 Jun 2018 Looked after since" in text


def test_routes_shut_for_the_same_reason_are_told_together(
    make_agenda: MakeAgenda, work: ChildRow, read_pages: ReadPages
) -> None:
    text = read_pages(render_agenda(make_agenda([work])).pdf)[1]
    assert "Discharge, Supervision order not this route E3 Placement: F1" in text


def test_a_child_of_no_cohort_is_not_assessed(
    make_agenda: MakeAgenda, make_child: MakeChild, read_pages: ReadPages
) -> None:
    row = make_child(placement_code="H3")
    assert "Not assessed" in read_pages(render_agenda(make_agenda([row])).pdf)[1]


def test_an_agenda_without_cases(make_agenda: MakeAgenda, read_pages: ReadPages) -> None:
    (page,) = read_pages(render_agenda(make_agenda([])).pdf)
    assert "No cases are on this agenda yet." in page


def test_title_author_language_and_a_bookmark_for_every_case(
    make_agenda: MakeAgenda, ready: ChildRow, work: ChildRow, read_pdf: ReadPdf
) -> None:
    reader = read_pdf(render_agenda(make_agenda([ready, work])).pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "Care Order Discharge Legal Surgery, 5 October 2021"
    assert reader.metadata.author == "Cyngor Abertawe"
    assert reader.root_object["/Lang"] == "en-GB"
    marks = [one for one in reader.outline if isinstance(one, pypdf.generic.Destination)]
    assert [one.title for one in marks][1:3] == ["1. I. ap R. (R1)", "2. S.-M. E. (W2)"]
    pages = [reader.get_destination_page_number(one) for one in marks]
    for mark, page in zip(marks[1:3], pages[1:3], strict=True):
        assert page is not None
        assert str(mark.title)[3:] in reader.pages[page].extract_text()


def test_the_same_agenda_gives_the_same_bytes(
    make_agenda: MakeAgenda, ready: ChildRow, work: ChildRow
) -> None:
    once, again = (render_agenda(make_agenda([ready, work]), "both") for _ in range(2))
    assert once == again
    assert render_agenda(make_agenda([ready]), "both").sha256 != once.sha256


def test_another_day_than_that_of_printing_is_explained_on_every_page(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    agenda = make_agenda([ready], printed_at=dt.datetime(2021, 10, 4, 23, 59, tzinfo=dt.UTC))
    for page in read_pages(render_agenda(agenda).pdf):
        assert "less those dated after 5 Oct 2021" in page


def test_in_england_every_page_says_whose_periods_these_are(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    note = "The periods for visits, reviews and approvals are those of Wales."
    england = render_agenda(make_agenda([ready], code_set=CodeSet.ENGLAND))
    assert all(note in page for page in read_pages(england.pdf))
    assert note not in " ".join(read_pages(render_agenda(make_agenda([ready])).pdf))


def test_in_welsh(make_agenda: MakeAgenda, work: ChildRow, read_pages: ReadPages) -> None:
    pages = read_pages(render_agenda(make_agenda([work]), "cy").pdf)
    for said in (
        "Cymhorthfa Gyfreithiol Diddymu Gorchymyn Gofal",
        "Dydd Mawrth 5 Hydref 2021",
        "tudalen 1 o",
        "SWYDDOGOL-SENSITIF / OFFICIAL-SENSITIVE",
        "Cadeirydd Rhiannon Evans",
    ):
        assert said in pages[0]
    assert "Cyfrifoldeb rhiant M. R. (mam): agrees" in pages[1]
    assert "Gwarcheidiaeth arbennig needs work first" in pages[1]


def test_in_welsh_no_english_sentence_has_a_welsh_month(
    make_agenda: MakeAgenda, work: ChildRow, ready: ChildRow, read_pages: ReadPages
) -> None:
    text = " ".join(read_pages(render_agenda(make_agenda([work, ready]), "cy").pdf))
    sentences = re.findall(r"(?:have run on|current to|made|due by|recorded) [^;.?]*", text)
    assert len(sentences) > 5
    for sentence in sentences:
        assert not re.search(r"\b(Ion|Chwe|Maw|Meh|Gorff|Awst|Medi|Hyd|Tach|Rhag)\b", sentence)


def test_in_both_languages_the_welsh_comes_first(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages, read_pdf: ReadPdf
) -> None:
    printed = render_agenda(make_agenda([ready]), Languages.BOTH)
    pages = read_pages(printed.pdf)
    assert "Cadeirydd / Chair Rhiannon Evans" in pages[0]
    assert "tudalen 1 o" in pages[0]
    assert f"page 1 of {printed.pages}" in pages[0]
    assert "12/06/2018" in pages[0]
    assert "Diddymu / Discharge ready to discuss" in pages[1]
    assert read_pdf(printed.pdf).root_object["/Lang"] == "cy-GB"


def test_a_language_that_is_none_is_a_mistake(make_agenda: MakeAgenda) -> None:
    with pytest.raises(ValueError, match="fr"):
        render_agenda(make_agenda([]), "fr")


def test_what_people_type_is_copied_as_they_typed_it(
    make_agenda: MakeAgenda, make_child: MakeChild, read_pages: ReadPages, read_pdf: ReadPdf
) -> None:
    row = make_child(forename=NASTY, surname=None, court=NASTY, social_worker="W" * 500)
    printed = render_agenda(make_agenda([row], apologies=NASTY, names=Names.FULL))
    assert printed.warnings == ()
    ours = " ".join(read_pages(printed.pdf))
    theirs = " ".join(page.extract_text() for page in read_pdf(printed.pdf).pages)
    for text in (ours, theirs):
        flat = "".join(text.split())
        assert flat.count("".join(NASTY.split())) >= 3
        assert "W" * 500 in flat


def test_what_cannot_be_printed_is_named_and_warned_of(
    make_agenda: MakeAgenda, make_child: MakeChild, read_pages: ReadPages
) -> None:
    row = make_child(forename="😀", surname="\u200fAnna")
    printed = render_agenda(make_agenda([row], place="Tŷ 中", names=Names.FULL))
    text = " ".join(read_pages(printed.pdf))
    assert "[U+1F600] [U+200F]Anna" in text
    assert "Tŷ [U+4E2D]" in text
    assert [one.split()[0] for one in printed.warnings] == ["U+200F", "U+4E2D", "U+1F600"]


def test_long_apologies_flow_over_pages(
    make_agenda: MakeAgenda, ready: ChildRow, read_pages: ReadPages
) -> None:
    lines = [f"Apology number {number} of a great many." for number in range(300)]
    pages = read_pages(render_agenda(make_agenda([ready], apologies="\n".join(lines))).pdf)
    text = " ".join(pages)
    assert all(line in text for line in lines)
    assert "Apology number 299" not in pages[0]


texts = st.one_of(
    st.none(),
    st.sampled_from([NASTY, "a-" * 250, "W" * 500, "😀" * 40, "\u202eabc", "", "{0} %s {", "\\"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
routes = st.sampled_from(
    [
        {},
        {"placement_code": "F1", "carer_seeks": "either", "carer_relationship": "friend"},
        {"placement_code": "H3"},
        {"legal_status": None, "date_of_birth": None, "placement_start": None},
        {"iro_view": None, "concerns": "outstanding", "wishes_date": None},
    ]
)


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    fields = ("forename", "surname", "court", "case_number", "social_worker", "pr_holder_1_name")
    words = draw(st.lists(texts, min_size=6, max_size=6))
    ways = draw(st.lists(routes, max_size=30))
    return [
        dict(zip(fields, words[place:] + words[:place], strict=True)) | way
        for place, way in zip([number % 6 for number in range(30)], ways, strict=False)
    ]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows(), texts, st.sampled_from(Languages), st.sampled_from(Names))
def test_nothing_typed_can_stop_the_paper(
    make_agenda: MakeAgenda,
    make_child: MakeChild,
    children: list[dict[str, Any]],
    apologies: str | None,
    languages: Languages,
    names: Names,
) -> None:
    made = [make_child(child_id=f"id-{n}", **facts) for n, facts in enumerate(children)]
    agenda = make_agenda(made, apologies=apologies, names=names)
    printed = render_agenda(agenda, languages)
    assert printed.pdf.startswith(b"%PDF")
    assert printed.pages >= 1 + bool(made)
    assert sum("id-" in text for text in texts_of(agenda, languages)) >= len(made)


def test_no_text_runs_off_the_sheet(make_agenda: MakeAgenda, make_child: MakeChild) -> None:
    from ehp_desktop.review.documents.case_block import case_block
    from ehp_desktop.review.documents.page import Row
    from ehp_desktop.review.documents.paper import AgendaPaper

    row = make_child(forename="W" * 500, court="M" * 500, team_manager=NASTY * 6)
    agenda = make_agenda([row], names=Names.FULL)
    for languages in Languages:
        pieces, _ = case_block(AgendaPaper(agenda, languages), agenda.cases[0])
        cells = [cell for piece in pieces if isinstance(piece, Row) for cell in piece.cells]
        for cell in cells:
            widest = max((line.width for line in cell.lines), default=0)
            assert cell.x + min(widest, cell.width) <= COLUMN + 0.5
            assert widest <= cell.width + 0.1


def test_reading_an_agenda_does_not_load_what_prints_it() -> None:
    code = (
        "import sys, ehp_desktop.review.agenda, ehp_desktop.review.surgery, "
        "ehp_desktop.review.series; "
        "print(sorted({'reportlab', 'sqlalchemy', 'dateutil', 'holidays'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
