"""An import's files, read: children with typed values, and every problem on the way.

Source: the caseload contract, sections 1 to 4. What is refused is refused with its file, sheet,
row, column, field and value; one bad row never stops the others.
"""

import datetime as dt
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review.intake.columns import TypedTable, read_columns
from ehp_desktop.review.intake.incoming import (
    FileRead,
    Incoming,
    IncomingChild,
    IncomingOutcome,
    Problem,
    RowOrigin,
)
from ehp_desktop.review.intake.profiles import CHILDREN, OUTCOMES, Profile, load_profiles
from ehp_desktop.review.intake.returns import read_return
from ehp_desktop.review.intake.row_problems import (
    broken_rows,
    refused_cells,
    requirements,
    row_problem,
    table_warnings,
)
from ehp_desktop.review.intake.shape import MatchedTable, choose_profile
from ehp_desktop.review.intake.sources import SourceFile, open_sources
from ehp_desktop.review.intake.tables import KnowsHeader, column_letter
from ehp_desktop.review.intake.values import say_rows

_ID: Final = "child_id"
_BORN: Final = "date_of_birth"


def read_incoming(
    paths: Sequence[Path],
    *,
    profile: str | None = None,
    code_set: CodeSet,
    as_of: dt.date,
    encoding: str | None = None,
    folder: Path | None = None,
) -> Incoming:
    """What an import's files say on a day.

    Args:
        paths: the files; only a return has more than one.
        profile: its name; None = worked out from the headers.
        code_set: the store's; codes of the other are refused.
        as_of: the import's day, D.
        encoding: of CSV files, where a person has chosen it (`csv_reader.ENCODINGS`).
        folder: where people's own profiles are kept.

    Raises:
        NotFoundError: there is no profile of that name.
        UnreadableFileError: a file cannot be read at all, or no profile fits, or two.
    """
    profiles = load_profiles(folder)
    with collector_paused():
        files = open_sources(paths, knows=knows_header(profiles.values()), encoding=encoding)
        sheets = [sheet for file in files for sheet in file.sheets]
        chosen, matches = choose_profile(profiles, sheets, profile)
        return read_matched(files, chosen, matches, code_set=code_set, as_of=as_of)


def read_matched(
    files: Sequence[SourceFile],
    profile: Profile,
    matches: Sequence[MatchedTable],
    *,
    code_set: CodeSet,
    as_of: dt.date,
) -> Incoming:
    """What tables say whose profile is known; as `read_incoming`."""
    incoming = Incoming(
        profile=profile.name,
        as_of=as_of,
        files=tuple(_file_read(index, file, matches) for index, file in enumerate(files)),
        columns=frozenset(),
        asserted=frozenset(),
    )
    incoming.problems.extend(problem for file in files for problem in file.problems)
    for match in matches:
        incoming.problems.extend(table_warnings(match))
    roles = {match.rule.role: match for match in matches}
    if CHILDREN in roles:
        _read_children(roles[CHILDREN], profile, code_set, incoming)
    elif OUTCOMES in roles:
        _read_outcomes(roles[OUTCOMES], profile, code_set, incoming)
    else:
        read_return(roles, profile, code_set, incoming)
    incoming.asserted = profile.asserted & incoming.columns
    return incoming


def knows_header(profiles: Iterable[Profile]) -> KnowsHeader:
    """Whether any of these profiles knows a header."""
    every = tuple(profiles)
    return lambda header: any(profile.knows(header) for profile in every)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without looking for cyclic garbage, of which reading makes none.

    Among a million new cells that look costs as much as the reading.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _file_read(index: int, file: SourceFile, matches: Sequence[MatchedTable]) -> FileRead:
    rows = sum(
        len(match.table.rows) + len(broken_rows(match))
        for match in matches
        if match.sheet.file == index
    )
    return FileRead(file.name, file.sha256, file.encoding, rows)


