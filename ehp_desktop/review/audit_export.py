"""The audit as a file for a spreadsheet."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.audit_trail import AuditFilter, AuditLine, read_audit
from ehp_desktop.review.cells import safe_cell
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.private_files import save_private

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

HEADERS: Final = ("seq", "at", "name", "role", "action", "child_id", "record", "about")


@requires(Deed.READ_AUDIT)
def export_audit(
    opened: "OpenStore",
    wanted: AuditFilter,
    out: Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write records to a new CSV file; returns how many. The audit tells of it.

    UTF-8 with its mark, as spreadsheets know it by that; no cell of it is a formula. Times are UTC.

    Raises:
        RefusedError: there is such a file already; nothing was written.
        DamagedStoreError: a record was changed.
        DiskError: the file cannot be written.
    """
    if out.exists():
        raise RefusedError(
            f"There is a file {out} already, and nothing was written over it. Name another one."
        )
    lines = read_audit(opened, wanted, exported=True, progress=progress)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in _cells(line)])
    save_private(out, text.getvalue().encode("utf-8-sig"))
    return len(lines)


def about_text(line: AuditLine) -> str:
    """What a record says beside who, when and what."""
    return ", ".join(f"{key} {value}" for key, value in line.row.about.items())


def _cells(line: AuditLine) -> tuple[str, ...]:
    row = line.row
    return (
        str(row.seq),
        row.at.isoformat(),
        row.name,
        row.role,
        row.action,
        line.child_id or "",
        row.record or "",
        about_text(line),
    )
