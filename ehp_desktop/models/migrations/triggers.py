"""The one list of triggers: made again after every migration, whatever it did to their tables.

What was imported, changed and recorded is evidence: it is added to, never rewritten. Only a purge
takes the triggers away, in the one transaction in which it makes them again.
"""

from typing import Final

EVIDENCE: Final = (
    "action",
    "attendance",
    "case_outcome",
    "change_record",
    "court_step",
    "erased",
    "import_run",
    "issued_paper",
    "legal_hold",
    "note",
    "override",
    "parameter_value",
    "person_event",
    "setting_change",
    "source_file",
    "surgery_event",
)
"""The tables of `evidence.Evidence`, by name; a test holds the two together."""

APPEND_ONLY: Final = ("audit", *EVIDENCE)


def _refusal(table: str, event: str) -> tuple[str, str]:
    name = f"{table}_refuses_{event.lower()}"
    return name, (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    )


TRIGGERS: Final[dict[str, str]] = dict(
    _refusal(table, event) for table in APPEND_ONLY for event in ("UPDATE", "DELETE")
)
"""Name -> the statement that makes it, as the database keeps it."""
