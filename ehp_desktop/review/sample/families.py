"""Families: a mother, mostly a father, and their children under one name."""

import datetime as dt
import random
from dataclasses import dataclass, field

from ehp_desktop.review.sample.dice import dice
from ehp_desktop.review.sample.wordlists import (
    Surname,
    draw_background,
    draw_forename,
    draw_surname,
)

YEAR = 365.25
ALONE = ("eritrean", "kurdish", "afghan", "vietnamese")
"""The backgrounds of young people who came to this country by themselves."""

_OTHER_LANGUAGE = dict.fromkeys(ALONE, 1.0) | {
    "polish": 0.4,
    "romanian": 0.5,
    "portuguese": 0.4,
    "bengali": 0.3,
}
_WELSH_SPEAKING = {"welsh": 0.62, "valleys": 0.05}


@dataclass(frozen=True, slots=True)
class Adult:
    """A parent, a relative or a carer."""

    forename: str
    surname: str
    born: dt.date

    @property
    def name(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}"


@dataclass(slots=True)
class Family:
    """Parents and their children's name; the eldest child's birth is known when it is made."""

    key: str
    background: str
    surname: Surname
    mother: Adult
    father: Adult | None
    father_has_pr: bool
    language: str
    eldest_born: dt.date
    taken: set[str]  # forenames in the family: no two of it share one
    births: list[dt.date] = field(default_factory=list)

    def draw(self, *names: object) -> random.Random:
        """A source of draws for something of this family."""
        return dice("family", self.key, *names)

    def forename(self, kind: str, surname: str, draw: random.Random) -> str:
        """A forename that nobody of the family has, and that is no part of the surname."""
        while True:
            name = draw_forename(self.background, kind, draw)
            if name not in self.taken and name not in surname:
                self.taken.add(name)
                return name


def years_before(day: dt.date, years: float) -> dt.date:
    """About so many years before a day."""
    return day - dt.timedelta(days=round(years * YEAR))


def make_family(key: str, eldest_born: dt.date, *, alone: bool = False) -> Family:
    """The family of some children, of whom the eldest was born on a day."""
    draw = dice("family", key)
    background = draw.choice(ALONE) if alone else draw_background(draw)
    own = draw_surname(background, draw)
    mother_born = years_before(eldest_born, draw.triangular(16.4, 37, 22))
    mother = Adult(draw_forename(background, "women", draw), own, mother_born)
    father: Adult | None = None
    if draw.random() < 0.8:
        age = max(16.8, draw.gauss(27, 6))
        his = draw_surname(background, draw)
        father = Adult(draw_forename(background, "men", draw), his, years_before(eldest_born, age))
    name = own
    if father and draw.random() < 0.45:
        name = father.surname
    elif father and "-" not in own + father.surname and draw.random() < 0.12:
        name = f"{own}-{father.surname}"
    surname = Surname(name)
    if background == "welsh" and father and draw.random() < 0.3:
        surname = Surname(name, father.forename)
    language = "cy" if draw.random() < _WELSH_SPEAKING.get(background, 0.0) else "en"
    if draw.random() < _OTHER_LANGUAGE.get(background, 0.0):
        language = "other"
    has_pr = father is not None and (surname.name == father.surname or draw.random() < 0.55)
    taken = {mother.forename} | ({father.forename} if father else set())
    return Family(key, background, surname, mother, father, has_pr, language, eldest_born, taken)
