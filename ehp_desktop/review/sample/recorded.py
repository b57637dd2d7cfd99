"""What is recorded of a child when everything is as it should be; troubles.py then spoils it."""

import datetime as dt
import random

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.sample.dice import AS_OF, days_ago, weekday_near
from ehp_desktop.review.sample.households import Household
from ehp_desktop.review.sample.rhythm import reviews_since, visit_before
from ehp_desktop.review.sample.wordlists import service

UNDER_A_COURT_ORDER = frozenset({"C1", "C2", "E1"})


def record_care(household: Household) -> None:
    """The order, its court and the placement of every child of a household."""
    journey = household.journey
    court = court_of(household)
    for child in household.children:
        child.values.update(
            preferred_language=household.family.language,
            looked_after_since=journey.since,
            legal_status=journey.legal_status,
            legal_status_date=journey.legal_status_date,
            placement_code=journey.placement,
            placement_start=journey.placement_start,
            out_of_county=journey.placement in ("F4", "F5", "F6", "H4", "H21", "S1"),
            moves_12_months=journey.moves_within_a_year(),
        )
        if journey.legal_status in UNDER_A_COURT_ORDER:
            child.values.update(court)


def court_of(household: Household) -> dict[str, FieldValue]:
    """The court that made the order, and its number of the case, begun some months before."""
    draw = household.family.draw("court")
    courts = service()["courts"]
    court = draw.choices(courts, weights=[one["weight"] for one in courts])[0]
    journey = household.journey
    begun = next(
        (step.on for step in journey.steps if step.legal_status in UNDER_A_COURT_ORDER),
        journey.since,
    )
    if begun == journey.legal_status_date and begun != journey.since:
        begun -= dt.timedelta(days=190)  # accommodated first: the proceedings began before
    number = household.draw("case").randint(11, 640)
    return {
        "court": court["name"],
        "case_number": f"{court['prefix']}{begun:%y}C{number:05d}",
    }


def record_pr_holders(household: Household) -> None:
    """Mother, father where he has it, and the authority under an order."""
    family = household.family
    draw = household.draw("holders")
    agrees = household.category == "parents"
    holders = [(family.mother.name, "mother", _position(draw, 0.85 if agrees else 0.55))]
    if household.relationship == "grandparent" and agrees:  # the mother has died
        holders = [(household.carers[0].name, "guardian", "agrees")]
    if family.father and family.father_has_pr:
        holders.append((family.father.name, "father", _position(draw, 0.6 if agrees else 0.45)))
    if household.relationship == "step_parent":
        holders.append((household.carers[0].name, "step_parent", "agrees"))
    if household.journey.legal_status in UNDER_A_COURT_ORDER:
        holders.append((service()["authority"], "authority", "agrees"))
    for child in household.children:
        for place, (name, relationship, position) in enumerate(holders, start=1):
            child.values[f"pr_holder_{place}_name"] = name
            child.values[f"pr_holder_{place}_relationship"] = relationship
            child.values[f"pr_holder_{place}_position"] = position


def _position(draw: random.Random, agrees: float) -> str:
    return "agrees" if draw.random() < agrees else "neutral"


def record_carers(household: Household) -> None:
    """Who the children live with."""
    carers = household.carers
    for child in household.children:
        for place, carer in enumerate(carers[:2], start=1):
            child.values[f"carer_{place}_name"] = carer.name
            child.values[f"carer_{place}_date_of_birth"] = carer.born
        if household.relationship:
            child.values["carer_relationship"] = household.relationship
        known = household.journey.known_before
        if known and child.born < known:
            child.values["carer_since"] = known


def record_reviews(household: Household) -> None:
    """Reviews since the children came into care, the same for brothers and sisters."""
    draw = household.draw("reviews")
    held, following = reviews_since(household.journey.since, draw)
    for child in household.children:
        child.reviews = held
        child.values["reviews_held"] = len(held)
        child.values["next_review_date"] = following
        if held:
            child.values["last_review_date"] = held[-1]


def record_visits(household: Household, within: int) -> None:
    """The last visit, and the last time an older child was seen alone."""
    draw = household.draw("visits")
    start = household.journey.placement_start
    visit = visit_before(AS_OF, within, draw, start)
    before = visit_before(visit, 40, draw, start)
    for child in household.children:
        child.values["last_visit_date"] = visit
        if child.age() >= 3:
            child.values["last_seen_alone_date"] = visit if draw.random() < 0.6 else before


