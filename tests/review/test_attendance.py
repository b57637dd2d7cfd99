"""Who is asked, who came, who could not, and who declared a conflict of interest."""

import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.review import attendance as attending
from ehp_desktop.review.attendance import Attending, Part, record_attendance
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

INVITED, ATTENDED, APOLOGIES = Part.INVITED, Part.ATTENDED, Part.APOLOGIES
Told = list[tuple[str, str | None, str, str | None]]


@pytest.fixture
def number(opened_wales: OpenStore) -> int:
    return new_surgery(opened_wales, SurgeryDraft(dt.date(2021, 10, 5)))


@pytest.fixture
def told(opened_wales: OpenStore, number: int) -> Callable[[], Told]:
    """What is said of each person who was not withdrawn."""

    def tell() -> Told:
        rows = attending.attendance(opened_wales, number)
        return [
            (one.name, one.organisation, one.part, one.conflict)
            for one in rows
            if not one.withdrawn
        ]

    return tell


def test_a_person_has_one_part_and_its_versions(
    opened_wales: OpenStore, number: int, told: Callable[[], Told]
) -> None:
    people = [Attending(" Ann  Rees ", INVITED, "Legal"), Attending("Huw Pryce", INVITED)]
    threads = record_attendance(opened_wales, number, people)
    again = record_attendance(
        opened_wales, number, [Attending("ann  rees", ATTENDED, conflict="Case 1001: a cousin.")]
    )
    assert again == threads[:1]
    assert told() == [
        ("ann  rees", "Legal", "attended", "Case 1001: a cousin."),
        ("Huw Pryce", None, "invited", None),
    ]
    versions = attending.attendance_versions(opened_wales, threads[0])
    assert [(one.version, one.part, one.name) for one in versions] == [
        (1, "invited", "Ann  Rees"),
        (2, "attended", "ann  rees"),
    ]


def test_a_conflict_stays_until_it_is_taken_back(
    opened_wales: OpenStore, number: int, told: Callable[[], Told]
) -> None:
    said = [Attending("Ann Rees", INVITED, conflict="A cousin.\nOf 1001.")]
    [thread] = record_attendance(opened_wales, number, said)
    record_attendance(opened_wales, number, [Attending("Ann Rees", APOLOGIES)])
    assert told() == [("Ann Rees", None, "apologies", "A cousin.\nOf 1001.")]
    attending.correct_attendance(opened_wales, thread, Attending("Anne Rees", ATTENDED, "Legal"))
    assert told() == [("Anne Rees", "Legal", "attended", None)]


def test_organisations_tell_namesakes_apart(
    opened_wales: OpenStore, number: int, told: Callable[[], Told]
) -> None:
    both = [Attending("Ann Rees", INVITED, one) for one in ("Legal", "Education")]
    record_attendance(opened_wales, number, both)
    with pytest.raises(RefusedError, match="Say the organisation"):
        record_attendance(opened_wales, number, [Attending("Ann Rees", ATTENDED)])
    record_attendance(opened_wales, number, [Attending("Ann Rees", ATTENDED, "education")])
    assert [(one[1], one[2]) for one in told()] == [("Legal", "invited"), ("education", "attended")]


def test_an_organisation_that_was_not_known_is_added(
    opened_wales: OpenStore, number: int, told: Callable[[], Told]
) -> None:
    record_attendance(opened_wales, number, [Attending("Ann Rees", INVITED)])
    record_attendance(opened_wales, number, [Attending("Ann Rees", ATTENDED, "Legal")])
    assert told() == [("Ann Rees", "Legal", "attended", None)]


def test_those_invited_whatever_became_of_it(opened_wales: OpenStore, number: int) -> None:
    names = ("Came", "Could not", "Silent", "By mistake")
    record_attendance(opened_wales, number, [Attending(one, INVITED) for one in names])
    record_attendance(opened_wales, number, [Attending("Uninvited", ATTENDED)])
    record_attendance(opened_wales, number, [Attending("Came", ATTENDED)])
    record_attendance(opened_wales, number, [Attending("Could not", APOLOGIES)])
    attending.withdraw_people(opened_wales, number, [("by mistake", None)])
    invited = attending.invitation_list(opened_wales, number)
    assert [one.name for one in invited] == ["Came", "Could not", "Silent"]


def test_withdrawn_it_stays_readable_and_may_be_said_again(
    opened_wales: OpenStore, number: int, told: Callable[[], Told]
) -> None:
    [thread] = record_attendance(opened_wales, number, [Attending("Ann Rees", ATTENDED)])
    attending.withdraw_attendance(opened_wales, thread)
    with pytest.raises(RefusedError, match="withdrawn already"):
        attending.withdraw_attendance(opened_wales, thread)
    assert [one.withdrawn for one in attending.attendance(opened_wales, number)] == [True]
    assert record_attendance(opened_wales, number, [Attending("Ann Rees", ATTENDED)]) != [thread]
    assert told() == [("Ann Rees", None, "attended", None)]


@pytest.mark.parametrize(
    "people",
    [
        [Attending("  ", INVITED)],
        [Attending("a\nb", INVITED)],
        [Attending("a\x00b", INVITED)],
        [Attending("a" * 501, INVITED)],
        [Attending("Ann", INVITED, "a" * 501)],
        [Attending("Ann", INVITED, conflict="a" * 20_001)],
        [Attending("Ann", INVITED), Attending("ANN", ATTENDED)],
        [Attending("Huw", INVITED), Attending("", ATTENDED)],
    ],
)
def test_all_or_nothing(
    opened_wales: OpenStore, number: int, people: list[Attending], told: Callable[[], Told]
) -> None:
    with pytest.raises(RefusedError):
        record_attendance(opened_wales, number, people)
    assert told() == []


def test_what_is_not_there(opened_wales: OpenStore, number: int) -> None:
    somebody = Attending("Ann Rees", INVITED)
    for ask in (
        lambda: record_attendance(opened_wales, 99, [somebody]),
        lambda: attending.attendance(opened_wales, 99),
        lambda: attending.invitation_list(opened_wales, 99),
        lambda: attending.withdraw_attendance(opened_wales, 99),
        lambda: attending.correct_attendance(opened_wales, 99, somebody),
        lambda: attending.attendance_versions(opened_wales, 99),
        lambda: attending.withdraw_people(opened_wales, number, [("Ann Rees", None)]),
    ):
        with pytest.raises(NotFoundError):
            ask()
