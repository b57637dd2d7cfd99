import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from ehp_desktop.models.rows import ChildRow, EpisodeRow, OutcomeRow
from ehp_desktop.review.intake.compare import Status, Why
from ehp_desktop.review.intake.incoming import (
    FileRead,
    Incoming,
    IncomingChild,
    IncomingEpisode,
    IncomingOutcome,
    Problem,
    RowOrigin,
)
from ehp_desktop.review.intake.plan import ImportPlan, StoredCaseload, choose_blanks, make_plan

MakeChild = Callable[..., ChildRow]
D = dt.date(2021, 9, 30)
COLUMNS = frozenset({"child_id", "date_of_birth", "team", "wishes_date", "child_wishes"})


def incoming(*children: IncomingChild, **more: Any) -> Incoming:
    usual: dict[str, Any] = {
        "profile": "extract",
        "as_of": D,
        "files": (FileRead("extract.csv", "ab", "UTF-8", 3),),
        "columns": COLUMNS,
        "children": list(children),
    }
    return Incoming(**(usual | more))


def in_file(child_id: str, row: int = 2, **values: Any) -> IncomingChild:
    return IncomingChild(child_id, {"child_id": child_id, **values}, RowOrigin(0, row))


def stored(*rows: ChildRow, **more: Any) -> StoredCaseload:
    return StoredCaseload(as_of=D, children={row.child_id: row for row in rows}, **more)


def ids(rows: Iterable[ChildRow]) -> list[str]:
    return [row.child_id for row in rows]


def test_children_are_new_changed_or_unchanged_and_counted(make_child: MakeChild) -> None:
    same, other = make_child(child_id="1"), make_child(child_id="2")
    plan = make_plan(
        incoming(
            in_file("1", team=same.team),
            in_file("2", team="Gogledd"),
            in_file("3", team="Gogledd"),
            refused=4,
        ),
        stored(same, other),
    )

    found = {child.child_id: child.status for child in plan.children}
    assert found == {"1": Status.UNCHANGED, "2": Status.CHANGED, "3": Status.NEW}
    assert (plan.new, plan.changed, plan.unchanged, plan.refused, plan.rows) == (1, 1, 1, 4, 7)
    assert plan.accepted == 3
    assert not plan.changes_nothing


def test_missing_are_those_looked_after_on_the_day_of_whom_the_file_says_nothing(
    make_child: MakeChild,
) -> None:
    day_after = D + dt.timedelta(1)
    rows = [
        make_child(child_id="here"),
        make_child(child_id="refused"),
        make_child(child_id="missing"),
        make_child(child_id="left", ceased_date=D),
        make_child(child_id="leaves tomorrow", ceased_date=day_after),
        make_child(child_id="comes tomorrow", looked_after_since=day_after),
        make_child(child_id="since when is not recorded", looked_after_since=None),
    ]

    plan = make_plan(
        incoming(in_file("here"), refused=1, refused_ids=frozenset({"refused"})), stored(*rows)
    )

    assert ids(plan.missing) == ["missing", "leaves tomorrow", "since when is not recorded"]
    assert plan.missing_from_file == 3


def test_a_file_of_outcomes_says_nothing_of_who_is_looked_after(make_child: MakeChild) -> None:
    plan = make_plan(incoming(profile="outcomes"), stored(make_child()))

    assert plan.missing == ()


def test_an_older_file_is_warned_of_first_and_one_as_of_the_same_day_is_not() -> None:
    own = [Problem("warning", "A column is not known.")]

    older = make_plan(incoming(problems=own), stored(latest_day=D + dt.timedelta(1)))
    same = make_plan(incoming(problems=own), stored(latest_day=D))

    assert [problem.message.split(":")[0] for problem in older.problems] == [
        "These files are imported as at 30 Sep 2021, and the store already holds an import as at "
        "1 Oct 2021",
        "A column is not known.",
    ]
    assert same.problems == tuple(own)


def test_the_files_own_problems_are_left_as_they_were() -> None:
    file = incoming(problems=[Problem("warning", "A column is not known.")])

    make_plan(file, stored(latest_day=D + dt.timedelta(1)))

    assert len(file.problems) == 1


def blank_wishes(make_child: MakeChild) -> ImportPlan:
    row = make_child(child_id="1", team="Dwyrain")
    return make_plan(incoming(in_file("1", date_of_birth=row.date_of_birth)), stored(row))


