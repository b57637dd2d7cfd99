"""Versions of an agenda: what is kept comes out the same for ever, and advice to nobody else."""

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator

import pypdf
import pytest

from ehp_desktop.models.errors import DamagedStoreError, NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import issuing, surgery, surgery_life
from ehp_desktop.review.actor import Role
from ehp_desktop.review.advice import NewAdvice, add_advice
from ehp_desktop.review.issue_changes import changes_between
from ehp_desktop.review.issuing import (
    Variant,
    Variants,
    agenda_paper,
    changes_since_issue,
    issue,
    issued_paper,
)
from ehp_desktop.review.names import Names
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.parameter_changes import NewParameter, set_parameter
from ehp_desktop.review.permissions import NotAllowedError

DAY = dt.date(2021, 10, 5)
NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=3)
SECRET = "Gwenci anobeithiol: the tribunal would laugh"
EVERY = Variants(("en", "cy", "both"), (Names.INITIALS, Names.FULL), with_advice=True)
PLAIN = Variant()


@pytest.fixture
def opened(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    """A chair's store of fifty children, in which the lawyer wrote advice on the first."""
    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=f"{one:04}") for one in range(50)))
    add_advice(opened_as(Role.LAWYER), NewAdvice(SECRET, child_id="0000"))
    return opened_as(Role.CHAIR)


@pytest.fixture
def number(opened: OpenStore) -> int:
    made = surgery.new_surgery(opened, surgery.SurgeryDraft(DAY, place="Tŷ Mawr", chair="R. Evans"))
    surgery.add_cases(opened, made, ["0000", "0001"])
    return made


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def everything_stored(opened: OpenStore) -> Iterator[tuple[str, object]]:
    """Every value of every table, as a raw session on this person's key finds it."""
    from ehp_desktop.models.base import Base

    with opened.store.reading() as session:
        connection = session.connection()
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                yield from ((table.name, value) for value in row)


def test_each_variant_is_kept_once(opened: OpenStore, number: int) -> None:
    issued = issue(opened, number, EVERY, NOON)
    assert (issued.version, issued.changes) == (1, ())
    asked = [(one.variant, one.version) for one in issued.papers]
    assert asked == [(variant, 1) for variant in EVERY.each()]
    assert len(set(asked)) == 12
    for paper in issued.papers:
        kept = issued_paper(opened, paper.issued_id or 0)
        assert kept == paper.pdf
        assert hashlib.sha256(kept).hexdigest() == paper.sha256
        assert (SECRET in words(kept)) == paper.variant.with_advice
        assert ("LEGALLY PRIVILEGED" in words(kept)) == paper.variant.with_advice
    rows = surgery_life.issued_papers(opened, number)
    assert [row.sha256 for row in rows[:6]] == [one.sha256 for one in issued.papers[:6]]


def test_asked_for_twice_it_is_issued_once(opened: OpenStore, number: int) -> None:
    issued = issue(opened, number, Variants(("en", "en")), NOON)
    assert len(issued.papers) == 1


@pytest.mark.parametrize("none", [Variants(()), Variants(names=()), Variants(("fr",))])
def test_no_paper_is_no_version(opened: OpenStore, number: int, none: Variants) -> None:
    with pytest.raises(RefusedError, match="nothing was issued"):
        issue(opened, number, none, NOON)
    assert surgery.one_surgery(opened, number).state == "draft"


def test_the_same_bytes_whatever_changes_later(
    opened: OpenStore, number: int, opened_as: Callable[..., OpenStore]
) -> None:
    from ehp_desktop.review.outcomes import record
    from ehp_desktop.review.record import record_values

    first = issue(opened, number, EVERY, NOON)
    record_values(opened, "0000", {"social_worker": "Somebody Else"}, on=NOON.date())
    add_note(opened, NewNote("A fact.", child_id="0000"))
    record(opened, number, "0000", "discharge")
    set_parameter(opened, NewParameter("settled_months", 18, NOON.date(), "Practice"))
    for paper in first.papers:  # none of these changed the surgery: the last version still serves
        again = agenda_paper(opened, number, paper.variant, LATER)
        assert (again.pdf, again.version, again.sha256) == (paper.pdf, 1, paper.sha256)
    surgery.edit_surgery(opened, number, surgery.SurgeryDraft(DAY, place="Elsewhere"))
    surgery.remove_cases(opened, number, ["0001"])
    issue(opened, number, Variants(), LATER)
    surgery_life.hold(opened, number)
    surgery_life.close(opened, number)
    chair = opened_as(Role.CHAIR)
    for paper in first.papers:
        assert issued_paper(chair, paper.issued_id or 0) == paper.pdf
        assert agenda_paper(chair, number, paper.variant, LATER, version=1).pdf == paper.pdf


