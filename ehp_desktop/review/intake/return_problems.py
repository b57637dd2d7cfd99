"""What is wrong with a return's rows, worded with the file, the row and the cure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ehp_desktop.review.intake.incoming import IncomingChild, Problem, RowOrigin
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


class ReturnProblems:
    """Puts what is wrong with a return into what is read of it."""

    def __init__(
        self,
        read: ReturnRead,
        file_names: Sequence[str],
        letters: Mapping[tuple[int, str], str],
    ) -> None:
        self._read = read
        self._file_names = file_names
        self._letters = letters

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
    ) -> None:
        """Refuse a child, naming the rows that are the reason."""
        message = why.format(child=child_id, rows=_named(origins))
        self.refuse_with(child_id, [self._problem("error", origins[0], message, key, value)])

    def breaks(
        self, child_id: str, pairs: Sequence[tuple[RowOrigin, RowOrigin]], what: str
    ) -> None:
        """Warn of a child's pairs of episodes that overlap, or that leave a gap."""
        if not pairs:
            return
        named = "; ".join(map(_named, pairs))
        origin = pairs[0][1]
        message = f"Episodes of child {child_id} {what} ({named}). They are taken as they are."
        self._read.problems.append(self._problem("warning", origin, message, "DECOM", None))

    def left_out(self, headers: Sequence[RowOrigin]) -> None:
        """One warning with the count of children without an episode up to the day."""
        if headers:
            count = len(headers)
            message = (
                f"{count} {'child has' if count == 1 else 'children have'} no episode up to the "
                f"import's day, and {'is' if count == 1 else 'are'} left out."
            )
            self._warn(headers[0], message)

    def reviews_of_strangers(self, rows: Sequence[RowOrigin]) -> None:
        """One warning with the count of review rows of children who are not in the header."""
        if rows:
            count = len(rows)
            message = (
                f"{count} review {'row is' if count == 1 else 'rows are'} of children who are "
                "not in the header file, and left out."
            )
            self._warn(rows[0], message)

    def _warn(self, origin: RowOrigin, message: str) -> None:
        file = self._file_names[origin.file]
        self._read.problems.append(Problem("warning", message, file=file))

    def _problem(
        self,
        severity: Literal["error", "warning"],
        origin: RowOrigin,
        message: str,
        key: str,
        value: str | None,
    ) -> Problem:
        return Problem(
            severity,
            message,
            file=self._file_names[origin.file],
            row=origin.row,
            column=self._letters.get((origin.file, key)),
            field=key,
            value=value,
        )


def _named(origins: Sequence[RowOrigin]) -> str:
    return say_rows([origin.row for origin in origins])
