"""Notes and advice as they are shown and searched: on one page, across all cases."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import AdviceRow, NoteRow
from ehp_desktop.review.criteria import CRITERION_BY_ID

Session = Any  # of models/: no room but that one knows what it is
Written = NoteRow | AdviceRow


class NoteKind(StrEnum):
    """Who may read it: everyone, its author alone, or chairs and lawyers."""

    FACT = "fact"
    PRIVATE = "private"
    ADVICE = "advice"


class AdviceReference(NamedTuple):
    """Which piece of advice is meant: the number of its thread in the book of a child, or surgery.

    `str` of it is "child/1001/2" or "surgery/3/1".
    """

    child_id: str | None
    surgery_id: int | None
    thread: int

    def __str__(self) -> str:
        book = f"surgery/{self.surgery_id}" if self.child_id is None else f"child/{self.child_id}"
        return f"{book}/{self.thread}"


def advice_reference(text: str) -> AdviceReference:
    """A reference as `str` gives it, read back.

    Raises:
        NotFoundError: it is none.
    """
    kind, _, rest = text.partition("/")
    book, _, number = rest.rpartition("/")
    if book and _is_number(number):
        if kind == "child":
            return AdviceReference(book, None, int(number))
        if kind == "surgery" and _is_number(book):
            return AdviceReference(None, int(book), int(number))
    raise NotFoundError(
        "There is no advice of that number; nothing was changed. A number is such as "
        "child/1001/1 or surgery/3/1, as `advice list` shows it."
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note or a piece of advice: its current version, and the earlier ones, oldest first.

    Texts of private notes are filled in. `yours`: the actor wrote it, and alone may correct it.
    """

    kind: NoteKind
    row: Written
    earlier: tuple[Written, ...]
    yours: bool

    @property
    def first(self) -> Written:
        """The version with which it began: its author is the note's."""
        return self.earlier[0] if self.earlier else self.row

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back; its text stays and is struck through."""
        return self.row.withdrawn

    @property
    def text(self) -> str:
        """What it says; of one withdrawn, what it said."""
        return self.saying.text or ""

    @property
    def saying(self) -> Written:
        """The version whose text stands, or stood until it was withdrawn."""
        return self.earlier[-1] if self.row.withdrawn else self.row

    @property
    def corrected_from(self) -> tuple[Written, ...]:
        """The versions before the one that is shown, oldest first."""
        return self.earlier[:-1] if self.row.withdrawn else self.earlier

    @property
    def reason(self) -> str | None:
        """Why it was withdrawn: the text of the version that withdrew it."""
        return self.row.text if self.row.withdrawn else None

    @property
    def reference(self) -> int | AdviceReference:
        """What names it to the services that correct and withdraw."""
        if isinstance(self.row, NoteRow):
            return self.row.thread
        book = self.row.surgery_id if self.row.child_id is None else None
        return AdviceReference(self.row.child_id, book, self.row.thread)


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """Which notes are wanted; None = whatever it is.

    `author`: the name, without regard to case or accents. `words`: each is in one of its texts.
    `withdrawn`: only those withdrawn, or only those not. `since`, `until`: days (UTC), both
    included, between which the current version was written. `kind` None: every kind that the actor
    may read; `advice` False: legal advice is not among them.
    """

    child_id: str | None = None
    surgery_id: int | None = None
    criterion: str | None = None
    author: str | None = None
    kind: NoteKind | None = None
    words: str | None = None
    withdrawn: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    advice: bool = True

    def wants(self, kind: NoteKind) -> bool:
        """Whether a kind is wanted at all."""
        return self.kind is kind or (
            self.kind is None and (self.advice or kind is not NoteKind.ADVICE)
        )


def found(shown: Iterable[NoteShown], wanted: NoteFilter) -> list[NoteShown]:
    """Those that are wanted, the latest written first."""
    words = folded(wanted.words or "").split()
    author = None if wanted.author is None else folded(wanted.author).strip()
    kept = [
        one
        for one in shown
        if wanted.wants(one.kind) and _is_of(one, wanted, author) and _says(one, words)
    ]
    return sorted(kept, key=_order, reverse=True)


def _is_of(one: NoteShown, wanted: NoteFilter, author: str | None) -> bool:
    row = one.row
    criterion = wanted.criterion and wanted.criterion.strip().upper()
    day = row.at.astimezone(dt.UTC).date()
    return (
        wanted.child_id in (None, row.child_id)
        and wanted.surgery_id in (None, row.surgery_id)
        and (not criterion or criterion == row.criterion)
        and (author is None or author == folded(one.first.author))
        and wanted.withdrawn in (None, row.withdrawn)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
    )


def _says(one: NoteShown, words: list[str]) -> bool:
    if not words:
        return True
    text = folded("\n".join(version.text or "" for version in (one.row, *one.earlier)))
    return all(word in text for word in words)


def _order(one: NoteShown) -> tuple[dt.datetime, dt.datetime, str, int, int]:
    row = one.row
    return row.at, one.first.at, row.child_id or "", row.surgery_id or 0, row.id


def folded(text: str) -> str:
    """Text without its case and accents: "Siân Ŵyn" as "sian wyn"."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(char)
    )
    return bare.casefold()


