"""Private notes in the table: no text in clear, each version under its author's own key."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models import life_reads, private_notes
from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.rows import ChildRow, NoteRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.recording import recording

ABOUT: dict[str, Any] = {
    "child_id": "1001",
    "surgery_id": None,
    "criterion": None,
    "relevant_date": None,
}


@pytest.fixture
def lawyers(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    """A store in which the lawyer has a private note of two versions."""
    put_children(opened_as(Role.CHAIR), make_child())
    opened = opened_as(Role.LAWYER)
    with recording(opened, Action.PRIVATE_NOTE, child_id="1001") as pen:
        number = private_notes.first_private(pen, opened.store.keys, "One", **ABOUT)
        (before,) = life_reads.one_thread(pen.session, NoteRow, number)
        private_notes.next_private(pen, opened.store.keys, before, "Two", withdrawn=True)
    return opened


def texts(opened: OpenStore, *rows: NoteRow) -> list[str]:
    with opened.store.reading() as session:
        read = rows or life_reads.all_versions(session, NoteRow)
        return [private_notes.private_text(session, opened.store.keys, row) for row in read]


def test_each_version_is_sealed_and_only_its_author_reads_it(
    lawyers: OpenStore, opened_as: Callable[..., OpenStore]
) -> None:
    with lawyers.store.reading() as session:
        rows = life_reads.all_versions(session, NoteRow)
    assert [(row.version, row.withdrawn, row.private, row.text) for row in rows] == [
        (1, False, True, None),
        (2, True, True, None),
    ]
    assert texts(lawyers) == ["One", "Two"]
    for role in (Role.CHAIR, Role.ADMINISTRATOR):
        with pytest.raises(RefusedError, match="do not hold"):
            texts(opened_as(role))


def test_a_text_is_bound_to_author_thread_and_version(lawyers: OpenStore) -> None:
    with lawyers.store.reading() as session:
        row = life_reads.all_versions(session, NoteRow)[0]
    for changed in ({"author_id": "x"}, {"thread": 2}, {"version": 2}):
        with pytest.raises(DamagedStoreError):
            texts(lawyers, row._replace(**changed))
