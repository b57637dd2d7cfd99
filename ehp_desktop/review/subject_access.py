"""One child's whole record, for a subject access request: a PDF, and a ZIP of JSON."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.models.rows import (
    ActionRow,
    CaseOutcomeRow,
    HoldRow,
    IssuedRow,
    NoteRow,
    OverrideRow,
    StepRow,
)
from ehp_desktop.review.case_life import CaseLife, DatedOutcome
from ehp_desktop.review.child_record import ChildRecordPaper
from ehp_desktop.review.language import Language
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed, ask, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

PDF_NAME: Final = "child-record.pdf"
ZIP_NAME: Final = "child-record.zip"


@dataclass(frozen=True, slots=True)
class RecordWish:
    """How a child's record is wanted.

    `with_private`: with the private notes that these keys open: one's own, or with the recovery
    code everybody's, whose authors are told. `redact`: names of other people to be taken out.
    """

    language: Language
    as_of: dt.date
    printed_at: dt.datetime
    with_advice: bool = False
    with_private: bool = False
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """Where a record was written, and how much of it was redacted or withheld."""

    pdf: Path
    archive: Path
    pages: int
    redactions: int
    withheld: int


@requires(Deed.CHILD_RECORD)
def read_child_record(opened: "OpenStore", child_id: str, wish: RecordWish) -> ChildRecordPaper:
    """Everything kept of one child, every version; names in full.

    Raises:
        NotFoundError: there is no such child.
        NotAllowedError: the actor may not read what is wished for; nothing was read.
    """
    from ehp_desktop.review.case_reading import CaseReading, imprint_of

    if wish.with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    texts = _private_texts(opened, child_id) if wish.with_private else {}
    with opened.store.reading() as session:
        reading = CaseReading(opened, session, wish.as_of, Names.FULL, child_ids=(child_id,))
        case = reading.case(child_id, CaseLife())
        dates = {one.id: one.date for one in reading.surgeries}
        return ChildRecordPaper(
            imprint=imprint_of(opened, wish.as_of, wish.printed_at, Names.FULL),
            row=case.row,
            story=case.story,
            provenance=case.history,
            with_private=wish.with_private,
            redact=wish.redact,
            **_history(session, child_id),
            **_recorded(session, child_id, dates),
            **_notes(session, child_id, texts),
            **_advice(opened, session, child_id, told=wish.with_advice),
        )


@requires(Deed.CHILD_RECORD)
def write_child_record(
    opened: "OpenStore", child_id: str, out: Path, wish: RecordWish
) -> WrittenRecord:
    """Write a child's record into a folder: a PDF, and a ZIP with a JSON file for each table.

    Raises:
        RefusedError: there is such a file in the folder already; nothing was written.
        DiskError: they could not be written.
        NotFoundError: there is no such child.
        NotAllowedError: the actor may not read what is wished for.
    """
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.child_record_content import child_record_tables
    from ehp_desktop.review.documents.child_record_pdf import render_child_record
    from ehp_desktop.review.private_files import private_folder, save_private
    from ehp_desktop.review.redaction import REDACTED

    pdf, archive = out / PDF_NAME, out / ZIP_NAME
    for path in (pdf, archive):
        if path.exists():
            raise RefusedError(
                f"There is a file {path} already, and nothing was written over it. Name another "
                "folder."
            )
    record = read_child_record(opened, child_id, wish)
    tables = child_record_tables(record)
    printed = render_child_record(record, wish.language.value)
    note_printed(opened, "record", with_advice=wish.with_advice, child_id=child_id)
    private_folder(out)
    save_private(pdf, printed.pdf)
    save_private(archive, _zipped(tables, wish.printed_at))
    redactions = json.dumps(tables, ensure_ascii=False).count(REDACTED)
    return WrittenRecord(pdf, archive, printed.pages, redactions, len(tables["withheld"]))


def _private_texts(opened: "OpenStore", child_id: str) -> dict[int, str]:
    """The private notes of a child that can be opened, every version, by id."""
    from ehp_desktop.review.notes import NoteFilter, NoteKind, find_notes, opened_private_notes

    if opened.actor.recovering:
        shown = opened_private_notes(opened, child_id)
    else:
        shown = find_notes(opened, NoteFilter(child_id=child_id, kind=NoteKind.PRIVATE))
    rows = [row for one in shown for row in (*one.earlier, one.row)]
    return {row.id: row.text for row in rows if row.text is not None}


def _history(session: Session, child_id: str) -> dict[str, Any]:
    """What files and people gave: changes, episodes, reviews, orders, and surgeries."""
    from ehp_desktop.models import reads

    return {
        "changes": tuple(
            one for one in reads.history(session, child_id) if one.field in FIELD_BY_KEY
        ),
        "episodes": tuple(reads.episodes(session, child_id)),
        "reviews": tuple(reads.reviews(session, child_id)),
        "orders": tuple(reads.outcomes(session, child_id)),
        "surgeries": tuple(reads.surgeries_of(session, child_id)),
    }


def _recorded(session: Session, child_id: str, dates: Mapping[int, dt.date]) -> dict[str, Any]:
    """What was recorded at and around surgeries, every version."""
    from ehp_desktop.models import reads
    from ehp_desktop.models.life_reads import all_versions

    outcomes = all_versions(session, CaseOutcomeRow, child_id=child_id)
    listed = {one.id for one in reads.surgeries_of(session, child_id)}
    issued = all_versions(session, IssuedRow)
    return {
        "outcomes": tuple(DatedOutcome(dates[one.surgery_id], one) for one in outcomes),
        "actions": tuple(all_versions(session, ActionRow, child_id=child_id)),
        "steps": tuple(all_versions(session, StepRow, child_id=child_id)),
        "overrides": tuple(all_versions(session, OverrideRow, child_id=child_id)),
        "issued": tuple(one for one in issued if one.surgery_id in listed),
        "holds": tuple(all_versions(session, HoldRow, child_id=child_id)),
    }


def _notes(session: Session, child_id: str, texts: Mapping[int, str]) -> dict[str, Any]:
    """Fact notes and private notes, every version; private ones with the texts that were opened."""
    from ehp_desktop.models.life_reads import all_versions

    notes = all_versions(session, NoteRow, child_id=child_id)
    private = [one._replace(text=texts.get(one.id)) for one in notes if one.private]
    return {
        "notes": tuple(one for one in notes if not one.private),
        "private_notes": tuple(private),
    }


def _advice(opened: "OpenStore", session: Session, child_id: str, *, told: bool) -> dict[str, Any]:
    """Legal advice, where it is to be told; else that there is some."""
    from ehp_desktop.models import advice_books

    book = advice_books.advice_on(session, opened.store.keys, child_id=child_id) if told else None
    there = child_id in advice_books.recorded(session).children
    return {"advice": None if book is None else tuple(book), "advice_recorded": there}


def _zipped(tables: dict[str, list[dict[str, Any]]], at: dt.datetime) -> bytes:
    """A ZIP of one JSON file a table; the same tables and time, the same bytes."""
    buffer = io.BytesIO()
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, rows in tables.items():
            content = json.dumps(rows, ensure_ascii=False, indent=2).encode("utf-8")
            zipped.writestr(zipfile.ZipInfo(f"{name}.json", moment), content)
    return buffer.getvalue()
