"""The JSON texts of a change record, as `source.ChangeRecord` describes them.

Made by hand from memoised fragments: a first import writes one such text of about sixty fields a
child, and the same few values come again and again.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any, Final

from ehp_desktop.models.fields import FIELD_BY_KEY, FIELDS, FieldKind, FieldValue, to_text


def _quoted(field: str, value: FieldValue) -> str:
    """One value as JSON text; a name that is no field (`episodes`) is a count of rows."""
    known = FIELD_BY_KEY.get(field)
    return encode_basestring(str(value) if known is None else to_text(known.kind, value))


class _Quoted(dict[FieldValue, str]):
    """Values of one kind as JSON texts, each made once."""

    def __init__(self, kind: FieldKind) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, value: FieldValue) -> str:
        quoted = encode_basestring(to_text(self._kind, value))
        self[value] = quoted
        return quoted


class FirstTexts:
    """Makes the `changes` text of children who are new; keep one for an import, then let it go."""

    def __init__(self) -> None:
        quote: dict[FieldKind, Callable[[Any], str]]
        quote = {kind: _Quoted(kind).__getitem__ for kind in FieldKind}
        quote[FieldKind.TEXT] = encode_basestring  # seldom the same twice
        self._quote = {field.key: quote[field.kind] for field in FIELDS}
        self._names = {field.key: f'"{field.key}":' for field in FIELDS}

    def text(self, values: Mapping[str, FieldValue], history: Mapping[str, tuple[int, int]]) -> str:
        """Every given value; `history`: counts of its rows."""
        names, quote = self._names, self._quote
        parts = [names[field] + quote[field](value) for field, value in values.items()]
        parts.extend(f'"{name}":"{after}"' for name, (_, after) in history.items())
        return "{" + ",".join(parts) + "}"


_OUTCOME: Final = "outcome:"


def outcome_name(kind: str, day: object) -> str:
    """Among the changes of a record: the court outcome of a kind and an ISO day."""
    return f"{_OUTCOME}{kind}:{day}"


def outcome_text(told: Iterable[str | int | None]) -> str:
    """A court outcome as a record keeps it: court, case number, file and its row."""
    return json.dumps(list(told), ensure_ascii=False)


def read_outcomes(text: str) -> dict[str, str | None]:
    """What a `changes` text says of court outcomes: {`outcome_name`: `outcome_text` after}."""
    if f'"{_OUTCOME}' not in text:
        return {}
    said: dict[str, list[str | None]] = json.loads(text)
    return {name: change[1] for name, change in said.items() if name.startswith(_OUTCOME)}


UNDOES: Final = "undoes"
"""Among the changes of a record that takes another back: that one's number."""


def read_changes(text: str) -> tuple[dict[str, tuple[str | None, str | None]], int | None]:
    """What a `changes` text says: {field: (before, after)}, and the record that it takes back.

    `episodes`, `reviews` and `outcomes` stand for how many of them were and are kept; which
    outcomes those are is said by `read_outcomes`.
    """
    said: dict[str, str | list[str | None]] = json.loads(text)
    changes: dict[str, tuple[str | None, str | None]] = {}
    for field, change in said.items():
        if field.startswith(_OUTCOME):
            continue
        if isinstance(change, str):
            changes[field] = (None, change)
        else:
            before, after = change
            changes[field] = (before, after)
    undone = changes.pop(UNDOES, None)
    return changes, int(undone[1]) if undone and undone[1] else None


def changes_text(changes: Iterable[tuple[str, FieldValue | None, FieldValue | None]]) -> str:
    """The `changes` text of (field, before, after); None = not recorded."""
    parts = []
    for field, before, after in changes:
        was = "null" if before is None else _quoted(field, before)
        now = "null" if after is None else _quoted(field, after)
        parts.append(f'"{field}":[{was},{now}]')
    return "{" + ",".join(parts) + "}"


def confirmed_text(fields: Iterable[str]) -> str:
    """The `confirmed` text: field keys are plain words, so no escaping is needed."""
    joined = '","'.join(fields)
    return f'["{joined}"]' if joined else "[]"


def origins_text(origins: Mapping[str, tuple[int, int]]) -> str | None:
    """The `origins` text of {field: (file id, row)}; None where no other row gave anything."""
    if not origins:
        return None
    parts = [f'"{field}":[{file_id},{row}]' for field, (file_id, row) in origins.items()]
    return "{" + ",".join(parts) + "}"


def stored_time(at: dt.datetime) -> dt.datetime:
    """An aware time as it is kept: UTC, whole seconds, without its zone."""
    return at.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
