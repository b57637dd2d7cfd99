"""The word lists of resources/sample, read once."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_MIX = {
    "valleys": 72,
    "welsh": 19,
    "polish": 2,
    "portuguese": 1.4,
    "filipino": 1.4,
    "bengali": 1.4,
    "romanian": 1.4,
    "caribbean": 1.4,
}
_VOWELS = "AEIOUYŴŶÂÊÎÔÛ"


def _table(name: str) -> dict[str, Any]:
    source = resources.files("ehp_desktop.resources") / "sample" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Names by background and by kind: girls, boys, women, men, elders, surnames."""
    return {
        background: {kind: tuple(text.split()) for kind, text in lists.items()}
        for background, lists in _table("names").items()
    }


@cache
def service() -> dict[str, Any]:
    """The authority: its name, teams, courts, reviewing officers, leads of support."""
    return _table("service")


@cache
def stories() -> dict[str, tuple[str, ...]]:
    """The households of each cohort, a line each."""
    return {cohort: tuple(lines) for cohort, lines in _table("stories").items()}


@dataclass(frozen=True, slots=True)
class Surname:
    """A family's name; a patronymic differs between brothers and sisters (ap Rhys, ferch Rhys)."""

    name: str
    father: str | None = None

    def of(self, girl: bool) -> str:
        """The surname that a child bears."""
        if self.father is None:
            return self.name
        if girl:
            return f"ferch {self.father}"
        return f"{'ab' if self.father[0] in _VOWELS else 'ap'} {self.father}"


def draw_background(draw: random.Random) -> str:
    """The background of a family, in about the mix of a valleys borough."""
    return draw.choices(list(_MIX), weights=list(_MIX.values()))[0]


def draw_surname(background: str, draw: random.Random) -> str:
    """A surname that is no patronymic."""
    lists = names()
    if background not in ("valleys", "welsh"):
        return draw.choice(lists[background]["surnames"])
    surnames = lists["surnames"]
    kinds = ("common", "local", "double", "places")
    kind = draw.choices(kinds, weights=(60, 34, 5, 16 if background == "welsh" else 0))[0]
    if kind == "common":  # in the order in which a register of the valleys has them
        weights = [1 / (rank + 4) for rank in range(len(surnames[kind]))]
        return draw.choices(surnames[kind], weights=weights)[0]
    return draw.choice(surnames[kind])


def draw_forename(background: str, kind: str, draw: random.Random) -> str:
    """A forename; a valleys family chooses a Welsh one now and then, and the other way about."""
    lists = names()
    if background == "valleys" and draw.random() < 0.16:
        background = "welsh"
    elif background == "welsh" and draw.random() < 0.08:
        background = "valleys"
    return draw.choice(lists[background][kind])
