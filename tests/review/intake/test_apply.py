import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from ehp_desktop.models import reads
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.fields import CONFIRMED_FIELDS
from ehp_desktop.models.rows import ChildRow, EpisodeRow, OutcomeRow, ReviewRow, ValueHistory
from ehp_desktop.review.intake.apply import Applied, apply_plan
from ehp_desktop.review.intake.incoming import (
    FileRead,
    Incoming,
    IncomingChild,
    IncomingEpisode,
    IncomingOutcome,
    IncomingReview,
    RowOrigin,
)
from ehp_desktop.review.intake.plan import ImportPlan, make_plan, stored_caseload
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.record import record_values

D = dt.date(2021, 9, 28)
NEXT = dt.date(2021, 9, 29)
TYPED = dt.date(2021, 9, 30)
COLUMNS = frozenset(
    {"child_id", "date_of_birth", "team", "placement_code", "carer_1_name", "s47_open"}
)
BORN = dt.date(2012, 5, 14)


def in_file(child_id: str = "1", row: int = 2, **values: Any) -> IncomingChild:
    given = {"child_id": child_id, "date_of_birth": BORN, **values}
    return IncomingChild(child_id, given, RowOrigin(0, row))


def incoming(
    *children: IncomingChild, as_of: dt.date = D, sha256: str = "a", **more: Any
) -> Incoming:
    usual: dict[str, Any] = {
        "profile": "extract",
        "as_of": as_of,
        "files": (FileRead("extract.csv", sha256, "UTF-8", len(children)),),
        "columns": COLUMNS,
        "children": list(children),
    }
    return Incoming(**(usual | more))


def planned(opened: OpenStore, file: Incoming) -> ImportPlan:
    return make_plan(file, stored_caseload(opened, file))


def imported(opened: OpenStore, file: Incoming, **how: Any) -> Applied:
    return apply_plan(opened, planned(opened, file), **how)


def child(opened: OpenStore, child_id: str = "1") -> ChildRow:
    with opened.store.reading() as session:
        row = reads.child(session, child_id)
    assert row is not None
    return row


def provenance(opened: OpenStore, child_id: str = "1") -> dict[str, ValueHistory]:
    with opened.store.reading() as session:
        return reads.provenance(session, child_id)


def everything(opened: OpenStore) -> list[Any]:
    """All that an import may write, as stored."""
    with opened.store.reading() as session:
        rows = reads.children(session)
        per_child = [
            (
                reads.episodes(session, row.child_id),
                reads.reviews(session, row.child_id),
                reads.history(session, row.child_id),
                reads.provenance(session, row.child_id),
            )
            for row in rows
        ]
        return [rows, per_child, reads.outcomes(session), reads.imports(session)]


def test_a_first_import_stores_values_with_where_they_came_from(opened_wales: OpenStore) -> None:
    file = incoming(in_file(team="Dwyrain", s47_open=False), in_file("2", 3, placement_code="P1"))

    applied = imported(opened_wales, file)

    assert (applied.import_id, applied.new, applied.changed_nothing) == (1, 2, False)
    assert child(opened_wales) == ChildRow(
        "1", date_of_birth=BORN, team="Dwyrain", s47_open=False, s47_open_confirmed_on=D
    )
    found = provenance(opened_wales)["team"]
    assert found.confirmed_on == D
    assert (found.origin.file_name, found.origin.row, found.origin.file_sha256) == (
        "extract.csv",
        2,
        "a",
    )
    assert (found.origin.by, found.origin.at) == ("Rhiannon Evans", opened_wales.clock())
    with opened_wales.store.reading() as session:
        (run,) = reads.imports(session)
    assert (run.profile, run.as_of, run.new, run.files) == ("extract", D, 2, ("extract.csv",))


def test_what_came_from_another_row_says_so(opened_wales: OpenStore) -> None:
    one = in_file(team="Dwyrain")
    one.origins = {"team": RowOrigin(1, 9)}
    files = (FileRead("a.csv", "a", "UTF-8", 1), FileRead("b.csv", "b", "UTF-8", 1))

    imported(opened_wales, incoming(one, files=files))

    found = provenance(opened_wales)
    assert (found["team"].origin.file_name, found["team"].origin.row) == ("b.csv", 9)
    assert (found["date_of_birth"].origin.file_name, found["date_of_birth"].origin.row) == (
        "a.csv",
        2,
    )


