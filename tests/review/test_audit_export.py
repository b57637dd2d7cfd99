import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.audit_export import HEADERS, export_audit
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.opening import OpenStore


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    put_children(opened_wales, make_child(child_id="1001"))
    add_note(opened_wales, NewNote("Words", child_id="1001"))
    return opened_wales


def test_the_records_that_are_wanted_are_written_for_a_spreadsheet(
    opened: OpenStore, tmp_path: Path
) -> None:
    out, counted = tmp_path / "audit.csv", list[int]()
    wanted = AuditFilter(action="wrote a note")
    assert export_audit(opened, wanted, out, progress=counted.append) == 1
    assert counted
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert tuple(row) == HEADERS
    assert (row["name"], row["child_id"]) == ("Rhiannon Evans", "1001")
    assert row["at"] == "2021-09-30T12:00:00+00:00"
    assert "Words" not in out.read_text(encoding="utf-8-sig")
    assert read_audit(opened, AuditFilter(last=1))[0].row.about == {"records": 1, "exported": True}


def test_no_file_is_written_over(opened: OpenStore, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    out.write_text("mine")
    with pytest.raises(RefusedError, match="nothing was written over it"):
        export_audit(opened, AuditFilter(), out)
    assert out.read_text() == "mine"
