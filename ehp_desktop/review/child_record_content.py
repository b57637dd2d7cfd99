"""One child's whole record as tables of plain values: what its PDF prints and its ZIP keeps.

Keys are words of the contract in English whatever language the paper is in; dates are ISO texts,
times ISO texts in UTC, money "1234.56", absent values None. Names typed for redaction are out of
every text already.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final

from ehp_desktop.models.fields import FIELDS, FieldKind, FieldValue, to_text
from ehp_desktop.models.rows import NoteRow, Origin, SurgeryRow
from ehp_desktop.review.child_record import ChildRecordPaper
from ehp_desktop.review.redaction import Redaction

Table = list[dict[str, Any]]

_NOT_TOLD: Final = ("child_id", "author_id")
"""Of every row: the child is known, and a slot in the key file says nothing to anybody."""


def child_record_tables(record: ChildRecordPaper) -> dict[str, Table]:
    """Every table of the record in the order in which it is told; empty ones too.

    `fields` (each with its present value and where that came from), `field_changes`, `episodes`,
    `reviews`, `court_outcomes`, `surgeries`, `outcomes`, `actions`, `steps`, `overrides`, `notes`,
    `private_notes`, `advice`, `holds`, `issued_documents`, `withheld` (what, why) and
    `redactions` (one row: how many names were taken out; none where none were to be).
    """
    tables = {
        "fields": _fields(record),
        "field_changes": _changes(record),
        "episodes": _rows(sorted(record.episodes, key=lambda one: one.start)),
        "reviews": _rows(sorted(record.reviews)),
        "court_outcomes": _rows(sorted(record.orders, key=lambda one: one.date)),
        "surgeries": [_surgery(one, record) for one in record.surgeries],
        "outcomes": [
            {"surgery_date": one.surgery_date.isoformat()} | told
            for one, told in zip(
                record.outcomes, _rows(one.row for one in record.outcomes), strict=True
            )
        ],
        "actions": _rows(record.actions),
        "steps": _rows(record.steps),
        "overrides": _rows(record.overrides),
        "notes": _written(record.notes),
        "private_notes": _written(_readable(record)),
        "advice": _written(record.advice or ()),
        "holds": _rows(record.holds),
        "issued_documents": _rows(record.issued),
        "withheld": _withheld(record),
    }
    redaction = Redaction(record.redact)
    whole = {name: redaction.value(table) for name, table in tables.items()}
    whole["redactions"] = [{"names_taken_out": redaction.count}] if record.redact else []
    return whole


def _fields(record: ChildRecordPaper) -> Table:
    provenance = record.provenance or {}
    told = []
    for field in FIELDS:
        known = provenance.get(field.key)
        told.append(
            {
                "field": field.key,
                "label": field.label,
                "value": _value(field.kind, getattr(record.row, field.key)),
                "confirmed_on": known and known.confirmed_on.isoformat(),
                **_source(known.origin if known else None),
            }
        )
    return told


def _changes(record: ChildRecordPaper) -> Table:
    kinds = {field.key: field for field in FIELDS}
    return [
        {
            "field": one.field,
            "label": kinds[one.field].label,
            "before": _value(kinds[one.field].kind, one.before),
            "after": _value(kinds[one.field].kind, one.after),
            **_source(one.origin),
        }
        for one in record.changes
    ]


def _value(kind: FieldKind, value: FieldValue | None) -> str | None:
    return None if value is None else to_text(kind, value)


def _source(origin: Origin | None) -> dict[str, Any]:
    """Where a value came from; the same keys where nothing is known of it."""
    return {
        "file": origin and origin.file_name,
        "file_sha256": origin and origin.file_sha256,
        "file_row": origin and origin.row,
        "as_of": origin and origin.as_of.isoformat(),
        "stored_at": origin and _plain(origin.at),
        "by": origin and origin.by,
    }


def _surgery(row: SurgeryRow, record: ChildRecordPaper) -> dict[str, Any]:
    """A surgery as far as it concerns the child: no other child's id is in it."""
    listed = record.row.child_id in row.cases
    return {
        "id": row.id,
        "date": row.date.isoformat(),
        "time": f"{row.time:%H:%M}",
        "place": row.place,
        "chair": row.chair,
        "lawyer": row.lawyer,
        "state": row.state,
        "position": row.cases.index(record.row.child_id) + 1 if listed else None,
    }


def _readable(record: ChildRecordPaper) -> list[NoteRow]:
    if not record.with_private:
        return []
    return [one for one in record.private_notes if one.text is not None]


def _withheld(record: ChildRecordPaper) -> Table:
    """What is kept and not told: of advice that there is some, of a private note whose and when."""
    told: Table = []
    if record.advice is None and record.advice_recorded:
        told.append({"what": "legal_advice", "why": "privileged", "author": None, "at": None})
    readable = {one.id for one in _readable(record)}
    told += [
        {
            "what": "private_note",
            "why": "private" if one.text is not None else "not_readable",
            "author": one.author,
            "at": _plain(one.at),
        }
        for one in record.private_notes
        if one.id not in readable
    ]
    return told


def _written(rows: Iterable[Any]) -> Table:
    """Notes or advice: a withdrawal says its reason, and the versions before it are struck.

    `withdrawn_later`: a version of what was withdrawn afterwards.
    """
    versions = tuple(rows)
    gone = {row.thread for row in versions if row.withdrawn}
    told = _rows(versions)
    for row, one in zip(versions, told, strict=True):
        one["withdrawal_reason"] = one["text"] if row.withdrawn else None
        one["text"] = None if row.withdrawn else one["text"]
        one["withdrawn_later"] = row.thread in gone and not row.withdrawn
    return told


def _rows(rows: Iterable[Any]) -> Table:
    """Frozen rows as dictionaries of plain values, in the order of their fields."""
    return [
        {name: _plain(value) for name, value in row._asdict().items() if name not in _NOT_TOLD}
        for row in rows
    ]


def _plain(value: Any) -> Any:
    for kind, said in _PLAIN:
        if isinstance(value, kind):
            return said(value)
    return value


def _at(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


_PLAIN: Final[tuple[tuple[type, Callable[[Any], Any]], ...]] = (
    (dt.datetime, _at),
    (dt.date, dt.date.isoformat),
    (tuple, lambda several: [_plain(one) for one in several]),
)
"""How a value that JSON does not know is written; a time is asked for before a date."""
