import datetime as dt
from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.fields import FIELD_BY_KEY, FIELDS, TRIGGERS, FieldKind, FieldValue
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.intake.compare import Comparison, PlannedChange, PlannedChild, Status, Why
from ehp_desktop.review.intake.incoming import IncomingChild, RowOrigin
from ehp_desktop.review.lifetimes import ENDS

EVERY_COLUMN = [field.key for field in FIELDS]
OLD = dt.date(2020, 1, 1)
NEW = dt.date(2021, 9, 1)


def a_value(key: str, number: int = 0) -> FieldValue:
    """A value of a field's kind; another for another number."""
    field = FIELD_BY_KEY[key]
    of_kind: dict[FieldKind, FieldValue] = {
        FieldKind.DATE: OLD + dt.timedelta(number),
        FieldKind.YES_NO: number % 2 == 0,
        FieldKind.WHOLE: number,
        FieldKind.MONEY: 100 * number,
        FieldKind.PLACEMENT: ("P1", "F1")[number % 2],
        FieldKind.LEGAL_STATUS: ("C2", "V2")[number % 2],
        FieldKind.CEASED_REASON: ("E4", "E8")[number % 2],
    }
    if field.choices:
        return field.choices[number % len(field.choices)]
    return of_kind.get(field.kind, f"{key} {number}")


def row_of(values: dict[str, Any]) -> ChildRow:
    return ChildRow(**{"child_id": "1", **values})


FULL = row_of({key: a_value(key) for key in EVERY_COLUMN[1:]})


def in_file(values: dict[str, Any]) -> IncomingChild:
    return IncomingChild("1", {"child_id": "1", **values}, RowOrigin(0, 2))


def compare(
    stored: ChildRow,
    values: dict[str, Any],
    columns: Collection[str] = EVERY_COLUMN,
    asserted: Collection[str] = (),
    **how: Collection[str],
) -> PlannedChild:
    return Comparison.of(columns, asserted).compare(in_file(values), stored, **how)


def given_by(stored: ChildRow) -> dict[str, Any]:
    """A file that says just what is stored."""
    return {key: getattr(stored, key) for key in EVERY_COLUMN if getattr(stored, key) is not None}


def test_the_same_values_are_unchanged_and_all_confirmed() -> None:
    planned = compare(FULL, given_by(FULL))

    assert planned.status is Status.UNCHANGED
    assert set(planned.confirmed) == set(EVERY_COLUMN)
    assert planned.changes == ()


def test_another_value_is_a_change_with_before_and_after() -> None:
    planned = compare(FULL, given_by(FULL) | {"team": "Gorllewin"})

    assert planned.status is Status.CHANGED
    assert planned.changes == (PlannedChange("team", "team 0", "Gorllewin", Why.GIVEN),)
    assert set(planned.confirmed) == set(EVERY_COLUMN) - {"team"}
    assert planned.after == FULL._replace(team="Gorllewin")


def test_a_value_where_none_was_recorded_is_a_change() -> None:
    planned = compare(FULL._replace(team=None), {"team": "Gorllewin"}, ["child_id", "team"])

    assert planned.changes == (PlannedChange("team", None, "Gorllewin", Why.GIVEN),)


def test_a_blank_over_a_value_keeps_it_lists_it_and_confirms_nothing() -> None:
    planned = compare(FULL, {"forename": "forename 0"}, ["child_id", "forename", "team"])

    assert planned.status is Status.UNCHANGED
    assert planned.kept_blank == ("team",)
    assert set(planned.confirmed) == {"child_id", "forename"}


def test_a_field_without_a_column_is_neither_kept_nor_confirmed() -> None:
    planned = compare(FULL, {}, ["child_id", "forename"])

    assert planned.kept_blank == ("forename",)


def test_a_chosen_blank_clears_and_others_do_not() -> None:
    planned = compare(FULL, {}, ["child_id", "team", "iro"], chosen={"team"})

    assert planned.changes == (PlannedChange("team", "team 0", None, Why.CLEARED),)
    assert planned.kept_blank == ("iro",)


def test_a_chosen_blank_ends_what_was_about_it() -> None:
    columns = ["child_id", "wishes_date"]

    planned = compare(FULL, {}, columns, chosen={"wishes_date"})

    assert [(one.field, one.why) for one in planned.changes] == [
        ("wishes_date", Why.CLEARED),
        ("child_wishes", Why.ENDED),
    ]


def test_a_blank_of_an_asserted_field_clears_it() -> None:
    planned = compare(FULL, {}, ["child_id", "ceased_date", "team"], {"ceased_date"})

    assert planned.changes == (PlannedChange("ceased_date", OLD, None, Why.ASSERTED),)
    assert planned.kept_blank == ("team",)


def another(key: str) -> FieldValue:
    return a_value(key, 1)


