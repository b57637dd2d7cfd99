"""Papers kept as they were issued: those with legal advice under a key of their own.

That key is random and is itself sealed under the advice key, so that a change of the advice key
never touches a kept paper. In the database such a paper says neither its pages nor its digest: a
row that everybody can read would tell how much advice there is, or prove a guess at it.
"""

import hashlib
import os
from typing import Any, Final, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ehp_desktop.models.advice_books import paper_about
from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.hidden import PaperKey
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.life import IssuedPaper, SurgeryEvent
from ehp_desktop.models.life_reads import issued_content
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.sealing import CannotOpenError
from ehp_desktop.models.secret_texts import locked, opened_with, unlocked
from ehp_desktop.models.surgery_rows import IssuedRow

_DIGEST: Final = 32
_PAGES: Final = 4
_KEY: Final = 32
_PADDED: Final = 1 << 18
"""Bytes to which a paper with advice is padded; a longer one to that doubled, and doubled again."""


class Paper(NamedTuple):
    """A PDF, its number of pages and its SHA-256 in hex."""

    pdf: bytes
    pages: int
    sha256: str


def last_version(session: Session, surgery_id: int) -> int | None:
    """The number of the last version that was issued, purged or not; None = none was."""
    numbers = []
    for table in (SurgeryEvent.__table__, IssuedPaper.__table__):
        of_it = table.c.surgery_id == surgery_id
        numbers.append(session.execute(select(func.max(table.c.version)).where(of_it)).scalar())
    return max((number for number in numbers if number is not None), default=None)


def keep_paper(pen: Pen, keys: HeldKeys, paper: Paper, **variant: Any) -> int:
    """Keep a paper for ever; returns its id.

    Args:
        pen: of the transaction in which it is issued.
        keys: of whoever issues it; only a paper with advice takes one.
        paper: what is kept.
        variant: surgery_id, kind, version, language, names, with_advice of `IssuedRow`.

    Raises:
        RefusedError: it holds advice, and the advice key is not held.
    """
    if not variant["with_advice"]:
        return pen.add(
            IssuedRow, content=paper.pdf, pages=paper.pages, sha256=paper.sha256, **variant
        )
    if keys.advice_now is None:
        raise RefusedError(
            "A paper with legal advice is kept under a key that only chairs and lawyers hold; "
            "nothing was issued. Sign in as the chair."
        )
    key = os.urandom(_KEY)
    header = bytes.fromhex(paper.sha256) + paper.pages.to_bytes(_PAGES, "big")
    content = locked(header + paper.pdf, key, _about(**variant), least=_PADDED)
    digest = hashlib.sha256(content).hexdigest()
    number = pen.add(IssuedRow, content=content, pages=0, sha256=digest, **variant)
    sealed = locked(key, keys.advice[keys.advice_now], paper_about(number))
    pen.session.execute(
        insert(PaperKey).values(issued_id=number, key_id=keys.advice_now, sealed=sealed)
    )
    return number


def kept_paper(session: Session, keys: HeldKeys, row: IssuedRow) -> Paper | None:
    """A paper as it was issued; None = it was purged.

    Raises:
        RefusedError: it holds advice, and the advice key is not held.
        DamagedStoreError: it is not what was kept.
    """
    content = issued_content(session, row.id)
    if content is None:
        return None
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise _damaged(row)
    if not row.with_advice:
        return Paper(content, row.pages, row.sha256)
    found = session.execute(
        select(PaperKey.key_id, PaperKey.sealed).where(PaperKey.issued_id == row.id)
    ).first()
    if found is None:
        raise _damaged(row)
    key = opened_with(keys.advice, found[0], found[1], paper_about(row.id))
    variant = {name: getattr(row, name) for name in ("surgery_id", "version", "language", "names")}
    try:
        held = unlocked(content, key, _about(**variant))
    except CannotOpenError:
        raise _damaged(row) from None
    pdf, digest = held[_DIGEST + _PAGES :], held[:_DIGEST]
    if hashlib.sha256(pdf).digest() != digest:
        raise _damaged(row)
    pages = int.from_bytes(held[_DIGEST : _DIGEST + _PAGES], "big")
    return Paper(pdf, pages, digest.hex())


def _about(surgery_id: int, version: int, language: str, names: str, **_: object) -> str:
    return f"ehp-desktop paper {surgery_id} {version} {language} {names}"


def _damaged(row: IssuedRow) -> DamagedStoreError:
    return DamagedStoreError(
        f"Version {row.version} of the {row.kind} of surgery {row.surgery_id} is not as it was "
        "issued: the store was changed by something other than this program. Nothing was shown. "
        "Run `check`, and put back a backup."
    )
