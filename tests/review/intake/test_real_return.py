"""A return that nobody here wrote, from its files to the store and back."""

import datetime as dt
from pathlib import Path

import pytest

from ehp_desktop.models import reads
from ehp_desktop.review import opening
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import ImportPlan, read_plan
from ehp_desktop.review.opening import OpenStore

D = dt.date(2018, 3, 31)


@pytest.fixture
def files(shared_data: Path) -> list[Path]:
    return [shared_data / "ssda903" / f"{name}.csv" for name in ("header", "episodes", "reviews")]


def counts(plan: ImportPlan) -> tuple[int, int, int, int]:
    return plan.new, plan.changed, plan.unchanged, plan.refused


def test_the_return_is_read_stored_and_the_second_time_passed_over(
    opened_england: OpenStore, files: list[Path], passphrase: str
) -> None:
    plan = read_plan(opened_england, files, as_of=D)
    apply_plan(opened_england, plan)
    again = read_plan(opened_england, files, as_of=D)
    later = read_plan(opened_england, files, as_of=dt.date(2018, 9, 30))

    assert counts(plan) == (2112, 0, 0, 11)  # counted by a script of its own
    assert plan.missing == ()
    assert counts(again) == (0, 0, 2112, 11)
    assert again.changes_nothing
    assert later.new == 1
    assert not later.changes_nothing
    with opened_england.store.reading() as session:
        rows = reads.children(session)
        episodes = reads.episodes(session, "566910")
    assert sum(row.ceased_date is not None for row in rows) == 704
    assert [one.start.isoformat() for one in episodes] == ["2016-02-15", "2017-08-14"]
    assert opening.check(opened_england.store.folder, passphrase) == ()


def test_an_older_return_after_a_newer_one_leaves_a_whole_store(
    opened_england: OpenStore, files: list[Path], passphrase: str
) -> None:
    apply_plan(opened_england, read_plan(opened_england, files, as_of=D))

    older = read_plan(opened_england, files, as_of=dt.date(2017, 3, 31))
    apply_plan(opened_england, older)

    assert "older values replace the newer ones" in older.problems[0].message
    assert opening.check(opened_england.store.folder, passphrase) == ()
    assert read_plan(opened_england, files, as_of=dt.date(2017, 3, 31)).changes_nothing
