"""What is kept encrypted inside the database: legal advice, papers with it, and what is typed.

None of it is evidence that everybody may count. `record_id`s are random.
"""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base


class ChildRecordId(Base):
    """The id by which the audit speaks of a child: from random bytes and their `child_id`."""

    __tablename__ = "child_record_id"

    child_id: Mapped[str] = mapped_column(ForeignKey("child.child_id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)


class AdviceBook(Base):
    """All advice on one child, or on one surgery, in one padded text under the advice key."""

    __tablename__ = "advice_book"

    record_id: Mapped[str] = mapped_column(primary_key=True)
    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.child_id"), unique=True)
    surgery_id: Mapped[int | None] = mapped_column(ForeignKey("surgery.id"), unique=True)
    key_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PaperKey(Base):
    """The key of one issued paper that holds advice, under the advice key."""

    __tablename__ = "paper_key"

    issued_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), primary_key=True)
    key_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TypingDraft(Base):
    """What somebody has typed and not yet saved, under their own key."""

    __tablename__ = "typing_draft"

    id: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
