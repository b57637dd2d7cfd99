"""What outcomes, steps, orders, parts in a surgery and its states are called, for every paper.

English phrases, said in a language through `review.language.phrase`; never worded as advice.
"""

from typing import Final

OUTCOMES: Final = {
    "discharge": "Prepare discharge application",
    "discharge_with_supervision": "Prepare discharge with supervision order",
    "carer_gives_notice": "Carer to give notice for special guardianship",
    "child_arrangements": "Child arrangements route",
    "more_information": "More information by a date",
    "not_yet": "Not yet, relist on a date",
    "keep_order": "Keep the order",
    "escalate": "Escalate to legal planning",
    "left_list": "Left the list",
}
DATED_OUTCOMES: Final = {
    "more_information": "More information by {day}",
    "not_yet": "Not yet, relist on {day}",
}
"""The outcomes that are about a date, with its place."""

STEPS: Final = {
    "application_drafted": "application drafted",
    "application_approved": "application approved",
    "application_filed": "application filed",
    "application_issued": "application issued",
    "guardian_appointed": "children's guardian appointed",
    "guardian_view": "children's guardian's view",
    "hearing": "hearing",
    "order_made": "order made",
}
ORDERS: Final = {
    "care_order_discharged": "care order discharged",
    "supervision_order_made": "supervision order made",
    "special_guardianship_order": "special guardianship order",
    "child_arrangements_order": "child arrangements order",
    "application_refused": "application refused",
    "application_withdrawn": "application withdrawn",
}
PARTS: Final = {"invited": "Invited", "attended": "Present", "apologies": "Apologies"}
SURGERY_STATES: Final = {
    "planned": "draft",
    "draft": "draft",
    "issued": "issued",
    "held": "held",
    "closed": "closed",
    "postponed": "postponed",
    "cancelled": "cancelled",
}
ROLES: Final = {
    "chair": "chair",
    "lawyer": "lawyer",
    "administrator": "administrator",
}


def phrases() -> frozenset[str]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    tables = (OUTCOMES, DATED_OUTCOMES, STEPS, ORDERS, PARTS, SURGERY_STATES, ROLES)
    return frozenset(words for table in tables for words in table.values())
