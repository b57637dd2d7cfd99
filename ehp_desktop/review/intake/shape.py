"""Which profile a set of files fits, told from their headers, and the tables found in them.

None that fits, or two, is an error that says so (caseload contract, section 2).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.profiles import (
    EPISODES,
    HEADER,
    REVIEWS,
    Profile,
    TableRule,
    profile_named,
)
from ehp_desktop.review.intake.tables import (
    HEADER_WITHIN,
    RawSheet,
    SourceTable,
    column_letter,
    header_text,
    is_blank_row,
    table_under,
)

_KNOWN_FOR_A_HEADER: Final = 2


@dataclass(frozen=True)
class MatchedTable:
    """A sheet in which a table rule found its header row."""

    rule: TableRule
    sheet: RawSheet
    header_index: int
    keys: tuple[str | None, ...]  # by column; None = a header that is not known
    excluded: bool  # a header says that it is another kind of table

    @property
    def known(self) -> frozenset[int]:
        """The columns whose headers are known."""
        return frozenset(index for index, key in enumerate(self.keys) if key is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields without a column."""
        return tuple(key for key in self.rule.required if key not in self.keys)

    @property
    def fits(self) -> bool:
        """Whether it has all that its rule requires, and nothing of another kind."""
        return not self.missing and not self.excluded and self.is_typical

    @property
    def is_typical(self) -> bool:
        """Whether it has a column that only its shape has, where the rule names such."""
        return not self.rule.one_of or any(key in self.keys for key in self.rule.one_of)

    @cached_property
    def table(self) -> SourceTable:
        """The rows under the header."""
        return table_under(self.sheet, self.header_index)

    @property
    def columns(self) -> dict[str, int]:
        """The column of each known field."""
        return {key: index for index, key in enumerate(self.keys) if key is not None}

    def titles(self) -> list[tuple[int, str]]:
        """The rows passed over above the header: number and words."""
        found = []
        for number, row in enumerate(self.sheet.rows[: self.header_index], start=1):
            if not is_blank_row(row):
                words = " ".join(filter(None, map(header_text, row)))
                found.append((number, words))
        return found


def match_table(rule: TableRule, sheet: RawSheet) -> MatchedTable | None:
    """The table of a rule in a sheet: under the first row with at least two known headers."""
    if not rule.takes_sheet(sheet.sheet):
        return None
    for index, row in enumerate(sheet.first_rows()):
        headers = [header_text(cell) for cell in row]
        keys = tuple(map(rule.key_of, headers))
        if sum(key is not None for key in keys) >= _KNOWN_FOR_A_HEADER:
            return MatchedTable(rule, sheet, index, keys, any(map(rule.excludes, headers)))
    return None


def choose_profile(
    profiles: Mapping[str, Profile], sheets: Sequence[RawSheet], name: str | None
) -> tuple[Profile, list[MatchedTable]]:
    """The profile named, or the one that fits, and its tables in the files.

    Raises:
        NotFoundError: there is no profile of that name.
        UnreadableFileError: none fits, or two, or the files are not those that it needs.
    """
    if name is not None:
        profile = profile_named(profiles, name)
        found = _tables(profile, sheets)
        if not any(match.fits for match in found):
            raise UnreadableFileError(_why_not(profile, found, sheets))
        return profile, _sound(profile, found, sheets)
    fitting: list[tuple[Profile, list[MatchedTable]]] = []
    for profile in profiles.values():
        found = _tables(profile, sheets)
        if any(match.fits for match in found):
            fitting.append((profile, found))
    fitting = [one for one in fitting if not any(_knows_more(other, one) for other in fitting)]
    if len(fitting) == 1:
        profile, found = fitting[0]
        return profile, _sound(profile, found, sheets)
    if fitting:
        names = " and ".join(profile.name for profile, _ in fitting)
        message = (
            f"The headers of {_files(sheets)} fit more than one profile ({names}): nothing was "
            "read. Say which it is with --profile."
        )
        raise UnreadableFileError(message)
    raise UnreadableFileError(_none_fits(profiles, sheets))


def _tables(profile: Profile, sheets: Sequence[RawSheet]) -> list[MatchedTable]:
    """The tables of a profile in the sheets: for each sheet that of the rule that fits it best."""
    found = []
    for sheet in sheets:
        matches = [
            match for rule in profile.tables if (match := match_table(rule, sheet)) is not None
        ]
        if matches:
            found.append(max(matches, key=lambda match: (match.fits, len(match.known))))
    return found


def _knows_more(
    other: tuple[Profile, list[MatchedTable]], one: tuple[Profile, list[MatchedTable]]
) -> bool:
    """Whether another profile knows all that one knows of a sheet, and more.

    One that names its sheet, and found it there, knows more than one that takes any sheet.
    """
    if other is one:
        return False
    if _found_by_name(other[1]) and not _found_by_name(one[1]):
        return True
    known = {(match.sheet.file, match.sheet.sheet): match.known for match in one[1] if match.fits}
    return any(
        known[place] < match.known
        for match in other[1]
        if match.fits and (place := (match.sheet.file, match.sheet.sheet)) in known
    )


def _found_by_name(found: list[MatchedTable]) -> bool:
    return any(match.fits and match.rule.sheets and match.sheet.sheet for match in found)


