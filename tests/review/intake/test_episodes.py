import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.dates import plus_months
from ehp_desktop.review.intake.episodes import (
    ASSERTED,
    BadRow,
    EpisodeRowRead,
    HeaderRow,
    ReturnRead,
    ReviewRowRead,
    children_from_episodes,
    columns_of_return,
)
from ehp_desktop.review.intake.incoming import IncomingChild, Problem, RowOrigin
from ehp_desktop.review.intake.return_problems import Place

D = dt.date(2018, 3, 31)
BORN = dt.date(2009, 4, 1)
HEADER, EPISODES, REVIEWS = 0, 1, 2
FILES = ("header.csv", "episodes.csv", "reviews.csv")
PLACES = {
    role: Place(file, letters={"child_id": "A", "DECOM": "B", "DEC": "C"})
    for role, file in zip(("header", "episodes", "reviews"), FILES, strict=True)
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def header(child_id: str = "1", row: int = 2) -> HeaderRow:
    return HeaderRow(child_id, BORN, RowOrigin(HEADER, row))


def episode(
    row: int, start: str, end: str | None = None, codes: str = "S C2 U1 X1", child: str = "1"
) -> EpisodeRowRead:
    rne, ls, place, rec = (None if code == "-" else code for code in codes.split())
    ended = None if end is None else day(end)
    return EpisodeRowRead(child, day(start), ended, rne, ls, place, rec, RowOrigin(EPISODES, row))


def review(row: int, held_on: str, child: str = "1") -> ReviewRowRead:
    return ReviewRowRead(child, day(held_on), RowOrigin(REVIEWS, row))


def derive(
    *rows: EpisodeRowRead,
    headers: Sequence[HeaderRow] = (header(),),
    reviews: Sequence[ReviewRowRead] | None = None,
    as_of: dt.date = D,
    **bad: Any,
) -> ReturnRead:
    return children_from_episodes(headers, rows, reviews, as_of=as_of, places=PLACES, **bad)


def only_child(read: ReturnRead) -> IncomingChild:
    (child,) = read.children
    return child


def errors(read: ReturnRead) -> list[Problem]:
    return [problem for problem in read.problems if problem.severity == "error"]


def test_an_open_last_episode_is_a_child_looked_after_with_each_rows_origin() -> None:
    child = only_child(
        derive(
            episode(2, "2016-02-15", "2017-08-14", "S C1 U1 X1"),
            episode(3, "2017-08-14", None, "B C2 U4 -"),
        )
    )

    assert child.values == {
        "child_id": "1",
        "date_of_birth": BORN,
        "looked_after_since": day("2016-02-15"),
        "legal_status": "C2",
        "legal_status_date": day("2017-08-14"),
        "placement_code": "U4",
        "placement_start": day("2017-08-14"),
        "carer_since": day("2017-08-14"),
        "moves_12_months": 1,
    }
    assert child.origin == RowOrigin(HEADER, 2)
    assert child.origins["looked_after_since"] == RowOrigin(EPISODES, 2)
    assert child.origins["placement_code"] == RowOrigin(EPISODES, 3)
    assert "date_of_birth" not in child.origins


def test_a_closed_last_episode_gives_the_day_and_reason_of_ceasing() -> None:
    child = only_child(derive(episode(2, "2016-02-15", "2018-03-31", "S C2 U1 E4A")))

    assert child.values["ceased_date"] == D
    assert child.values["ceased_reason"] == "E4A"
    assert child.origins["ceased_reason"] == RowOrigin(EPISODES, 2)


def test_a_blank_reason_at_the_end_leaves_the_reason_blank() -> None:
    child = only_child(derive(episode(2, "2016-02-15", "2018-03-01", "S C2 U1 -")))

    assert child.values["ceased_date"] == day("2018-03-01")
    assert "ceased_reason" not in child.values


def test_an_episode_after_the_day_is_left_out_and_an_end_after_it_is_blank() -> None:
    child = only_child(
        derive(
            episode(2, "2016-02-15", "2018-04-01", "S C2 U1 X1"),
            episode(3, "2018-04-01", None, "P C2 U4 -"),
        )
    )

    assert child.values["placement_code"] == "U1"
    assert "ceased_date" not in child.values
    (kept,) = child.episodes
    assert (kept.end, kept.reason_ended) == (None, None)


def test_an_episode_that_begins_on_the_day_counts() -> None:
    child = only_child(
        derive(episode(2, "2016-02-15", "2018-03-31"), episode(3, "2018-03-31", None, "P C2 U4 -"))
    )

    assert child.values["placement_code"] == "U4"
    assert child.values["moves_12_months"] == 1


def test_without_an_episode_up_to_the_day_children_are_left_out_with_one_warning() -> None:
    read = derive(
        episode(2, "2016-02-15"),
        episode(3, "2018-04-01", child="2"),
        headers=(header("1"), header("2", 3), header("3", 4)),
    )

    assert [child.child_id for child in read.children] == ["1"]
    assert read.refused_ids == set()
    (problem,) = read.problems
    assert (problem.severity, problem.file) == ("warning", "header.csv")
    assert problem.message.startswith("2 children have no episode")


def test_a_child_who_is_not_in_the_header_is_refused_unless_nothing_is_left_of_them() -> None:
    read = derive(
        episode(2, "2016-02-15"),
        episode(5, "2017-01-01", child="9"),
        episode(6, "2018-01-01", child="9"),
        episode(7, "2018-04-01", child="8"),
    )

    assert read.refused_ids == {"9"}
    named = [problem for problem in errors(read) if "no row in the header" in problem.message]
    assert [(one.file, one.row, one.value) for one in named] == [("episodes.csv", 5, "9")]
    assert "rows 5 and 6" in named[0].message


@pytest.mark.parametrize(
    ("rows", "field", "named"),
    [
        (
            (episode(2, "2016-02-15", "2016-02-15"), episode(3, "2016-02-15")),
            "DECOM",
            "rows 2 and 3",
        ),
        ((episode(2, "2016-02-15", "2016-02-14"), episode(3, "2017-02-15")), "DEC", "row 2"),
        ((episode(2, "2016-02-15"), episode(3, "2017-02-15")), "DEC", "row 2"),
        ((episode(2, "2016-02-15", "2018-04-01"), episode(3, "2017-02-15")), "DEC", "row 2"),
        ((episode(2, "2016-02-15", "2016-01-01"),), "DEC", "row 2"),
    ],
    ids=[
        "same DECOM",
        "DEC before DECOM",
        "open, not last",
        "DEC after D, not last",
        "one episode",
    ],
)
def test_what_cannot_be_is_refused_with_its_rows(
    rows: tuple[EpisodeRowRead, ...], field: str, named: str
) -> None:
    read = derive(*rows, headers=(header("1"), header("2", 3)))

    assert read.children == []
    assert (read.refused, read.refused_ids) == (1, {"1"})
    problem = next(one for one in errors(read) if one.field == field)
    assert (problem.file, problem.row, problem.column) == (
        "episodes.csv", 2, {"DECOM": "B", "DEC": "C"}[field]
    )  # fmt: skip
    assert named in problem.message


def test_an_end_on_its_own_first_day_is_taken() -> None:
    read = derive(episode(2, "2016-02-15", "2016-02-15"), episode(3, "2016-02-16"))

    assert len(read.children) == 1


def test_the_end_of_an_episode_after_the_day_cannot_make_it_refused() -> None:
    read = derive(episode(2, "2016-02-15"), episode(3, "2018-05-01", "2018-04-01"))

    assert only_child(read).values["looked_after_since"] == day("2016-02-15")


def test_two_header_rows_of_one_child_refuse_the_child_and_name_each_other() -> None:
    read = derive(episode(2, "2016-02-15"), headers=(header("1", 2), header("1", 7)))

    assert read.children == []
    assert read.refused_ids == {"1"}
    (problem,) = errors(read)
    assert "rows 2 and 7" in problem.message


def unreadable(child: str, row: int, start: dt.date | None = None, file: int = EPISODES) -> BadRow:
    origin = RowOrigin(file, row)
    return BadRow(child, origin, (Problem("error", "No date.", FILES[file], row=row),), start)


def test_a_row_that_cannot_be_read_refuses_its_child_and_no_other() -> None:
    read = derive(
        episode(2, "2016-02-15"),
        episode(3, "2016-02-15", child="2"),
        headers=(header("1"), header("2", 3)),
        bad_episodes=(unreadable("1", 4),),
    )

    assert [child.child_id for child in read.children] == ["2"]
    assert [problem.row for problem in errors(read)] == [4]


def test_a_row_of_after_the_day_is_left_out_though_it_cannot_be_read() -> None:
    late = (unreadable("1", 4, day("2018-04-01")),)
    on_the_day = (unreadable("1", 4, D),)

    assert derive(episode(2, "2016-02-15"), bad_episodes=late).refused_ids == set()
    assert derive(episode(2, "2016-02-15"), bad_episodes=on_the_day).refused_ids == {"1"}


def test_a_header_row_that_cannot_be_read_refuses_its_child_once() -> None:
    read = derive(
        episode(2, "2016-02-15"), headers=(), bad_headers=(unreadable("1", 2, file=HEADER),)
    )

    assert (read.refused, read.refused_ids) == (1, {"1"})
    assert [problem.file for problem in errors(read)] == ["header.csv"]


def test_overlaps_and_gaps_are_taken_with_a_warning_that_names_the_rows() -> None:
    read = derive(
        episode(2, "2016-01-01", "2016-06-01"),
        episode(3, "2016-05-01", "2017-01-01"),
        episode(4, "2017-02-01"),
    )

    assert only_child(read).values["looked_after_since"] == day("2017-02-01")
    warned = {problem.message.split(" (")[0]: problem.message for problem in read.problems}
    assert "rows 2 and 3" in warned["Episodes of child 1 overlap"]
    assert "rows 3 and 4" in warned["Episodes of child 1 leave a gap between them"]


def test_the_unbroken_run_goes_back_to_the_first_gap() -> None:
    child = only_child(
        derive(
            episode(2, "2014-01-01", "2015-01-01"),
            episode(3, "2015-01-02", "2016-01-01", "S V2 U4 X1"),
            episode(4, "2016-01-01", "2017-01-01", "L C1 U4 X1"),
            episode(5, "2017-01-01", None, "L C2 U4 -"),
        )
    )

    assert child.values["looked_after_since"] == day("2015-01-02")
    assert child.values["placement_start"] == day("2015-01-02")
    assert child.values["legal_status_date"] == day("2017-01-01")


def test_the_order_dates_from_the_first_of_the_same_status_within_the_run() -> None:
    child = only_child(
        derive(
            episode(2, "2013-01-01", "2014-01-01", "S C2 U4 X1"),
            episode(3, "2014-06-01", "2015-01-01", "S C2 U4 X1"),
            episode(4, "2015-01-01", "2016-01-01", "L C1 U4 X1"),
            episode(5, "2016-01-01", "2017-01-01", "B C2 U1 X1"),
            episode(6, "2017-01-01", None, "P C2 U4 -"),
        )
    )

    assert child.values["legal_status_date"] == day("2016-01-01")


def test_a_blank_legal_status_has_no_date_either() -> None:
    child = only_child(derive(episode(2, "2016-02-15", None, "S - U1 -")))

    assert not {"legal_status", "legal_status_date"} & child.values.keys()


@pytest.mark.parametrize(
    ("reasons", "placement", "carer"),
    [
        ("S L L", "2014-01-01", "2014-01-01"),
        ("S P L", "2015-01-01", "2015-01-01"),
        ("S T L", "2015-01-01", "2014-01-01"),
        ("S U T", "2016-01-01", "2014-01-01"),
        ("S B T", "2016-01-01", "2015-01-01"),
        ("L L P", "2016-01-01", "2016-01-01"),
        ("S L -", "2016-01-01", "2016-01-01"),
    ],
)
def test_placement_and_carer_go_back_by_why_each_later_episode_began(
    reasons: str, placement: str, carer: str
) -> None:
    first, second, third = reasons.split()
    child = only_child(
        derive(
            episode(2, "2014-01-01", "2015-01-01", f"{first} C2 U4 X1"),
            episode(3, "2015-01-01", "2016-01-01", f"{second} C2 U4 X1"),
            episode(4, "2016-01-01", None, f"{third} C2 U4 -"),
        )
    )

    assert child.values["placement_start"] == day(placement)
    assert child.values["carer_since"] == day(carer)


@pytest.mark.parametrize(
    ("start", "as_of", "moves"),
    [
        ("2017-03-31", "2018-03-31", 0),  # a year ago to the day is not after it
        ("2017-04-01", "2018-03-31", 1),
        ("2018-03-31", "2018-03-31", 1),
        ("2016-02-28", "2017-02-28", 0),
        ("2016-02-29", "2017-02-28", 1),
        ("2015-02-28", "2016-02-29", 0),  # plus_months(29 Feb, -12) is 28 Feb
        ("2015-03-01", "2016-02-29", 1),
    ],
)
def test_moves_are_counted_after_the_same_day_a_year_before(
    start: str, as_of: str, moves: int
) -> None:
    rows = (episode(2, "2010-01-01", start), episode(3, start, None, "P C2 U4 -"))

    child = only_child(derive(*rows, as_of=day(as_of)))

    assert child.values["moves_12_months"] == moves


@pytest.mark.parametrize(("rne", "moves"), [(code, code in "PTBU") for code in "SLPTBU"])
def test_a_move_is_an_episode_that_began_with_p_t_b_or_u(rne: str, moves: bool) -> None:
    child = only_child(derive(episode(2, "2018-01-01", None, f"{rne} C2 U4 -")))

    assert child.values["moves_12_months"] == int(moves)


def test_reviews_are_counted_in_this_care_and_up_to_the_day() -> None:
    held = ["2016-01-01", "2016-02-15", "2018-03-31", "2018-03-31", "2018-04-01"]
    reviews = [review(row, text) for row, text in enumerate(held, 2)]
    child = only_child(derive(episode(2, "2016-02-15"), reviews=reviews))

    assert child.values["last_review_date"] == D
    assert child.values["reviews_held"] == 2
    assert child.origins["last_review_date"] == RowOrigin(REVIEWS, 4)
    assert [one.held_on for one in child.reviews] == [
        day("2016-01-01"),
        day("2016-02-15"),
        day("2018-03-31"),
    ]


def test_a_child_without_a_review_had_none_where_reviews_were_given() -> None:
    child = only_child(derive(episode(2, "2016-02-15"), reviews=[review(2, "2017-01-01", "7")]))

    assert child.values["reviews_held"] == 0
    assert "last_review_date" not in child.values


def test_without_a_reviews_file_nothing_is_said_of_reviews() -> None:
    child = only_child(derive(episode(2, "2016-02-15")))

    assert not {"last_review_date", "reviews_held"} & child.values.keys()
    assert not {"last_review_date", "reviews_held"} & columns_of_return(with_reviews=False)
    assert {"last_review_date", "reviews_held"} <= columns_of_return(with_reviews=True)


def test_reviews_of_children_who_are_not_in_the_header_are_one_warning() -> None:
    read = derive(
        episode(2, "2016-02-15"), reviews=[review(2, "2017-01-01", "7"), review(3, "2017-01-01")]
    )

    (problem,) = read.problems
    assert (problem.severity, problem.file) == ("warning", "reviews.csv")
    assert problem.message.startswith("1 review row is of children")


def test_all_that_a_return_gives_are_fields_and_columns() -> None:
    columns = columns_of_return(with_reviews=True)
    child = only_child(
        derive(episode(2, "2016-02-15", "2018-01-01"), reviews=[review(2, "2017-01-01")])
    )

    assert columns <= FIELD_BY_KEY.keys()
    assert child.values.keys() == columns
    assert columns >= ASSERTED


# What follows says the contract's paragraph again, slowly and otherwise, for any history.

CODES = st.sampled_from("SLPTBU")
STATUSES = st.sampled_from(["C1", "C2", "V2"])
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2018, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[EpisodeRowRead]:
    """Episodes that follow on each other, or not quite, in any order of rows."""
    rows: list[EpisodeRowRead] = []
    start = draw(DAYS)
    for number in range(draw(st.integers(1, 6))):
        length = draw(st.integers(0, 500))
        is_open = draw(st.integers(0, 9)) == 0
        end = None if is_open else start + dt.timedelta(length)
        codes = (draw(CODES), draw(STATUSES), draw(st.sampled_from(["U1", "P1"])), "X1")
        rows.append(EpisodeRowRead("1", start, end, *codes, RowOrigin(EPISODES, number + 2)))
        start += dt.timedelta(length + draw(st.sampled_from([0, 0, 0, 0, 1, -3, 40])))
    return draw(st.permutations(rows))


def slowly(rows: list[EpisodeRowRead], held: list[dt.date]) -> dict[str, Any] | str:
    left = [row if row.end is None or row.end <= D else row._replace(end=None) for row in rows]
    left = sorted((row for row in left if row.start <= D), key=lambda row: row.start)
    if not left:
        return "left out"
    if any(one.start == other.start for one in left for other in left if one is not other):
        return "refused"
    if any(row.end is not None and row.end < row.start for row in left):
        return "refused"
    if any(row.end is None for row in left[:-1]):
        return "refused"
    last = left[-1]
    unbroken = [
        part
        for part in (left[at:] for at in range(len(left)))
        if all(one.end == other.start for one, other in pairwise(part))
    ]
    run = max(unbroken, key=len)

    def since(codes: str) -> dt.date:
        parts = (run[at:] for at in range(len(run)))
        fit = [part for part in parts if all(row.rne in tuple(codes) for row in part[1:])]
        return max(fit, key=len)[0].start

    same = [
        part for part in (run[at:] for at in range(len(run))) if {r.ls for r in part} == {last.ls}
    ]
    facts = {
        "child_id": "1",
        "date_of_birth": BORN,
        "looked_after_since": run[0].start,
        "ceased_date": last.end,
        "ceased_reason": last.rec if last.end else None,
        "legal_status": last.ls,
        "legal_status_date": max(same, key=len)[0].start,
        "placement_code": last.place,
        "placement_start": since("L"),
        "carer_since": since("LTU"),
        "moves_12_months": len(
            [row for row in left if row.rne in tuple("PTBU") and row.start > plus_months(D, -12)]
        ),
        "last_review_date": max((one for one in held if one <= D), default=None),
        "reviews_held": len({one for one in held if run[0].start <= one <= D}),
    }
    return {name: value for name, value in facts.items() if value is not None}


@given(histories(), st.lists(DAYS, max_size=5))
def test_any_history_is_read_as_the_contract_says(
    rows: list[EpisodeRowRead], held: list[dt.date]
) -> None:
    reviews = [ReviewRowRead("1", one, RowOrigin(REVIEWS, at)) for at, one in enumerate(held, 2)]
    read = derive(*rows, reviews=reviews)

    expected = slowly(rows, held)
    if expected == "left out":
        assert (read.children, read.refused) == ([], 0)
    elif expected == "refused":
        assert (read.children, read.refused) == ([], 1)
        assert errors(read)
    else:
        assert only_child(read).values == expected
        assert errors(read) == []


@given(histories())
def test_the_order_of_rows_never_matters(rows: list[EpisodeRowRead]) -> None:
    ordered = sorted(rows, key=lambda row: row.origin)

    assert derive(*rows).children == derive(*ordered).children
