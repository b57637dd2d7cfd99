"""What is warned about when a step to court is recorded; it is kept all the same.

English phrases, said in a language through `review.language.phrase`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ehp_desktop.models.rows import StepRow
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language, phrase, spoken_in
from ehp_desktop.review.life_words import STEPS
from ehp_desktop.review.words import Route

OWN_APPLICATIONS: Final = frozenset({Route.DISCHARGE, Route.SUPERVISION_ORDER})
"""The routes on which the authority itself applies (CA 1989 s.39)."""

COMES_AFTER: Final[Mapping[str, str]] = {
    "application_approved": "application_drafted",
    "application_filed": "application_approved",
    "application_issued": "application_filed",
    "guardian_appointed": "application_issued",
    "guardian_view": "guardian_appointed",
    "hearing": "application_issued",
    "order_made": "application_issued",
}
"""The step that is usually recorded before another."""

REG_38_2: Final = (
    "No significant change to the care and support plan unless first considered at a review "
    "(unless not reasonably practicable): Care Planning, Placement and Case Review (Wales) "
    "Regulations 2015 (SI 2015/1818 W.261) reg 38(2)."
)
"""As the domain reference has it (K8)."""

_OUT_OF_ORDER: Final = "No earlier step is recorded that says: {step}."
_NO_ROUTE: Final = (
    "The route is not recorded, so nobody can see whether a review considered the plan."
)
_NO_REVIEW: Final = "No review is recorded up to the day of filing."
_BEFORE_PLACEMENT: Final = "The last review was held before the present placement began."
_BEFORE_ORDER: Final = "The last review was held before the present order was made."
_NOT_SAID: Final = "It is not recorded which route the last review endorsed."
_NOT_THIS: Final = "The last review did not endorse this route."


def out_of_order(
    kind: str, before: Iterable[StepRow], language: Language = Language.ENGLISH
) -> tuple[str, ...]:
    """A sentence where the step that usually comes first is not among those before."""
    first = COMES_AFTER.get(kind)
    if first is None or any(one.kind == first for one in before):
        return ()
    said = phrase(STEPS[first], spoken_in(_OUT_OF_ORDER, language))
    return (phrase(_OUT_OF_ORDER, language, step=said),)


def unreviewed(
    route: Route | None, facts: Facts, language: Language = Language.ENGLISH
) -> tuple[str, ...]:
    """Sentences where an application is filed that no review is known to have considered.

    Only the authority's own applications are looked at; `facts` are of the day of filing. A review
    has considered the plan where its date is known, it was held in this placement and under this
    order, and it endorsed the route.
    """
    if route is None:
        return (phrase(_NO_ROUTE, language),)
    if route not in OWN_APPLICATIONS:
        return ()
    why = _why_unreviewed(route, facts)
    return () if why is None else (phrase(why, language), phrase(REG_38_2, language))


def _why_unreviewed(route: Route, facts: Facts) -> str | None:
    review = facts.last_review_date
    if review is None:
        return _NO_REVIEW
    if facts.placement_start is not None and review < facts.placement_start:
        return _BEFORE_PLACEMENT
    if facts.legal_status_date is not None and review < facts.legal_status_date:
        return _BEFORE_ORDER
    if facts.review_endorses is None:
        return _NOT_SAID
    return None if facts.review_endorses in (route.value, "any") else _NOT_THIS


def phrases() -> tuple[str, ...]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    return (
        REG_38_2,
        _OUT_OF_ORDER,
        _NO_ROUTE,
        _NO_REVIEW,
        _BEFORE_PLACEMENT,
        _BEFORE_ORDER,
        _NOT_SAID,
        _NOT_THIS,
    )
