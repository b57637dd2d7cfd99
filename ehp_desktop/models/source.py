"""Where values come from: imports, their files, and the append-only record of every change.

A change record is one event for one child: a row of a file applied, or one person's typing. Its
`changes` is a JSON object {field: [before, after]} in the texts of `fields.to_text` (null = not
recorded), or {field: after} where nothing was recorded before; `episodes`, `reviews` and
`outcomes` in it count the rows kept, `outcome:KIND:DAY` is a court outcome, and `undoes` is the id
of the record that this one takes back; `confirmed` is a JSON list of the fields that the source
gave again unchanged;
`origins` is a JSON object {field: [file_id, row]} for the fields that came from another file row
than the record's own (a child of a return is read from several files), or null. One row a child
and event, not one a field: an import of 10,000 children writes 10,000 of them.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base
from ehp_desktop.models.evidence import Evidence


class ImportRun(Evidence, Base):
    """One import that was applied."""

    __tablename__ = "import_run"

    profile: Mapped[str]
    as_of: Mapped[dt.date]
    at: Mapped[dt.datetime]  # UTC, whole seconds
    by: Mapped[str]
    new: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]


class SourceFile(Evidence, Base):
    """One file of an import: its name (never its path) and the SHA-256 of its bytes."""

    __tablename__ = "source_file"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    name: Mapped[str]
    sha256: Mapped[str]
    encoding: Mapped[str]
    rows_read: Mapped[int]


class ChangeRecord(Evidence, Base):
    """One event of one child: which fields changed, from what to what, which were confirmed."""

    __tablename__ = "change_record"
    __table_args__ = (Index("ix_change_record_child", "child_id", "id"),)

    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"))  # None = purged
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))  # None = typed
    file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"))
    row: Mapped[int | None]
    as_of: Mapped[dt.date]  # the import's day, or the day of typing
    at: Mapped[dt.datetime]  # UTC, whole seconds
    by: Mapped[str]
    changes: Mapped[str]
    confirmed: Mapped[str]
    origins: Mapped[str | None]
