"""Drafts: one a place, under their typist's own key, in the database and nowhere else."""

from collections.abc import Callable

import pytest

from ehp_desktop.models import typing_drafts
from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore


def stored(opened: OpenStore) -> list[tuple[str, bytes]]:
    with opened.store.reading() as session:
        found = session.connection().exec_driver_sql("SELECT id, sealed FROM typing_draft").all()
    return [(row[0], row[1]) for row in found]


def keep(opened: OpenStore, place: str, text: str) -> None:
    with opened.store.keeping() as session:
        typing_drafts.keep_draft(session, opened.store.keys, place, text)


def kept(opened: OpenStore) -> dict[str, str]:
    with opened.store.reading() as session:
        return typing_drafts.drafts(session, opened.store.keys)


def test_a_place_has_one_draft_and_two_people_one_each(
    opened_as: Callable[..., OpenStore],
) -> None:
    for role in Role:
        opened = opened_as(role)
        for text in ("One", "Two"):
            keep(opened, "note", text)
        assert kept(opened) == {"note": "Two"}
    assert len({number for number, _ in stored(opened)}) == len(stored(opened)) == 3
    assert {len(sealed) for _, sealed in stored(opened)} == {256 + 28}
    keep(opened, "note", "")
    assert len(stored(opened)) == 2


def test_a_draft_put_in_anothers_place_does_not_open(opened_wales: OpenStore) -> None:
    keep(opened_wales, "note/1", "One")
    keep(opened_wales, "note/2", "Two")
    with opened_wales.store.keeping() as session:
        session.connection().exec_driver_sql(
            "UPDATE typing_draft SET sealed = (SELECT min(sealed) FROM typing_draft)"
        )
    with pytest.raises(DamagedStoreError, match="not as it was written"):
        kept(opened_wales)


def test_a_draft_is_no_change_and_has_no_record(opened_wales: OpenStore) -> None:
    def records() -> int:
        with opened_wales.store.reading() as session:
            count = session.connection().exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
            return int(count)

    before = records()
    keep(opened_wales, "note", "One")
    assert records() == before
