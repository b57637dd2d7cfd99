"""The one list of triggers: made again after every migration, whatever it did to their tables.

What was imported and what was changed is evidence: it is added to, never rewritten.
"""

from typing import Final

APPEND_ONLY: Final = ("change_record", "import_run", "source_file")


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
