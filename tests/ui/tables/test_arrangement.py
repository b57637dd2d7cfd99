import datetime as dt
from typing import NamedTuple

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.ui.tables.arrangement import Arrangement, SortBy
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text, folded


class Row(NamedTuple):
    name: str | None
    born: dt.date | None = None
    age: int | None = None


COLUMNS = [
    Column[Row](
        "name", "Name", lambda row: row.name or "", lambda row: by_text(row.name), searched=True
    ),
    Column[Row]("born", "Born", lambda row: str(row.born or ""), lambda row: by_date(row.born)),
    Column[Row]("age", "Age", lambda row: str(row.age or ""), lambda row: by_number(row.age)),
]


def arranged(*rows: Row) -> Arrangement[Row]:
    made = Arrangement(COLUMNS)
    made.set_rows(rows)
    return made


def names(arrangement: Arrangement[Row]) -> list[str | None]:
    return [arrangement.rows[index].name for index in arrangement.visible]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sian", ["Siân Pugh"]),
        ("SIÂN", ["Siân Pugh"]),
        ("ŵyn", ["Ŵyn Ŷork"]),
        ("york", ["Ŵyn Ŷork"]),
        ("pugh si", ["Siân Pugh"]),
        ("  ", ["Siân Pugh", "Ŵyn Ŷork", "Straße"]),
        ("strasse", ["Straße"]),
        ("nobody", []),
    ],
)
def test_search_knows_neither_case_nor_accents(typed: str, found: list[str]) -> None:
    rows = arranged(Row("Siân Pugh"), Row("Ŵyn Ŷork"), Row("Straße"))
    rows.search(typed)
    assert names(rows) == found


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=8))
def test_typing_letter_by_letter_finds_what_pasting_finds(typed: str, texts: list[str]) -> None:
    rows = arranged(*(Row(text) for text in texts))
    for end in range(len(typed) + 1):
        rows.search(typed[:end])
    pasted = arranged(*(Row(text) for text in texts))
    pasted.search(typed)
    assert rows.visible == pasted.visible


@given(st.text())
def test_folding_again_changes_nothing_for_search(text: str) -> None:
    assert all(word in folded(text) for word in folded(text).split())


def test_what_is_not_recorded_comes_last_both_ways() -> None:
    rows = arranged(Row("b", dt.date(2010, 1, 1)), Row("none"), Row("a", dt.date(2012, 2, 29)))
    rows.sort(SortBy("born"))
    assert names(rows) == ["b", "a", "none"]
    rows.sort(SortBy("born", descending=True))
    assert names(rows) == ["a", "b", "none"]


def test_second_key_orders_within_the_first() -> None:
    rows = arranged(Row("b", age=3), Row("a", age=4), Row("c", age=3), Row("a", age=3))
    rows.sort(SortBy("age", descending=True), SortBy("name"))
    assert [(row.age, row.name) for row in (rows.rows[index] for index in rows.visible)] == [
        (4, "a"),
        (3, "a"),
        (3, "b"),
        (3, "c"),
    ]


def test_filter_search_and_order_hold_together() -> None:
    rows = arranged(Row("Ann", age=3), Row("Anna", age=1), Row("Bob", age=2))
    rows.set_filter(lambda row: (row.age or 0) < 3)
    assert rows.fitting == 2
    rows.sort(SortBy("age", descending=True))
    rows.search("ann")
    assert names(rows) == ["Anna"]
    rows.set_filter(None)
    assert names(rows) == ["Ann", "Anna"]
    rows.search("")
    assert names(rows) == ["Ann", "Bob", "Anna"]


@given(
    cells=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=12),
    shuffled=st.permutations(range(12)),
    down=st.booleans(),
)
def test_sorting_what_was_found_is_finding_in_what_was_sorted(
    *, cells: list[tuple[str, int]], shuffled: list[int], down: bool
) -> None:
    made = [Row(name, age=age) for name, age in cells]
    own = [index for index in shuffled if index < len(made)]
    searched_first, sorted_first = arranged(*made), arranged(*made)
    for one in (searched_first, sorted_first):
        one.set_own_order(own)
    searched_first.search("a")
    searched_first.sort(SortBy("age", descending=down))
    sorted_first.sort(SortBy("age", descending=down))
    sorted_first.search("a")
    assert list(searched_first.visible) == list(sorted_first.visible)
    searched_first.search("")
    sorted_first.search("")
    assert list(searched_first.visible) == list(sorted_first.visible)


def test_own_order_holds_until_a_column_is_sorted() -> None:
    rows = arranged(Row("a"), Row("b"), Row("c"))
    rows.set_own_order([2, 0, 1])
    assert names(rows) == ["c", "a", "b"]
    rows.sort(SortBy("name"))
    assert names(rows) == ["a", "b", "c"]
    rows.sort()
    assert names(rows) == ["c", "a", "b"]


def test_sorting_by_a_column_that_is_gone_changes_nothing() -> None:
    rows = arranged(Row("b"), Row("a"))
    rows.sort(SortBy("no such column"))
    assert names(rows) == ["b", "a"]
