"""Issuing an agenda: numbered versions whose papers are kept and come out the same for ever.

A version has one paper for each variant that was asked for. What is kept is the PDF itself, so
that no later change of a child, a note, a parameter or this program can change what was issued.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import IssuedRow, SurgeryEventRow, SurgeryRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.issue_changes import changes_between
from ehp_desktop.review.issue_variants import LANGUAGES, Variant as Variant, Variants as Variants
from ehp_desktop.review.language import Language
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed, ask, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery_states import Move, SurgeryState, must, surgery_row

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.documents.press import Printed
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

AGENDA: Final = "agenda"


@dataclass(frozen=True, slots=True)
class AgendaPaper:
    """An agenda as a file. `version`: the number of the version it is kept under; None = a draft.

    `issued_id`: that of the kept paper. `warnings`: what could not be printed, a sentence each.
    """

    variant: Variant
    pdf: bytes = field(repr=False)
    pages: int
    sha256: str
    version: int | None = None
    issued_id: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedVersion:
    """What was issued: the version's number, its papers, and what changed since the one before."""

    surgery_id: int
    version: int
    papers: tuple[AgendaPaper, ...]
    changes: tuple[str, ...] = ()


class _Standing(NamedTuple):
    """A surgery as it stands in one session; equal while nothing was recorded in the store."""

    row: SurgeryRow
    recorded: int  # rows of evidence in the whole store
    version: int | None  # the last one issued
    changes: tuple[str, ...] | None  # since it; None where what was issued has been purged


@requires(Deed.ISSUE)
def issue(
    opened: "OpenStore", surgery_id: int, variants: Variants, printed_at: dt.datetime
) -> IssuedVersion:
    """Issue an agenda as its next version, and keep its papers.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        variants: which papers.
        printed_at: the time that they show, in the zone in which they show it.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: its state does not let it be issued, no variant is asked for, or something
            was recorded while the papers were made; nothing was issued.
        NotAllowedError: papers with advice are asked for, and the actor may not print them.
    """
    wanted = _wanted(opened, variants)
    with opened.store.reading() as session:
        standing = _standing(session, surgery_id)
    must(standing.row, Move.ISSUE)
    version = (standing.version or 0) + 1
    changes = standing.changes or ()
    text = _said(f"Version {version}:", changes)
    printed = [
        (variant, _printed(opened, surgery_id, variant, printed_at, version=version, changes=text))
        for variant in wanted
    ]
    about = {"surgery": surgery_id, "version": version, "papers": len(wanted)}
    with recording(opened, Action.ISSUED, about=about) as pen:
        if _standing(pen.session, surgery_id) != standing:
            raise RefusedError(
                "Something was recorded while the papers were being made, so they are not what the "
                "store now says; nothing was issued. Issue it again."
            )
        papers = _kept(opened, pen, surgery_id, version, printed, text)
    return IssuedVersion(surgery_id, version, papers, changes)


@requires(Deed.READ)
def changes_since_issue(
    opened: "OpenStore", surgery_id: int, language: Language = Language.ENGLISH
) -> tuple[str, ...]:
    """What changed of a surgery and its list of cases since its last version, a sentence each.

    None of a surgery that was never issued.

    Raises:
        NotFoundError: there is no such surgery.
    """
    with opened.store.reading() as session:
        return _standing(session, surgery_id, language).changes or ()


@requires(Deed.READ)
def last_version(opened: "OpenStore", surgery_id: int) -> int | None:
    """The number of the last version issued of a surgery; None = none was.

    Raises:
        NotFoundError: there is no such surgery.
    """
    with opened.store.reading() as session:
        return _standing(session, surgery_id).version


@requires(Deed.PRINT)
def issued_paper(opened: "OpenStore", issued_id: int) -> bytes:
    """A kept paper, byte for byte as it was issued.

    Raises:
        NotFoundError: there is no such paper.
        NotAllowedError: it holds legal advice, and the actor may not print that.
        RefusedError: it was purged.
        DamagedStoreError: it is not what was kept.
    """
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        found = all_versions(session, IssuedRow, id=issued_id)
    if not found:
        raise NotFoundError(
            f"There is no issued paper {issued_id} to print, or it was purged; the surgery shows "
            "what was issued."
        )
    kept = _kept_paper(opened, found[0])
    _note_printed(opened, kept.variant)
    return kept.pdf


@requires(Deed.PRINT)
def agenda_paper(
    opened: "OpenStore",
    surgery_id: int,
    variant: Variant,
    printed_at: dt.datetime,
    *,
    version: int | None = None,
    draft: bool = False,
    as_of: dt.date | None = None,
) -> AgendaPaper:
    """An agenda to print: the kept paper where it still says what the surgery is, else a draft.

    The last version's paper is served while nothing of the surgery or its list of cases has
    changed since, if it was issued in this variant and no other day is asked for.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        variant: language, names, with or without advice.
        printed_at: the time that a draft shows; a kept paper shows its own.
        version: serve this version, whatever has changed since.
        draft: make it anew, whatever was issued.
        as_of: the day for which a draft is worked out; the surgery's date unless said.

    Raises:
        NotFoundError: there is no such surgery, or the version was not issued in this variant.
        NotAllowedError: the actor may not print with advice.
        RefusedError: the version's paper was purged.
        DamagedStoreError: the kept paper is not what was kept.
    """
    if variant.with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    with opened.store.reading() as session:
        standing = _standing(session, surgery_id)
    anew = version is None and (draft or as_of not in {None, standing.row.date})
    row = None if anew else _row_to_serve(opened, standing, version, variant)
    if row is not None:
        kept = _kept_paper(opened, row)
        _note_printed(opened, variant)
        return kept
    since = _said(f"Since version {standing.version}:", standing.changes or ())
    printed = _printed(opened, surgery_id, variant, printed_at, changes=since, as_of=as_of)
    _note_printed(opened, variant)
    return _paper(variant, printed)