def test_the_same_file_as_of_the_same_day_writes_nothing(opened_wales: OpenStore) -> None:
    file = incoming(in_file(team="Dwyrain", s47_open=True))
    imported(opened_wales, file)
    before = everything(opened_wales)

    again = imported(opened_wales, file)

    assert again == Applied(None, 0, 0, 1, 0, 0, 0)
    assert again.changed_nothing
    assert everything(opened_wales) == before


def test_the_same_file_as_of_a_later_day_confirms(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file(team="Dwyrain", s47_open=True)))

    applied = imported(opened_wales, incoming(in_file(team="Dwyrain", s47_open=True), as_of=NEXT))

    assert (applied.import_id, applied.unchanged, applied.changed_nothing) == (2, 1, True)
    assert child(opened_wales).s47_open_confirmed_on == NEXT
    found = provenance(opened_wales)
    assert {one.confirmed_on for one in found.values()} == {NEXT}
    assert {one.origin.as_of for one in found.values()} == {D}


def test_another_file_of_the_same_day_confirms_too(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file(team="Dwyrain")))

    applied = imported(opened_wales, incoming(in_file(team="Dwyrain"), sha256="b"))

    assert applied.import_id == 2


def test_a_blank_confirms_nothing(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file(team="Dwyrain", s47_open=True)))

    imported(opened_wales, incoming(in_file(), as_of=NEXT, sha256="b"))

    found = provenance(opened_wales)
    assert found["team"].confirmed_on == D
    assert found["date_of_birth"].confirmed_on == NEXT
    assert child(opened_wales).s47_open_confirmed_on == D


def test_changes_are_stored_recorded_and_end_what_was_about_them(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file(placement_code="P1", carer_1_name="M. Rhys")))

    applied = imported(opened_wales, incoming(in_file(placement_code="F1"), as_of=NEXT, sha256="b"))

    assert (applied.changed, applied.to_be_confirmed) == (1, 1)
    row = child(opened_wales)
    assert (row.placement_code, row.carer_1_name) == ("F1", None)
    with opened_wales.store.reading() as session:
        last = [(one.field, one.before, one.after) for one in reads.history(session, "1")][-2:]
    assert last == [("placement_code", "P1", "F1"), ("carer_1_name", "M. Rhys", None)]
    assert "carer_1_name" not in provenance(opened_wales)


def test_blanks_clear_where_the_person_chose(opened_wales: OpenStore) -> None:
    given = {"team": "Dwyrain", "s47_open": True}
    imported(opened_wales, incoming(in_file(**given), in_file("2", 3, **given)))
    file = incoming(in_file(), in_file("2", 3), as_of=NEXT, sha256="b")

    imported(opened_wales, file, clear_blanks=[("1", "s47_open")])

    one, two = child(opened_wales), child(opened_wales, "2")
    assert (one.s47_open, one.s47_open_confirmed_on, one.team) == (None, None, "Dwyrain")
    assert (two.s47_open, two.s47_open_confirmed_on) == (True, D)
    assert imported(opened_wales, file, clear_blanks=True).changed == 2
    assert child(opened_wales, "2").team is None


def test_an_asserted_blank_opens_a_child_who_comes_back(opened_wales: OpenStore) -> None:
    columns = COLUMNS | {"ceased_date", "ceased_reason"}
    left = in_file(ceased_date=dt.date(2021, 1, 1), ceased_reason="E4")
    imported(opened_wales, incoming(left, columns=columns))

    back = incoming(
        in_file(), as_of=NEXT, columns=columns, asserted=frozenset({"ceased_date", "ceased_reason"})
    )
    imported(opened_wales, back)

    row = child(opened_wales)
    assert (row.ceased_date, row.ceased_reason) == (None, None)


def test_what_was_typed_on_a_later_day_wins_and_on_the_same_day_does_not(
    opened_wales: OpenStore,
) -> None:
    imported(opened_wales, incoming(in_file(team="Dwyrain")))
    record_values(opened_wales, "1", {"team": "Gogledd"}, on=NEXT)

    older = planned(opened_wales, incoming(in_file(team="De"), sha256="b"))
    apply_plan(opened_wales, older)
    assert older.children[0].kept_typed == ("team",)
    assert child(opened_wales).team == "Gogledd"
    assert provenance(opened_wales)["team"].confirmed_on == NEXT

    imported(opened_wales, incoming(in_file(team="De"), as_of=NEXT, sha256="c"))
    assert child(opened_wales).team == "De"