def test_changes_make_a_draft_and_then_a_version_that_says_them(
    opened: OpenStore, number: int
) -> None:
    first = issue(opened, number, Variants(), NOON)
    assert agenda_paper(opened, number, PLAIN, LATER).pdf == first.papers[0].pdf
    surgery.add_cases(opened, number, ["0007"])
    assert changes_since_issue(opened, number) == ("Cases added: 0007.",)
    draft = agenda_paper(opened, number, PLAIN, LATER)
    assert draft.version is None
    assert "Since version 1: Cases added: 0007." in words(draft.pdf)
    second = issue(opened, number, Variants(), LATER)
    assert (second.version, second.changes) == (2, ("Cases added: 0007.",))
    assert "Version 2: Cases added: 0007." in words(second.papers[0].pdf)
    assert changes_since_issue(opened, number) == ()
    surgery.order_cases(opened, number, ["0001", "0000", "0007"])
    third = issue(opened, number, Variants(), LATER)
    told = words(third.papers[0].pdf)
    assert "Version 2: Cases added: 0007." in told
    assert "Version 3: The order of the cases was changed." in told
    assert agenda_paper(opened, number, PLAIN, LATER, version=1).pdf == first.papers[0].pdf


def test_what_was_not_asked_for_is_a_draft(opened: OpenStore, number: int) -> None:
    assert agenda_paper(opened, number, PLAIN, NOON).version is None
    issue(opened, number, Variants(), NOON)
    assert agenda_paper(opened, number, PLAIN, LATER).version == 1
    assert agenda_paper(opened, number, PLAIN, LATER, as_of=DAY).version == 1
    for other in (
        agenda_paper(opened, number, PLAIN._replace(language="cy"), LATER),
        agenda_paper(opened, number, PLAIN, LATER, draft=True),
        agenda_paper(opened, number, PLAIN, LATER, as_of=DAY + dt.timedelta(1)),
    ):
        assert other.version is None
        assert "draft" in words(other.pdf) or "drafft" in words(other.pdf)
    with pytest.raises(NotFoundError, match="only as: en, initials"):
        agenda_paper(opened, number, PLAIN._replace(language="cy"), LATER, version=1)
    with pytest.raises(NotFoundError, match="no paper of a version 2"):
        agenda_paper(opened, number, PLAIN, LATER, version=2)
    with pytest.raises(NotFoundError):
        issued_paper(opened, 99)


def test_a_version_is_never_used_again(opened: OpenStore, number: int) -> None:
    versions = []
    for _ in range(2):
        versions.append(issue(opened, number, Variants(), NOON).version)
        surgery_life.postpone(opened, number, "Snow")
        surgery.edit_surgery(opened, number, surgery.SurgeryDraft(DAY + dt.timedelta(7)))
        surgery.edit_surgery(opened, number, surgery.SurgeryDraft(DAY))
    assert versions == [1, 2]
    assert issuing.last_version(opened, number) == 2


