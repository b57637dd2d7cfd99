"""The three cohorts: the households of stories.toml, with carers who fit them."""

from ehp_desktop.review.sample.carers import choose_carers
from ehp_desktop.review.sample.dice import AS_OF, dice
from ehp_desktop.review.sample.families import Family
from ehp_desktop.review.sample.households import Category, Household, make_household, read_story
from ehp_desktop.review.sample.journeys import cohort_journey, earlier_period
from ehp_desktop.review.sample.recorded import (
    record_care,
    record_carers,
    record_carers_application,
    record_cost,
    record_home,
    record_plan,
    record_pr_holders,
    record_reviews,
    record_safety,
    record_visits,
    record_wishes,
)
from ehp_desktop.review.sample.troubles import spoil, troubles_of_a_far_way
from ehp_desktop.review.sample.wordlists import stories

_LONGEST = {"parents": 2300, "kinship": 3700, "foster": 3000}


def cohort_households(families: dict[str, Family]) -> list[Household]:
    """Every household of the three cohorts, recorded and spoiled as its story says."""
    made = []
    for category in ("parents", "kinship", "foster"):
        for number, line in enumerate(stories()[category], start=1):
            made.append(_household(category, f"{category} {number}", line, families))
    return made


def _household(category: Category, key: str, line: str, families: dict[str, Family]) -> Household:
    story = read_story(line)
    troubles = frozenset(story.troubles)
    draw = dice("household", key, "journey")
    longest = _LONGEST[category]
    if story.born:
        longest = min(longest, (AS_OF - story.born).days - 900)
    journey = cohort_journey(_placement(category, troubles), troubles, draw, longest=longest)
    # Very young children ready for an order in their carers' home are rare: most are at school.
    settled = 1.6 if "just_arrived" not in troubles else 0.1
    since = (AS_OF - journey.since).days / 365.25
    ages = (max(settled, since), 17.6) if story.route == "far" else (max(2.2, since), 16.2)
    if "unaccompanied" in troubles:
        ages = (15.0, 16.5)
    alone = "unaccompanied" in troubles
    household = make_household(key, category, story, journey, families, ages=ages, alone=alone)
    earlier_period(journey, household.children[-1].born, household.draw("earlier"))
    choose_carers(household)
    _record(household)
    spoil(household, troubles_of_a_far_way(household) if story.route == "far" else story.troubles)
    return household


def _placement(category: Category, troubles: frozenset[str]) -> str:
    if category == "parents":
        return "P1"
    if category == "kinship":
        return "F4" if "other_area" in troubles else "F1"
    return "F3" if "agency" in troubles else "F2"


def _record(household: Household) -> None:
    home = household.category == "parents"
    record_care(household)
    record_carers(household)
    record_pr_holders(household)
    record_reviews(household)
    record_safety(household)
    record_wishes(household)
    record_plan(household)
    temporary = bool(household.troubles & {"temporary", "temporary_extended", "interim"})
    within = 24 if temporary else 38
    record_visits(household, within)
    if home:
        record_home(household)
    else:
        record_carers_application(household)
        record_cost(household, household.draw("cost"))