def threads_of(rows: Iterable[Written]) -> list[list[Written]]:
    """The versions of each thread of one book, or of the table of notes, oldest first."""
    threads: dict[int, list[Written]] = {}
    for row in rows:
        threads.setdefault(row.thread, []).append(row)
    return [sorted(versions, key=_version) for versions in threads.values()]


def _version(row: Written) -> int:
    return row.version


def pasted(text: str) -> str:
    """Typed or pasted text: a word processor's tabs and soft line ends as spaces and lines."""
    lines = text.replace("\t", " ")
    for soft in "\x0b\x0c\u2028\u2029":
        lines = lines.replace(soft, "\n")
    return lines


def tidy_criterion(criterion: str | None, child_id: str | None) -> str | None:
    """The id of a criterion that a note is about.

    Raises:
        NotFoundError: there is no such criterion.
        RefusedError: no child is named whose criterion it is.
    """
    if criterion is None or not criterion.strip():
        return None
    known = criterion.strip().upper()
    if known not in CRITERION_BY_ID:
        raise NotFoundError(
            f"There is no criterion {known}; nothing was changed. `explain` shows the ids."
        )
    if child_id is None:
        raise RefusedError(
            "A criterion is of a child, and none was named; nothing was changed. Name the child."
        )
    return known


def ask_subject(session: Session, child_id: str | None, surgery_id: int | None) -> None:
    """Go on only where what a note is to be about is there.

    Raises:
        NotFoundError: there is no such child or surgery.
        RefusedError: neither is named.
    """
    from ehp_desktop.models import reads

    if child_id is None and surgery_id is None:
        raise RefusedError(
            "It is about no child and no surgery, so nothing was changed. Name one or both."
        )
    if child_id is not None and not reads.has_child(session, child_id):
        raise NotFoundError(
            f"The store has no child {child_id}; nothing was changed. Look the id up in the "
            "caseload, or import the file that the child is in."
        )
    if surgery_id is not None and not reads.has_surgery(session, surgery_id):
        raise NotFoundError(
            f"There is no surgery {surgery_id}; nothing was changed. "
            "List the surgeries to see theirs."
        )


def ask_change(before: Written, text: str | None, relevant_date: dt.date | None) -> None:
    """Go on only where a current version can be followed by another; `text` None withdraws it.

    Raises:
        RefusedError: it was withdrawn, or would stay as it is.
    """
    if before.withdrawn:
        raise RefusedError(
            "It was withdrawn, and stays as it is; nothing was changed. Write a new one."
        )
    if text is not None and (before.text, before.relevant_date) == (text, relevant_date):
        raise RefusedError("It says exactly that already; nothing was changed.")
