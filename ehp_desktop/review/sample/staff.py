"""Who works with whom: teams, social workers with 10 to 18 children each, reviewing officers."""

from collections.abc import Sequence

from ehp_desktop.review.sample.dice import dice
from ehp_desktop.review.sample.households import Household
from ehp_desktop.review.sample.wordlists import draw_forename, draw_surname, service

_CHILDREN_A_WORKER = 13.4


def _people(number: int, title: str, taken: set[str]) -> list[str]:
    """Names of staff, none twice; four in five are women."""
    draw = dice("staff", title)
    made: list[str] = []
    while len(made) < number:
        background = "welsh" if draw.random() < 0.34 else "valleys"
        kind = "women" if draw.random() < 0.8 else "men"
        name = f"{draw_forename(background, kind, draw)} {draw_surname(background, draw)}"
        if name not in taken:
            taken.add(name)
            made.append(name)
    return made


def _takes(household: Household) -> str:
    if min(child.age() for child in household.children) >= 16:
        return "sixteen"
    return "settled" if household.journey.legal_status == "C2" else "new"


def _teams(households: Sequence[Household]) -> dict[str, list[Household]]:
    """Each household's team; brothers and sisters of one household are never parted."""
    teams: dict[str, list[Household]] = {team["name"]: [] for team in service()["teams"]}
    for household in households:
        takes = _takes(household)
        names = [team["name"] for team in service()["teams"] if team["takes"] == takes]
        name = household.family.draw("area").choice(names)
        teams[name].append(household)
    return teams


def assign_staff(households: Sequence[Household]) -> None:
    """Writes team, manager, social worker and reviewing officer to every child."""
    taken: set[str] = set()
    for team, theirs in _teams(households).items():
        children = sum(len(household.children) for household in theirs)
        workers = _people(max(1, round(children / _CHILDREN_A_WORKER)), team, taken)
        manager = _people(1, f"{team} manager", taken)[0]
        load = dict.fromkeys(workers, 0)
        of_family: dict[str, str] = {}
        for household in sorted(theirs, key=lambda one: -len(one.children)):
            lightest = min(workers, key=lambda name: load[name])
            worker = of_family.setdefault(household.family.key, lightest)
            load[worker] += len(household.children)
            for child in household.children:
                child.values.update(team=team, social_worker=worker, team_manager=manager)
    _assign_reviewing_officers(households, taken)


def _assign_reviewing_officers(households: Sequence[Household], taken: set[str]) -> None:
    officers = _people(service()["iros"]["number"], "reviewing officers", taken)
    of_family: dict[str, str] = {}
    for number, household in enumerate(households):
        officer = of_family.setdefault(household.family.key, officers[number % len(officers)])
        for child in household.children:
            child.values["iro"] = officer
