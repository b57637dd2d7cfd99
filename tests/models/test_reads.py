import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from ehp_desktop.models import reads
from ehp_desktop.models.child import CourtOutcome, Episode, ReviewHeld
from ehp_desktop.models.evidence import add
from ehp_desktop.models.rows import (
    ChildRow,
    EpisodeRow,
    FieldChangeRow,
    ImportRow,
    Origin,
    OutcomeRow,
    ReviewRow,
)
from ehp_desktop.models.source import ChangeRecord, ImportRun, SourceFile
from ehp_desktop.review.opening import OpenStore

MakeChild = Callable[..., ChildRow]
PutChildren = Callable[..., None]
UTC_AT = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
AT = UTC_AT.replace(tzinfo=None)  # as it is kept


def day(number: int) -> dt.date:
    return dt.date(2021, 9, number)


class Recorder:
    """Writes imports and records of change as the import and the typing of values do."""

    def __init__(self, opened: OpenStore) -> None:
        self._opened = opened
        self.files = 0

    def imported(self, as_of: dt.date, *names: str) -> int:
        self.files += len(names)
        with self._opened.store.writing("tested") as session:
            run = {"profile": "extract", "as_of": as_of, "at": AT, "by": "R. Evans"}
            counts = {"new": 1, "changed": 2, "unchanged": 3, "refused": 4}
            number = add(session, ImportRun, run | counts)
            for name in names:
                file = {"import_id": number, "name": name, "sha256": f"sha of {name}"}
                add(session, SourceFile, file | {"encoding": "UTF-8", "rows_read": 10})
        return number

    def changed(self, as_of: dt.date, changes: dict[str, Any], **other: Any) -> None:
        confirmed, origins = other.pop("confirmed", []), other.pop("origins", None)
        with self._opened.store.writing("tested") as session:
            record = {
                "child_id": "1001",
                "as_of": as_of,
                "at": AT,
                "by": "R. Evans",
                "changes": json.dumps(changes),
                "confirmed": json.dumps(confirmed),
                "origins": None if origins is None else json.dumps(origins),
            }
            add(session, ChangeRecord, record | other)


@pytest.fixture
def recorder(opened_wales: OpenStore, make_child: MakeChild, put_children: PutChildren) -> Recorder:
    put_children(
        opened_wales, make_child(child_id="1001"), make_child(child_id="1002"), recorded=False
    )
    return Recorder(opened_wales)


def test_children_come_by_code_point_and_whole(
    opened_wales: OpenStore, make_child: MakeChild, put_children: PutChildren
) -> None:
    ids = ["ŵ1", "b", "B", "10", "9", "é", "010", "😀"]
    rows = {child_id: make_child(child_id=child_id, weekly_cost=12345) for child_id in ids}
    put_children(opened_wales, *rows.values(), ChildRow(child_id="0"))
    with opened_wales.store.reading() as session:
        found = reads.children(session)
        assert [row.child_id for row in found] == sorted([*ids, "0"])
        assert found[0] == ChildRow(child_id="0")
        assert all(reads.child(session, child_id) == row for child_id, row in rows.items())
        assert reads.child(session, "none") is None
    assert type(found[1]) is ChildRow
    assert type(found[1].long_term) is bool
    assert type(found[1].date_of_birth) is dt.date


def test_episodes_reviews_and_outcomes_come_oldest_first(
    opened_wales: OpenStore, recorder: Recorder
) -> None:
    recorder.imported(day(30), "episodes.csv")
    source = {"file_id": 1, "row": 2}
    with opened_wales.store.writing("tested") as session:
        for child_id, start, end in [("1001", 9, None), ("1001", 2, 9), ("1002", 1, None)]:
            session.execute(
                insert(Episode).values(
                    child_id=child_id,
                    start=day(start),
                    end=end and day(end),
                    reason_started="S",
                    legal_status="C2",
                    placement_code="P1",
                    reason_ended=None,
                    **source,
                )
            )
        for held_on in (day(20), day(3)):
            session.execute(insert(ReviewHeld).values(child_id="1001", held_on=held_on, **source))
        for child_id, date in [("1001", 8), ("1001", 7), ("1002", 6)]:
            session.execute(
                insert(CourtOutcome).values(
                    child_id=child_id, kind="application_refused", date=day(date), court="Swansea"
                )
            )
    first = EpisodeRow("1001", day(2), day(9), "S", "C2", "P1", None)
    refused = [
        OutcomeRow(child_id, "application_refused", day(date), "Swansea", None)
        for child_id, date in [("1002", 6), ("1001", 7), ("1001", 8)]
    ]
    with opened_wales.store.reading() as session:
        assert reads.episodes(session, "1001") == [first, first._replace(start=day(9), end=None)]
        assert reads.reviews(session, "1001") == [
            ReviewRow("1001", day(3)),
            ReviewRow("1001", day(20)),
        ]
        assert reads.outcomes(session) == refused
        assert reads.outcomes(session, "1001") == refused[1:]
        assert reads.episodes(session, "none") == []


def test_imports_come_oldest_first_with_their_files(
    opened_wales: OpenStore, recorder: Recorder
) -> None:
    with opened_wales.store.reading() as session:
        assert reads.last_import(session) is None
    recorder.imported(day(1), "header.csv", "episodes.csv")
    recorder.imported(day(2), "extract.csv")
    first = ImportRow(
        1, "extract", day(1), UTC_AT, "R. Evans", ("header.csv", "episodes.csv"), 1, 2, 3, 4
    )
    last = first._replace(id=2, as_of=day(2), files=("extract.csv",))
    with opened_wales.store.reading() as session:
        assert reads.imports(session) == [first, last]
        assert reads.last_import(session) == last


