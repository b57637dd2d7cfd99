import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models import import_reads
from ehp_desktop.models.import_reads import Stamp
from ehp_desktop.models.import_writes import ChildWritten, FileWritten, ImportWriter, ImportWritten
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.record import record_values

D = dt.date(2021, 9, 30)


@pytest.fixture
def opened(
    opened_wales: OpenStore, make_child: Callable[..., ChildRow], put_children: Callable[..., None]
) -> OpenStore:
    put_children(opened_wales, make_child(child_id="1"), make_child(child_id="2"), recorded=False)
    return opened_wales


def give(opened: OpenStore, *child_ids: str, as_of: dt.date = D, files: str = "a") -> None:
    """An import that gives children again what is stored."""
    run = ImportWritten("extract", as_of, opened.clock(), "R. Evans", 0, 0, 1, 0)
    with opened.store.writing("tested") as session:
        writer = ImportWriter(
            session, run, [FileWritten("x.csv", digest, "UTF-8", 1) for digest in files]
        )
        writer.write_children(
            [
                ChildWritten(
                    child_id,
                    (0, 2),
                    {},
                    is_new=False,
                    given={},
                    after=None,
                    dated=None,
                    changes=(),
                    confirmed=("team",),
                    history={},
                )
                for child_id in child_ids
            ]
        )


def given_by(
    opened: OpenStore, files: str = "a", as_of: dt.date = D, profile: str = "extract"
) -> dict[str, frozenset[str]]:
    with opened.store.reading() as session:
        return import_reads.children_given_by(
            session, profile=profile, as_of=as_of, sha256=frozenset(files)
        )


def test_children_are_given_by_the_files_of_their_last_import_only(opened: OpenStore) -> None:
    give(opened, "1", "2", files="a")
    give(opened, "2", files="ab")

    assert given_by(opened, "a") == {"1": frozenset()}
    assert given_by(opened, "ab") == {"2": frozenset()}
    assert given_by(opened, "b") == {}


def test_another_day_or_profile_is_not_the_same(opened: OpenStore) -> None:
    give(opened, "1")

    assert given_by(opened, as_of=D + dt.timedelta(1)) == {}
    assert given_by(opened, profile="annex-a") == {}


def test_what_was_typed_since_the_import_is_named_and_what_was_typed_before_is_not(
    opened: OpenStore,
) -> None:
    record_values(opened, "1", {"iro": "I"}, on=D)
    give(opened, "1")
    record_values(opened, "1", {"team": "T", "s47_open": False}, on=D)

    assert given_by(opened) == {"1": frozenset({"team", "s47_open"})}


def test_the_stamp_moves_with_every_import_and_every_typing(opened: OpenStore) -> None:
    def stamp() -> Stamp:
        with opened.store.reading() as session:
            return import_reads.stamp(session)

    stamps = [stamp()]
    give(opened, "1")
    stamps.append(stamp())
    record_values(opened, "1", {"team": "T"}, on=D)
    stamps.append(stamp())
    give(opened)  # an import that changes and confirms nothing
    stamps.append(stamp())

    assert stamps[0] == Stamp(0, 0)
    assert len(set(stamps)) == 4


def test_the_latest_day_is_of_all_imports_not_of_the_last(opened: OpenStore) -> None:
    with opened.store.reading() as session:
        assert import_reads.latest_day(session) is None

    give(opened, "1", as_of=D)
    give(opened, "1", as_of=D - dt.timedelta(90))

    with opened.store.reading() as session:
        assert import_reads.latest_day(session) == D
