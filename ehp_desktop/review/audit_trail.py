"""The audit: who signed in, looked, changed, printed and exported, and when. For the chair."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.surgery_rows import AuditRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which records are wanted; None = any. Days are of UTC, both included."""

    name: str | None = None
    action: str | None = None
    child_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    last: int | None = None
    """At most so many, the newest."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record, with the child whom its random id stands for; None = none, or purged."""

    row: AuditRow
    child_id: str | None


@requires(Deed.READ_AUDIT)
def read_audit(
    opened: "OpenStore",
    wanted: AuditFilter | None = None,
    *,
    exported: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[AuditLine]:
    """Records of the audit, the newest first; that it was read is written into it as well.

    Args:
        opened: the store.
        wanted: which ones; without, all.
        exported: they are written to a file, not only looked at.
        progress: told how many records were opened so far.

    Raises:
        DamagedStoreError: a record was changed.
    """
    from ehp_desktop.models import audit_reads

    asked = wanted or AuditFilter()
    lines: list[AuditLine] = []
    with opened.store.reading() as session:
        whose = audit_reads.record_ids(session)
        rows = audit_reads.audit_rows(session, opened.store.keys)
        for count, row in enumerate(rows, 1):
            if progress is not None:
                progress(count)
            if asked.since is not None and row.at.date() < asked.since:
                break  # the newest come first
            line = AuditLine(row, whose.get(row.record or ""))
            if _is_wanted(line, asked):
                lines.append(line)
                if len(lines) == asked.last:
                    break
    about: dict[str, Any] = {"records": len(lines), "exported": exported}
    opened.store.noting(Action.READ_AUDIT, about=about)
    return lines


def _is_wanted(line: AuditLine, asked: AuditFilter) -> bool:
    row = line.row
    return (
        (asked.name is None or row.name.casefold() == asked.name.casefold())
        and (asked.action is None or row.action == asked.action)
        and (asked.child_id is None or line.child_id == asked.child_id)
        and (asked.until is None or row.at.date() <= asked.until)
    )
