"""The fictional caseload: the numbers asked for, and nothing a social worker would laugh at."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import sample
from ehp_desktop.review.dates import age_on, is_working_day, plus_months
from ehp_desktop.review.facts import looked_after
from ehp_desktop.review.sample.households import Household, SampleChild

AS_OF = dt.date(2021, 9, 30)
FILES_SHA256 = "203bd292f2b1d1ee607f91b194598d4f6932d2f7461eaf95493e0241999f4a34"
PRESENT = [row for row in sample.sample_rows() if looked_after(row, AS_OF)]


def everyone() -> list[tuple[Household, SampleChild]]:
    return sample.caseload().children()


def test_it_is_as_at_the_end_of_september_2021() -> None:
    assert AS_OF == sample.AS_OF


def test_384_children_are_looked_after() -> None:
    assert len(PRESENT) == 384


@pytest.mark.parametrize(
    ("codes", "number"), [({"P1"}, 45), ({"F1", "F4"}, 96), ({"F2", "F3", "F5", "F6"}, 170)]
)
def test_how_many_live_where(codes: set[str], number: int) -> None:
    assert sum(row.placement_code in codes for row in PRESENT) == number


def test_twelve_live_with_foster_carers_who_seek_an_order() -> None:
    foster = {"F2", "F3", "F5", "F6"}
    seeking = [
        row
        for row in PRESENT
        if row.placement_code in foster and row.carer_seeks in {"sgo", "cao", "either"}
    ]
    assert len(seeking) == 12


@pytest.mark.parametrize(
    ("day", "number"),
    [(dt.date(2020, 3, 31), 394), (dt.date(2021, 3, 31), 390), (AS_OF, 384)],
)
def test_the_numbers_looked_after_are_those_of_the_strategy(day: dt.date, number: int) -> None:
    assert sum(looked_after(row, day) for row in sample.sample_rows()) == number


def financial_year(day: dt.date) -> int:
    return day.year if day >= dt.date(day.year, 4, 1) else day.year - 1


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("special_guardianship_order", {2019: 6, 2020: 9, 2021: 5}),
        ("care_order_discharged", {2019: 3, 2020: 10, 2021: 5}),
    ],
)
def test_court_outcomes_are_those_of_the_strategy(kind: str, numbers: dict[int, int]) -> None:
    days = [day for _, child in everyone() for one, day in child.outcomes if one == kind]
    assert Counter(map(financial_year, days)) == numbers


def digest_of_the_files() -> str:
    files = [sample.extract_csv(), sample.outcomes_csv(), *sample.return_csvs().values()]
    return hashlib.sha256(b"".join(files)).hexdigest()


def test_the_files_are_those_that_they_have_always_been() -> None:
    """What this digest is of may be changed on purpose; then screenshots and papers change too."""
    assert digest_of_the_files() == FILES_SHA256


def test_the_files_do_not_depend_on_the_order_of_hashes() -> None:
    program = (
        "import hashlib; from ehp_desktop.review import sample;"
        "files = [sample.extract_csv(), sample.outcomes_csv(), *sample.return_csvs().values()];"
        "print(hashlib.sha256(b''.join(files)).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == digest_of_the_files()


def test_ids_are_unique_with_leading_zeros() -> None:
    ids = [row.child_id for row in sample.sample_rows()]
    assert len(set(ids)) == len(ids)
    assert all(len(one) == 7 and one.isdigit() and one.startswith("0") for one in ids)
    assert ids == sorted(ids)


def test_codes_are_those_of_wales() -> None:
    for row in sample.sample_rows():
        assert row.placement_code in known_codes(CodeSet.WALES, CodeKind.PLACEMENT)
        if row.legal_status:
            assert row.legal_status in known_codes(CodeSet.WALES, CodeKind.LEGAL_STATUS)
        if row.ceased_reason:
            assert row.ceased_reason in known_codes(CodeSet.WALES, CodeKind.CEASED_REASON)


@pytest.mark.parametrize("letter", "ŵŷâêô")
def test_welsh_letters_occur_in_childrens_names(letter: str) -> None:
    assert any(letter in f"{row.forename} {row.surname}".lower() for row in PRESENT)


@pytest.mark.parametrize("particle", ["ap ", "ab ", "ferch "])
def test_patronymics_name_the_father(particle: str) -> None:
    bearing = [
        (one, child)
        for one, child in everyone()
        if str(child.values["surname"]).startswith(particle)
    ]
    assert bearing
    for one, child in bearing:
        assert one.family.father is not None
        assert child.values["surname"] == particle + one.family.father.forename
        assert child.girl is (particle == "ferch ")


def test_hyphenated_names_and_names_from_further_away_occur() -> None:
    surnames = {str(row.surname) for row in PRESENT}
    assert any("-" in name for name in surnames)
    backgrounds = {one.family.background for one in sample.caseload().present}
    assert {"valleys", "welsh", "polish", "romanian", "bengali", "eritrean"} <= backgrounds


def test_nobody_is_called_thomas_thomas() -> None:
    assert [row for row in sample.sample_rows() if row.forename == row.surname] == []


def test_there_are_birthdays_near_seventeen_near_eighteen_and_on_29_february() -> None:
    births = [row.date_of_birth for row in PRESENT if row.date_of_birth]
    for age in (17, 18):
        days_to_it = [(plus_months(born, 12 * age) - AS_OF).days for born in births]
        assert sum(0 < days <= 60 for days in days_to_it) >= 2
    assert dt.date(2004, 9, 30) in births  # seventeen on the day itself
    assert dt.date(2003, 10, 1) in births  # eighteen on the morrow
    assert sum((born.month, born.day) == (2, 29) for born in births) >= 3


def test_the_oldest_is_a_record_not_closed_yet() -> None:
    adults = [row for row in PRESENT if row.date_of_birth and age_on(row.date_of_birth, AS_OF) > 17]
    assert [row.date_of_birth for row in adults] == [dt.date(2003, 9, 24)]


def dates_that_do_not_fit(row: ChildRow) -> list[str]:
    """The fields of a child whose dates cannot be true together."""
    born, since = row.date_of_birth, row.looked_after_since or dt.date.max
    within_care = (
        "legal_status_date placement_start last_review_date last_visit_date last_seen_alone_date "
        "plan_date wishes_date assessment_date ceased_date"
    )
    recorded = {name: getattr(row, name) for name in within_care.split() if getattr(row, name)}
    wrong = [name for name, day in recorded.items() if not since <= day <= AS_OF]
    if born and born >= since:
        wrong.append("looked_after_since")
    if born and row.ceased_date and age_on(born, row.ceased_date) > 17:
        wrong.append("ceased_date")
    if row.last_visit_date and row.placement_start and row.last_visit_date < row.placement_start:
        wrong.append("last_visit_date")
    carer_since = row.carer_since
    if carer_since and row.placement_start and carer_since > row.placement_start:
        wrong.append("carer_since")
    if carer_since and born and carer_since < born:
        wrong.append("carer_since")
    return wrong


def test_the_dates_of_every_child_fit_each_other() -> None:
    wrong = {row.child_id: dates_that_do_not_fit(row) for row in sample.sample_rows()}
    assert {child_id: names for child_id, names in wrong.items() if names} == {}


def test_the_authority_shares_parental_responsibility_under_an_order_alone() -> None:
    for row in PRESENT:
        holders = {getattr(row, f"pr_holder_{place}_relationship") for place in range(1, 5)}
        if row.legal_status == "V2":
            assert row.court is None
            assert "authority" not in holders
        elif row.legal_status and holders != {None}:
            assert row.court
            assert "authority" in holders


@pytest.mark.parametrize("code", ["P2", "H5"])
def test_nobody_lives_independently_before_sixteen(code: str) -> None:
    for row in PRESENT:
        if row.placement_code == code and row.date_of_birth and row.placement_start:
            assert age_on(row.date_of_birth, row.placement_start) >= 16


def test_only_small_children_have_placement_orders() -> None:
    ordered = [row for row in PRESENT if row.legal_status == "E1" and row.date_of_birth]
    assert ordered
    assert all(age_on(row.date_of_birth, AS_OF) < 8 for row in ordered if row.date_of_birth)


def test_nobody_accommodated_is_placed_with_parents() -> None:
    assert [row for row in PRESENT if (row.placement_code, row.legal_status) == ("P1", "V2")] == []


def test_out_of_county_is_what_the_code_says() -> None:
    for row in PRESENT:
        if row.placement_code in {"F1", "F2", "F3"}:
            assert row.out_of_county is False
        if row.placement_code in {"F4", "F5", "F6"}:
            assert row.out_of_county is True
    assert 30 <= sum(bool(row.out_of_county) for row in PRESENT) <= 48


def test_mothers_and_kin_are_old_enough() -> None:
    for one, child in everyone():
        gap = (child.born - one.family.mother.born).days / 365.25
        assert 14.9 <= gap <= 46, child.values["child_id"]
        for carer in one.carers:
            if one.relationship == "grandparent" and carer is one.carers[0]:
                assert (child.born - carer.born).days / 365.25 >= 32
            assert (AS_OF - carer.born).days / 365.25 >= 18


def test_brothers_and_sisters_are_born_twins_or_nine_months_apart() -> None:
    families: dict[str, list[dt.date]] = {}
    for one, child in everyone():
        families.setdefault(one.family.key, []).append(child.born)
    for births in families.values():
        for elder, younger in pairwise(sorted(births)):
            assert (younger - elder).days == 0 or (younger - elder).days >= 270


def test_brothers_and_sisters_share_a_group_and_mostly_a_surname() -> None:
    groups: dict[str, list[ChildRow]] = {}
    for row in PRESENT:
        if row.sibling_group:
            groups.setdefault(row.sibling_group, []).append(row)
    assert len(groups) >= 60
    same = [len({row.surname for row in rows}) == 1 for rows in groups.values()]
    assert sum(same) / len(same) > 0.9
    apart = [rows for rows in groups.values() if len({row.placement_code for row in rows}) > 1]
    assert len(apart) >= 3  # some live in different places


def test_social_workers_have_ten_to_eighteen_children_each() -> None:
    loads = Counter(row.social_worker for row in PRESENT)
    assert None not in loads
    assert 10 <= min(loads.values()) <= max(loads.values()) <= 18


def test_everyone_has_a_team_a_manager_and_a_reviewing_officer() -> None:
    managers = {(row.team, row.team_manager) for row in PRESENT}
    assert len(managers) == len({row.team for row in PRESENT}) == 6
    assert len({row.iro for row in PRESENT}) == 6
    assert all(row.iro for row in PRESENT)


def test_reviews_are_on_working_weekdays_in_rhythm() -> None:
    for one, child in everyone():
        assert all(day.weekday() < 5 for day in child.reviews)
        for index, (before, after) in enumerate(pairwise(child.reviews), start=1):
            assert after <= plus_months(before, 3 if index == 1 else 6), one.key
    days = [day for _, child in everyone() for day in child.reviews]
    assert sum(not is_working_day(day) for day in days) / len(days) < 0.03


def test_case_numbers_are_a_courts_own() -> None:
    cases: dict[str, set[str]] = {}
    for one, child in everyone():
        number = child.values.get("case_number")
        if number is not None:
            cases.setdefault(str(number), set()).add(one.key)
            assert str(number)[:2] in {"SA", "CF", "NP"}
            assert str(number)[4] == "C"
            begun = 2000 + int(str(number)[2:4])
            assert begun <= one.journey.legal_status_date.year
    assert all(len(households) == 1 for households in cases.values())


def test_many_rows_are_as_many_as_asked_and_all_different() -> None:
    rows = sample.many_rows(1000)
    assert len({row.child_id for row in rows}) == 1000
    assert all(looked_after(row, AS_OF) for row in rows)
    assert len({(row.forename, row.surname) for row in rows}) > 900


def test_an_extract_of_many_has_a_row_for_each() -> None:
    assert sample.many_extract_csv(500).count(b"\r\n") == 501