def record_safety(household: Household) -> None:
    """The register, enquiries, proceedings: answered no, as they mostly are."""
    draw = household.draw("safety")
    journey = household.journey
    was_registered = draw.random() < 0.6
    ended = weekday_near(journey.since + dt.timedelta(days=draw.randint(10, 100)))
    for child in household.children:
        child.values.update(cp_registered=False, s47_open=False, plan_to_move=False)
        child.values["proceedings_open"] = journey.legal_status == "C1"
        if was_registered and (AS_OF - ended).days > 420:
            child.values["cp_registration_end"] = ended


def record_wishes(household: Household, *, fresh: bool = True) -> None:
    """Wishes and feelings, as a worker writes them down: a small child's are neutral."""
    draw = household.draw("wishes")
    for child in household.children:
        ago = draw.randint(12, 150) if fresh else draw.randint(30, 420)
        day = max(weekday_near(days_ago(ago)), household.journey.since)
        wishes = "supports" if draw.random() < 0.7 else "neutral"
        child.values.update(wishes_date=day, child_wishes="neutral" if child.age() < 4 else wishes)


def record_plan(household: Household) -> None:
    """The care and support plan, brought up to date in the fortnight after the last review."""
    draw = household.draw("plan")
    for child in household.children:
        base = child.reviews[-1] if child.reviews else household.journey.since
        day = min(weekday_near(base + dt.timedelta(days=draw.randint(3, 13))), AS_OF)
        child.values["plan_date"] = max(base, day)


def placement_day(household: Household, longest: int, draw: random.Random) -> dt.date:
    """A weekday of the last so many days, in this placement."""
    in_placement = (AS_OF - household.journey.placement_start).days
    return weekday_near(days_ago(draw.randint(8, max(9, min(longest, in_placement - 5)))))


def record_home(household: Household) -> None:
    """A placement with parents: approved, assessed, its concerns dealt with."""
    draw = household.draw("home")
    route = household.story.route
    approved = household.journey.placement_start - dt.timedelta(days=draw.randint(2, 16))
    common: dict[str, FieldValue] = {
        "carer_has_pr": True,
        "carer_seeks": "neither" if household.relationship == "parent" else "sgo",
        "pwp_immediate": False,
        "pwp_approval_date": weekday_near(approved),
        "assessment_date": placement_day(household, 300, draw),
        "review_endorses": "discharge" if route == "far" else route,
        "iro_view": "supports",
        "concerns": "managed" if route == "supervision_order" else "resolved",
        "step_down_lead": draw.choice(service()["support"]["leads"]),
        "step_down_plan_date": placement_day(household, 75, draw),
    }
    for child in household.children:
        child.values.update(common)


def record_carers_application(household: Household) -> None:
    """A carer who seeks an order: approval, notice, report, support plan, checks."""
    draw = household.draw("application")
    route = household.story.route
    seeks = {"child_arrangements": "cao", "either": "either"}.get(route, "sgo")
    endorses = {"either": "any", "far": "special_guardianship"}.get(route, route)
    notice = draw.randint(125, 240)
    start = (AS_OF - household.journey.placement_start).days
    notice = min(notice, max(95, start - 20))
    report = notice - draw.randint(60, 85)
    common: dict[str, FieldValue] = {
        "carer_has_pr": False,
        "carer_approval": "full",
        "carer_seeks": seeks,
        "la_consents": True,
        "long_term": True,
        "assessment_date": placement_day(household, 300, draw),
        "review_endorses": endorses,
        "iro_view": "supports",
        "carer_checks_date": weekday_near(days_ago(report + draw.randint(10, 30))),
    }
    if seeks != "cao":
        common["sgo_notice_date"] = weekday_near(days_ago(notice))
        common["sgo_report_date"] = weekday_near(days_ago(report))
        common["sgo_support_plan_date"] = weekday_near(days_ago(max(3, report - 18)))
    for child in household.children:
        child.values.update(common)
        if child.age() >= 16:
            child.values["long_term"] = True


def record_cost(household: Household, draw: random.Random) -> None:
    """A week's cost of the placement, by its kind and the child's age. A home costs nothing."""
    code = household.journey.placement
    for child in household.children:
        allowance = 18_200 + 620 * child.age()
        pence = {
            "F1": allowance,
            "F4": allowance,
            "F2": allowance + 17_800,
            "F5": allowance + 19_300,
            "F3": draw.randint(790, 905) * 100 + 50,
            "F6": draw.randint(820, 960) * 100 + 50,
            "H3": draw.randint(3_350, 4_300) * 100,
            "H4": draw.randint(3_900, 5_600) * 100,
            "H21": 742_000,
            "H5": draw.randint(610, 1_450) * 100,
            "P2": draw.randint(215, 390) * 100,
            "S1": draw.randint(3_300, 4_400) * 100,
            "R3": 312_500,
        }.get(code)
        if pence is not None:
            child.values["weekly_cost"] = pence