def _read_children(
    match: MatchedTable, profile: Profile, code_set: CodeSet, incoming: Incoming
) -> None:
    typed = read_columns(match, profile, code_set)
    keys = tuple(typed.values)
    incoming.columns = frozenset(keys)
    problems = refused_cells(match, typed)
    requirements(match, typed, problems, (_ID, _BORN))
    _born_by(match, typed, problems, incoming.as_of)
    _once_each(match, typed, problems)
    ids = typed.values[_ID]
    file = match.sheet.file
    for index, row in enumerate(zip(*typed.values.values(), strict=True)):
        if index in problems:
            continue
        values = {key: value for key, value in zip(keys, row, strict=True) if value is not None}
        origin = RowOrigin(file, typed.numbers[index])
        incoming.children.append(IncomingChild(str(ids[index]), values, origin))
    refused = [ids[index] for index in problems]
    incoming.refused_ids = frozenset(str(one) for one in refused if one is not None)
    incoming.refused = len(incoming.refused_ids) + refused.count(None)
    for index in sorted(problems):
        incoming.problems.extend(problems[index])
    broken = broken_rows(match)
    incoming.problems.extend(broken)
    incoming.refused += len(broken)


def _born_by(
    match: MatchedTable, typed: TypedTable, problems: dict[int, list[Problem]], as_of: dt.date
) -> None:
    """A child is born by the import's day, or its row is refused."""
    for index, born in enumerate(typed.values[_BORN]):
        if isinstance(born, dt.date) and born > as_of:
            message = (
                f"The date of birth is after {as_of.isoformat()}, the day as at which the file is "
                "imported. Mend it, or import as at a later day."
            )
            problem = row_problem(match, typed, index, message, _BORN, born.isoformat())
            problems.setdefault(index, []).append(problem)


def _once_each(match: MatchedTable, typed: TypedTable, problems: dict[int, list[Problem]]) -> None:
    """A child has one row; where there are more, all are refused, naming each other."""
    ids = typed.values[_ID]
    if len(set(ids)) == len(ids):
        return
    counts = Counter(ids)
    rows: dict[str, list[int]] = {}
    for index, one in enumerate(ids):
        if one is not None and counts[one] > 1:
            rows.setdefault(str(one), []).append(index)
    for child_id, indexes in rows.items():
        named = say_rows([typed.numbers[index] for index in indexes])
        for index in indexes:
            message = (
                f"Child {child_id} has more than one row ({named}), so none of them is taken. "
                "Keep the row that is right."
            )
            problem = row_problem(match, typed, index, message, _ID, child_id)
            problems.setdefault(index, []).append(problem)


def _read_outcomes(
    match: MatchedTable, profile: Profile, code_set: CodeSet, incoming: Incoming
) -> None:
    typed = read_columns(match, profile, code_set)
    incoming.columns = frozenset(typed.values)
    problems = refused_cells(match, typed)
    requirements(match, typed, problems, match.rule.required)
    nothing = [None] * len(typed.numbers)
    courts = typed.values.get("court", nothing)
    numbers = typed.values.get("case_number", nothing)
    required = zip(*(typed.values[key] for key in match.rule.required), strict=True)
    for index, (child_id, kind, day) in enumerate(required):
        if index in problems or not isinstance(day, dt.date):
            continue
        court, number = courts[index], numbers[index]
        incoming.outcomes.append(
            IncomingOutcome(
                child_id=str(child_id),
                kind=str(kind),
                date=day,
                court=None if court is None else str(court),
                case_number=None if number is None else str(number),
                origin=RowOrigin(match.sheet.file, typed.numbers[index]),
                sheet=match.sheet.sheet,
                column=column_letter(typed.columns[_ID]),
            )
        )
    broken = broken_rows(match)
    incoming.refused = len(problems) + len(broken)
    ids = (typed.values[_ID][index] for index in problems)
    incoming.refused_ids = frozenset(str(one) for one in ids if one is not None)
    for index in sorted(problems):
        incoming.problems.extend(problems[index])
    incoming.problems.extend(broken)