def _wanted(opened: "OpenStore", variants: Variants) -> list[Variant]:
    """The variants to issue, each once.

    Raises:
        RefusedError: there is none, or a language is not known.
        NotAllowedError: some are with advice, and the actor may not print those.
    """
    wanted = list(variants.each())
    if not wanted or not set(variants.languages) <= set(LANGUAGES):
        raise RefusedError(
            "No paper was asked for, so nothing was issued. Choose at least one language (en, cy "
            "or both) and a way of naming."
        )
    if variants.with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    return wanted


def _standing(
    session: Session, surgery_id: int, language: Language = Language.ENGLISH
) -> _Standing:
    from ehp_desktop.models.audit import last_link
    from ehp_desktop.models.issued_papers import last_version as last
    from ehp_desktop.models.life_reads import all_versions
    from ehp_desktop.models.life_writes import snapshot

    row = surgery_row(session, surgery_id)
    version = last(session, surgery_id)
    issued = all_versions(
        session, SurgeryEventRow, surgery_id=surgery_id, kind=Move.ISSUE.value, version=version
    )
    now = snapshot(session, surgery_id)
    changes = changes_between(issued[-1].snapshot, now, language) if issued else None
    return _Standing(row, last_link(session.connection()).entries, version, changes)


def _printed(
    opened: "OpenStore",
    surgery_id: int,
    variant: Variant,
    printed_at: dt.datetime,
    *,
    version: int | None = None,
    changes: str | None = None,
    as_of: dt.date | None = None,
) -> "Printed":
    from ehp_desktop.review.agenda import read_agenda
    from ehp_desktop.review.documents.agenda_pdf import render_agenda

    agenda = read_agenda(
        opened,
        surgery_id,
        as_of=as_of,
        names=variant.names,
        printed_at=printed_at,
        with_advice=variant.with_advice,
        version=version,
        changes=(changes,) if changes else (),
    )
    return render_agenda(agenda, variant.language)


def _kept(
    opened: "OpenStore",
    pen: "Pen",
    surgery_id: int,
    version: int,
    printed: "list[tuple[Variant, Printed]]",
    text: str | None,
) -> tuple[AgendaPaper, ...]:
    """Put the surgery into its new state, and keep the papers of the version."""
    from ehp_desktop.models.issued_papers import Paper, keep_paper
    from ehp_desktop.models.writes import set_surgery_state

    set_surgery_state(pen.session, surgery_id, SurgeryState.ISSUED)
    pen.surgery_event(surgery_id, Move.ISSUE, version=version, text=text)
    papers = []
    for variant, one in printed:
        issued_id = keep_paper(
            pen,
            opened.store.keys,
            Paper(one.pdf, one.pages, one.sha256),
            surgery_id=surgery_id,
            kind=AGENDA,
            version=version,
            language=variant.language,
            names=variant.names.value,
            with_advice=variant.with_advice,
        )
        papers.append(_paper(variant, one, version, issued_id))
    return tuple(papers)


def _paper(
    variant: Variant, printed: "Printed", version: int | None = None, issued_id: int | None = None
) -> AgendaPaper:
    return AgendaPaper(
        variant,
        printed.pdf,
        printed.pages,
        printed.sha256,
        version,
        issued_id,
        printed.warnings,
    )


def _kept_paper(opened: "OpenStore", row: IssuedRow) -> AgendaPaper:
    from ehp_desktop.models.issued_papers import kept_paper

    if row.with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    with opened.store.reading() as session:
        kept = kept_paper(session, opened.store.keys, row)
    if kept is None:
        raise RefusedError(
            f"Version {row.version} of the {row.kind} of surgery {row.surgery_id} was erased by a "
            "purge, and there is nothing of it to print."
        )
    variant = Variant(row.language, Names(row.names), row.with_advice)
    return AgendaPaper(variant, kept.pdf, kept.pages, kept.sha256, row.version, row.id)


def _row_to_serve(
    opened: "OpenStore", standing: _Standing, version: int | None, variant: Variant
) -> IssuedRow | None:
    """The kept paper of a version, or of the last one while it still says what the surgery is.

    Raises:
        NotFoundError: the version asked for was not issued in this variant.
    """
    if version is None and standing.changes != ():
        return None
    rows = _issued(opened, standing.row.id, standing.version if version is None else version)
    for row in rows:
        if Variant(row.language, Names(row.names), row.with_advice) == variant:
            return row
    if version is None:
        return None
    raise NotFoundError(_not_issued(standing.row.id, version, rows))


def _issued(opened: "OpenStore", surgery_id: int, version: int | None) -> list[IssuedRow]:
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        return all_versions(session, IssuedRow, surgery_id=surgery_id, kind=AGENDA, version=version)


def _not_issued(surgery_id: int, version: int, rows: list[IssuedRow]) -> str:
    there = "; ".join(
        f"{row.language}, {row.names}{', with advice' if row.with_advice else ''}" for row in rows
    )
    if not there:
        return (
            f"Surgery {surgery_id} has no paper of a version {version}: none was issued, or it was "
            "purged. `surgery show` says which there are."
        )
    return f"Version {version} of surgery {surgery_id} was issued only as: {there}. Ask for that."


def _said(head: str, changes: tuple[str, ...]) -> str | None:
    """The changes of one version on one line, as its event and its papers say them."""
    return f"{head} {' '.join(changes)}" if changes else None


def _note_printed(opened: "OpenStore", variant: Variant) -> None:
    from ehp_desktop.review.case_reading import note_printed

    note_printed(opened, AGENDA, with_advice=variant.with_advice)