def test_the_same_file_again_does_not_take_back_what_was_typed_since(
    opened_wales: OpenStore,
) -> None:
    file = incoming(in_file(team="Dwyrain", placement_code="P1"))
    imported(opened_wales, file)
    record_values(opened_wales, "1", {"team": "Gogledd"}, on=D)
    before = everything(opened_wales)

    again = planned(opened_wales, file)
    apply_plan(opened_wales, again)

    assert again.changes_nothing
    assert again.children[0].kept_typed == ("team",)
    assert everything(opened_wales) == before


def test_a_typed_placement_keeps_out_the_carers_of_the_one_before(opened_wales: OpenStore) -> None:
    file = in_file(placement_code="P1", carer_1_name="M. Rhys")
    imported(opened_wales, incoming(file))
    record_values(opened_wales, "1", {"placement_code": "F1"}, on=TYPED)

    plan = planned(opened_wales, incoming(file, as_of=NEXT, sha256="b"))
    apply_plan(opened_wales, plan)

    assert plan.children[0].kept_typed == ("placement_code", "carer_1_name")
    row = child(opened_wales)
    assert (row.placement_code, row.carer_1_name) == ("F1", None)


def episode(start: str, end: str | None, row: int = 2) -> IncomingEpisode:
    ended = None if end is None else dt.date.fromisoformat(end)
    first = dt.date.fromisoformat(start)
    return IncomingEpisode(first, ended, "S", "C2", "P1", None, RowOrigin(0, row))


def with_history(*episodes: IncomingEpisode, held: tuple[str, ...] = ()) -> IncomingChild:
    one = in_file()
    one.episodes = episodes
    one.reviews = tuple(
        IncomingReview(dt.date.fromisoformat(text), RowOrigin(0, row))
        for row, text in enumerate(held, 2)
    )
    return one


def test_episodes_and_reviews_are_stored_and_later_replaced_within_their_span(
    opened_wales: OpenStore,
) -> None:
    first = with_history(
        episode("2019-01-01", "2020-01-01"), episode("2020-01-01", None), held=("2020-02-01",)
    )
    imported(opened_wales, incoming(first))
    second = with_history(episode("2020-01-01", "2021-09-01"), held=("2020-02-01", "2021-08-01"))

    applied = imported(opened_wales, incoming(second, as_of=NEXT, sha256="b"))
    again = imported(opened_wales, incoming(second, as_of=NEXT, sha256="b"))

    assert (applied.changed, again.import_id) == (1, None)
    with opened_wales.store.reading() as session:
        episodes = reads.episodes(session, "1")
        reviews = reads.reviews(session, "1")
        counts = [
            (one.field, one.before, one.after)
            for one in reads.history(session, "1")
            if one.field in {"episodes", "reviews"}
        ]
    day = dt.date.fromisoformat
    assert episodes == [
        EpisodeRow("1", day("2019-01-01"), day("2020-01-01"), "S", "C2", "P1", None),
        EpisodeRow("1", day("2020-01-01"), day("2021-09-01"), "S", "C2", "P1", None),
    ]
    assert reviews == [ReviewRow("1", day("2020-02-01")), ReviewRow("1", day("2021-08-01"))]
    assert counts == [
        ("episodes", None, 2),
        ("reviews", None, 1),
        ("episodes", 2, 2),
        ("reviews", 1, 2),
    ]


def test_outcomes_are_stored_changed_and_passed_over(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file()))
    day = dt.date(2021, 5, 1)

    def outcomes(court: str | None, sha256: str) -> Incoming:
        one = IncomingOutcome("1", "care_order_discharged", day, court, None, RowOrigin(0, 2))
        return incoming(profile="outcomes", outcomes=[one], columns=frozenset(), sha256=sha256)

    assert imported(opened_wales, outcomes(None, "o1")).new == 1
    assert imported(opened_wales, outcomes("Swansea", "o2")).changed == 1
    assert imported(opened_wales, outcomes("Swansea", "o2")).import_id is None

    with opened_wales.store.reading() as session:
        assert reads.outcomes(session) == [
            OutcomeRow("1", "care_order_discharged", day, "Swansea", None)
        ]


def test_children_marked_as_having_left_are_closed_by_the_person(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file("1"), in_file("2", 3)))
    file = incoming(in_file("1"), as_of=NEXT, sha256="b")

    applied = imported(opened_wales, file, left={"2": (dt.date(2021, 9, 1), "E4")})

    row = child(opened_wales, "2")
    assert (row.ceased_date, row.ceased_reason) == (dt.date(2021, 9, 1), "E4")
    assert (applied.left, applied.changed_nothing) == (1, False)
    origin = provenance(opened_wales, "2")["ceased_date"].origin
    assert (origin.file_name, origin.by) == (None, "Rhiannon Evans")