def test_what_is_recorded_meanwhile_stops_it(
    opened: OpenStore, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ehp_desktop.review.documents import agenda_pdf

    rendered = agenda_pdf.render_agenda

    def slowly(*given: object) -> object:
        add_note(opened, NewNote("Meanwhile.", child_id="0001"))
        return rendered(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(agenda_pdf, "render_agenda", slowly)
    with pytest.raises(RefusedError, match="nothing was issued"):
        issue(opened, number, Variants(), NOON)
    assert surgery.one_surgery(opened, number).state == "draft"
    assert surgery_life.issued_papers(opened, number) == []


@pytest.mark.parametrize("cases", [0, 50])
def test_no_case_and_fifty(opened: OpenStore, cases: int) -> None:
    number = surgery.new_surgery(opened, surgery.SurgeryDraft(DAY))
    if cases:
        surgery.add_cases(opened, number, [f"{one:04}" for one in range(cases)])
    paper = issue(opened, number, Variants(with_advice=True), NOON).papers[-1]
    assert issued_paper(opened, paper.issued_id or 0) == paper.pdf
    assert paper.pages == len(pypdf.PdfReader(io.BytesIO(paper.pdf)).pages)


def test_an_administrator_finds_no_advice(
    opened: OpenStore, number: int, opened_as: Callable[..., OpenStore]
) -> None:
    issued = issue(opened, number, Variants(with_advice=True), NOON)
    plain, privileged = issued.papers
    office = opened_as(Role.ADMINISTRATOR)
    assert issued_paper(office, plain.issued_id or 0) == plain.pdf
    for asked in (
        lambda: issued_paper(office, privileged.issued_id or 0),
        lambda: agenda_paper(office, number, privileged.variant, NOON),
        lambda: agenda_paper(office, number, privileged.variant, NOON, version=1),
        lambda: agenda_paper(office, number, privileged.variant, NOON, draft=True),
    ):
        with pytest.raises(NotAllowedError):
            asked()
    tell = [SECRET, privileged.sha256, "Siân Prosser"]
    for table, value in everything_stored(office):
        kept = value if isinstance(value, bytes) else str(value).encode("utf-16")
        for secret in tell:
            forms = (secret.encode(), secret.encode("utf-16"), secret.encode("utf-16")[2:])
            assert not any(form in kept for form in forms), table
        assert privileged.pdf[:200] not in kept or kept == plain.pdf
        if isinstance(value, bytes) and value.startswith(b"%PDF"):
            assert SECRET not in words(value)
    row = surgery_life.issued_papers(office, number)[1]
    assert (row.pages, row.with_advice) == (0, True)
    assert issued_paper(opened_as(Role.LAWYER), privileged.issued_id or 0) == privileged.pdf


def test_issuing_and_printing_are_audited_and_name_no_child(opened: OpenStore, number: int) -> None:
    from ehp_desktop.review.audit_trail import read_audit

    issued = issue(opened, number, Variants(with_advice=True), NOON)
    agenda_paper(opened, number, PLAIN, NOON)
    issued_paper(opened, issued.papers[1].issued_id or 0)
    told = [(line.row.action, line.row.record, line.row.about) for line in read_audit(opened)]
    assert ("issued", None, {"surgery": number, "version": 1, "papers": 2}) in told
    printed = [about for action, _, about in told if action == "printed"]
    assert [one["with_advice"] for one in sorted(printed, key=str)] == [False, True]
    said = {str(value) for _, _, about in told for value in about.values()}
    assert not said & {"0000", "0001"}


@pytest.mark.parametrize("with_advice", [False, True])
def test_a_paper_that_was_changed_is_not_shown(
    opened: OpenStore, number: int, with_advice: bool
) -> None:
    from sqlalchemy import text

    paper = issue(opened, number, Variants(with_advice=with_advice), NOON).papers[-1]
    with opened.store.writing("tampered") as session:
        session.execute(text("DROP TRIGGER issued_paper_refuses_update"))
        flip = text("UPDATE issued_paper SET content = CAST(content || 'x' AS BLOB)")
        session.execute(flip)
    with pytest.raises(DamagedStoreError, match="not as it was issued"):
        issued_paper(opened, paper.issued_id or 0)


BEFORE = {
    "date": "2021-10-05",
    "time": "10:00",
    "place": "Tŷ Mawr",
    "chair": "R. Evans",
    "lawyer": None,
    "apologies": None,
    "minutes_per_case": 20,
    "state": "draft",
    "cases": ["A", "B", "C"],
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "held"}, ()),
        ({"date": "2021-10-12"}, ("Date: 12 Oct 2021 (was 5 Oct 2021).",)),
        ({"time": "09:30"}, ("Time: 09:30 (was 10:00).",)),
        ({"minutes_per_case": 15}, ("Minutes a case: 15 (was 20).",)),
        ({"chair": "H. Pryce"}, ("Chair: H. Pryce (was R. Evans).",)),
        ({"lawyer": "S. Prosser"}, ("Lawyer: S. Prosser (was not recorded).",)),
        ({"place": "The home of Ioan"}, ("The place was changed.",)),
        ({"apologies": "Ioan's mother"}, ("The apologies were changed.",)),
        ({"cases": ["A", "B", "C", "D", "E"]}, ("Cases added: D, E.",)),
        ({"cases": []}, ("Cases taken off: A, B, C.",)),
        ({"cases": ["C", "A", "B"]}, ("The order of the cases was changed.",)),
        (
            {"cases": ["D", "C", "A"], "time": "09:00"},
            (
                "Time: 09:00 (was 10:00).",
                "Cases added: D.",
                "Cases taken off: B.",
                "The order of the cases was changed.",
            ),
        ),
    ],
)
def test_what_changed_is_said(changed: dict[str, object], said: tuple[str, ...]) -> None:
    assert changes_between(BEFORE, BEFORE | changed) == said