@pytest.mark.parametrize(("trigger", "others"), ENDS.items())
class TestNothingOutlivesWhatItWasAbout:
    def test_what_the_file_has_no_column_for_becomes_blank(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        planned = compare(FULL, {trigger: another(trigger)}, ["child_id", trigger])

        assert planned.cleared == others
        after = planned.after
        assert after is not None
        assert {getattr(after, name) for name in others} == {None}
        untouched = set(EVERY_COLUMN) - set(others) - {trigger}
        assert all(getattr(after, name) == getattr(FULL, name) for name in untouched)

    def test_what_is_blank_in_the_file_becomes_blank(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        values = {key: value for key, value in given_by(FULL).items() if key not in others}

        planned = compare(FULL, values | {trigger: another(trigger)})

        assert planned.cleared == others
        assert planned.kept_blank == ()

    def test_what_the_file_gives_stays_given_changed_or_not(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        changed = others[0]
        values = given_by(FULL) | {trigger: another(trigger), changed: another(changed)}

        planned = compare(FULL, values)

        assert planned.cleared == ()
        assert {one.field for one in planned.changes} == {trigger, changed}
        assert set(others[1:]) <= set(planned.confirmed)

    def test_a_change_to_blank_ends_them_too(self, trigger: str, others: tuple[str, ...]) -> None:
        planned = compare(FULL, {}, ["child_id", trigger], chosen={trigger})

        assert planned.cleared == others

    def test_recording_what_was_not_recorded_ends_nothing(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        stored = FULL._replace(**{trigger: None})

        planned = compare(stored, {trigger: another(trigger)}, ["child_id", trigger])

        assert planned.cleared == ()
        assert [one.field for one in planned.changes] == [trigger]

    def test_a_typed_value_that_wins_ends_nothing_and_is_listed(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        planned = compare(FULL, {trigger: another(trigger)}, ["child_id", trigger], typed={trigger})

        assert planned.status is Status.UNCHANGED
        assert planned.kept_typed == (trigger,)
        assert trigger not in planned.confirmed

    def test_what_was_typed_since_is_not_ended_by_a_file_of_before(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        values = {trigger: another(trigger)}

        planned = compare(FULL, values, ["child_id", trigger], typed=set(others))

        assert [one.field for one in planned.changes] == [trigger]
        assert planned.kept_typed == others

    def test_what_the_file_says_of_the_older_one_is_not_put_to_what_was_typed(
        self, trigger: str, others: tuple[str, ...]
    ) -> None:
        stored = FULL._replace(**dict.fromkeys(others))
        values = given_by(FULL) | {trigger: another(trigger)}

        planned = compare(stored, values, typed={trigger})

        assert planned.changes == ()
        assert set(planned.kept_typed) == {trigger, *others}
        assert not {trigger, *others} & set(planned.confirmed)


def test_the_matrix_covers_every_trigger() -> None:
    assert ENDS.keys() == {name for triggers, _ in TRIGGERS for name in triggers}


def test_a_typed_value_wins_over_another_and_a_blank_and_is_listed() -> None:
    other = compare(FULL, {"team": "T"}, ["child_id", "team"], typed={"team"})
    blank = compare(FULL, {}, ["child_id", "team"], typed={"team"}, chosen={"team"})

    assert (other.changes, other.kept_typed) == ((), ("team",))
    assert (blank.changes, blank.kept_typed, blank.kept_blank) == ((), ("team",), ())


def test_a_typed_value_given_alike_is_not_listed_and_keeps_its_own_day() -> None:
    planned = compare(FULL, given_by(FULL), typed={"team"})

    assert planned.kept_typed == ()
    assert planned.status is Status.UNCHANGED
    assert set(planned.confirmed) == set(EVERY_COLUMN) - {"team"}


def test_a_typed_blank_wins_over_a_value() -> None:
    planned = compare(FULL._replace(team=None), {"team": "T"}, ["child_id", "team"], typed={"team"})

    assert (planned.changes, planned.kept_typed) == ((), ("team",))


def test_a_new_child_changes_from_nothing_to_what_is_given() -> None:
    planned = PlannedChild(in_file({"team": "T"}), None)

    assert planned.status is Status.NEW
    assert PlannedChange("team", None, "T", Why.GIVEN) in planned.changes
    assert planned.after is None


values_of = st.sampled_from([None, 0, 1])
some_values = st.fixed_dictionaries(dict.fromkeys(EVERY_COLUMN[1:], values_of))


@given(some_values, some_values, st.sets(st.sampled_from(EVERY_COLUMN[1:])))
def test_applied_and_compared_again_nothing_is_left_to_change(
    before: dict[str, int | None], file: dict[str, int | None], typed: set[str]
) -> None:
    def chosen(numbers: dict[str, int | None]) -> dict[str, Any]:
        return {key: a_value(key, at) for key, at in numbers.items() if at is not None}

    stored = row_of(chosen(before))
    planned = compare(stored, chosen(file), asserted={"ceased_date"}, typed=typed)
    after = planned.after
    assert after is not None

    again = compare(after, chosen(file), asserted={"ceased_date"}, typed=typed)

    assert again.changes == ()
    assert all(getattr(after, name) == getattr(stored, name) for name in typed)
    changed = {one.field for one in planned.changes}
    assert not changed & {*planned.confirmed, *planned.kept_blank, *planned.kept_typed}


def test_the_comparison_is_of_fields_in_their_order() -> None:
    columns = Comparison.of(["team", "child_id", "forename"], ()).columns

    assert columns == ("forename", "team")
