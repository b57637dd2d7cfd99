"""One child's whole record: the tables that paper and ZIP share, and the paper."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from ehp_desktop.models.rows import (
    AdviceRow,
    ChildRow,
    EpisodeRow,
    FieldChangeRow,
    IssuedRow,
    NoteRow,
    Origin,
    ReviewRow,
)
from ehp_desktop.review.agenda import Agenda, Names
from ehp_desktop.review.case_life import CaseLife
from ehp_desktop.review.child_record import ChildRecordPaper
from ehp_desktop.review.child_record_content import child_record_tables
from ehp_desktop.review.documents.child_record_pdf import render_child_record

MakeRow = Callable[..., Any]
ReadPages = Callable[[bytes], list[str]]
PRIVILEGED = "OFFICIAL-SENSITIVE - LEGALLY PRIVILEGED AND CONFIDENTIAL"
TYPED = Origin(
    None,
    None,
    None,
    dt.date(2021, 9, 6),
    dt.datetime(2021, 9, 6, 9, tzinfo=dt.UTC),
    "Mair Dafydd",
)


@pytest.fixture
def record(
    make_agenda: Callable[..., Agenda],
    make_child: Callable[..., ChildRow],
    make_row: MakeRow,
    full_life: CaseLife,
) -> ChildRecordPaper:
    child = make_child(child_id="W2", forename="Siân-Mai", surname="Evans")
    agenda = make_agenda([child], names=Names.FULL)
    return ChildRecordPaper(
        replace(agenda.imprint, surgery_date=None),
        child,
        agenda.cases[0].story,
        agenda.cases[0].history,
        changes=(
            FieldChangeRow("court", None, "Cardiff", TYPED),
            FieldChangeRow("carer_2_name", "Huw Rhys", None, TYPED),
        ),
        episodes=(EpisodeRow("W2", dt.date(2018, 3, 1), None, "S", "C2", "P1", None),),
        reviews=(ReviewRow("W2", dt.date(2021, 7, 15)),),
        orders=full_life.orders,
        surgeries=(agenda.surgery,),
        outcomes=full_life.outcomes,
        actions=full_life.actions,
        steps=full_life.steps,
        notes=(
            *full_life.notes,
            make_row(NoteRow, id=3, text="Megan Rhys rang; RHYS, Mêgan asked."),
        ),
        private_notes=(
            make_row(NoteRow, id=4, private=True, text="Nobody else's business"),
            make_row(NoteRow, id=5, private=True, text=None),
        ),
        advice_recorded=True,
        issued=(
            make_row(
                IssuedRow,
                surgery_id=1,
                kind="agenda",
                version=2,
                language="en",
                names="initials",
                sha256="ab" * 32,
                pages=4,
            ),
        ),
    )


def test_the_tables_are_plain_json_and_tell_every_field(record: ChildRecordPaper) -> None:
    tables = json.loads(json.dumps(child_record_tables(record)))
    fields = {one["field"]: one for one in tables["fields"]}
    assert fields["date_of_birth"]["value"] == "2012-05-14"
    assert fields["date_of_birth"]["file"] == "extract.csv"
    assert fields["date_of_birth"]["file_row"] == 12
    assert fields["sibling_group"]["value"] is None
    assert [one["after"] for one in tables["field_changes"]] == ["Cardiff", None]
    assert tables["outcomes"][0]["surgery_date"] == "2021-09-07"
    assert tables["notes"][1]["withdrawn"] is True
    assert tables["surgeries"][0]["position"] == 1
    assert "cases" not in tables["surgeries"][0]
    assert tables["redactions"] == []


def test_advice_and_private_notes_are_listed_as_withheld(record: ChildRecordPaper) -> None:
    tables = child_record_tables(record)
    assert tables["private_notes"] == []
    assert tables["advice"] == []
    assert [(one["what"], one["why"]) for one in tables["withheld"]] == [
        ("legal_advice", "privileged"),
        ("private_note", "private"),
        ("private_note", "not_readable"),
    ]
    assert tables["withheld"][0]["author"] is None
    assert "Nobody else's business" not in repr(tables)


def test_included_where_the_chair_chooses(
    record: ChildRecordPaper, advice: tuple[AdviceRow, ...]
) -> None:
    tables = child_record_tables(replace(record, with_private=True, advice=advice[:1]))
    assert [one["text"] for one in tables["private_notes"]] == ["Nobody else's business"]
    assert [one["text"] for one in tables["advice"]] == ["Leave is not needed: s.14A(5)(d)."]
    assert [one["why"] for one in tables["withheld"]] == ["not_readable"]


def test_the_paper_tells_what_the_tables_hold(
    record: ChildRecordPaper, read_pages: ReadPages
) -> None:
    pages = read_pages(render_child_record(record).pdf)
    text = " ".join(pages)
    for said in (
        "Record of one child Siân-Mai Evans (W2)",
        "Legal advice: legal professional privilege",
        "Private note: private preparation note; Carys Llŷr, 7 Sep 2021 13:05 UTC",
        "changed not recorded > Cardiff",
        "Second carer not recorded",
        "changed Huw Rhys > not recorded",
        "typed by Mair Dafydd, 6 Sep 2021; 6 Sep 2021 09:00 UTC",
        "extract.csv row 12, as at 28 Sep 2021; Rhiannon Evans",
        "1 Mar 2018 C2 P1 S",
        "Outcome Not yet, relist on a date",
        "Withdrawn by mistake",
        "Wrong child",
        "Documents kept",
        "Never recorded: Sibling group",
    ):
        assert said in text
    assert "PRIVILEGED" not in text
    assert "Nobody else's business" not in text


def test_with_advice_every_page_is_marked(
    record: ChildRecordPaper, advice: tuple[AdviceRow, ...], read_pages: ReadPages
) -> None:
    pages = read_pages(render_child_record(replace(record, advice=advice)).pdf)
    assert all(page.count(PRIVILEGED) == 2 for page in pages)
    assert "Leave is not needed" in " ".join(pages)


@pytest.mark.parametrize("languages", ["en", "cy", "both"])
def test_redacted_names_are_nowhere_in_the_file(
    record: ChildRecordPaper,
    read_pages: ReadPages,
    read_pdf: Callable[[bytes], pypdf.PdfReader],
    languages: str,
) -> None:
    printed = render_child_record(replace(record, redact=("megan rhys", "Huw Rhys")), languages)
    text = " ".join(read_pages(printed.pdf))
    assert "[redacted] rang; [redacted] asked." in text
    assert "changed [redacted] >" in text
    reader = read_pdf(printed.pdf)
    theirs = " ".join(page.extract_text() for page in reader.pages)
    marks = " ".join(str(one) for one in (reader.metadata or {}).values())
    for said in (text, theirs, marks):
        for name in ("Megan", "MEGAN", "Mêgan", "Rhys", "RHYS"):
            assert name not in said


def test_redacting_the_child_leaves_no_name_in_title_or_outline(
    record: ChildRecordPaper, read_pdf: Callable[[bytes], pypdf.PdfReader]
) -> None:
    reader = read_pdf(render_child_record(replace(record, redact=("Evans", "Rhiannon"))).pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "Record of one child: Siân-Mai [redacted] (W2)"
    assert "Rhiannon" not in " ".join(page.extract_text() for page in reader.pages)


def test_the_same_record_gives_the_same_bytes(record: ChildRecordPaper) -> None:
    assert render_child_record(record, "both") == render_child_record(record, "both")


def test_a_child_of_whom_hardly_anything_is_recorded(
    record: ChildRecordPaper, read_pages: ReadPages
) -> None:
    bare = ChildRecordPaper(record.imprint, ChildRow("N1"))
    text = " ".join(read_pages(render_child_record(bare).pdf))
    assert "Record of one child N1" in text
    assert "Nothing is withheld." in text
