"""The status line: the whole caseload in one line, and when a file was last read."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from ehp_desktop.models.rows import ImportRow
from ehp_desktop.review.words import Cohort, RouteState
from ehp_desktop.ui.caseload.words import CaseWords

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import Caseload


class Totals(NamedTuple):
    """Numbers of children: all looked after; of the cohorts; ready on a route; never listed."""

    looked_after: int
    parents: int
    kinship: int
    foster: int
    ready: int
    never_listed: int


def totals_of(caseload: "Caseload") -> Totals:
    """Counts a caseload. Ready and never listed are counted among the cohorts' children."""
    cohorts = [line.cohort for line in caseload.lines]
    of_cohorts = [line for line in caseload.lines if line.cohort is not None]
    return Totals(
        len(caseload.lines),
        cohorts.count(Cohort.PARENTS),
        cohorts.count(Cohort.KINSHIP),
        cohorts.count(Cohort.FOSTER),
        sum(
            any(found.state is RouteState.READY for found in line.routes.values())
            for line in of_cohorts
        ),
        sum(not line.ever_listed for line in of_cohorts),
    )


class StatusWords(QObject):
    """Words the two halves of the status line."""

    def __init__(self, words: CaseWords) -> None:
        super().__init__(words)
        self._words = words

    def totals(self, totals: Totals) -> str:
        """The caseload in one line."""
        parts = [
            self.tr("{n} looked after").format(n=totals.looked_after),
            self.tr("{n} with parents").format(n=totals.parents),
            self.tr("{n} kinship").format(n=totals.kinship),
            self.tr("{n} foster").format(n=totals.foster),
            self.tr("{n} ready").format(n=totals.ready),
            self.tr("{n} never listed").format(n=totals.never_listed),
        ]
        return " · ".join(parts)

    def last_import(self, last: ImportRow | None) -> str:
        """When a file was last imported, and whether rows of it were refused."""
        if last is None:
            return self.tr("nothing imported yet")
        day = self._words.date(last.at.date())
        if last.refused == 0:
            return self.tr("last import {date}").format(date=day)
        if last.refused == 1:
            return self.tr("last import {date}, 1 row refused").format(date=day)
        return self.tr("last import {date}, {n} rows refused").format(date=day, n=last.refused)
