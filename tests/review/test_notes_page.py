import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.notes_page import all_notes, note_look
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    rows = (make_child(child_id="1001"), make_child(child_id="1002", forename=None))
    put_children(opened_wales, *rows)
    return opened_wales


def test_every_note_comes_with_what_its_subject_is_called(opened: OpenStore) -> None:
    number = new_surgery(opened, SurgeryDraft(dt.date(2021, 10, 5)))
    add_note(opened, NewNote("On a child", child_id="1001"))
    add_note(opened, NewNote("On a surgery", surgery_id=number))
    page = all_notes(opened)
    assert {one.text for one in page.notes} == {"On a child", "On a surgery"}
    assert page.names == {"1001": "Ioan ap Rhys", "1002": "ap Rhys"}
    assert page.surgeries == {number: dt.date(2021, 10, 5)}


def test_looking_at_a_case_is_a_line_of_the_audit(opened: OpenStore) -> None:
    assert note_look(opened, "1001")
    (look,) = read_audit(opened, AuditFilter(action="looked at a case"))
    assert look.child_id == "1001"
    assert "1001" not in str(look.row)
