"""The files of a return (ssda903) as rows that have been read, for `episodes` to derive from."""

import datetime as dt
from collections.abc import Mapping

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.intake.columns import TypedTable, read_columns
from ehp_desktop.review.intake.episodes import (
    BadRow,
    EpisodeRowRead,
    HeaderRow,
    ReviewRowRead,
    children_from_episodes,
    columns_of_return,
)
from ehp_desktop.review.intake.incoming import Incoming, Problem, RowOrigin
from ehp_desktop.review.intake.profiles import EPISODES, HEADER, REVIEWS, Profile
from ehp_desktop.review.intake.return_problems import Place
from ehp_desktop.review.intake.row_problems import (
    RowProblems,
    broken_rows,
    refused_cells,
    requirements,
    row_problem,
)
from ehp_desktop.review.intake.shape import MatchedTable
from ehp_desktop.review.intake.tables import column_letter


def read_return(
    roles: Mapping[str, MatchedTable], profile: Profile, code_set: CodeSet, incoming: Incoming
) -> None:
    """Put what a return says into `incoming`, with every row that is refused."""
    nobody: list[Problem] = []
    headers, bad_headers = _headers(roles[HEADER], profile, code_set, incoming.as_of, nobody)
    episodes, bad_episodes = _episodes(roles[EPISODES], profile, code_set, nobody)
    reviews = None
    if REVIEWS in roles:
        reviews = _reviews(roles[REVIEWS], profile, code_set, incoming)
    begun = _with_episodes(episodes, bad_episodes, incoming.as_of)
    headers += [
        HeaderRow(one.child_id, None, one.origin)
        for one in bad_headers
        if one.child_id not in begun
    ]
    bad_headers = [one for one in bad_headers if one.child_id in begun]
    read = children_from_episodes(
        headers,
        episodes,
        reviews,
        as_of=incoming.as_of,
        places={role: _place(match) for role, match in roles.items()},
        bad_headers=bad_headers,
        bad_episodes=bad_episodes,
    )
    incoming.columns = columns_of_return(with_reviews=reviews is not None)
    incoming.children = read.children
    incoming.refused_ids = frozenset(read.refused_ids)
    incoming.refused = read.refused + len({(one.file, one.sheet, one.row) for one in nobody})
    incoming.problems.extend((*nobody, *read.problems))


def _with_episodes(
    episodes: list[EpisodeRowRead], bad_episodes: list[BadRow], as_of: dt.date
) -> set[str]:
    """The children with an episode up to the day; the others are left out, whatever else is wrong.

    So a child of the header who was born after the day is no error: their care is yet to begin.
    """
    begun = {row.child_id for row in episodes if row.start <= as_of}
    return begun | {row.child_id for row in bad_episodes if row.start is None or row.start <= as_of}


def _headers(
    match: MatchedTable,
    profile: Profile,
    code_set: CodeSet,
    as_of: dt.date,
    nobody: list[Problem],
) -> tuple[list[HeaderRow], list[BadRow]]:
    typed = read_columns(match, profile, code_set)
    problems = refused_cells(match, typed)
    requirements(match, typed, problems, ("child_id", "date_of_birth"))
    born = typed.values["date_of_birth"]
    for index, day in enumerate(born):
        if isinstance(day, dt.date) and day > as_of:
            message = (
                f"The date of birth is after {as_of.isoformat()}, the day as at which the file is "
                "imported. Mend it, or import as at a later day."
            )
            problem = row_problem(match, typed, index, message, "date_of_birth", day.isoformat())
            problems.setdefault(index, []).append(problem)
    rows = []
    for index, child_id in enumerate(typed.values["child_id"]):
        if index not in problems:
            rows.append(HeaderRow(str(child_id), _day(born[index]), _origin(match, typed, index)))
    return rows, _bad_rows(match, typed, problems, nobody)


def _episodes(
    match: MatchedTable, profile: Profile, code_set: CodeSet, nobody: list[Problem]
) -> tuple[list[EpisodeRowRead], list[BadRow]]:
    typed = read_columns(match, profile, code_set)
    problems = refused_cells(match, typed)
    requirements(match, typed, problems, ("child_id", "DECOM"))
    keys = ("child_id", "DECOM", "DEC", "RNE", "LS", "PLACE", "REC")
    rows = []
    for index, cells in enumerate(zip(*(typed.values[key] for key in keys), strict=True)):
        child_id, start, end, rne, status, place, reason = cells
        if index in problems or not isinstance(start, dt.date):
            continue
        rows.append(
            EpisodeRowRead(
                str(child_id),
                start,
                _day(end),
                _text(rne),
                _text(status),
                _text(place),
                _text(reason),
                _origin(match, typed, index),
            )
        )
    return rows, _bad_rows(match, typed, problems, nobody)


def _reviews(
    match: MatchedTable, profile: Profile, code_set: CodeSet, incoming: Incoming
) -> list[ReviewRowRead]:
    """The reviews that can be read; a row that cannot is a warning."""
    typed = read_columns(match, profile, code_set)
    problems = refused_cells(match, typed)
    requirements(match, typed, problems, ("child_id", "REVIEW"))
    for index in sorted(problems):
        incoming.problems.extend(_as_warning(one) for one in problems[index])
    incoming.problems.extend(map(_as_warning, broken_rows(match)))
    rows = []
    for index, held_on in enumerate(typed.values["REVIEW"]):
        if index not in problems and isinstance(held_on, dt.date):
            child_id = str(typed.values["child_id"][index])
            rows.append(ReviewRowRead(child_id, held_on, _origin(match, typed, index)))
    return rows


def _bad_rows(
    match: MatchedTable, typed: TypedTable, problems: RowProblems, nobody: list[Problem]
) -> list[BadRow]:
    """The rows that cannot be read, each under its child; those that name none go to `nobody`."""
    bad = []
    starts = typed.values.get("DECOM")
    for index in sorted(problems):
        child_id = typed.values["child_id"][index]
        if child_id is None:
            nobody.extend(problems[index])
            continue
        start = _day(starts[index]) if starts else None
        origin = _origin(match, typed, index)
        bad.append(BadRow(str(child_id), origin, tuple(problems[index]), start))
    nobody.extend(broken_rows(match))
    return bad


def _place(match: MatchedTable) -> Place:
    letters = {key: column_letter(column) for key, column in match.columns.items()}
    return Place(match.sheet.file_name, match.sheet.sheet, letters)


def _as_warning(problem: Problem) -> Problem:
    return Problem(
        "warning",
        f"{problem.message} The review is left out.",
        problem.file,
        problem.sheet,
        problem.row,
        problem.column,
        problem.field,
        problem.value,
    )


def _origin(match: MatchedTable, typed: TypedTable, index: int) -> RowOrigin:
    return RowOrigin(match.sheet.file, typed.numbers[index])


def _day(value: FieldValue | None) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _text(value: FieldValue | None) -> str | None:
    return None if value is None else str(value)
