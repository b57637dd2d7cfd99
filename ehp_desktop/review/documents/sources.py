"""Where a case's values came from, said once where most came from the same place."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ehp_desktop.models.rows import ValueHistory
from ehp_desktop.review.documents.paper import Paper


class Source(NamedTuple):
    """A file's row and the day that it was as at, or who typed and when (`file` is None)."""

    file: str | None
    row: int | None
    day: dt.date
    by: str


class CaseSources:
    """The sources of one case's values.

    A child's values mostly come from one row of one file: naming it beside each of them would
    bury those that came from elsewhere. The commonest source goes without a number; the others
    are numbered as they are first asked for, and `words` names them all.
    """

    def __init__(
        self, paper: Paper, history: Mapping[str, ValueHistory], fields: Iterable[str]
    ) -> None:
        self._paper = paper
        self._of = {name: _source(one) for name, one in history.items()}
        told = [self._of[name] for name in dict.fromkeys(fields) if name in self._of]
        self._main = Counter(told).most_common(1)[0][0] if told else None
        self._numbers: dict[Source, int] = {}

    def numbers(self, fields: Iterable[str]) -> str:
        """The numbers of some fields' sources, as "[1, 2]"; empty where the main one is all."""
        named = dict.fromkeys(self._of[name] for name in fields if name in self._of)
        others = [one for one in named if one != self._main]
        found = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in others]
        return f"[{', '.join(map(str, sorted(found)))}]" if found else ""

    @property
    def words(self) -> str:
        """The main source and those numbered so far; empty where nothing has a source."""
        if self._main is None:
            return ""
        main = self._paper.say("{source} where no number stands", source=self._words(self._main))
        others = [f"[{number}] {self._words(one)}" for one, number in self._numbers.items()]
        named = "; ".join([main, *others])
        if self._main.file is None:
            return self._paper.say("Sources: {sources}.", sources=named)
        day = self._main.day
        return self._paper.say(
            "Sources, as at {day} unless dated: {sources}.", day=day, sources=named
        )

    def _words(self, source: Source) -> str:
        """A source, dated where its day is not the main one's."""
        say = self._paper.say
        if source.file is None:
            return say("typed by {name}, {day}", name=source.by, day=source.day)
        place = source.file
        if source.row is not None:
            place = say("{file} row {row}", file=source.file, row=source.row)
        main = self._main
        if main is not None and main.file is not None and main.day == source.day:
            return self._paper.text(place)
        return say("{place}, as at {day}", place=place, day=source.day)


def _source(value: ValueHistory) -> Source:
    origin = value.origin
    return Source(origin.file_name, origin.row, origin.as_of, origin.by)