def test_blanks_are_kept_until_they_are_chosen_and_then_end_what_was_about_them(
    make_child: MakeChild,
) -> None:
    plan = blank_wishes(make_child)
    (kept,) = plan.children
    assert kept.kept_blank == ("team", "wishes_date", "child_wishes")
    assert (plan.changed, plan.unchanged) == (0, 1)

    one = choose_blanks(plan, [("1", "wishes_date"), ("2", "team")])
    every = choose_blanks(plan, chosen=True)

    (child,) = one.children
    assert [(change.field, change.why) for change in child.changes] == [
        ("wishes_date", Why.CLEARED),
        ("child_wishes", Why.ENDED),
    ]
    assert child.kept_blank == ("team",)
    assert (one.changed, one.unchanged) == (1, 0)
    (child,) = every.children
    assert {change.field for change in child.changes} == {"team", "wishes_date", "child_wishes"}
    assert choose_blanks(plan, chosen=False) is plan


def test_a_chosen_blank_does_not_clear_what_was_typed_since(make_child: MakeChild) -> None:
    row = make_child(child_id="1")
    file = incoming(in_file("1", date_of_birth=row.date_of_birth))
    plan = make_plan(file, stored(row, typed_after={"1": frozenset({"team"})}))

    (child,) = choose_blanks(plan, chosen=True).children

    assert child.kept_typed == ("team",)
    assert "team" not in {change.field for change in child.changes}


def test_the_same_files_as_of_the_same_day_change_nothing(make_child: MakeChild) -> None:
    row = make_child(child_id="1")
    file = incoming(in_file("1", team=row.team))

    again = make_plan(file, stored(row, given_before={"1": frozenset()}))
    first = make_plan(file, stored(row))
    since_typed = make_plan(
        incoming(in_file("1", team="T")), stored(row, given_before={"1": frozenset()})
    )

    assert again.changes_nothing
    assert not first.changes_nothing
    assert not since_typed.changes_nothing


def test_other_episodes_make_a_child_changed(make_child: MakeChild) -> None:
    row = make_child(child_id="1")
    start = dt.date(2021, 1, 1)
    episode = IncomingEpisode(start, None, "S", "C2", "P1", None, RowOrigin(0, 2))
    child = in_file("1", team=row.team)
    child.episodes = (episode,)

    plan = make_plan(incoming(child), stored(row))
    there = {"1": [EpisodeRow("1", start, None, "S", "C2", "P1", None)]}
    again = make_plan(incoming(child), stored(row, episodes=there))

    (planned,) = plan.children
    assert planned.status is Status.CHANGED
    assert [(one.field, one.before, one.after) for one in planned.changes] == [("episodes", 0, 1)]
    assert again.unchanged == 1


def test_an_older_return_that_does_not_fit_the_stored_episodes_is_warned_of(
    make_child: MakeChild,
) -> None:
    row = make_child(child_id="1")
    child = in_file("1", team=row.team)
    child.episodes = (
        IncomingEpisode(dt.date(2021, 1, 1), None, "S", "C2", "P1", None, RowOrigin(0, 2)),
    )
    later = EpisodeRow("1", dt.date(2021, 10, 5), None, "S", "C2", "P1", None)

    plan = make_plan(incoming(child), stored(row, episodes={"1": [later]}))

    assert plan.unchanged == 1
    assert [problem.severity for problem in plan.problems] == ["warning"]


def outcome(child_id: str, row: int = 2, **details: str) -> IncomingOutcome:
    court, number = details.get("court"), details.get("case_number")
    day = dt.date(2021, 5, 1)
    origin = RowOrigin(0, row)
    return IncomingOutcome(
        child_id, "care_order_discharged", day, court, number, origin, "Orders", "C"
    )


def test_outcomes_are_new_changed_unchanged_or_refused(make_child: MakeChild) -> None:
    there = OutcomeRow("1", "care_order_discharged", dt.date(2021, 5, 1), "Swansea", None)
    known = {("1", "care_order_discharged", dt.date(2021, 5, 1)): there}
    rows = [make_child(child_id="1"), make_child(child_id="2")]

    def plan_of(*outcomes: IncomingOutcome) -> ImportPlan:
        file = incoming(profile="outcomes", outcomes=list(outcomes), columns=frozenset())
        return make_plan(file, stored(*rows, outcomes=known))

    plan = plan_of(outcome("1", court="Swansea"), outcome("2", 3), outcome("9", 4))
    changed = plan_of(outcome("1", case_number="SA18C00321"))
    twice = plan_of(outcome("2", 2), outcome("2", 3))

    assert (plan.new, plan.changed, plan.unchanged, plan.refused) == (1, 0, 1, 1)
    [refused] = plan.problems
    assert (refused.sheet, refused.row, refused.column, refused.value) == ("Orders", 4, "C", "9")
    assert [one.after for one in changed.outcomes] == [there._replace(case_number="SA18C00321")]
    assert changed.changed == 1
    assert (twice.refused, twice.accepted) == (2, 0)
    assert all("rows 2 and 3" in one.message for one in twice.problems)