def test_a_value_comes_from_what_gave_it_and_is_confirmed_by_what_gave_it_again(
    opened_wales: OpenStore, recorder: Recorder
) -> None:
    recorder.imported(day(10), "extract.csv", "more.csv")
    given = {"iro": [None, "C. Lloyd"], "moves_12_months": [None, "2"], "team": [None, "East"]}
    recorder.changed(day(10), given, import_id=1, file_id=1, row=7, origins={"team": [2, 5]})
    recorder.changed(day(15), {"iro": ["C. Lloyd", "B. Rees"]}, confirmed=["team"], by="M. Davies")
    recorder.imported(day(20), "later.csv")
    recorder.changed(
        day(20),
        {"moves_12_months": ["2", None], "episodes": [None, "3"]},
        confirmed=["iro", "long_term"],
        import_id=2,
        file_id=3,
        row=9,
    )
    with opened_wales.store.reading() as session:
        found = reads.provenance(session, "1001")
        assert reads.provenance(session, "1002") == {}
    assert set(found) == {"iro", "team"}
    assert found["team"].confirmed_on == day(15)
    assert found["team"].origin == Origin(
        "more.csv", "sha of more.csv", 5, day(10), UTC_AT, "R. Evans"
    )
    assert found["iro"].confirmed_on == day(20)
    assert found["iro"].origin == Origin(None, None, None, day(15), UTC_AT, "M. Davies")


def test_history_is_every_change_in_its_own_type(
    opened_wales: OpenStore, recorder: Recorder
) -> None:
    recorder.imported(day(10), "extract.csv")
    source = {"import_id": 1, "file_id": 1, "row": 7}
    given = {"wishes_date": [None, "2021-09-01"], "weekly_cost": [None, "412.05"]}
    recorder.changed(day(10), given | {"episodes": [None, "3"]}, **source)
    recorder.changed(day(12), {"wishes_date": ["2021-09-01", None], "long_term": ["no", "yes"]})
    with opened_wales.store.reading() as session:
        found = reads.history(session, "1001")
    file = Origin("extract.csv", "sha of extract.csv", 7, day(10), UTC_AT, "R. Evans")
    typed = Origin(None, None, None, day(12), UTC_AT, "R. Evans")
    assert found == [
        FieldChangeRow("wishes_date", None, dt.date(2021, 9, 1), file),
        FieldChangeRow("weekly_cost", None, 41205, file),
        FieldChangeRow("episodes", None, 3, file),
        FieldChangeRow("wishes_date", dt.date(2021, 9, 1), None, typed),
        FieldChangeRow("long_term", before=False, after=True, origin=typed),
    ]


class TestTypedAfter:
    """What a person gave on a later day than an import's wins over it."""

    def ask(self, opened: OpenStore, after: int) -> dict[str, frozenset[str]]:
        with opened.store.reading() as session:
            return reads.typed_after(session, day(after))

    def test_the_day_itself_is_not_after(self, opened_wales: OpenStore, recorder: Recorder) -> None:
        recorder.changed(day(15), {"iro": [None, "B. Rees"]}, confirmed=["team"])
        assert self.ask(opened_wales, 14) == {"1001": frozenset({"iro", "team"})}
        assert self.ask(opened_wales, 15) == {}

    def test_what_a_file_changed_since_is_the_files(
        self, opened_wales: OpenStore, recorder: Recorder
    ) -> None:
        recorder.changed(day(15), {"iro": [None, "B. Rees"], "team": [None, "East"]})
        recorder.imported(day(20), "extract.csv")
        source = {"import_id": 1, "file_id": 1, "row": 7}
        recorder.changed(day(20), {"iro": ["B. Rees", "X"]}, confirmed=["team"], **source)
        assert self.ask(opened_wales, 10) == {"1001": frozenset({"team"})}

    def test_what_a_file_changed_before_is_the_persons(
        self, opened_wales: OpenStore, recorder: Recorder
    ) -> None:
        recorder.imported(day(10), "extract.csv")
        source = {"import_id": 1, "file_id": 1, "row": 7}
        recorder.changed(day(10), {"iro": [None, "X"]}, **source)
        assert self.ask(opened_wales, 1) == {}
        recorder.changed(day(15), {"iro": ["X", None]})
        assert self.ask(opened_wales, 10) == {"1001": frozenset({"iro"})}

    def test_what_was_taken_back_is_as_if_it_had_not_been(
        self, opened_wales: OpenStore, recorder: Recorder
    ) -> None:
        recorder.changed(day(12), {"iro": "A. Hughes"})
        recorder.changed(day(15), {"iro": ["A. Hughes", "B. Rees"], "team": [None, "East"]})
        assert self.ask(opened_wales, 13) == {"1001": frozenset({"iro", "team"})}
        back = {"iro": ["B. Rees", "A. Hughes"], "team": ["East", None], "undoes": "2"}
        recorder.changed(day(15), back)
        assert self.ask(opened_wales, 13) == {}
        assert self.ask(opened_wales, 11) == {"1001": frozenset({"iro"})}
        with opened_wales.store.reading() as session:
            found = reads.provenance(session, "1001")
        assert {field: one.confirmed_on for field, one in found.items()} == {"iro": day(12)}