@pytest.mark.parametrize(
    "mark",
    [
        {"1": (dt.date(2021, 9, 1), "E4")},
        {"nobody": (dt.date(2021, 9, 1), "E4")},
        {"2": (dt.date(2021, 9, 1), "E4A")},
        {"2": (dt.date(2031, 9, 1), "E4")},
    ],
    ids=["in the file", "unknown", "England's reason", "still to come"],
)
def test_a_mark_that_cannot_be_stops_the_whole_import(
    opened_wales: OpenStore, mark: dict[str, tuple[dt.date, str]]
) -> None:
    imported(opened_wales, incoming(in_file("1"), in_file("2", 3)))
    before = everything(opened_wales)

    with pytest.raises(RefusedError):
        imported(opened_wales, incoming(in_file("1", team="T"), as_of=NEXT), left=mark)

    assert everything(opened_wales) == before


def test_a_store_that_has_changed_since_the_plan_refuses_it(opened_wales: OpenStore) -> None:
    imported(opened_wales, incoming(in_file()))
    plan = planned(opened_wales, incoming(in_file(team="T"), as_of=NEXT))
    record_values(opened_wales, "1", {"team": "Gogledd"}, on=NEXT)
    before = everything(opened_wales)

    with pytest.raises(RefusedError, match="changed since"):
        apply_plan(opened_wales, plan)

    assert everything(opened_wales) == before


def test_a_plan_is_applied_once(opened_wales: OpenStore) -> None:
    plan = planned(opened_wales, incoming(in_file()))
    apply_plan(opened_wales, plan)

    with pytest.raises(RefusedError, match="changed since"):
        apply_plan(opened_wales, plan)


def test_progress_is_told_and_cancelling_stores_nothing(opened_wales: OpenStore) -> None:
    many = incoming(*(in_file(str(number), number) for number in range(1, 1302)))
    told: list[tuple[int, int]] = []

    with pytest.raises(RefusedError, match="nothing was stored"):
        imported(
            opened_wales,
            many,
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: len(told) == 2,
        )

    assert told == [(500, 1301), (1000, 1301)]
    assert everything(opened_wales)[0] == []
    imported(opened_wales, many, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1301, 1301)
    with opened_wales.store.reading() as session:
        assert len(reads.children(session)) == 1301


def test_a_failure_near_the_end_stores_nothing(opened_wales: OpenStore) -> None:
    plan = planned(opened_wales, incoming(in_file(), with_history(episode("2020-01-01", None))))
    twice = replace(plan, children=[*plan.children, *plan.children])

    with pytest.raises(Exception, match="child_id"):
        apply_plan(opened_wales, twice)

    assert everything(opened_wales)[0] == []
    assert everything(opened_wales)[3] == []


def test_nothing_accepted_writes_nothing(opened_wales: OpenStore) -> None:
    applied = imported(opened_wales, incoming(refused=3))

    assert (applied.import_id, applied.refused) == (None, 3)
    assert everything(opened_wales)[3] == []


def test_what_provenance_replays_is_what_is_stored_beside_the_answers(
    opened_wales: OpenStore,
) -> None:
    columns = COLUMNS | set(CONFIRMED_FIELDS)
    answers = dict.fromkeys(CONFIRMED_FIELDS, False)
    imported(opened_wales, incoming(in_file(**answers), columns=columns))
    second = in_file(**answers | {"cp_registered": True})
    del second.values["plan_to_move"]
    imported(opened_wales, incoming(second, columns=columns, as_of=NEXT, sha256="b"))
    record_values(opened_wales, "1", {"s47_open": True}, on=TYPED)

    row, found = child(opened_wales), provenance(opened_wales)

    days = {name: getattr(row, f"{name}_confirmed_on") for name in CONFIRMED_FIELDS}
    assert days == {name: found[name].confirmed_on for name in CONFIRMED_FIELDS}
    assert days["plan_to_move"] == D
    assert days["s47_open"] == TYPED


def test_texts_are_kept_exactly(opened_wales: OpenStore) -> None:
    text = "=cmd|' <b>&\"Siân\" ŵŷ 👧 \u200fשלום O'Brien \\ %s :x ?"

    imported(opened_wales, incoming(in_file(text[:20], team=text)))

    assert child(opened_wales, text[:20]).team == text
    with opened_wales.store.reading() as session:
        (found,) = (one for one in reads.history(session, text[:20]) if one.field == "team")
    assert found.after == text