def _sound(
    profile: Profile, found: list[MatchedTable], sheets: Sequence[RawSheet]
) -> list[MatchedTable]:
    """The tables to read, once they are known to be the ones that the profile needs."""
    fitting = [match for match in found if match.fits]
    read_files = {match.sheet.file for match in fitting}
    for sheet in sheets:
        if sheet.file not in read_files:
            mine = [one for one in sheets if one.file == sheet.file]
            matches = [match for match in found if match.sheet.file == sheet.file]
            raise UnreadableFileError(_why_not(profile, matches, mine))
    if len(profile.tables) == 1:
        _one_table(fitting)
    else:
        _one_of_each(profile, fitting)
    for match in fitting:
        _refuse_same_field_twice(match)
        _refuse_no_rows(match)
    return fitting


def _one_table(fitting: list[MatchedTable]) -> None:
    if len(fitting) == 1:
        return
    places = " and ".join(match.sheet.place for match in fitting)
    if len({match.sheet.file for match in fitting}) > 1:
        message = (
            f"More than one file was given ({places}): nothing was read. Import one at a time."
        )
    else:
        message = (
            f"More than one sheet has such a table ({places}): nothing was read. Keep the sheet "
            "that is meant, and delete the others."
        )
    raise UnreadableFileError(message)


def _one_of_each(profile: Profile, fitting: list[MatchedTable]) -> None:
    """A return is one header and one episodes file, and at most one of reviews."""
    counts = Counter(match.rule.role for match in fitting)
    for role in (HEADER, EPISODES, REVIEWS):
        if counts[role] > 1:
            places = " and ".join(one.sheet.place for one in fitting if one.rule.role == role)
            message = (
                f"More than one file is the {role} file of a return ({places}): nothing was read. "
                "Give one of each."
            )
            raise UnreadableFileError(message)
    for role in (HEADER, EPISODES):
        if not counts[role]:
            given = ", ".join(f"{one.sheet.place} ({one.rule.role})" for one in fitting)
            message = (
                f"A return of the shape {profile.name} needs its header and its episodes file, and "
                f"the {role} file was not given (given: {given}): nothing was read. "
                "Give the files together."
            )
            raise UnreadableFileError(message)


def _refuse_same_field_twice(match: MatchedTable) -> None:
    counts = Counter(key for key in match.keys if key is not None)
    for key, count in counts.items():
        if count > 1:
            named = " and ".join(
                f"“{match.table.headers[index]}” (column {column_letter(index)})"
                for index, one in enumerate(match.keys)
                if one == key
            )
            message = (
                f"{match.sheet.place}: the field {key} is matched by {named}: nothing was read. "
                "Rename or delete the column that is not meant."
            )
            raise UnreadableFileError(message)


def _refuse_no_rows(match: MatchedTable) -> None:
    below = [row for row in match.sheet.broken if row > match.header_index + 1]
    if not match.table.rows and not below:
        message = (
            f"{match.sheet.place} has a header in row {match.header_index + 1} and no rows under "
            "it: nothing was read. Export it again."
        )
        raise UnreadableFileError(message)


def _why_not(profile: Profile, found: list[MatchedTable], sheets: Sequence[RawSheet]) -> str:
    """Why a profile does not fit files, and what would."""
    for match in found:
        if match.missing:
            missing = ", ".join(match.missing)
            return (
                f"{match.sheet.place} has a header in row {match.header_index + 1} but no column "
                f"for {missing}, which {profile.name} needs: nothing was read. "
                "Add it to the export, or match its columns under another profile."
            )
        if not match.is_typical:
            return (
                f"{match.sheet.place} has a header in row {match.header_index + 1} without any of "
                f"the columns that tell {profile.name}: nothing was read. "
                "Choose another profile, or match its columns."
            )
        if match.excluded:
            return (
                f"{match.sheet.place} is another file of the return, which is not read: nothing "
                "was read. Give the header, the episodes and the reviews."
            )
    named = [sheet for sheet in sheets if sheet.sheet is not None]
    if named and not any(
        rule.takes_sheet(sheet.sheet) for rule in profile.tables for sheet in named
    ):
        return (
            f"{_files(sheets)} has no sheet that {profile.name} reads (its sheets: "
            f"{', '.join(str(sheet.sheet) for sheet in named)}): nothing was read. "
            "Rename the sheet, or choose another profile."
        )
    return (
        f"{_files(sheets)}: none of the first {HEADER_WITHIN} rows has two headers that "
        f"{profile.name} knows: nothing was read. Look whether it is the right file, or match its "
        "columns to make a profile for it."
    )


def _none_fits(profiles: Mapping[str, Profile], sheets: Sequence[RawSheet]) -> str:
    """What is said when no profile fits: why the nearest does not, if one is near."""
    nearest: tuple[int, Profile, list[MatchedTable]] | None = None
    for profile in profiles.values():
        found = _tables(profile, sheets)
        known = max((len(match.known) for match in found), default=0)
        if known and (nearest is None or known > nearest[0]):
            nearest = (known, profile, found)
    if nearest is not None:
        return _why_not(nearest[1], nearest[2], sheets)
    return (
        f"{_files(sheets)}: none of the first {HEADER_WITHIN} rows has two headers that a profile "
        f"knows ({', '.join(profiles)}): nothing was read. Look whether it is the right file, or "
        "match its columns to make a profile for it."
    )


def _files(sheets: Sequence[RawSheet]) -> str:
    return ", ".join(dict.fromkeys(sheet.file_name for sheet in sheets)) or "The workbook"
