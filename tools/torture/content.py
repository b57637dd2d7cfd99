"""What a store holds, so that it can be compared: with what was acknowledged, and as a whole."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ehp_desktop.models import advice_books, life_reads, reads
from ehp_desktop.models.issued_papers import kept_paper
from ehp_desktop.models.keys import read_key_file
from ehp_desktop.models.rows import (
    ActionRow,
    AttendanceRow,
    CaseOutcomeRow,
    HoldRow,
    IssuedRow,
    ParameterRow,
    StepRow,
    SurgeryEventRow,
)
from ehp_desktop.review import kept_texts, notes, opening
from tools.torture.cast import sha
from tools.torture.script import children_digest

Found = dict[str, str]

_RANDOM: Final = frozenset(
    {"seq", "salt", "digest", "record_id", "author_id", "person_id", "key_id", "sealed", "left"}
)
"""Columns that are another each time a step is played, or that only number the audit."""
_LEFT_OUT: Final = frozenset({"audit", "advice_book", "paper_key", "typing_draft"})
"""Tables of which only the opened content can be compared."""


def found(opened: "opening.OpenStore") -> Found:
    """Everything that can be acknowledged, by the names that the script gives it."""
    things = Found(_evidence(opened))
    for shown in notes.find_notes(opened):
        kind = "note" if shown.kind is not notes.NoteKind.ADVICE else "advice"
        for row in (*shown.earlier, shown.row):
            things[f"{kind} {shown.reference} v{row.version}"] = sha((row.text or "").strip())
    for text in kept_texts.kept_texts(opened).values():
        things[f"draft of the {opened.actor.role.value}"] = sha(text)
    for slot in read_key_file(opened.store.folder).people():
        things[f"person {slot.person.name}"] = sha(slot.person.role, slot.first)
    return things


def backups_beside(beside: Path) -> Found:
    """The backups made by hand."""
    return {
        f"backup {path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in beside.glob("*.ehpbackup")
    }


def _evidence(opened: "opening.OpenStore") -> Iterator[tuple[str, str]]:
    with opened.store.reading() as session:
        rows = reads.children(session)
        yield (
            "children",
            children_digest(
                [(row.child_id, row.forename, row.surname, row.date_of_birth) for row in rows]
            ),
        )
        for row in rows:
            yield f"child {row.child_id} team", sha(row.team)
            if row.ceased_date is not None:
                yield f"child {row.child_id} left", sha(row.ceased_date)
        for one in reads.surgeries(session):
            yield f"surgery {one.id} day", sha(one.date)
            yield f"surgery {one.id} state", sha(one.state)
            yield f"surgery {one.id} agenda", sha(list(one.cases))
        for event in life_reads.all_versions(session, SurgeryEventRow):
            yield f"surgery {event.surgery_id} {event.kind}", sha(event.text)
        for issued in life_reads.all_versions(session, IssuedRow):
            paper = kept_paper(session, opened.store.keys, issued)
            if paper is not None:
                yield f"paper {issued.id}", hashlib.sha256(paper.pdf).hexdigest()[:16]
        yield from _recorded(session)


def _recorded(session: Any) -> Iterator[tuple[str, str]]:
    for row in life_reads.all_versions(session, CaseOutcomeRow):
        said = (row.child_id, row.code, row.reason, row.by_date, row.confirmed)
        yield f"outcome {row.thread} v{row.version}", sha(*said)
        if row.copied_on:
            yield f"outcome {row.thread} copied", sha(row.copied_on)
    for action in life_reads.all_versions(session, ActionRow):
        yield f"action {action.thread} v{action.version}", sha(action.what, action.done_on)
        yield f"action {action.thread} confirmed", sha(action.confirmed)
        if action.done_on:
            yield f"action {action.thread} done", sha(action.done_on)
    for there in life_reads.all_versions(session, AttendanceRow):
        yield f"attendance {there.thread}", sha(there.name, there.part)
    for step in life_reads.all_versions(session, StepRow):
        yield f"step {step.id}", sha(step.kind, step.on, step.detail)
    for value in life_reads.all_versions(session, ParameterRow):
        yield f"parameter {value.name}", sha(value.value, value.from_day)
    for hold in life_reads.all_versions(session, HoldRow):
        yield f"hold {hold.id}", sha(hold.reason)


def whole(opened: "opening.OpenStore") -> Found:
    """Every table's rows, what is encrypted opened, and the people: a digest of each."""
    things = Found()
    with opened.store.reading() as session:
        run = session.connection().exec_driver_sql
        tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(set(tables) - _LEFT_OUT):
            rows = run(f'SELECT * FROM "{table}"').mappings()  # noqa: S608 - a name of ours
            kept = [_comparable(table, dict(row)) for row in rows]
            things[f"table {table}"] = sha(len(kept), sorted(map(repr, kept)))
        books = advice_books.all_advice(session, opened.store.keys)
        things["advice"] = sha([row._replace(author_id="") for row in books])
        papers = life_reads.all_versions(session, IssuedRow)
        keys = opened.store.keys
        things["papers"] = sha([kept_paper(session, keys, row) for row in papers])
    key_file = read_key_file(opened.store.folder)
    slots = [(slot.person.name, slot.person.role, slot.first) for slot in key_file.people()]
    things["people"] = sha(slots)
    things["typed"] = sha(sorted(kept_texts.kept_texts(opened).items()))
    return things


def _comparable(table: str, row: dict[str, Any]) -> list[tuple[str, Any]]:
    hidden = {"sha256", "content"} if table == "issued_paper" and row["with_advice"] else set()
    return [(name, value) for name, value in row.items() if name not in _RANDOM | hidden]


def differing(one: Found, other: Found) -> list[str]:
    """The names of what is not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
