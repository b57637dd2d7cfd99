"""Whom children live with: parents and their partners, relatives and friends, foster carers."""

import datetime as dt
import random

from ehp_desktop.review.sample.dice import AS_OF
from ehp_desktop.review.sample.families import Adult, Family, years_before
from ehp_desktop.review.sample.households import Household
from ehp_desktop.review.sample.wordlists import draw_forename, draw_surname

_CONNECTED = {
    "grandparent": 50,
    "aunt_uncle": 27,
    "other_relative": 7,
    "friend": 7,
    "cousin": 4,
    "sibling": 5,
}
_OLDER = {"grandparent": (19.5, 36, 24), "other_relative": (15, 32, 22)}  # than their own side
_ELDERS_BORN_BEFORE = dt.date(1969, 1, 1)


def choose_carers(household: Household) -> None:
    """Gives a household of a cohort its carers, and says what they are to the children."""
    draw = household.draw("carers")
    if household.category == "parents":
        _at_home(household, draw)
    elif household.category == "foster":
        household.relationship, household.carers = "none", foster_carers(draw)
    else:
        _with_kin(household, draw)


def _at_home(household: Household, draw: random.Random) -> None:
    family = household.family
    if "grandmother_has_pr" in household.troubles:  # guardian since the mother's death
        household.relationship = "grandparent"
        household.carers = [_relative(household, "grandparent", draw, woman=True)]
    elif "step_parent_has_pr" in household.troubles:
        household.relationship = "step_parent"
        household.carers = [_partner_of(family.mother, family, draw, man=True)]
    else:
        household.relationship = "parent"
        with_mother = not family.father_has_pr or draw.random() < 0.82
        first = family.mother if with_mother or family.father is None else family.father
        household.carers = [first]
        if family.father and family.father_has_pr and draw.random() < 0.4:
            household.carers = [family.mother, family.father]
        elif draw.random() < 0.2:
            household.carers.append(_partner_of(first, family, draw, man=with_mother))


def _with_kin(household: Household, draw: random.Random) -> None:
    relationship = draw.choices(list(_CONNECTED), weights=list(_CONNECTED.values()))[0]
    mother_old_enough = household.family.mother.born < years_before(AS_OF, 40)
    if relationship == "sibling" and not mother_old_enough:
        relationship = "grandparent"
    if "unaccompanied" in household.troubles:
        relationship = "cousin"
    woman = draw.random() < 0.86
    carer = _relative(household, relationship, draw, woman=woman)
    household.relationship, household.carers = relationship, [carer]
    if draw.random() < 0.52:
        household.carers.append(_partner_of(carer, household.family, draw, man=woman))
    _lived_there_before(household, draw)


def _relative(
    household: Household, relationship: str, draw: random.Random, *, woman: bool
) -> Adult:
    """A connected person: old enough for what they are to the child, and named accordingly."""
    family = household.family
    side = family.father if family.father and draw.random() < 0.35 else family.mother
    surname = side.surname
    if relationship in _OLDER:
        born = years_before(side.born, draw.triangular(*_OLDER[relationship]))
    elif relationship == "sibling":
        born = years_before(AS_OF, draw.uniform(21.5, 27))
        born = min(born, years_before(household.children[-1].born, 8))
        surname = family.mother.surname
    elif relationship == "cousin":
        born = years_before(side.born, draw.uniform(-6, 2))
    else:
        born = years_before(side.born, draw.uniform(-5, 9))
    born = min(born, years_before(AS_OF, 23))
    if relationship in ("cousin", "friend") or (
        relationship == "aunt_uncle" and draw.random() < 0.5
    ):
        surname = draw_surname(family.background, draw)
    return Adult(family.forename(_generation(born, woman=woman), surname, draw), surname, born)


def _partner_of(person: Adult, family: Family, draw: random.Random, *, man: bool) -> Adult:
    """A husband, wife or partner of about the same age, mostly under the same name."""
    born = person.born - dt.timedelta(days=draw.randint(-1200, 1800))
    born = min(born, years_before(AS_OF, 22))
    surname = person.surname if draw.random() < 0.7 else draw_surname(family.background, draw)
    return Adult(family.forename(_generation(born, woman=not man), surname, draw), surname, born)


def _generation(born: dt.date, *, woman: bool) -> str:
    elder = "elder_" if born < _ELDERS_BORN_BEFORE else ""
    return f"{elder}women" if woman else f"{elder}men"


def _lived_there_before(household: Household, draw: random.Random) -> None:
    """Some had lived with their carer, without an order, before the placement was made."""
    journey = household.journey
    room = (journey.placement_start - household.children[-1].born).days
    from_the_first = journey.placement_start == journey.since
    newly = "just_arrived" in household.troubles
    if from_the_first and room > 120 and not newly and draw.random() < 0.35:
        days = draw.uniform(15, min(room, 400))
        journey.known_before = journey.since - dt.timedelta(days=round(days))


def foster_carers(draw: random.Random) -> list[Adult]:
    """One or two foster carers, no relatives of the children."""
    background = "welsh" if draw.random() < 0.25 else "valleys"
    woman = draw.random() < 0.9
    born = years_before(AS_OF, draw.triangular(31, 66, 50))
    surname = draw_surname(background, draw)
    kind = _generation(born, woman=woman)
    first = Adult(draw_forename(background, kind, draw), surname, born)
    if draw.random() < 0.35:
        return [first]
    other = years_before(born, draw.uniform(-3, 4))
    kind = _generation(born, woman=not woman)
    return [first, Adult(draw_forename(background, kind, draw), surname, other)]
