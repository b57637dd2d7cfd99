"""The words in which the list and the child's panel speak of cohorts, routes, states and time."""

import datetime as dt

from PySide6.QtCore import QObject

from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.dates import plus_months
from ehp_desktop.review.language import Language, phrase, say_short_date
from ehp_desktop.review.wording import cohort_words, result_words, route_words, state_words
from ehp_desktop.review.words import Cohort, Result, Route, RouteState

_STATEMENTS = {one.id: one.statement for one in CRITERIA}


class CaseWords(QObject):
    """Whole phrases, so that each can be translated as it stands."""

    def __init__(
        self, language: Language = Language.ENGLISH, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.language = language

    def route(self, route: Route) -> str:
        """A route's name."""
        return route_words(route, self.language)

    def route_in_short(self, route: Route) -> str:
        """A route's name at the head of a narrow column."""
        return {
            Route.DISCHARGE: self.tr("Discharge"),
            Route.SUPERVISION_ORDER: self.tr("SO"),
            Route.SPECIAL_GUARDIANSHIP: self.tr("SGO"),
            Route.CHILD_ARRANGEMENTS: self.tr("CAO"),
        }[route]

    def state(self, state: RouteState) -> str:
        """What a state is called."""
        return state_words(state, self.language)

    def state_in_short(self, state: RouteState, outstanding: int) -> str:
        """A state in a narrow cell; for work needed, how many criteria are left."""
        if state is RouteState.READY:
            return self.tr("ready")
        if state is RouteState.NOT_THIS_ROUTE:
            return self.tr("n/a")
        return self.tr("1 left") if outstanding == 1 else self.tr("{n} left").format(n=outstanding)

    def cohort(self, cohort: Cohort | None) -> str:
        """With whom a child lives, in a cell."""
        if cohort is None:
            return ""
        return {
            Cohort.PARENTS: self.tr("parents"),
            Cohort.KINSHIP: self.tr("kinship"),
            Cohort.FOSTER: self.tr("foster"),
        }[cohort]

    def cohort_of_children(self, cohort: Cohort) -> str:
        """A cohort as a group of children."""
        return {
            Cohort.PARENTS: self.tr("With parents"),
            Cohort.KINSHIP: self.tr("Kinship"),
            Cohort.FOSTER: self.tr("Foster, order sought"),
        }[cohort]

    def placed_with(self, cohort: Cohort | None) -> str:
        """With whom a child lives, in a sentence."""
        if cohort is None:
            return self.tr("in no cohort of the surgery")
        return cohort_words(cohort, self.language)

    def statement(self, criterion: str) -> str:
        """A criterion's statement, by its id."""
        return phrase(_STATEMENTS[criterion], self.language)

    def result(self, result: Result) -> str:
        """What a criterion's result is called."""
        return result_words(result, self.language)

    def date(self, day: dt.date | None) -> str:
        """A date in a list; empty where there is none."""
        return "" if day is None else say_short_date(day, self.language)

    def time_since(self, day: dt.date | None, as_of: dt.date) -> str:
        """How long something has lasted: "9 y 1 m", "3 m", "12 d"."""
        if day is None or day > as_of:
            return ""
        months = (as_of.year - day.year) * 12 + as_of.month - day.month
        if plus_months(day, months) > as_of:
            months -= 1
        years, months_left = divmod(months, 12)
        if years:
            return self.tr("{years} y {months} m").format(years=years, months=months_left)
        if months:
            return self.tr("{months} m").format(months=months)
        return self.tr("{days} d").format(days=(as_of - day).days)

    def years_since(self, day: dt.date | None, as_of: dt.date) -> str:
        """Whole years, for a narrow cell: "3y"; under a year, months: "5m"."""
        if day is None or day > as_of:
            return ""
        months = (as_of.year - day.year) * 12 + as_of.month - day.month
        if plus_months(day, months) > as_of:
            months -= 1
        years = months // 12
        if years:
            return self.tr("{years}y").format(years=years)
        return self.tr("{months}m").format(months=months)
