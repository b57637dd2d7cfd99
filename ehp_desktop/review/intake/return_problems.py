"""What is wrong with a return's rows, worded with the file, the row and the cure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ehp_desktop.review.intake.incoming import IncomingChild, Problem, RowOrigin
from ehp_desktop.review.intake.profiles import EPISODES, HEADER, REVIEWS
from ehp_desktop.review.intake.values import say_rows


@dataclass(slots=True)
class ReturnRead:
    """The children of a return; `refused` counts children, each with an error in `problems`."""

    children: list[IncomingChild] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused_ids: set[str] = field(default_factory=set)

    @property
    def refused(self) -> int:
        """How many children are refused."""
        return len(self.refused_ids)


TWICE_IN_HEADER: Final = (
    "Child {child} has more than one row ({rows}), so none of them is taken. Keep the row that is "
    "right."
)
SAME_DECOM: Final = (
    "Child {child} has more than one episode that begins on this day ({rows}), so the child is "
    "not taken. Each episode of a child begins on a day of its own."
)
DEC_BEFORE_DECOM: Final = (
    "An episode of child {child} ends before it begins ({rows}), so the child is not taken. DEC "
    "is on or after DECOM."
)
OPEN_NOT_LAST: Final = (
    "Child {child} has an episode that is open on the import's day and is not the last ({rows}), "
    "so the child is not taken. Only the episode with the latest DECOM may be open."
)
NOT_IN_HEADER: Final = (
    "Child {child} has episodes ({rows}) and no row in the header file, so the child is not "
    "taken. Add the child to the header file."
)


class Place(NamedTuple):
    """Where a table of a return is: its file, its sheet in a workbook, its columns' letters."""

    file: str
    sheet: str | None = None
    letters: Mapping[str, str] = MappingProxyType({})


class ReturnProblems:
    """Puts what is wrong with a return into what is read of it."""

    def __init__(self, read: ReturnRead, places: Mapping[str, Place]) -> None:
        """`places`: of each table of the return, by its role."""
        self._read = read
        self._places = places

    def refuse_with(self, child_id: str, problems: Sequence[Problem]) -> None:
        """Refuse a child for problems that its reader has already worded."""
        self._read.refused_ids.add(child_id)
        self._read.problems.extend(problems)

    def refuse(
        self,
        child_id: str,
        origins: Sequence[RowOrigin],
        key: str,
        value: str | None,
        why: str,
        role: str = EPISODES,
    ) -> None:
        """Refuse a child, naming the rows, of one of the tables, that are the reason."""
        message = why.format(child=child_id, rows=_named(origins))
        problem = self._problem("error", role, origins[0].row, message, key, value)
        self.refuse_with(child_id, [problem])

    def breaks(
        self, child_id: str, pairs: Sequence[tuple[RowOrigin, RowOrigin]], what: str
    ) -> None:
        """Warn of a child's pairs of episodes that overlap, or that leave a gap."""
        if not pairs:
            return
        named = "; ".join(map(_named, pairs))
        row = pairs[0][1].row
        message = f"Episodes of child {child_id} {what} ({named}). They are taken as they are."
        self._read.problems.append(self._problem("warning", EPISODES, row, message, "DECOM", None))

    def left_out(self, count: int) -> None:
        """One warning with the count of children without an episode up to the day."""
        if count:
            message = (
                f"{count} {'child has' if count == 1 else 'children have'} no episode up to the "
                f"import's day, and {'is' if count == 1 else 'are'} left out."
            )
            self._warn(HEADER, message)

    def reviews_of_strangers(self, count: int) -> None:
        """One warning with the count of review rows of children who are not in the header."""
        if count:
            message = (
                f"{count} review {'row is' if count == 1 else 'rows are'} of children who are "
                "not in the header file, and left out."
            )
            self._warn(REVIEWS, message)

    def _warn(self, role: str, message: str) -> None:
        place = self._places[role]
        self._read.problems.append(Problem("warning", message, file=place.file, sheet=place.sheet))

    def _problem(
        self,
        severity: Literal["error", "warning"],
        role: str,
        row: int,
        message: str,
        key: str,
        value: str | None,
    ) -> Problem:
        place = self._places[role]
        return Problem(
            severity,
            message,
            file=place.file,
            sheet=place.sheet,
            row=row,
            column=place.letters.get(key),
            field=key,
            value=value,
        )


def _named(origins: Sequence[RowOrigin]) -> str:
    return say_rows([origin.row for origin in origins])
