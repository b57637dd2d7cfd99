"""Kept papers in the store: their bytes, who can open them, and what a row of them tells."""

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import text

from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.issued_papers import Paper, keep_paper, kept_paper, last_version
from ehp_desktop.models.life_reads import all_versions, issued_content
from ehp_desktop.models.rows import IssuedRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery


@pytest.fixture
def opened(opened_as: Callable[..., OpenStore]) -> OpenStore:
    """A chair's store with one surgery, whose number is 1."""
    chair = opened_as(Role.CHAIR)
    assert new_surgery(chair, SurgeryDraft(dt.date(2021, 10, 5))) == 1
    return chair


def paper_of(content: bytes) -> Paper:
    return Paper(content, 3, hashlib.sha256(content).hexdigest())


def keep(opened: OpenStore, paper: Paper, *, with_advice: bool, version: int = 1) -> IssuedRow:
    with recording(opened, Action.ISSUED) as pen:
        number = keep_paper(
            pen, opened.store.keys, paper, surgery_id=1, kind="agenda", version=version,
            language="en", names="initials", with_advice=with_advice,
        )  # fmt: skip
        return all_versions(pen.session, IssuedRow, id=number)[0]


def kept(opened: OpenStore, row: IssuedRow) -> Paper | None:
    with opened.store.reading() as session:
        return kept_paper(session, opened.store.keys, row)


def stored(opened: OpenStore, row: IssuedRow) -> bytes:
    with opened.store.reading() as session:
        return issued_content(session, row.id) or b""


def tamper(opened: OpenStore, *statements: str) -> None:
    with opened.store.writing("tampered") as session:
        for statement in ("DROP TRIGGER issued_paper_refuses_update", *statements):
            session.execute(text(statement))


@pytest.mark.parametrize("content", [b"", b"%PDF \x00\xff", b"x" * 300_000])
@pytest.mark.parametrize("with_advice", [False, True])
def test_a_paper_comes_back_as_it_was(opened: OpenStore, content: bytes, with_advice: bool) -> None:
    paper = paper_of(content)
    assert kept(opened, keep(opened, paper, with_advice=with_advice)) == paper


def test_a_row_with_advice_tells_nothing_of_it(opened: OpenStore) -> None:
    short, long = paper_of(b"%PDF short"), paper_of(b"%PDF" + b"long" * 20_000)
    rows = [keep(opened, paper, with_advice=True) for paper in (short, short, long)]
    assert {row.pages for row in rows} == {0}
    assert len({row.sha256 for row in rows}) == 3
    assert short.sha256 not in {row.sha256 for row in rows}
    assert len({len(stored(opened, row)) for row in rows}) == 1
    assert b"%PDF" not in stored(opened, rows[0])


def test_only_who_holds_the_advice_key_keeps_and_opens_one(
    opened: OpenStore, opened_as: Callable[..., OpenStore]
) -> None:
    paper = paper_of(b"%PDF advice")
    row = keep(opened, paper, with_advice=True)
    office = opened_as(Role.ADMINISTRATOR)
    with pytest.raises(RefusedError, match="a key that you do not hold"):
        kept(office, row)
    with pytest.raises(RefusedError, match="nothing was issued"):
        keep(office, paper, with_advice=True)
    with office.store.reading() as session:
        assert len(all_versions(session, IssuedRow)) == 1
    assert kept(opened_as(Role.LAWYER), row) == paper


@pytest.mark.parametrize("with_advice", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issued_paper SET content = CAST(content || 'x' AS BLOB)",
        "UPDATE issued_paper SET content = x''",
        "DELETE FROM paper_key",
        "UPDATE paper_key SET sealed = zeroblob(300)",
    ],
)
def test_what_was_changed_is_not_shown(opened: OpenStore, with_advice: bool, change: str) -> None:
    row = keep(opened, paper_of(b"%PDF"), with_advice=with_advice)
    tamper(opened, change)
    if "paper_key" in change and not with_advice:
        assert kept(opened, row) is not None
        return
    with pytest.raises(DamagedStoreError):
        kept(opened, row)


def test_papers_that_changed_places_are_not_shown(opened: OpenStore) -> None:
    first, second = (
        keep(opened, paper_of(b"%PDF" + bytes([one])), with_advice=True, version=one)
        for one in (1, 2)
    )
    swap = (
        "UPDATE issued_paper SET content = (SELECT content FROM issued_paper AS o WHERE o.id = 2), "
        "sha256 = (SELECT sha256 FROM issued_paper AS o WHERE o.id = 2) WHERE id = 1"
    )
    tamper(opened, swap)
    with pytest.raises(DamagedStoreError):
        kept(opened, first._replace(sha256=second.sha256))


def test_a_purged_paper_is_none_and_its_version_is_not_used_again(opened: OpenStore) -> None:
    row = keep(opened, paper_of(b"%PDF"), with_advice=False, version=4)
    tamper(opened, "UPDATE issued_paper SET content = NULL, salt = NULL, sha256 = ''")
    assert kept(opened, row) is None
    with opened.store.reading() as session:
        assert last_version(session, 1) == 4
        assert last_version(session, 2) is None
